package casefile_test

import (
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/words"
)

func TestTheTaskListSaysWhatACaseComesFrom(t *testing.T) {
	for name, c := range map[string]struct {
		change   func(*desk.OpenCase)
		want, cy string
	}{
		"by itself": {func(*desk.OpenCase) {}, "", ""},
		"a correction": {func(o *desk.OpenCase) {
			o.From, o.Case.Correction = "EB-0150", &casework.Correction{Of: "c0", Reason: "name_misspelt"}
		}, "Correction of EB-0150: The name is misspelt", "Cywiriad o EB-0150: " + trusttest.Policy(t).Corrections[0].Words.Cy},
		"another try": {func(o *desk.OpenCase) { o.From, o.Case.RetryOf = "EB-0150", "c0" }, "Another try after case EB-0150", "Cynnig arall ar ôl achos EB-0150"},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, c.change)
			if got := casefile.Tasks(s, spoken(t, words.English)).From; got != c.want {
				t.Errorf("%q", got)
			}
			if got := casefile.Tasks(s, spoken(t, words.Welsh)).From; got != c.cy {
				t.Errorf("%q", got)
			}
		})
	}
}
