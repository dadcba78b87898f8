package prepare

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vouchdesk/internal/docrender"
	"vouchdesk/internal/docrender/wire"
	"vouchdesk/internal/picture"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// state is what is known and chosen.
type state struct {
	Pages, Page int
	Loading     int // the page that is being read, or none
	Edits       *edits
	Work        component.PlateWork
	Chosen      int // of the black areas, or none
	Zoom        int
	Exact       bool // the picture is the worker's own drawing of what will be kept
	Shown       bool // there is a picture
	Advice      []picture.Advice
	Told        string // what has to be blacked out, by the policy
	Codes       []string
	Keeping     bool
	Also        []int // the pages that are kept already
	Wrong       error // why the last thing was not done
	Spreads     bool  // nothing can be blacked out in it for good
	Partial     bool  // some of the file is not drawn, or could not be read
}

// isKept tells whether the page is kept already, as its edit has it now.
func (s state) isKept() bool {
	return slices.Contains(s.Also, s.Page) && same(s.Edits.now, s.Edits.kept)
}

// view is what is drawn.
type view struct {
	Page            string // "Page 2 of 5", where there are several
	Before, After   bool   // there is another page to go to
	Codes           []code
	Also            bool   // it can be kept, and another page after it
	Kept            string // which are
	Progress        string
	Wrong           component.Notice
	Told            component.Notice
	Advice          []component.Notice
	Tools           bool
	Undo, Redo      bool
	Reset           bool
	Hint            string
	Steps           bool // an edge can be moved in steps
	Edges           [4]string
	Covering        bool
	Area            string // which black area is chosen, and where it is
	Many            bool   // there are others to choose
	More            bool   // another can be added
	Keep            string
	CanKeep         bool
	Larger, Smaller bool
	Plate           component.PlateState
}

const maxZoom = 4

// code is one code on the page.
type code struct {
	Text string
	Fits bool // it may be a number
}

// What a code says is shown as far as it is of use, and taken for a number
// only if one could be so long.
const (
	mostShown  = 160
	mostNumber = 40
)

func codes(all []string) []code {
	var said []code
	for _, text := range all {
		c := code{Text: strings.Map(func(r rune) rune {
			if unicode.IsPrint(r) {
				return r
			}
			return ' '
		}, text)}
		c.Fits = c.Text == text && utf8.RuneCountInString(text) <= mostNumber
		if letters := []rune(c.Text); len(letters) > mostShown {
			c.Text = string(letters[:mostShown]) + "…"
		}
		said = append(said, c)
	}
	return said
}

// look is what is drawn of a state.
func look(s state, w words.Words) view {
	e, free := s.Edits.now, s.Shown && !s.Keeping && s.Loading == none
	v := view{
		Tools: free, Undo: free && len(s.Edits.back) > 0, Redo: free && len(s.Edits.on) > 0, Reset: free && !s.Edits.none(),
		Hint: w.T("prepare.hint_look"), Keep: w.T("prepare.keep"), CanKeep: free,
		Larger: s.Shown && s.Zoom < maxZoom, Smaller: s.Zoom > 1,
		Plate: component.PlateState{Work: s.Work, Chosen: s.Chosen},
	}
	v.Codes = codes(s.Codes)
	if s.Pages > 1 {
		v.Page = w.T("prepare.page", "Page", strconv.Itoa(s.Page+1), "Pages", strconv.Itoa(s.Pages))
		v.Before, v.After = s.Page > 0, s.Page+1 < s.Pages
		v.Also = v.After && !s.isKept()
	}
	if len(s.Also) > 0 {
		numbers := make([]string, len(s.Also))
		for i, page := range s.Also {
			numbers[i] = strconv.Itoa(page + 1)
		}
		v.Kept = w.N("prepare.kept", len(numbers), "Pages", strings.Join(numbers, ", "))
	}
	switch {
	case s.Loading != none:
		v.Progress = w.T("prepare.reading", "Page", strconv.Itoa(s.Loading+1))
	case s.Keeping:
		v.Progress = w.T("prepare.keeping")
	}
	if s.Wrong != nil {
		m := w.Fault(s.Wrong)
		v.Wrong = component.Note(theme.Bad, m.Title, m.Next)
	}
	if s.Told != "" {
		v.Told = component.Note(theme.Info, w.T("prepare.told"), s.Told)
	}
	if s.Spreads && (s.Told != "" || s.Work == component.Covering) {
		m := w.Fault(docrender.ErrSpreads)
		v.Advice = append(v.Advice, component.Note(theme.Warn, m.Title, m.Next))
	}
	if s.Partial {
		v.Advice = append(v.Advice, component.Note(theme.Warn, w.T("prepare.partial"), w.T("prepare.partial_detail")))
		v.Keep = w.T("prepare.keep_anyway")
	}
	for _, a := range s.Advice {
		v.Advice = append(v.Advice, component.Note(theme.Warn, w.T("prepare.advice."+string(a)), w.T("prepare.advice."+string(a)+"_detail")))
		v.Keep = w.T("prepare.keep_anyway")
	}
	if s.isKept() {
		v.Keep = w.T("frame.close")
	}
	if !s.Exact {
		v.Plate.Frame = component.Box(e.Crop)
		for _, b := range e.Black {
			v.Plate.Boxes = append(v.Plate.Boxes, component.Box(b))
		}
	}
	switch s.Work {
	case component.Framing:
		v.Hint = w.T("prepare.hint_crop")
		v.edges(frame(e), w)
	case component.Covering:
		if s.Spreads {
			v.Hint, v.Plate.Work = w.T("prepare.hint_spreads"), component.Looking
			break
		}
		v.Hint = w.T("prepare.hint_black")
		v.Covering, v.More = v.Tools, len(e.Black) < wire.MaxBlack
		v.Many = len(e.Black) > 1
		v.area(s, w)
	case component.Looking:
	}
	v.Steps = v.Steps && v.Tools
	if !v.Tools {
		v.Plate.Work = component.Looking
	}
	return v
}

func (v *view) area(s state, w words.Words) {
	all := s.Edits.now.Black
	switch {
	case len(all) == 0:
		v.Area = w.T("prepare.area_none")
		return
	case s.Chosen < 0 || s.Chosen >= len(all):
		v.Area = w.N("prepare.areas", len(all))
		return
	}
	v.Area = w.T("prepare.area", "Number", strconv.Itoa(s.Chosen+1), "Of", strconv.Itoa(len(all)))
	v.edges(component.Box(all[s.Chosen]), w)
}

// edges says where the edges of a box lie.
func (v *view) edges(b component.Box, w words.Words) {
	v.Steps = true
	for e := component.LeftEdge; e <= component.BottomEdge; e++ {
		v.Edges[e] = w.T("prepare.percent", "Percent", percent(b.Edge(e)))
	}
}

func frame(e docrender.Edit) component.Box {
	if e.Crop == (docrender.Area{}) {
		return component.Box{Right: component.BoxWhole, Bottom: component.BoxWhole}
	}
	return component.Box(e.Crop)
}

// percent is ten-thousandths as a person reads them, to a tenth.
func percent(n int) string { return strconv.FormatFloat(float64(n)/100, 'f', 1, 64) }
