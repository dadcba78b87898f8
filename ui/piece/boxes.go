package piece

import (
	"fyne.io/fyne/v2"

	record "vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/check"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// boxes are the controls of one document, as its policy asks for them.
type boxes struct {
	doc    policy.Document
	texts  map[string]*component.Field
	dates  map[string]*component.DateField
	picks  map[string]*component.Choice
	zone   *component.Banner
	cut    *fyne.Container // below the zone: it is read from a picture
	fill   *component.Button
	driver *component.Banner
	expiry *component.Banner
	name   *fyne.Container // below the name: what there is to say of it
	fields *fyne.Container

	rows     *check.Rows
	seen     *component.Choice
	returned *component.Tick
}

// acts are what the controls call.
type acts struct {
	typed, picked, fill func()
	left                func() // Tab leads away from what is typed
}

func newBoxes(k *component.Kit, w words.Words, doc policy.Document, reasons []policy.Coded, today resident.Date, on acts) *boxes {
	b := &boxes{
		doc: doc, texts: map[string]*component.Field{}, dates: map[string]*component.DateField{}, picks: map[string]*component.Choice{},
		zone: component.NewBanner(theme.Info, "", ""), driver: component.NewBanner(theme.Info, "", ""),
		expiry: component.NewBanner(theme.Warn, "", ""), cut: component.VStack(0),
		fill: k.Button(component.Secondary, "", on.fill), fields: component.VStack(theme.Gap16), name: component.VStack(theme.Gap16),
	}
	last := nameField(doc)
	for i, f := range doc.Fields {
		b.field(k, w, f, today, on)
		if i == last {
			b.fields.Add(b.name)
		}
		if box := b.texts[f.ID]; box != nil && i >= last { // half a name is not looked at
			box.OnTab(on.left)
		}
	}
	for _, c := range doc.Conditions {
		var options []component.Option
		for _, o := range c.Options {
			options = append(options, component.Option{ID: o.Code, Text: o.Words.In(w.Tongue())})
		}
		pick := k.Choice(component.ChoiceText{Legend: c.Names.In(w.Tongue())}, options, func(string) { on.picked() })
		b.picks[c.ID] = pick
		b.fields.Add(pick)
	}
	b.rows = check.NewRows(k, w, on.picked)
	b.rows.Ask(doc.Checks, reasons)
	b.seen = k.Choice(component.ChoiceText{Legend: w.T("evidence.how_seen")}, []component.Option{
		{ID: string(record.Returned), Text: w.T("evidence.seen.returned"), Hint: w.T("evidence.seen_returned_hint")},
		{ID: string(record.Image), Text: w.T("evidence.seen.image"), Hint: w.T("evidence.seen_image_hint")},
	}, func(string) { on.picked() })
	b.returned = k.Tick(w.T("evidence.seen.returned"), func(bool) { on.picked() }).Hint(w.T("evidence.no_picture_hint"))
	return b
}

// nameField is the last of the fields that make up the name; none is -1.
func nameField(doc policy.Document) int {
	last := -1
	for i, f := range doc.Fields {
		switch f.Claim {
		case policy.GivenName, policy.FamilyName, policy.FullName, policy.NameAfter:
			last = i
		default:
		}
	}
	return last
}

func (b *boxes) field(k *component.Kit, w words.Words, f policy.Field, today resident.Date, on acts) {
	label, hint := f.Names.In(w.Tongue()), f.Hint.In(w.Tongue())
	if !f.Required && f.Claim != policy.GivenName && f.Claim != policy.FamilyName {
		label = w.T("evidence.optional", "Field", label)
	}
	if f.Kind == policy.DateField {
		if hint == "" {
			hint = w.T("frame.date.hint")
			if b.expires(f) {
				hint = w.T("frame.date.ahead", "Year", today.Year+4)
			}
		}
		d := k.DateField(component.DateText{
			Legend: label, Hint: hint,
			Day: w.T("frame.date.day"), Month: w.T("frame.date.month"), Year: w.T("frame.date.year"),
		})
		d.OnChanged = on.typed
		b.dates[f.ID] = d
		b.fields.Add(d)
		if b.expires(f) {
			b.fields.Add(b.expiry)
		}
		return
	}
	kind, chars := component.SingleLine, 40
	switch {
	case f.Kind == policy.MRZField, f.Claim == policy.AddressClaim:
		kind = component.MultiLine
	case f.Kind == policy.CountryField:
		chars = 6
	case f.Kind == policy.DriverField, f.Claim == policy.DocumentNumber:
		chars = 24
	}
	box := k.Field(kind, component.FieldText{Label: label, Hint: hint})
	switch {
	case f.Kind == policy.MRZField:
		box.Chars(60).Lines(3)
	case kind == component.SingleLine:
		box.Chars(chars)
	}
	box.OnChanged = func(string) {
		if f.Kind == policy.MRZField {
			box.SetError("") // while it is typed the notice below says how it stands
		}
		on.typed()
	}
	b.texts[f.ID] = box
	b.fields.Add(box)
	switch f.Kind {
	case policy.MRZField:
		b.fields.Add(component.VStack(theme.Gap8, b.zone, component.HStack(0, b.fill), b.cut))
	case policy.DriverField:
		b.fields.Add(b.driver)
	default:
	}
}

// expires tells whether a field is the day the document ends.
func (b *boxes) expires(f policy.Field) bool {
	return b.doc.Expiry != nil && b.doc.Expiry.Field == f.ID
}

// sayZone says how the machine-readable lines stand, unless their field says
// what is wrong with them.
func (b *boxes) sayZone(n component.Notice) {
	for _, f := range b.doc.Fields {
		if f.Kind == policy.MRZField && b.texts[f.ID].Wrong() != "" {
			n = component.Notice{}
		}
	}
	b.zone.Say(n)
}

// read is what is typed, chosen and answered.
func (b *boxes) read(at part) form {
	f := blank(b.doc)
	f.Part = at
	for id, box := range b.texts {
		f.Texts[id] = box.Text()
	}
	for id, box := range b.dates {
		f.Dates[id] = dayOf(box.Text())
	}
	for id, pick := range b.picks {
		f.Picks[id] = pick.Chosen()
	}
	f.Said = b.rows.Said()
	switch {
	case b.doc.Image == policy.ImageForbidden && b.returned.On():
		f.Seen = record.Returned
	case b.doc.Image == policy.ImageAllowed:
		f.Seen = record.Seen(b.seen.Chosen())
	case b.doc.Image == policy.ImageRequired:
		f.Seen = record.Image
	}
	return f
}

func dayOf(d, m, y string) day { return day{d, m, y} }

// set fills the controls.
func (b *boxes) set(f form) {
	for id, box := range b.texts {
		box.SetText(f.Texts[id])
	}
	for id, box := range b.dates {
		box.SetText(f.Dates[id].Day, f.Dates[id].Month, f.Dates[id].Year)
	}
	for _, c := range b.doc.Conditions {
		option := f.Picks[c.ID]
		if option == "" && len(c.Options) > 0 {
			option = c.Options[0].Code // what the policy means where nothing is chosen
		}
		b.picks[c.ID].SetChosen(option)
	}
	b.rows.Set(f.Said)
	b.seen.SetChosen(string(f.Seen))
	b.returned.SetOn(f.Seen == record.Returned)
}

// first is the first box in reading order.
func (b *boxes) first() fyne.Focusable {
	if len(b.doc.Fields) == 0 {
		return component.First(b.fields)
	}
	id := b.doc.Fields[0].ID
	if d := b.dates[id]; d != nil {
		return d.First()
	}
	return b.texts[id].First()
}

// tell shows each problem at its field, and links to it.
func (b *boxes) tell(wrong []*fault.Error, w words.Words) []component.Problem {
	text, box := map[string]string{}, map[string]string{}
	for _, e := range wrong {
		text[e.Where], box[e.Where] = b.say(e, w), e.Params["box"]
		if e.Code == policy.ErrFieldFuture.Code {
			box[e.Where] = "year"
		}
	}
	var links []component.Problem
	link := func(where string, show func(string), first fyne.Focusable) {
		show(text[where])
		if text[where] != "" {
			links = append(links, component.Problem{Text: text[where], Target: first})
		}
	}
	for _, f := range b.doc.Fields {
		if d := b.dates[f.ID]; d != nil {
			link(f.ID, d.SetError, d.Box(box[f.ID]))
		} else {
			link(f.ID, b.texts[f.ID].SetError, b.texts[f.ID].First())
		}
	}
	for _, c := range b.doc.Conditions {
		link("conditions."+c.ID, b.picks[c.ID].SetError, b.picks[c.ID].First())
	}
	return links
}

func (b *boxes) say(e *fault.Error, w words.Words) string {
	if f, ok := b.doc.Field(e.Where); ok {
		return say(f, e, w)
	}
	return w.Fault(e).Title
}
