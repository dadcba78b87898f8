package component

import (
	"fyne.io/fyne/v2"
)

// Modal is a question over the window.
type Modal struct{}

func (m *Modal) key(*fyne.KeyEvent) {}
