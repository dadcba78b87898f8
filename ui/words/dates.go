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

// Day is the date of an instant, in the instant's own zone.
func (w Words) Day(t time.Time) string {
	y, m, d := t.Date()
	return w.Date(y, int(m), d)
}

// Time is the time of day of an instant, in the instant's own zone: 10:05.
func (w Words) Time(t time.Time) string { return t.Format("15:04") }

// Moment is day and time together: 17 April 1988, 10:05.
func (w Words) Moment(t time.Time) string {
	return w.T("frame.moment", "Day", w.Day(t), "Time", w.Time(t))
}
