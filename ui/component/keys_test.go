package component_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/uitest"
)

func TestButtonIsPressedByEnterSpaceAndClick(t *testing.T) {
	s := uitest.Open(t, uitest.Options{})
	pressed := 0
	b := s.Kit.Button(component.Primary, "Send for approval", func() { pressed++ }).Keyed("Ctrl+S")
	s.Show(component.VStack(8, b))
	s.Kit.Focus(b)
	s.Key(fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace)
	s.Tap("Send for approval")
	if pressed != 4 {
		t.Errorf("pressed %d times, want 4", pressed)
	}
	b.Disable()
	s.Tap("Send for approval")
	if pressed != 4 {
		t.Error("a disabled button was pressed")
	}
}

func TestTabLeavesEveryField(t *testing.T) {
	s := uitest.Open(t, uitest.Options{})
	k := s.Kit
	s.Show(k.Page(component.VStack(8,
		k.Field(component.SingleLine, component.FieldText{Label: "Name"}),
		k.Field(component.MultiLine, component.FieldText{Label: "Reason"}),
		k.Field(component.Password, component.FieldText{Label: "Passphrase", Show: "Show", Hide: "Hide"}),
		k.DateField(component.DateText{Legend: "Born", Day: "Day", Month: "Month", Year: "Year"}),
		k.Choice(component.ChoiceText{Legend: "Which"}, []component.Option{{ID: "a", Text: "A"}, {ID: "b", Text: "B"}}, nil),
		k.Segmented("Yes", "No"),
		component.Bar(component.NewHint("x"), k.Button(component.Primary, "Go on", nil)),
	)))
	want := []string{"Name", "Reason", "Passphrase", "Show", "Day", "Month", "Year", "A | B", "Yes | No", "Go on"}
	if diff := cmp.Diff(want, uitest.TabOrder(s.Canvas())); diff != "" {
		t.Errorf("order of Tab (-want +got):\n%s", diff)
	}
}

func TestUnusedKeysReachTheWindow(t *testing.T) {
	s := uitest.Open(t, uitest.Options{})
	var got []string
	s.Kit.OnKey = func(ev *fyne.KeyEvent) bool {
		got = append(got, string(ev.Name))
		return true
	}
	k := s.Kit
	name := k.Field(component.SingleLine, component.FieldText{Label: "Name"})
	seg := k.Segmented("Yes", "No")
	tick := k.Tick("I saw it", nil)
	s.Show(component.VStack(8, name, seg, tick))
	for _, f := range []fyne.Focusable{name.First(), seg, tick} {
		k.Focus(f)
		s.Key(fyne.KeyReturn, fyne.KeyEscape, fyne.KeyF6)
	}
	s.Canvas().Unfocus()
	s.Key(fyne.KeyF1)
	want := strings.Repeat("Return Escape F6 ", 3) + "F1"
	if strings.Join(got, " ") != want {
		t.Errorf("window got %q, want %q", strings.Join(got, " "), want)
	}
}

func TestShortcutsReachTheWindowFromAField(t *testing.T) {
	s := uitest.Open(t, uitest.Options{})
	locked := 0
	lock := &desktop.CustomShortcut{KeyName: fyne.KeyL, Modifier: fyne.KeyModifierControl}
	s.Kit.AddShortcut(lock, func() { locked++ })
	f := s.Kit.Field(component.SingleLine, component.FieldText{Label: "Name"})
	f.SetText("Rosa")
	s.Show(component.VStack(8, f))
	s.Kit.Focus(f.First())
	entry := s.Canvas().Focused().(fyne.Shortcutable)
	entry.TypedShortcut(lock)
	if locked != 1 {
		t.Error("Ctrl+L does not reach the window while somebody types")
	}
	entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	s.Type("x")
	if f.Text() != "x" {
		t.Errorf("select all does not reach the field: %q", f.Text())
	}
}

