package letter

import (
	"context"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/scans"
	"vouchdesk/ui/viewfinder"
)

// closedNow tells whether the case takes no letter.
func (s *Screen) closedNow() bool {
	return s.shown.Open == nil || s.shown.Open.Case.State != casework.Open || s.shown.Policy == nil
}

// Scanned implements stage.Scanned. A case that takes no letter any more does
// not keep one from being offered for another.
func (s *Screen) Scanned(text string) {
	if s.busy {
		return
	}
	if s.closedNow() {
		s.offer(text)
		return
	}
	s.read(false, func(ctx context.Context) (desk.LetterLook, error) { return s.office.ReadLetter(ctx, text) })
}

func (s *Screen) offer(text string) {
	s.st.Run.Run("scan", func(ctx context.Context) error {
		look, err := s.office.ReadLetter(ctx, text)
		if err != nil {
			return err
		}
		return s.office.Offer(ctx, look)
	}, func(err error) {
		if err != nil {
			s.st.Nav.Announce(s.st.Words.Fault(err).Title)
		}
	})
}

// Dropped implements stage.Dropped.
func (s *Screen) Dropped(paths []string) {
	switch {
	case len(paths) == 0 || s.busy:
		return
	case s.closedNow():
		s.st.Nav.Announce(s.st.Words.T("letter.closed"))
		return
	case len(paths) > 1:
		s.st.Nav.Announce(s.st.Words.T("letter.first_only"))
	}
	s.readFile(paths[0])
}

// onLook looks for the letter through the camera. What it reads goes the way of
// a scan, a still that of a file.
func (s *Screen) onLook() {
	if s.busy || s.closedNow() {
		return
	}
	s.finder = viewfinder.Open(s.st, viewfinder.For{
		Shape: component.AimSquare, Reader: func() viewfinder.Reader { return s.office.Live() },
		Read: s.Scanned, Taken: s.readSheet,
	})
}

// onScan takes what a scanner brings; it goes the way of a file. In the folder
// it stays: nothing of it is kept here.
func (s *Screen) onScan() {
	if s.busy || s.closedNow() {
		return
	}
	s.scans = scans.Open(s.st, s.office, s.shown.Place, s.readSheet)
}

func (s *Screen) onOpen() { s.st.Pick(s.st.Words.T("letter.pick"), s.readFile) }

func (s *Screen) readFile(path string) {
	if s.closedNow() {
		return // the case was sent off while the file was being chosen
	}
	s.read(true, func(ctx context.Context) (desk.LetterLook, error) {
		sheet, err := capture.File(path)
		if err != nil {
			return desk.LetterLook{}, err
		}
		return s.office.ReadLetterSheet(ctx, sheet)
	})
}

func (s *Screen) readSheet(sheet capture.Sheet) {
	if s.closedNow() {
		return
	}
	s.read(true, func(ctx context.Context) (desk.LetterLook, error) { return s.office.ReadLetterSheet(ctx, sheet) })
}

// read has a letter looked at; the newest reading alone counts. A picture takes
// a while: then the way to stop it has the focus.
func (s *Screen) read(slow bool, work func(context.Context) (desk.LetterLook, error)) {
	s.quit()
	if s.finder != nil {
		s.finder.Close() // the letter came another way
	}
	if s.scans != nil {
		s.scans.Close()
	}
	turn := s.turn
	s.at.wrong, s.at.reading = nil, slow
	s.draw()
	if slow {
		s.st.Kit.Arrive(s.First())
	}
	var found desk.LetterLook
	s.stop = s.st.Run.Run("read letter", func(ctx context.Context) (err error) {
		found, err = work(ctx)
		return err
	}, func(err error) {
		if turn != s.turn {
			return // stopped, or a later one was begun
		}
		s.at.reading, s.stop = false, nil
		s.at.read, s.at.wrong = nil, err
		if err == nil {
			s.at.read = &found
		}
		s.draw()
		s.st.Kit.Arrive(s.First())
	})
}

// quit drops the reading under way: its answer no longer counts.
func (s *Screen) quit() {
	s.turn++
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
}

func (s *Screen) onStop() {
	s.quit()
	s.at.reading = false
	s.draw()
	s.st.Kit.Arrive(s.First())
	s.st.Nav.Announce(s.st.Words.T("letter.stopped"))
}

// onResume goes on with the parked case that the letter belongs to. The case it
// was scanned in stays as it is.
func (s *Screen) onResume() {
	id := s.last.Resume
	if s.busy || id == "" {
		return
	}
	s.busy = true
	s.st.Run.Run("resume", func(ctx context.Context) error { return s.office.Resume(ctx, id) }, func(err error) {
		s.busy = false
		if err != nil {
			s.at.wrong = err
			s.draw()
			return
		}
		s.st.Nav.Go(route.Of(route.Returning, id))
	})
}

// onRetry tries again the ended case that the letter was brought to, with the
// letter. The case it was scanned in stays as it is.
func (s *Screen) onRetry() {
	if s.busy || s.last.Brought == nil || s.at.read == nil {
		return
	}
	from, l := s.last.Brought.Case, s.at.read.Letter
	s.busy = true
	s.settle()
	var made casework.ID
	s.st.Run.Run("retry", func(ctx context.Context) (err error) {
		if made, err = s.office.Retry(ctx, from); err != nil {
			return err
		}
		return s.office.SetLetter(ctx, made, l)
	}, func(err error) {
		s.busy = false
		if err != nil {
			s.at.wrong = err
			s.draw()
			return
		}
		s.st.Nav.Go(route.Of(route.Letter, made))
	})
}
