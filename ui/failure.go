package ui

import (
	"errors"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/fault"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// ShowFailure fills the window when the desk cannot be opened at all: what is
// wrong, where, and what to do, in both languages, because the setting that
// says which is in the vault that did not open.
func ShowFailure(a fyne.App, w fyne.Window, book *words.Book, err error, folder string) {
	a.Settings().SetTheme(theme.New(theme.Options{Mode: theme.Light, TextScale: 1}))
	var parts []fyne.CanvasObject
	for i, lang := range words.Langs() {
		say := book.In(lang)
		m := say.Fault(err)
		var e *fault.Error
		if errors.As(err, &e) && e.Code == "vault-missing" {
			m = words.Message{
				Title: say.T("frame.unenrolled.title"), Detail: say.T("frame.unenrolled.detail"), Next: say.T("frame.unenrolled.next"),
			}
		}
		title := component.NewSection(m.Title)
		if i == 0 {
			title = component.NewTitle(m.Title)
		}
		parts = append(parts, component.VStack(theme.Gap8, title, component.NewBody(m.Detail), component.NewBody(m.Next)))
	}
	parts = append(parts, component.NewHint(folder))
	w.SetTitle("Vouchdesk")
	w.SetContent(component.Inset(theme.Gap40, theme.Gap40, component.VStack(theme.Gap32, parts...)))
}
