package words

import (
	"fmt"
	"strconv"
	"time"
)

// Date is a calendar date as the language writes it: 17 April 1988,
// 17 Ebrill 1988. A month outside 1 to 12 is shown as figures, not refused:
// what a document says is shown as it says it.
func (w Words) Date(year, month, day int) string {
	if month < 1 || month > 12 {
		return fmt.Sprintf("%d/%d/%d", day, month, year)
	}
	return fmt.Sprintf("%d %s %d", day, w.Month(month), year)
}

// Month is the name of a month, 1 to 12.
func (w Words) Month(month int) string { return w.T("frame.month." + strconv.Itoa(month)) }

// At is the book with times told in a zone; without it they are told in UTC.
func (b *Book) At(zone *time.Location) *Book {
	told := &Book{in: map[Lang]Words{}}
	for lang, w := range b.in {
		w.zone = zone
		told.in[lang] = w
	}
	return told
}

func (w Words) here(t time.Time) time.Time {
	if w.zone == nil {
		return t.UTC()
	}
	return t.In(w.zone)
}

// Day is the date of an instant, where the desk is.
func (w Words) Day(t time.Time) string {
	y, m, d := w.here(t).Date()
	return w.Date(y, int(m), d)
}

// Time is the time of day of an instant, where the desk is: 10:05.
func (w Words) Time(t time.Time) string { return w.here(t).Format("15:04") }

// Second is the time of day to the second, for what is waited for: 10:05:09.
func (w Words) Second(t time.Time) string { return w.here(t).Format("15:04:05") }

// Moment is day and time together: 17 April 1988, 10:05.
func (w Words) Moment(t time.Time) string {
	return w.T("frame.moment", "Day", w.Day(t), "Time", w.Time(t))
}
