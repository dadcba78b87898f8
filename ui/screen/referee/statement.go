package referee

import (
	"context"
	"image"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/piece"
	"vouchdesk/ui/reading"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// statement is one visit to the referee's statement.
type statement struct {
	*stage.Form
	st     *stage.Stage
	office Office

	first *component.Button // goes to what has to be recorded first
	rows  *component.Summary
	read  *reading.Told
	album *piece.Album
	until *component.Text

	shown  desk.Snapshot
	loaded bool
}

func newStatement(st *stage.Stage, office Office) *statement {
	w := st.Words
	s := &statement{st: st, office: office}
	s.Form = st.NewForm(stage.FormOf{
		Key: draftKey(st.At.Referee, "statement"), Save: office.SaveDraft, Read: s.fields, Draw: s.draw, Done: s.onContinue,
		Do: w.T("referee.statement_keep"), Rest: func(busy bool) { s.album.Enable(!busy) },
	})
	s.first = st.Kit.Button(component.Primary, w.T("referee.go_there"), s.onFirst)
	s.Closed = component.NewBanner(theme.Info, "", "", s.first)
	s.rows = st.Kit.Summary()
	s.read = reading.NewTold(st.Kit, w, w.T("referee.statement_language"), component.ChoiceText{Legend: w.T("referee.how")}, made(w), s.Picked)
	s.read.Large()
	s.album = piece.NewAlbum(st, w.Of("referee.paper."), piece.Acts{
		May:   func() bool { return !s.Rests() && s.read.How.Chosen() == casework.StatementOnPaper },
		Flush: s.Draft.Flush, Add: s.keepPaper, Remove: s.removePaper, Busy: s.Settle,
		Page: office.Page, About: func() (string, func(string)) { return "", nil },
		Scanners: office, Place: func() desk.Place { return s.shown.Place }, Finish: office.ScanDone,
		Picture: func(ctx context.Context, blob string) (*image.RGBA, error) {
			return office.Picture(ctx, st.At.Case, blob)
		},
		Done: func(bool) { s.Problems.Set(); s.read.How.SetError(""); s.Page.Refresh() }, Fail: s.Fail,
	})
	s.until = component.NewHint("")
	s.Body = component.VStack(theme.Gap16,
		component.NewCard(component.VStack(theme.Gap16, s.read.Lines()...)),
		component.NewCard(component.VStack(theme.Gap16, s.read.How, s.album.Content(), s.until)),
		component.HStack(theme.Gap12, s.GoOn, component.NewHint(w.T("referee.keys"))))
	s.Page = component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, component.NewTitle(w.T("referee.statement_heading")), component.NewLead(w.T("referee.statement_lead"))),
		s.Problems, s.Closed, s.rows, s.Body, component.HStack(0, s.Back))
	return s
}

// Title implements stage.Screen.
func (s *statement) Title() string { return s.st.Words.T("referee.statement_title") }

// First implements stage.Screen.
func (s *statement) First() fyne.Focusable {
	switch {
	case !s.Body.Hidden:
		return s.read.First() // at the top, to read from there
	case !s.first.Hidden:
		return s.first
	default:
		return s.Back
	}
}

// Show implements stage.Screen.
func (s *statement) Show(snapshot desk.Snapshot) {
	if snapshot.Policy != nil {
		s.read.Offer(snapshot.Policy.Languages, "")
	}
	s.shown = snapshot
	s.load()
	s.draw()
}

// load takes up once a visit what was chosen before.
func (s *statement) load() {
	r, _, there := find(s.shown.Open, s.st.At.Referee)
	if s.loaded || !there || s.shown.Policy == nil {
		return
	}
	s.loaded = true
	draft := s.shown.Open.Drafts[draftKey(s.st.At.Referee, "statement")]
	var said reading.Said
	switch {
	case len(draft) > 0:
		said = reading.Said{Language: draft["language"], How: draft["how"]}
	case r.Statement != nil:
		said = reading.Said{Language: r.Statement.Language, How: r.Statement.How}
	}
	s.read.TakeUp(said, speaks(r, s.st.Words), s.st.Words.Tongue())
	s.Draft.Loaded(s.fields())
}

