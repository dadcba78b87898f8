package component_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/uitest"
)

func bar(k *component.Kit) fyne.CanvasObject {
	name := component.NewText(component.Style{Size: theme.TextBody, Colour: theme.OnBrand, Bold: true}, "Exampleborough Council")
	who := component.NewText(component.Style{Size: theme.TextBody, Colour: theme.OnBrand}, "Officer A. Specimen")
	return component.NewBrandBar(
		component.HStack(20, name, component.NewPill("Central Library · Desk 7")),
		component.HStack(20, component.NewPill("Online · all sent"), who, k.Button(component.OnBar, "Lock", nil).Keyed("Ctrl+L")),
	)
}

func frame(k *component.Kit, body fyne.CanvasObject) fyne.CanvasObject {
	return container.New(component.Shell(), bar(k), body)
}

func steps(k *component.Kit, open string) *component.Steps {
	s := k.Steps(func(string) {})
	s.Set([]component.Step{
		{ID: "letter", Text: "Letter", State: "Matches record", Tint: theme.Good},
		{ID: "resident", Text: "Resident", State: "Done", Tint: theme.Good},
		{ID: "purpose", Text: "Purpose, privacy", State: "Done", Tint: theme.Good},
		{ID: "evidence", Text: "Evidence", State: "1 of 2 checked", Tint: theme.Warn},
		{ID: "likeness", Text: "Likeness", State: "Not started", Tint: theme.Quiet},
		{ID: "referee", Text: "Referee", State: "Not needed", Tint: theme.Quiet},
		{ID: "review", Text: "Review", State: "Not started", Tint: theme.Quiet},
	}, open)
	return s
}

func worth(k *component.Kit) fyne.CanvasObject {
	levels := component.NewLevelBar("Low", "Medium", "High", "Very high")
	levels.Set(0, 1, 1)
	said := component.NewBody("")
	said.SetSpans(component.Span{Text: "Low", Bold: true}, component.Span{Text: " now (L1B). "}, component.Span{Text: "Medium", Bold: true},
		component.Span{Text: " (M2C) once the council's fraud check runs at sync."})
	table := k.Table([]component.Column{{Head: "", Share: 1}, {Head: "Strength", Figure: true}, {Head: "Valid", Figure: true}}, nil)
	table.Plain()
	table.SetRows([]component.Row{
		{ID: "1", Cells: []component.Cell{{Text: "Driving licence"}, {Text: "3"}, {Text: "2"}}},
		{ID: "2", Cells: []component.Cell{{Text: "Birth certificate"}, {Text: "2"}, {Text: "…"}}},
		{ID: "3", Cells: []component.Cell{{Text: "Likeness"}, {Text: ""}, {Text: "not yet"}}},
	})
	return component.VStack(theme.Gap12,
		component.NewText(component.Style{Size: theme.TextSection, Colour: theme.Ink, Bold: true}, "What this case is worth"), levels, said,
		component.NewTintedCard(theme.Info, component.NewStrong("Nearest way to Medium"),
			component.NewBody("Finish Likeness (your training is current: up to 3), then the council's fraud check at sync."),
			component.NewHint("Reaches M2C · nothing more to bring")),
		table, component.NewHint("Policy EB-2026.4 · GPG 45 (older published list)"))
}

