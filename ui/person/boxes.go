package person

import (
	"fyne.io/fyne/v2"

	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// Boxes are the form's controls.
type Boxes struct {
	words              words.Words
	given, family, one *component.Field
	only               *component.Tick
	asGiven            bool // kept from the record or the case; it has no control
	nameWarning        *component.Banner
	born               *component.DateField
	address            *component.Text
	line1, line2, town *component.Field
	postcode, country  *component.Field
	postWarning        *component.Banner
	noFixed            *component.Tick
	how, language      *component.Choice
	phone, email       *component.Field
	Cards              []fyne.CanvasObject // name, birth date, address and how to reach them
}

// NewBoxes makes the controls, with the ways to hear that are offered. Typing calls onTyped, ticks and choices onPicked.
func NewBoxes(k *component.Kit, w words.Words, ways []resident.How, onTyped, onPicked func()) Boxes {
	line := func(at field, hint string, chars int) *component.Field {
		if hint != "" {
			hint = w.T(hint)
		}
		f := k.Field(component.SingleLine, component.FieldText{Label: w.T("resident.field." + string(at)), Hint: hint}).Chars(chars)
		f.OnChanged = func(string) { onTyped() }
		return f
	}
	picked := func(string) { onPicked() }
	b := Boxes{
		words:       w,
		given:       line(fieldGiven, "resident.given_hint", 40),
		family:      line(fieldFamily, "", 40),
		one:         line(fieldOne, "resident.one_hint", 40),
		only:        k.Tick(w.T("resident.only"), func(bool) { onPicked() }),
		nameWarning: component.NewBanner(theme.Warn, "", ""),
		born: k.DateField(component.DateText{
			Legend: w.T("resident.field.born"), Hint: w.T("frame.date.hint"),
			Day: w.T("frame.date.day"), Month: w.T("frame.date.month"), Year: w.T("frame.date.year"),
		}),
		address:     component.NewHint(""),
		line1:       line(fieldLine1, "", 40),
		line2:       line(fieldLine2, "", 40),
		town:        line(fieldTown, "", 30),
		postcode:    line(fieldPostcode, "", 12),
		country:     line(fieldCountry, "resident.country_hint", 30),
		postWarning: component.NewBanner(theme.Warn, "", ""),
		noFixed:     k.Tick(w.T("resident.no_fixed"), func(bool) { onPicked() }),
		how:         k.Choice(component.ChoiceText{Legend: w.T("resident.how_legend")}, hows(w, ways), picked),
		phone:       line(fieldPhone, "resident.phone_hint", 24),
		email:       line(fieldEmail, "", 40),
		language:    k.Choice(component.ChoiceText{Legend: w.T("resident.language")}, languages(w), picked),
	}
	b.born.OnChanged = onTyped
	card := func(objects ...fyne.CanvasObject) fyne.CanvasObject {
		return component.NewCard(component.VStack(theme.Gap16, objects...))
	}
	b.Cards = []fyne.CanvasObject{
		card(b.given, b.family, b.one, b.nameWarning, b.only),
		card(b.born),
		card(component.VStack(theme.Gap4, component.NewSection(w.T("resident.address")), b.address),
			b.line1, b.line2, b.town, b.postcode, b.postWarning, b.country, b.noFixed),
		card(b.how, b.phone, b.email, b.language),
	}
	return b
}

// Form is what is typed.
func (b *Boxes) Form() Form {
	day, month, year := b.born.Text()
	return Form{
		Given: b.given.Text(), Family: b.family.Text(), One: b.one.Text(), Only: b.only.On(), AsGiven: b.asGiven,
		Day: day, Month: month, Year: year,
		Line1: b.line1.Text(), Line2: b.line2.Text(), Town: b.town.Text(),
		Postcode: b.postcode.Text(), Country: b.country.Text(), NoFixed: b.noFixed.On(),
		How: b.how.Chosen(), Phone: b.phone.Text(), Email: b.email.Text(), Speak: b.language.Chosen(),
	}
}

// Set fills the form.
func (b *Boxes) Set(f Form) {
	b.given.SetText(f.Given)
	b.family.SetText(f.Family)
	b.one.SetText(f.One)
	b.only.SetOn(f.Only)
	b.asGiven = f.AsGiven
	b.born.SetText(f.Day, f.Month, f.Year)
	b.line1.SetText(f.Line1)
	b.line2.SetText(f.Line2)
	b.town.SetText(f.Town)
	b.postcode.SetText(f.Postcode)
	b.country.SetText(f.Country)
	b.noFixed.SetOn(f.NoFixed)
	b.how.SetChosen(f.How)
	b.phone.SetText(f.Phone)
	b.email.SetText(f.Email)
	b.language.SetChosen(f.Speak)
}

// First is the first box in reading order.
func (b *Boxes) First() fyne.Focusable {
	if b.only.On() {
		return b.one.First()
	}
	return b.given.First()
}

// Draw shows what the ticks and choices ask for, and the warnings.
func (b *Boxes) Draw() {
	only := b.only.On()
	b.given.Hidden, b.family.Hidden, b.one.Hidden = only, only, !only
	address := b.words.T("resident.address_detail")
	if b.noFixed.On() {
		address = b.words.T("resident.reach_detail")
	}
	b.address.SetText(address)
	b.phone.Hidden = b.how.Chosen() != string(resident.Phone)
	b.email.Hidden = b.how.Chosen() != string(resident.Email)
	name, postcode := b.Form().Warnings(b.words)
	b.nameWarning.Set(theme.Warn, name, "")
	b.postWarning.Set(theme.Warn, postcode, "")
}

// Tell shows each problem at its field, and links to it.
func (b *Boxes) Tell(all []Problem) []component.Problem {
	return component.Blame(map[field]component.Place{
		fieldGiven: b.given, fieldFamily: b.family, fieldOne: b.one, fieldBorn: b.born,
		fieldLine1: b.line1, fieldLine2: b.line2, fieldTown: b.town, fieldPostcode: b.postcode, fieldCountry: b.country,
		fieldHow: b.how, fieldPhone: b.phone, fieldEmail: b.email, fieldLanguage: b.language,
	}, all)
}
