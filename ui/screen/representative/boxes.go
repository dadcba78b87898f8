package representative

import (
	"fyne.io/fyne/v2"

	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// boxes are the form's controls.
type boxes struct {
	given, family        *component.Field
	kind                 *component.Choice
	show                 *component.Text
	seen, number, limits *component.Field
	until                *component.DateField
	endless              *component.Tick
	age                  *component.Text
	shown                *component.Select
	agrees, here         *component.Choice
	absent               *component.Banner
	stands               *component.Banner
	authority, ends, own *fyne.Container
	cards                []fyne.CanvasObject
}

// newBoxes makes the controls. Typing calls typed, ticks and choices picked.
func newBoxes(k *component.Kit, w words.Words, today resident.Date, typed, picked func()) boxes {
	line := func(kind component.FieldKind, at field, hint bool, chars int) *component.Field {
		text := component.FieldText{Label: w.T("representative.field." + string(at))}
		if hint {
			text.Hint = w.T("representative.hint." + string(at))
		}
		f := k.Field(kind, text).Chars(chars)
		f.OnChanged = func(string) { typed() }
		return f
	}
	chosen := func(string) { picked() }
	b := boxes{
		given: line(component.SingleLine, fieldGiven, false, 40), family: line(component.SingleLine, fieldFamily, false, 40),
		kind: k.Choice(component.ChoiceText{Legend: w.T("representative.kind")}, nil, chosen), show: component.NewHint(""),
		seen:   line(component.MultiLine, fieldSeen, true, 60).Lines(2),
		number: line(component.SingleLine, fieldNumber, true, 24),
		limits: line(component.MultiLine, fieldLimits, true, 60).Lines(2),
		until: k.DateField(component.DateText{
			Legend: w.T("representative.field.until"), Hint: w.T("frame.date.ahead", "Year", today.Year+4),
			Day: w.T("frame.date.day"), Month: w.T("frame.date.month"), Year: w.T("frame.date.year"),
		}),
		endless: k.Tick(w.T("representative.endless"), func(bool) { picked() }), age: component.NewHint(""),
		shown: k.Select(component.FieldText{Label: w.T("representative.field.shown"), Hint: w.T("representative.shown_hint")},
			w.T("representative.choose"), nil, chosen),
		agrees: k.Choice(component.ChoiceText{Legend: w.T("representative.agrees"), Hint: w.T("representative.agrees_hint")}, agreements(w), chosen),
		here:   k.Choice(component.ChoiceText{Legend: w.T("representative.here")}, heres(w), chosen),
		absent: component.NewBanner(theme.Info, "", ""), stands: component.NewBanner(theme.Info, "", ""),
	}
	b.until.OnChanged = typed
	b.ends = component.VStack(theme.Gap12, b.until, b.age, b.endless)
	b.authority = component.VStack(theme.Gap16, b.seen, b.number, b.limits, b.ends)
	b.own = component.VStack(0, component.NewCard(b.shown))
	card := func(objects ...fyne.CanvasObject) fyne.CanvasObject {
		return component.NewCard(component.VStack(theme.Gap16, objects...))
	}
	b.cards = []fyne.CanvasObject{
		card(b.given, b.family), card(b.kind, b.show, b.authority), b.own,
		card(b.agrees, b.here, b.absent), b.stands,
	}
	return b
}

// form is what is typed.
func (b *boxes) form() form {
	day, month, year := b.until.Text()
	return form{
		Given: b.given.Text(), Family: b.family.Text(), Kind: b.kind.Chosen(), Seen: b.seen.Text(), Number: b.number.Text(),
		Limits: b.limits.Text(), Day: day, Month: month, Year: year, Endless: b.endless.On(),
		Shown: b.shown.Chosen(), Agrees: b.agrees.Chosen(), Here: b.here.Chosen(),
	}
}

// set fills the form; the choices must know their options.
func (b *boxes) set(f form) {
	b.given.SetText(f.Given)
	b.family.SetText(f.Family)
	b.kind.SetChosen(f.Kind)
	b.seen.SetText(f.Seen)
	b.number.SetText(f.Number)
	b.limits.SetText(f.Limits)
	b.until.SetText(f.Day, f.Month, f.Year)
	b.endless.SetOn(f.Endless)
	b.shown.SetChosen(f.Shown)
	b.agrees.SetChosen(f.Agrees)
	b.here.SetChosen(f.Here)
}

// options gives the choices what the policy offers, and keeps what was chosen.
func (b *boxes) options(v view, w words.Words) {
	kind, shown := b.kind.Chosen(), b.shown.Chosen()
	b.kind.SetOptions(v.Kinds)
	b.kind.SetChosen(kind)
	b.shown.SetOptions(w.T("representative.choose"), v.Papers)
	b.shown.SetChosen(shown)
}

// draw shows what the chosen kind asks for.
func (b *boxes) draw(v view) {
	b.show.SetText(v.Show)
	b.show.Hidden = v.Show == ""
	b.authority.Hidden, b.own.Hidden = !v.Acts, !v.Acts
	b.number.Hidden, b.ends.Hidden = !v.Number, !v.Ends
	b.age.SetText(v.Age)
	b.age.Hidden = v.Age == ""
	b.absent.Set(theme.Info, v.Absent, "")
	b.stands.Say(v.Stands)
}

// tell shows each problem at its field, and links to it.
func (b *boxes) tell(all []problem) []component.Problem {
	return component.Blame(map[field]component.Place{
		fieldGiven: b.given, fieldFamily: b.family, fieldKind: b.kind, fieldSeen: b.seen, fieldNumber: b.number,
		fieldLimits: b.limits, fieldUntil: b.until, fieldShown: b.shown, fieldAgrees: b.agrees, fieldHere: b.here,
	}, all)
}
