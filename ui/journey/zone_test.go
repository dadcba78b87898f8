package journey_test

import (
	"fmt"
	"strings"
	"testing"

	"vouchdesk/internal/mrz"
	"vouchdesk/internal/resident"
)

// The specimen's passport.
const (
	rosaNumber = "500000001"
	rosaZone1  = "P<GBRSPECIMEN<<ROSA<MAI<<<<<<<<<<<<<<<<<<<<<"
	rosaZone2  = "5000000016GBR8804178F3103027<<<<<<<<<<<<<<02"
)

// digit is a check digit as Doc 9303 counts it.
func digit(s string) string {
	sum := 0
	for i, r := range s {
		v := 0
		switch {
		case r >= '0' && r <= '9':
			v = int(r - '0')
		case r >= 'A' && r <= 'Z':
			v = int(r-'A') + 10
		}
		sum += v * []int{7, 3, 1}[i%3]
	}
	return fmt.Sprint(sum % 10)
}

func TestSpecimenZone(t *testing.T) {
	n, b, e, o := rosaNumber, "880417", "310302", strings.Repeat("<", 14)
	second := n + digit(n) + "GBR" + b + digit(b) + "F" + e + digit(e) + o + digit(o)
	second += digit(n + digit(n) + b + digit(b) + e + digit(e) + o + digit(o))
	if second != rosaZone2 {
		t.Fatalf("the second line should be %s", second)
	}
	r := must(mrz.Parse(rosaZone1+"\n"+rosaZone2, resident.Date{Year: 2026, Month: 11, Day: 23}))(t)
	if !r.Valid {
		t.Errorf("failed: %v", r.Failed())
	}
}
