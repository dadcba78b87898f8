package resident

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"vouchdesk/internal/fault"
)

// MaxAge is the oldest age a typed birth date may mean, in years.
const MaxAge = 130

// What can be wrong with a date.
var (
	ErrDateIncomplete   = fault.New(fault.Malformed, "date-incomplete")
	ErrDateNotReal      = fault.New(fault.Malformed, "date-not-real")
	ErrDateTwoDigitYear = fault.New(fault.Malformed, "date-two-digit-year")
	ErrDateFuture       = fault.New(fault.Malformed, "date-future")
	ErrDateTooOld       = fault.New(fault.Malformed, "date-too-old")
)

// Date is a day in the civil calendar, without a time zone. The zero Date is
// "no date". As text and JSON it is "2006-01-02", or "" for none.
type Date struct {
	Year  int
	Month int
	Day   int
}

// ParseDate reads a birth date from three boxes, in numbers. Codes:
// date-incomplete (Where names the first empty box), date-two-digit-year,
// date-not-real, date-future and date-too-old against today.
func ParseDate(day, month, year string, today Date) (Date, error) {
	d, err := ParseCalendarDate(day, month, year)
	if err != nil {
		return Date{}, err
	}
	if d.After(today) {
		return Date{}, ErrDateFuture.At("year")
	}
	if d.Before(today.AddMonths(-12 * MaxAge)) {
		return Date{}, ErrDateTooOld.At("year")
	}
	return d, nil
}

// ParseCalendarDate reads any real date from three boxes, such as an expiry
// date, which may lie ahead. Codes as [ParseDate] without the last two.
func ParseCalendarDate(day, month, year string) (Date, error) {
	boxes := [...]struct{ name, text string }{{"day", day}, {"month", month}, {"year", year}}
	var numbers [3]int
	for i, box := range boxes {
		text := strings.TrimSpace(box.text)
		if text == "" {
			return Date{}, ErrDateIncomplete.At(box.name)
		}
		n, err := number(text)
		if err != nil {
			return Date{}, ErrDateNotReal.At(box.name)
		}
		if box.name == "year" && len(text) <= 2 {
			// 26 may be 1926 or 2026: the officer has to say.
			return Date{}, ErrDateTwoDigitYear.At(box.name)
		}
		numbers[i] = n
	}
	d := Date{Day: numbers[0], Month: numbers[1], Year: numbers[2]}
	switch {
	case d.Year < 1000:
		return Date{}, ErrDateNotReal.At("year")
	case d.Month < 1 || d.Month > 12:
		return Date{}, ErrDateNotReal.At("month")
	case !d.real():
		return Date{}, ErrDateNotReal.At("day")
	}
	return d, nil
}

func number(s string) (int, error) {
	if len(s) > 4 || strings.Trim(s, "0123456789") != "" {
		return 0, strconv.ErrSyntax
	}
	return strconv.Atoi(s)
}

// ParseISO reads "2006-01-02". Code: date-not-real.
func ParseISO(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, ErrDateNotReal
	}
	return DateOf(t), nil
}

// DateOf is the day of t in t's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{Year: y, Month: int(m), Day: d}
}

func (d Date) real() bool {
	return d.Month >= 1 && d.Month <= 12 && d.Day >= 1 && d.Day <= daysIn(d.Year, d.Month)
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Compare is -1, 0 or 1 as d is before, equal to or after e.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Before reports whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is later than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// AddMonths is d moved by n months; a day that does not exist there becomes
// the last of its month.
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, time.Month(d.Month+n), 1, 0, 0, 0, 0, time.UTC)
	y, m := first.Year(), int(first.Month())
	return Date{Year: y, Month: m, Day: min(d.Day, daysIn(y, m))}
}

// AddDays is d moved by n days.
func (d Date) AddDays(n int) Date {
	return DateOf(time.Date(d.Year, time.Month(d.Month), d.Day+n, 0, 0, 0, 0, time.UTC))
}

// Age is the whole years from d to on.
func (d Date) Age(on Date) int {
	years := on.Year - d.Year
	if (on.Month < d.Month) || (on.Month == d.Month && on.Day < d.Day) {
		years--
	}
	return years
}

// ISO is the date as "2006-01-02", "" for none. Unlike printing, it shows it.
func (d Date) ISO() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText is [Date.ISO].
func (d Date) MarshalText() ([]byte, error) { return []byte(d.ISO()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	read, err := ParseISO(string(text))
	if err != nil {
		return err
	}
	*d = read
	return nil
}
