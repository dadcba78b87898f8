package slip_test

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/paper"
	"vouchdesk/internal/printing"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/slip"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

type office struct {
	err    error
	wishes []desk.SlipWish
}

func (o *office) PrintSlip(_ context.Context, _ casework.ID, wish desk.SlipWish) error {
	o.wishes = append(o.wishes, wish)
	return o.err
}

type stand struct {
	*screentest.Frame
	office  *office
	section *slip.Section
}

// snapshot has the papers of these kinds.
func snapshot(kinds ...desk.SlipKind) desk.Snapshot {
	open := &desk.OpenCase{Case: &casework.Case{ID: "c"}}
	for _, kind := range kinds {
		heading, rows := paper.Slip{
			Ref: "EB-0184", Day: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC), How: resident.Post,
			Service: paper.Pair{En: "Blue Badge", Cy: "Bathodyn Glas"}, Seen: []paper.Pair{{En: "Birth certificate", Cy: "Tystysgrif geni"}},
			By:      time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC),
			Next:    paper.Pair{En: "A second person at the council looks at it.", Cy: "Bydd ail berson yn y cyngor yn edrych arno."},
			Contact: paper.Pair{En: "Any library", Cy: "Unrhyw lyfrgell"},
		}.Sheet()
		open.Slips = append(open.Slips, desk.SlipLook{
			Wish: desk.SlipWish{Kind: kind, Language: resident.Welsh}, Heading: heading, Rows: rows,
		})
	}
	return desk.Snapshot{Open: open}
}

func visit(t *testing.T, o uitest.Options, s desk.Snapshot) *stand {
	t.Helper()
	v := &stand{Frame: screentest.New(t, o), office: &office{}}
	v.section = slip.New(v.Lend(route.Of(route.Outcome, "c")), v.office, desk.SlipVisit, desk.SlipReceipt)
	v.Show(v.Kit.Page(component.VStack(0, v.section.Content())))
	v.section.Show(s)
	v.Settle()
	return v
}

// press presses the button of that name and waits until the desk has answered.
func (v *stand) press(name string) {
	v.T.Helper()
	for _, f := range component.Controls(v.section.Content()) {
		if b, ok := f.(*component.Button); ok && b.Text() == name {
			b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			v.Rest()
			return
		}
	}
	v.T.Fatalf("no button %q", name)
}

func TestPrint(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(desk.SlipVisit))
	v.See("The slip to take home", "Birth certificate", "By 27 November 2026 at the latest.", "Print the slip")
	v.press("Print the slip")
	want := desk.SlipWish{Kind: desk.SlipVisit, Language: resident.Welsh}
	if len(v.office.wishes) != 1 || v.office.wishes[0] != want {
		t.Errorf("%+v", v.office.wishes)
	}
	v.Capture("slip-printed")
	if len(v.Nav.Said) != 1 || v.Nav.Said[0] != "Sent to the printer" {
		t.Errorf("%q", v.Nav.Said)
	}
}

func TestLargePrint(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(desk.SlipVisit, desk.SlipReceipt))
	for _, f := range component.Controls(v.section.Content()) {
		if s, ok := f.(*component.Segmented); ok {
			s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		}
	}
	v.press("Print the receipt")
	want := desk.SlipWish{Kind: desk.SlipReceipt, Language: resident.Welsh, Large: true}
	if len(v.office.wishes) != 1 || v.office.wishes[0] != want {
		t.Errorf("%+v", v.office.wishes)
	}
}

func TestWithoutAPrinterTheSlipCanBeCopied(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(desk.SlipVisit))
	v.office.err = printing.ErrNoPrinter
	v.press("Print the slip")
	v.See("There is no printer to print on", "Birth certificate")
	if len(v.Nav.Said) != 1 || v.Nav.Said[0] != "There is no printer to print on" {
		t.Errorf("announced %q", v.Nav.Said)
	}
}

// TestWhatBecameOfItIsInSight: the notice and the button under it, at the end
// of a page that is longer than the window.
func TestWhatBecameOfItIsInSight(t *testing.T) {
	v := visit(t, uitest.Options{Width: 1280, Height: 500}, snapshot(desk.SlipVisit))
	v.office.err = printing.ErrNoPrinter
	for _, f := range component.Controls(v.section.Content()) {
		v.Kit.Focus(f) // the last is the button
	}
	v.Settle()
	v.press("Print the slip")
	if !uitest.InSight(v.Canvas(), "There is no printer to print on") || !uitest.InSight(v.Canvas(), "Print the slip") {
		t.Error("the notice or the button is out of sight")
	}
	v.Capture("slip-no-printer")
}

func TestNoPaperNoSection(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot())
	if !v.section.Content().(*fyne.Container).Hidden {
		t.Error("it offers a paper there is none of")
	}
}

func TestWelsh(t *testing.T) {
	v := visit(t, uitest.Options{Lang: words.Welsh, TextScale: 2}, snapshot(desk.SlipVisit))
	v.See("Y slip i fynd adref", "Tystysgrif geni", "Argraffu'r slip")
	uitest.AssertNoCutText(t, v.Canvas())
	uitest.AssertTargets(t, v.Canvas())
	v.Capture("slip-cy-200")
}