func evidence(k *component.Kit) (fyne.CanvasObject, []*component.CheckRow) {
	check := func(q, how string) *component.CheckRow {
		return k.CheckRow(component.CheckText{Question: q, How: how, Yes: "Yes", No: "No", CouldNot: "Could not check", Reason: "Why could it not be checked?"})
	}
	rows := []*component.CheckRow{
		check("Is the watermark in the paper, not printed on it?", "Hold it to the light: the pattern shows through the sheet."),
		check("Is the registrar's ink raised, or soaked into the paper?", "Tilt it; printed ink lies flat."),
		check("Do name and date agree with the driving licence?", "Rosa Mai Specimen, 17 April 1988 · Rosa M Specimen, 17 April 1988"),
		check("Do fibres show under ultraviolet?", "No lamp at this desk."),
	}
	rows[0].SetAnswer(component.Yes, "")
	rows[1].SetAnswer(component.Yes, "")
	rows[3].SetAnswer(component.CouldNotCheck, "No lamp at this desk")
	var list []fyne.CanvasObject
	for i, r := range rows {
		if i > 0 {
			list = append(list, component.NewRule())
		}
		list = append(list, r)
	}
	card := component.NewCard(component.VStack(theme.Gap16, list...))
	middle := component.VStack(theme.Gap16,
		component.VStack(theme.Gap4, component.NewHint("Evidence 2 of 2 · Birth certificate"), component.NewTitle("Check the birth certificate"),
			component.NewLead("Hold the original. Photocopies and laminated copies do not count.")),
		card,
		component.HStack(theme.Gap12, k.Button(component.Primary, "Continue", nil), k.Button(component.Secondary, "Something is not right", nil),
			component.NewHint("Enter continues · Esc goes back")))
	left := component.VStack(theme.Gap16, component.Inset(20, 0, component.NewText(component.Style{Size: theme.TextHint, Colour: theme.Muted, Bold: true}, "CASE EB-0184")),
		steps(k, "evidence"), component.Inset(20, theme.Gap8, component.VStack(theme.Gap16,
			component.HStack(0, k.Button(component.Secondary, "Park this case", nil)), component.NewHint("Everything typed is kept. Opened 10:31 by you."))))
	return frame(k, k.Columns(left, middle, worth(k))), rows
}

func form(k *component.Kit) fyne.CanvasObject {
	name := k.Field(component.SingleLine, component.FieldText{Label: "Family name", Hint: "As it is on the letter"})
	name.SetText("Specimen")
	post := k.Field(component.SingleLine, component.FieldText{Label: "Postcode"}).Chars(10)
	post.SetText("EX4 1A")
	post.SetError("Enter a full postcode, like EX4 1AA")
	born := k.DateField(component.DateText{Legend: "Date of birth", Hint: "For example, 17 4 1988", Day: "Day", Month: "Month", Year: "Year"})
	born.SetText("17", "4", "1988")
	secret := k.Field(component.Password, component.FieldText{Label: "Passphrase", Show: "Show", Hide: "Hide"})
	secret.SetText("specimen words")
	note := k.Field(component.MultiLine, component.FieldText{Label: "Reason, if you return or refuse it"})
	note.SetText("The name order differs on the two documents.\nSecond line.")
	choice := k.Choice(component.ChoiceText{Legend: "Which document is it?"}, []component.Option{
		{ID: "passport", Text: "Passport"}, {ID: "licence", Text: "Driving licence", Hint: "Photocard, full or provisional"}, {ID: "other", Text: "Another document"},
	}, nil)
	choice.SetChosen("licence")
	list := k.Select(component.FieldText{Label: "Service"}, "Choose a service", []component.Option{{ID: "b", Text: "Blue Badge"}, {ID: "c", Text: "Council tax support"}}, nil)
	tick := k.Tick("I made these checks myself, today, with the resident in front of me.", nil).Strong()
	tick.SetOn(true)
	wrong := k.ErrorSummary("There is a problem")
	page := k.Page(component.VStack(theme.Gap24, wrong, component.NewTitle("Who is the resident?"), name, post, born, secret, note, choice, list,
		component.NewCard(tick), component.HStack(theme.Gap12, k.Button(component.Primary, "Send for approval", nil), k.Button(component.Secondary, "Come back with…", nil),
			k.Button(component.Danger, "Refuse", nil))))
	wrong.Set(component.Problem{Text: "Enter a full postcode, like EX4 1AA", Target: post.First()})
	return frame(k, page)
}

