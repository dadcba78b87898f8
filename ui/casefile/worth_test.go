package casefile_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

// scored is a case as the desk shows it.
func scored(t *testing.T, change func(k *casework.Case)) desk.Snapshot {
	t.Helper()
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	k := caseworktest.WithPassport(t, c, rules)
	change(k)
	s := issuance.Assess(k, rules, c.List, c.Officer.ID, nil, c.Now).Scored
	o := &desk.OpenCase{Case: k, Needs: gpg45.Medium, Scored: s, Next: s.Result.Next}
	if near := o.Nearest(); near != nil {
		o.Others, o.Instead = rules.Others(s.Case, *near, 3), rules.Instead(s.Case, *near)
		o.NoPhoto = rules.OnlyWithPhoto(s.Case)
	}
	return desk.Snapshot{Now: c.Now, Policy: rules, Open: o}
}

// TestWorthBearsEverySetting unfolds what is folded: nothing is cut, and it
// folds up again.
func TestWorthBearsEverySetting(t *testing.T) {
	states := map[string]func(k *casework.Case){
		"passport": func(*casework.Case) {},
		"nothing": func(k *casework.Case) {
			k.Evidence, k.Likeness, k.Letter = nil, nil, casework.Letter{}
		},
		"begun": func(k *casework.Case) {
			k.Evidence[0].Checks, k.Likeness, k.Letter = k.Evidence[0].Checks[:2], nil, casework.Letter{State: letter.Signed, Path: casework.LetterScanned}
		},
	}
	for name, change := range states {
		for setting, o := range map[string]uitest.Options{
			"en": {}, "cy": {Lang: words.Welsh}, "en-200": {TextScale: 2}, "cy-200": {Lang: words.Welsh, TextScale: 2},
			"contrast": {Mode: theme.HighContrast},
		} {
			t.Run(name+"/"+setting, func(t *testing.T) {
				o.Width, o.Height = 330, 1000
				if o.TextScale > 1 {
					o.Width, o.Height = 700, 1600 // one column at a time
				}
				v := uitest.Open(t, o)
				w := casefile.NewWorth(&stage.Stage{Kit: v.Kit, Words: v.Words, At: route.Of(route.Review, "c"), Now: func() time.Time { return caseworktest.Now() }})
				v.Show(v.Kit.Page(component.Inset(24, 24, w.Content())))
				w.Show(scored(t, change))
				v.Settle()
				v.Capture("worth-" + name + "-" + setting)
				uitest.AssertNoCutText(t, v.Canvas())
				for _, key := range []string{"casefile.other_ways", "casefile.why_not_more"} {
					text := v.Words.T(key)
					v.Tap(text)
					v.Settle()
					v.See(v.Words.T("casefile.hide", "What", text))
				}
				v.Capture("worth-" + name + "-" + setting + "-open")
				uitest.AssertNoCutText(t, v.Canvas())
				uitest.AssertTargets(t, v.Canvas())
				v.Key(fyne.KeyTab)
			})
		}
	}
}
