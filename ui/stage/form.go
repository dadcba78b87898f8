package stage

import (
	"context"

	"fyne.io/fyne/v2"

	"vouchdesk/ui/component"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/theme"
)

// Form is what the screens have in common that record one part of a case: the
// draft of what is typed, what is wrong with it, why nothing can be recorded
// now, and the ways on and back. A screen embeds it and adds its own controls.
type Form struct {
	Draft    *Draft
	Problems *component.ErrorSummary
	Closed   *component.Banner
	GoOn     *component.Button
	Back     *component.Button
	// Body is hidden where nothing can be recorded.
	Body *fyne.Container
	// Page is the whole content.
	Page *fyne.Container

	st    *Stage
	of    FormOf
	pause *foreground.Delay // until what is typed is looked at
	busy  bool
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
	return &Form{
		Draft:    s.CaseDraft(of.Key, of.Read, of.Save),
		Problems: s.Kit.ErrorSummary(w.T("frame.problem.title")),
		Closed:   component.NewBanner(theme.Info, "", ""),
		GoOn:     s.Kit.Button(component.Primary, of.Do, of.Done),
		Back:     s.Kit.Button(component.Secondary, w.T("frame.back"), s.Nav.Back).Keyed("Esc"),
		st:       s, of: of, pause: s.Run.After(DraftWait, of.Draw),
	}
}

// Content implements [Screen].
func (f *Form) Content() fyne.CanvasObject { return f.Page }

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
func (f *Form) Rests() bool { return f.busy || f.Body.Hidden }

// Busy tells whether something is being kept.
func (f *Form) Busy() bool { return f.busy }

// Keep commits what is typed, and says why it was not kept.
func (f *Form) Keep(title string, act func(context.Context) error, done func()) {
	f.Settle(true)
	f.Draft.Commit(title, act, func(err error) {
		f.Settle(false)
		if err != nil {
			f.Fail(err)
			return
		}
		f.pause.Cancel()
		done()
	})
}

// Fail says why something was not kept.
func (f *Form) Fail(err error) { f.Tell(f.st.Problem(err, f.GoOn)) }

// Tell shows what is wrong; nothing clears it.
func (f *Form) Tell(problems ...component.Problem) {
	f.Problems.Set(problems...)
	f.Page.Refresh()
}

// Settle says that something is being kept, or no longer.
func (f *Form) Settle(busy bool) {
	f.busy = busy
	f.GoOn.Rest(busy, f.of.Do, f.of.Doing)
	if f.of.Rest != nil {
		f.of.Rest(busy)
	}
}

// Enter implements [Keyed].
func (f *Form) Enter() bool {
	f.of.Done()
	return !f.Body.Hidden
}

// Escape implements [Keyed]: it goes back, as everywhere.
func (f *Form) Escape() bool { return false }
