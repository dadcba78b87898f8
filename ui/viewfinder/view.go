package viewfinder

import (
	"vouchdesk/internal/camera"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// phase is how far looking has come.
type phase uint8

const (
	starting phase = iota
	live
	taking // a still is on its way
	failed
	away // the window is not in front
)

// state is what the panel knows.
type state struct {
	phase  phase
	wrong  error
	hint   hint
	other  bool // a code was seen that is no letter's
	all    []camera.Device
	using  camera.ID
	letter bool // a letter's code is looked for; otherwise a document is shown
}

// hint is what can be said of the light and the hand.
type hint string

const (
	fine   hint = ""
	dark   hint = "dark"
	glare  hint = "glare"
	moving hint = "moving"
)

// hintOf is the one thing to say first.
func hintOf(l camera.Light) hint {
	switch {
	case l.Dark():
		return dark
	case l.Glare():
		return glare
	case l.Moving():
		return moving
	}
	return fine
}

// patience is how many frames a hint has to hold before it is said: half a
// second, so that words do not flicker.
const patience = 7

// steady keeps a hint until another has held.
type steady struct {
	said, next hint
	held       int
}

func (s *steady) take(h hint) hint {
	switch {
	case h == s.said:
		s.held = 0
	case h != s.next:
		s.next, s.held = h, 1
	default:
		if s.held++; s.held >= patience {
			s.said, s.held = h, 0
		}
	}
	return s.said
}

// view is what is drawn.
type view struct {
	Title   string
	Say     string           // how to hold it, or what to change
	Hint    string           // what happens then
	Notice  component.Notice // why there is no picture
	Light   component.Notice // what is wrong with the light, or the hand
	Cameras []component.Option
	Using   string
	Yes     string
	Picture bool
}

func look(s state, w words.Words) view {
	v := view{Title: w.T("camera.document"), Say: w.T("camera.hold_document"), Hint: w.T("camera.document_hint"), Yes: w.T("camera.take")}
	if s.letter {
		v.Title, v.Say, v.Hint = w.T("camera.letter"), w.T("camera.hold_letter"), w.T("camera.letter_hint")
	}
	switch s.phase {
	case starting:
		v.Say, v.Hint = w.T("camera.starting"), w.T("camera.starting_hint")
	case taking:
		v.Picture = true
		v.Say, v.Hint = w.T("camera.taking"), w.T("camera.taking_hint")
	case away:
		v.Say, v.Hint = w.T("camera.away"), w.T("camera.away_hint")
		v.Yes = w.T("camera.go_on")
	case failed:
		m := w.Fault(s.wrong)
		v.Notice = component.Note(theme.Warn, m.Title, m.Detail+"\n"+m.Next)
		v.Say, v.Hint = "", w.T("camera.without")
		if s.letter {
			v.Hint = w.T("camera.without_letter")
		}
		v.Yes = w.T("camera.again")
	case live:
		v.Picture = true
		switch { // one thing at a time
		case s.hint != fine:
			v.Say, v.Hint = "", ""
			v.Light = component.Note(theme.Warn, w.T("camera.light."+string(s.hint)), w.T("camera.light."+string(s.hint)+"_detail"))
		case s.other:
			v.Hint = ""
			v.Light = component.Note(theme.Info, w.T("camera.other"), w.T("camera.other_detail"))
		}
	}
	if len(s.all) > 1 {
		for _, d := range s.all {
			v.Cameras = append(v.Cameras, component.Option{ID: string(d.ID), Text: d.Name})
		}
		v.Using = string(s.using)
	}
	return v
}