func home(k *component.Kit) fyne.CanvasObject {
	table := k.Table([]component.Column{{Head: "Case"}, {Head: "Resident"}, {Head: "For"}, {Head: "Where it stands", Share: 1}}, func(string) {})
	table.SetRows([]component.Row{
		{ID: "a", Cells: []component.Cell{{Text: "EB-0184"}, {Text: "Rosa Specimen"}, {Text: "Blue Badge"}, {Text: "Evidence, 2 checks left", Tag: true, Tint: theme.Warn}}},
		{ID: "b", Cells: []component.Cell{{Text: "EB-0181"}, {Text: "Idris Sampl"}, {Text: "Council tax support"}, {Text: "With supervisor since 10:05", Tag: true, Tint: theme.Info}}},
		{ID: "c", Cells: []component.Cell{{Text: "EB-0177"}, {Text: "Mair Enghraifft"}, {Text: "Bus pass"}, {Text: "Parked: back with tenancy agreement by 3 Dec", Tag: true}}},
		{ID: "d", Cells: []component.Cell{{Text: "EB-0176"}, {Text: "T. Placeholder"}, {Text: "Housing register"}, {Text: "Vouched, accepted 09:48", Tag: true, Tint: theme.Good}}},
		{ID: "e", Cells: []component.Cell{{Text: "EB-0172"}, {Text: "T. Placeholder"}, {Text: "Housing register"}, {Text: "Refused by the broker", Tag: true, Tint: theme.Bad}}},
	})
	progress := k.Progress("Stop", func() {})
	progress.Set("Sending 1 of 3", "1.2 of 3.4 MB", "EB-0184 captures · about 20 s left", 0.36, true)
	summary := k.Summary()
	summary.SetRows([]component.SummaryRow{
		{Key: "Resident", Value: "Rosa Mai Specimen, born 17 April 1988", Note: "12 Sample Row, Exampleton EX4 1AA", Change: "Change"},
		{Key: "Reached", Tag: "Low · L1B", Tint: theme.Good, Value: "passport 3/2, likeness 2"},
		{Key: "Noticed", Tag: "Name order differs", Tint: theme.Warn, Value: "passport SAMPL IDRIS; letter Idris Sampl. Reason given: family name first.", Change: "Change"},
	})
	k.Focus(table)
	return frame(k, k.Page(component.VStack(theme.Gap16,
		component.Bar(component.VStack(0, component.NewTitle("Good morning"), component.NewLead("Scan a letter at any time, or start without one.")),
			component.HStack(theme.Gap12, k.Button(component.Primary, "New case", nil).Keyed("Ctrl+N"), k.Button(component.Secondary, "Find", nil).Keyed("Ctrl+F"))),
		component.NewBanner(theme.Warn, "1 vouch is waiting to be sent", "The council network asks for a sign-in page. Next try 10:52. Nothing is lost.", k.Button(component.Secondary, "See why", nil)),
		table, progress, summary)))
}

// TestGallery draws every component in every light and size, and looks for
// what is cut, covered or too small to hit.
func TestGallery(t *testing.T) {
	type scene struct {
		name string
		make func(s *uitest.Stage)
	}
	scenes := []scene{
		{"evidence", func(s *uitest.Stage) {
			o, rows := evidence(s.Kit)
			s.Show(o)
			s.Kit.Focus(rows[2].First())
		}},
		{"form", func(s *uitest.Stage) { s.Show(form(s.Kit)) }},
		{"form-end", func(s *uitest.Stage) {
			s.Show(form(s.Kit))
			s.Focus("Come back with…")
		}},
		{"home", func(s *uitest.Stage) {
			s.Show(home(s.Kit))
			s.Focus("EB-0184")
			s.Key(fyne.KeyDown)
		}},
		{"modal", func(s *uitest.Stage) {
			s.Show(home(s.Kit))
			s.Kit.Ask(component.Ask{Title: "Refuse this vouch?", Body: "The resident is told as policy says. The officer sees your reason.", Yes: "Refuse", No: "Go back", Danger: true})
		}},
		{"list", func(s *uitest.Stage) {
			s.Show(form(s.Kit))
			s.Focus("Choose a service")
			s.Key(fyne.KeySpace, fyne.KeyDown)
		}},
	}
	for _, mode := range theme.Modes() {
		for _, scale := range []float32{1, 2} {
			for _, sc := range scenes {
				name := fmt.Sprintf("%s-%s-%d", sc.name, mode, int(scale*100))
				t.Run(name, func(t *testing.T) {
					s := uitest.Open(t, uitest.Options{Mode: mode, TextScale: scale})
					sc.make(s)
					s.Settle()
					uitest.AssertNoCutText(t, s.Canvas())
					uitest.AssertTargets(t, s.Canvas())
					s.Capture(name)
				})
			}
		}
	}
	t.Run("smallest window", func(t *testing.T) {
		s := uitest.Open(t, uitest.Options{Width: 1024, Height: 700, TextScale: 2})
		for _, sc := range scenes {
			sc.make(s)
			uitest.AssertNoCutText(t, s.Canvas())
			s.Kit.CloseAll()
		}
	})
}