func TestSegmentedIsChosenByArrows(t *testing.T) {
	s := uitest.Open(t, uitest.Options{})
	seg := s.Kit.Segmented("Yes", "No", "Could not check")
	s.Show(component.VStack(8, seg))
	if seg.Chosen() != component.None {
		t.Fatal("something is chosen at first")
	}
	s.Kit.Focus(seg)
	for _, step := range []struct {
		key  fyne.KeyName
		want int
	}{
		{fyne.KeyRight, 0},
		{fyne.KeyRight, 1},
		{fyne.KeyRight, 2},
		{fyne.KeyRight, 0},
		{fyne.KeyLeft, 2},
		{fyne.KeyHome, 0},
		{fyne.KeyEnd, 2},
		{fyne.KeyBackspace, component.None},
		{fyne.KeySpace, 0},
	} {
		s.Key(step.key)
		if seg.Chosen() != step.want {
			t.Fatalf("after %s chosen %d, want %d", step.key, seg.Chosen(), step.want)
		}
	}
}

func TestCheckRowAsksForAReason(t *testing.T) {
	s := uitest.Open(t, uitest.Options{})
	row := s.Kit.CheckRow(component.CheckText{Question: "Is it raised?", How: "Tilt it.", Yes: "Yes", No: "No", CouldNot: "Could not check", Reason: "Why not?"})
	changes := 0
	row.OnChanged = func() { changes++ }
	s.Show(component.VStack(8, row))
	s.SeeNot("Why not?")
	s.Kit.Focus(row.First())
	s.Key(fyne.KeyEnd)
	s.See("Why not?")
	s.Key(fyne.KeyTab)
	s.Type("No lamp")
	if a, why := row.Answer(); a != component.CouldNotCheck || why != "No lamp" {
		t.Errorf("answer %v %q", a, why)
	}
	if changes != 1+len("No lamp") {
		t.Errorf("told of %d changes", changes)
	}
	row.SetError("Say why")
	s.See("Say why")
	row.SetAnswer(component.Yes, "")
	s.Settle()
	s.SeeNot("Why not?", "Say why")
	if changes != 1+len("No lamp") {
		t.Error("SetAnswer told of a change")
	}
}

