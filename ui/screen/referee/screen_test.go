package referee_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
)

// state is one sight of the screens.
type state struct {
	office func(t *testing.T) *office
	part   route.Part
	then   func(v *stand)
}

func barred(r *casework.Referee) { r.Relation, r.Years = "partner", 1 }

// asDraft is what is typed of somebody who cannot be the referee.
func asDraft() map[string]string {
	return map[string]string{
		"at": "tie", "person.given": "Mair", "person.family": "Enghraifft", "person.day": "3", "person.month": "2", "person.year": "1979",
		"person.line1": "12 Sample Row", "person.town": "Exampleton", "person.postcode": "EX4 1AA", "person.how": "post", "person.language": "en",
		"position": "other", "organisation": "Ysgol Enghraifft", "relation": "household", "years": "60",
	}
}

func states() map[string]state {
	draft := func(fields map[string]string) func(*testing.T) *office {
		return func(t *testing.T) *office {
			o := begun(t, barred)
			must(t, o.SaveDraft(context.Background(), caseID, "referee:mair", fields))
			return o
		}
	}
	fresh := func(t *testing.T) *office { return empty(t) }
	start := func(t *testing.T) *office { return begun(t) }
	return map[string]state{
		"list-empty": {office: fresh, part: listed},
		"list-one":   {office: func(t *testing.T) *office { return ready(t) }, part: listed},
		"list-barred": {office: func(t *testing.T) *office {
			o := begun(t, barred)
			must(t, o.SaveDraft(context.Background(), caseID, "referee:b", map[string]string{"person.given": "T."}))
			return o
		}, part: listed},
		"who":       {office: fresh, part: route.Who},
		"tie":       {office: start, part: route.Who, then: func(v *stand) { v.Key(fyne.KeyReturn) }},
		"tie-no":    {office: draft(asDraft()), part: route.Who},
		"told":      {office: start, part: route.Told},
		"papers":    {office: func(t *testing.T) *office { return ready(t) }, part: route.Papers},
		"face":      {office: func(t *testing.T) *office { return ready(t) }, part: route.Face},
		"statement": {office: func(t *testing.T) *office { return told(t) }, part: route.Statement},
		"paper": {office: func(t *testing.T) *office {
			o := told(t)
			must(t, o.SaveDraft(context.Background(), caseID, "referee:mair:statement", map[string]string{"how": "paper", "language": "cy"}))
			return o
		}, part: route.Statement},
		"answers-begun":  {office: func(t *testing.T) *office { return told(t) }},
		"answers-barred": {office: func(t *testing.T) *office { return begun(t, barred) }},
		"answers-ready":  {office: func(t *testing.T) *office { return ready(t) }},
		"withdrawn": {office: func(t *testing.T) *office {
			o := ready(t)
			must(t, o.WithdrawReferee(context.Background(), caseID, mair))
			return o
		}},
		"closed": {office: func(t *testing.T) *office {
			o := ready(t)
			o.Snap.Open.Case.State = casework.WithSupervisor
			return o
		}},
	}
}

func TestScreensBearEverySetting(t *testing.T) {
	for name, s := range states() {
		for setting, o := range uitest.Settings(map[string]uitest.Options{"en-1280": {Width: 1280, Height: 800}, "en-1024": {Width: 1024, Height: 700}}) {
			t.Run(name+"/"+setting, func(t *testing.T) {
				v := visit(t, o, s.office(t), s.part)
				if s.then != nil {
					s.then(v)
				}
				v.AssertBears("referee-" + name + "-" + setting)
			})
		}
	}
}

func TestMasters(t *testing.T) {
	for name, s := range states() {
		t.Run(name, func(t *testing.T) {
			v := visit(t, uitest.Options{}, s.office(t), s.part)
			if s.then != nil {
				s.then(v)
			}
			uitest.AssertMaster(t, name, v.Screen.Content())
		})
	}
}
