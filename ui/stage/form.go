package stage

import (
	"context"

	"fyne.io/fyne/v2"

	"vouchdesk/ui/component"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/theme"
)

// Form is a sheet that records one part of a case: with the draft of what is
// typed, why nothing can be recorded now, and the ways on and back.
type Form struct {
	*Sheet
	Draft  *Draft
	Closed *component.Banner
	GoOn   *component.Button
	Back   *component.Button
	Body   *fyne.Container // hidden where nothing can be recorded

	of    FormOf
	pause *foreground.Delay // until what is typed is looked at
}

// FormOf is what one form has of its own.
type FormOf struct {
	Key  string                   // of the draft
	Save SaveDraft                // seals it
	Read func() map[string]string // what is typed
	Draw func()                   // shows what was typed or chosen
	Done func()                   // checks and records it
	Rest func(busy bool)          // rests the other controls while it is being kept, if any
	// Do names the button that records, Doing while it does; by themselves it
	// goes on, and saves.
	Do, Doing string
}

// NewForm makes the common parts. The screen makes Body and Page.
func (s *Stage) NewForm(of FormOf) *Form {
	w := s.Words
	if of.Do == "" {
		of.Do = w.T("frame.action.continue")
	}
	if of.Doing == "" {
		of.Doing = w.T("resident.saving")
	}
	f := &Form{
		Draft:  s.CaseDraft(of.Key, of.Read, of.Save),
		Closed: component.NewBanner(theme.Info, "", ""),
		GoOn:   s.Kit.Button(component.Primary, of.Do, of.Done),
		Back:   s.Kit.Button(component.Secondary, w.T("frame.back"), s.Nav.Back).Keyed("Esc"),
		of:     of, pause: s.Run.After(DraftWait, of.Draw),
	}
	f.Sheet = s.NewSheet(func() fyne.Focusable { return f.GoOn }, f.rest)
	return f
}

func (f *Form) rest(busy bool) {
	f.GoOn.Rest(busy, f.of.Do, f.of.Doing)
	if f.of.Rest != nil {
		f.of.Rest(busy)
	}
}

// Flush implements [Screen].
func (f *Form) Flush(then func()) {
	f.pause.Cancel()
	f.Draft.Flush(then)
}

// Typed waits for a pause before it points anything out.
func (f *Form) Typed() {
	f.Draft.Touch()
	f.pause.Start()
}

// Picked shows at once what a tick or choice asks for.
func (f *Form) Picked() {
	f.Draft.Touch()
	f.of.Draw()
}

// Rests tells whether nothing can be recorded, or something is being kept.
func (f *Form) Rests() bool { return f.Busy() || f.Body.Hidden }

// Keep commits what is typed.
func (f *Form) Keep(title string, act func(context.Context) error, done func()) {
	f.Settle(true)
	f.Draft.Commit(title, act, f.end(func() {
		f.pause.Cancel()
		done()
	}))
}

// Enter implements [Keyed].
func (f *Form) Enter() bool {
	f.of.Done()
	return !f.Body.Hidden
}