func TestModal(t *testing.T) {
	open := func(t *testing.T, a component.Ask) (*uitest.Stage, *component.Button) {
		s := uitest.Open(t, uitest.Options{})
		b := s.Kit.Button(component.Secondary, "Behind", nil)
		s.Show(component.VStack(8, b))
		s.Kit.Focus(b)
		s.Kit.Ask(a)
		s.Settle()
		return s, b
	}
	t.Run("esc is no, and the focus comes back", func(t *testing.T) {
		no := 0
		s, b := open(t, component.Ask{Title: "Refuse?", Yes: "Refuse", No: "Go back", Danger: true, OnNo: func() { no++ }})
		if s.Focused() != "Go back" {
			t.Errorf("first focus on %q, want the safest", s.Focused())
		}
		s.Key(fyne.KeyEscape)
		s.SeeNot("Refuse?")
		if no != 1 || s.Canvas().Focused() != fyne.Focusable(b) {
			t.Errorf("no %d times, focus on %q", no, s.Focused())
		}
	})
	t.Run("enter in a field is yes", func(t *testing.T) {
		yes := 0
		s := uitest.Open(t, uitest.Options{})
		f := s.Kit.Field(component.Password, component.FieldText{Label: "Passphrase"})
		s.Show(component.VStack(8))
		s.Kit.Ask(component.Ask{Title: "Approve", Content: f, First: f.First(), Yes: "Approve", No: "Go back", OnYes: func() bool { yes++; return f.Text() == "" }})
		s.Key(fyne.KeyReturn)
		s.See("Passphrase")
		s.Type("specimen")
		s.Key(fyne.KeyReturn)
		s.SeeNot("Passphrase")
		if yes != 2 {
			t.Errorf("answered %d times, want 2", yes)
		}
	})
	t.Run("it grows with what is said on it", func(t *testing.T) {
		s := uitest.Open(t, uitest.Options{TextScale: 2})
		f := s.Kit.Field(component.SingleLine, component.FieldText{Label: "Where is the file?", Hint: "Its folder and its name"})
		s.Show(component.VStack(8))
		m := s.Kit.Ask(component.Ask{Title: "Open a picture", Content: f, First: f.First(), Yes: "Open", No: "Cancel"})
		s.Settle()
		card, was := m.Parts()[0], m.Parts()[0].Size().Height
		page := card.(component.Parted).Parts()[0] //nolint:forcetypeassert // a test
		f.SetError("Type where the file is")
		page.Refresh()                                      // no Settle, which lays all out: a window does so with what has grown
		yes := component.Controls(m)[1].(*component.Button) //nolint:forcetypeassert // a test
		place := fyne.CurrentApp().Driver().AbsolutePositionForObject
		if card.Size().Height <= was || place(yes).Y+yes.Size().Height > place(card).Y+card.Size().Height {
			t.Errorf("%v high before, %v after", was, card.Size().Height)
		}
		f.SetError("")
		page.Refresh()
		if card.Size().Height != was {
			t.Errorf("%v high before, %v once it is put right", was, card.Size().Height)
		}
	})
	t.Run("tab stays inside", func(t *testing.T) {
		s, _ := open(t, component.Ask{Title: "Leave?", Yes: "Leave", No: "Stay"})
		if diff := cmp.Diff([]string{"Leave", "Stay"}, uitest.TabOrder(s.Canvas())); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTableOpensTheCurrentRow(t *testing.T) {
	s := uitest.Open(t, uitest.Options{})
	var opened []string
	table := s.Kit.Table([]component.Column{{Head: "Case"}, {Head: "State"}}, func(id string) { opened = append(opened, id) })
	rows := []component.Row{
		{ID: "a", Cells: []component.Cell{{Text: "EB-1"}, {Text: "Done", Tag: true, Tint: theme.Good}}},
		{ID: "b", Cells: []component.Cell{{Text: "EB-2"}}},
		{ID: "c", Cells: []component.Cell{{Text: "EB-3"}}},
	}
	table.SetRows(rows)
	s.Show(component.VStack(8, table))
	s.Kit.Focus(table)
	s.Key(fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn, fyne.KeyEnd, fyne.KeyReturn, fyne.KeyHome, fyne.KeyReturn, fyne.KeyDown)
	table.SetRows(rows[1:]) // the current row stays current
	s.Key(fyne.KeyReturn)
	if strings.Join(opened, "") != "abcab" {
		t.Errorf("opened %v", opened)
	}
	table.SetRows(nil)
	s.Key(fyne.KeyReturn)
	if order := uitest.TabOrder(s.Canvas()); len(order) != 0 {
		t.Errorf("Tab stops at an empty table: %q", order)
	}
}

func TestSelect(t *testing.T) {
	s := uitest.Open(t, uitest.Options{})
	var got []string
	list := s.Kit.Select(component.FieldText{Label: "Service"}, "Choose", []component.Option{{ID: "b", Text: "Blue Badge"}, {ID: "c", Text: "Council tax"}, {ID: "d", Text: "Bus pass"}},
		func(id string) { got = append(got, id) })
	s.Show(component.VStack(8, list))
	s.Kit.Focus(list.First())
	s.Key(fyne.KeyDown)
	s.Type("c")
	s.Key(fyne.KeySpace, fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyDown, fyne.KeyEscape) // looks further, and goes back
	if list.Chosen() != "c" || s.Focused() != "Council tax" {
		t.Errorf("chosen %q, focus on %q", list.Chosen(), s.Focused())
	}
	s.Key(fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn)
	if list.Chosen() != "d" {
		t.Errorf("chosen %q, want d", list.Chosen())
	}
	if diff := cmp.Diff([]string{"b", "c", "d", "c", "d"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestScanIntoAField(t *testing.T) {
	code := "VLA" + strings.Repeat("Q", 149)
	for name, multi := range map[string]component.FieldKind{"single line": component.SingleLine, "multi line": component.MultiLine, "password": component.Password} {
		t.Run(name, func(t *testing.T) {
			s := uitest.Open(t, uitest.Options{})
			var scans []string
			s.Kit.Typist().OnScan = func(code string) { scans = append(scans, code) }
			entered := 0
			s.Kit.OnKey = func(*fyne.KeyEvent) bool { entered++; return true }
			f := s.Kit.Field(multi, component.FieldText{Label: "Name"})
			s.Show(component.VStack(8, f))
			s.Kit.Focus(f.First())
			s.Type("Rosa Specimen")
			s.Key(fyne.KeyLeft, fyne.KeyLeft)
			s.Scan(strings.ToLower(code))
			if f.Text() != "Rosa Specimen" || len(scans) != 1 || scans[0] != code || entered != 0 {
				t.Errorf("field %q, scans %q, %d Enters", f.Text(), scans, entered)
			}
			s.Clock.Advance(1e9)
			s.Type("x")
			if f.Text() != "Rosa Specimxen" {
				t.Errorf("the cursor is not where it was: %q", f.Text())
			}
		})
	}
	t.Run("button", func(t *testing.T) {
		s := uitest.Open(t, uitest.Options{})
		scans, pressed := 0, 0
		s.Kit.Typist().OnScan = func(string) { scans++ }
		b := s.Kit.Button(component.Primary, "Refuse", func() { pressed++ })
		s.Show(component.VStack(8, b))
		s.Kit.Focus(b)
		s.Scan(code)
		if scans != 1 || pressed != 0 {
			t.Errorf("%d scans, pressed %d times", scans, pressed)
		}
	})
	t.Run("nothing focused", func(t *testing.T) {
		s := uitest.Open(t, uitest.Options{})
		scans := 0
		s.Kit.Typist().OnScan = func(string) { scans++ }
		s.Show(component.VStack(8))
		s.Scan(code)
		if scans != 1 {
			t.Errorf("%d scans", scans)
		}
	})
}

func TestPageFollowsTheFocus(t *testing.T) {
	s := uitest.Open(t, uitest.Options{})
	var fields []fyne.CanvasObject
	var last *component.Field
	for range 20 {
		last = s.Kit.Field(component.SingleLine, component.FieldText{Label: "Name"})
		fields = append(fields, last)
	}
	page := s.Kit.Page(component.VStack(8, fields...))
	s.Show(page)
	s.Kit.Focus(last.First())
	if page.Offset() == 0 {
		t.Fatal("the page stayed where it was")
	}
	at := s.App.Driver().AbsolutePositionForObject(last)
	if at.Y < 0 || at.Y+last.Size().Height > 768 {
		t.Errorf("the focused field is out of sight at %v", at)
	}
	s.Key(fyne.KeyPageUp)
	before := page.Offset()
	page.ScrollToTop()
	if page.Offset() != 0 || before == 0 {
		t.Errorf("offsets %v, then %v", before, page.Offset())
	}
}

// TestTheWheelOverAFieldTurnsThePage: a field keeps what is longer than its
// box within it, and must not keep the wheel for that.
func TestTheWheelOverAFieldTurnsThePage(t *testing.T) {
	s := uitest.Open(t, uitest.Options{})
	var fields []fyne.CanvasObject
	for range 20 {
		fields = append(fields, s.Kit.Field(component.SingleLine, component.FieldText{Label: "Name"}))
	}
	first := fields[0].(*component.Field)
	first.SetText(strings.Repeat("Specimen ", 40))
	page := s.Kit.Page(component.VStack(8, fields...))
	s.Show(page)
	at := s.App.Driver().AbsolutePositionForObject(first.First().(fyne.CanvasObject))
	test.Scroll(s.Canvas(), at.AddXY(20, 10), 0, -100)
	if page.Offset() != 100 {
		t.Errorf("the page moved by %v, want 100", page.Offset())
	}
}

func TestColumnsBelowTheirWidth(t *testing.T) {
	for name, o := range map[string]uitest.Options{"small": {Width: 1024, Height: 700}, "large text": {TextScale: 1.5}} {
		t.Run(name, func(t *testing.T) {
			s := uitest.Open(t, o)
			c := s.Kit.Columns(s.Kit.Button(component.Primary, "Left", nil), s.Kit.Button(component.Primary, "Middle", nil), s.Kit.Button(component.Primary, "Right", nil))
			s.Show(c)
			for _, want := range []string{"Right", "Left", "Middle"} {
				c.Next()
				s.Settle()
				if s.Focused() != want || len(uitest.Texts(s.Canvas())) != 1 {
					t.Errorf("focus on %q, in sight %q, want %q alone", s.Focused(), uitest.Texts(s.Canvas()), want)
				}
			}
		})
	}
	s := uitest.Open(t, uitest.Options{})
	c := s.Kit.Columns(component.NewBody("Left"), component.NewBody("Middle"), component.NewBody("Right"))
	s.Show(c)
	if diff := cmp.Diff([]string{"Left", "Middle", "Right"}, uitest.Texts(s.Canvas())); diff != "" || c.Narrow() {
		t.Error(diff)
	}
}

func TestErrorSummaryLeadsToTheField(t *testing.T) {
	s := uitest.Open(t, uitest.Options{})
	f := s.Kit.Field(component.SingleLine, component.FieldText{Label: "Postcode"})
	e := s.Kit.ErrorSummary("There is a problem")
	s.Show(s.Kit.Page(component.VStack(8, e, f)))
	s.SeeNot("There is a problem")
	f.SetError("Enter a full postcode")
	e.Set(component.Problem{Text: "Enter a full postcode", Target: f.First()})
	s.Settle()
	if s.Focused() != "Enter a full postcode" {
		t.Errorf("focus on %q, want the first problem", s.Focused())
	}
	s.Key(fyne.KeyReturn)
	if s.Focused() != "Postcode" {
		t.Errorf("focus on %q, want the field", s.Focused())
	}
	e.Set()
	s.Settle()
	s.SeeNot("There is a problem")
}

// TestAPageBeginsAtItsTop however far down its first control is, which comes
// into sight with what is typed into it; paging does not bring it back.
func TestAPageBeginsAtItsTop(t *testing.T) {
	s := uitest.Open(t, uitest.Options{})
	var fields []fyne.CanvasObject
	var last *component.Field
	for range 20 {
		last = s.Kit.Field(component.SingleLine, component.FieldText{Label: "Name"})
		fields = append(fields, last)
	}
	page := s.Kit.Page(component.VStack(8, fields...))
	s.Show(page)
	s.Kit.Focus(fields[15].(*component.Field).First())
	s.Kit.Arrive(last.First())
	if page.Offset() != 0 || s.Canvas().Focused() != last.First() {
		t.Errorf("the page begins at %v, with the focus on %q", page.Offset(), s.Focused())
	}
	s.Key(fyne.KeyPageDown, fyne.KeyPageUp)
	if page.Offset() != 0 {
		t.Errorf("paging leads to %v", page.Offset())
	}
	s.Type("x")
	if !uitest.FocusInSight(s.Canvas()) {
		t.Errorf("what is typed is out of sight at %v", page.Offset())
	}
	page.ScrollToTop()
	s.Key(fyne.KeyBackspace)
	if !uitest.FocusInSight(s.Canvas()) {
		t.Errorf("what is deleted is out of sight at %v", page.Offset())
	}
}