func (s *statement) look() statementView {
	return lookStatement(s.shown, s.st.At.Referee, s.read.How.Chosen(), s.read.Speaks(), resident.DateOf(s.st.Now()), s.st.Words)
}

func (s *statement) draw() {
	v := s.look()
	s.Closed.Say(v.Closed)
	s.first.Hidden = s.missing() == (route.Route{})
	s.rows.SetRows(v.Rows)
	s.rows.Hidden = len(v.Rows) == 0
	s.read.Set(v.Paragraphs, "")
	s.until.SetText(v.Until)
	s.album.Show(v.Pictures, v.Paper)
	s.Body.Hidden, s.Back.Hidden = !v.Form, v.Form
	s.Page.Refresh()
}

// missing is where to record what a statement cannot be made without.
func (s *statement) missing() route.Route {
	if s.shown.Open == nil || !editable(s.shown, s.st.At.Referee) {
		return route.Route{}
	}
	r, _, there := find(s.shown.Open, s.st.At.Referee)
	switch {
	case !there || r.Years == 0:
		return route.OfReferee(s.st.At.Case, s.st.At.Referee, route.Who)
	case s.shown.Open.Case.Resident == nil:
		return route.Of(route.Resident, s.st.At.Case)
	case r.Told == nil:
		return route.OfReferee(s.st.At.Case, s.st.At.Referee, route.Told)
	}
	return route.Route{}
}

func (s *statement) onFirst() {
	if to := s.missing(); to != (route.Route{}) {
		s.st.Nav.Go(to)
	}
}

func (s *statement) fields() map[string]string {
	return map[string]string{"how": s.read.How.Chosen(), "language": string(s.read.Speaks())}
}

func (s *statement) said() casework.Statement {
	return casework.Statement{How: s.read.How.Chosen(), Language: string(s.read.Speaks())}
}

// keepPaper keeps a picture of the signed paper. That it was signed is recorded
// first: a picture belongs to a statement.
func (s *statement) keepPaper(p capture.Prepared) func(context.Context) (evidence.Capture, error) {
	r, _, _ := find(s.shown.Open, s.st.At.Referee)
	said, fields := s.said(), s.fields()
	return func(ctx context.Context) (evidence.Capture, error) {
		if r.Statement == nil || r.Statement.How != casework.StatementOnPaper {
			if err := s.office.SetStatement(ctx, s.st.At.Case, s.st.At.Referee, said); err != nil {
				return evidence.Capture{}, err
			}
			if err := s.office.SaveDraft(ctx, s.st.At.Case, draftKey(s.st.At.Referee, "statement"), fields); err != nil {
				return evidence.Capture{}, err
			}
		}
		return s.office.AddRefereeCapture(ctx, s.st.At.Case, s.st.At.Referee, "", p)
	}
}

func (s *statement) removePaper(ctx context.Context, blob string) error {
	return s.office.RemoveRefereeCapture(ctx, s.st.At.Case, s.st.At.Referee, "", blob)
}

// Dropped implements stage.Dropped.
func (s *statement) Dropped(paths []string) {
	if s.Body.Hidden || s.read.How.Chosen() != casework.StatementOnPaper {
		s.st.Nav.Announce(s.st.Words.T("referee.paper_first"))
		return
	}
	s.album.Drop(paths)
}

func (s *statement) onContinue() {
	if s.Rests() {
		return
	}
	w := s.st.Words
	text, target := "", s.read.How.First()
	switch {
	case s.read.How.Chosen() == "":
		text = w.T("referee.how_missing")
	case s.read.How.Chosen() == casework.StatementOnPaper && len(s.look().Pictures) == 0:
		text, target = w.T("referee.paper_missing"), s.album.First()
	}
	s.read.How.SetError(text)
	s.Problems.Set()
	if text != "" {
		s.Tell(component.Problem{Text: text, Target: target})
		return
	}
	said := s.said()
	s.Keep("statement", func(ctx context.Context) error {
		return s.office.SetStatement(ctx, s.st.At.Case, s.st.At.Referee, said)
	}, func() {
		s.st.Nav.Go(next(s.st.At))
		s.st.Nav.Announce(w.T("referee.statement_kept"))
	})
}

// Escape implements stage.Keyed: it gives up reading a picture, and else goes
// back, as everywhere.
func (s *statement) Escape() bool { return s.album.Stop() }
