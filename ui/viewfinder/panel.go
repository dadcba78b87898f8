package viewfinder

import (
	"context"
	"image"
	"slices"
	"time"

	"vouchdesk/internal/camera"
	"vouchdesk/internal/capture"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/scan"
	"vouchdesk/ui/component"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// For is what is looked for.
type For struct {
	Shape component.AimShape
	// Reader makes what reads codes from frames, one after another, off the
	// window's thread; Read gets the text of the first letter's code. Both are
	// nil where a document is shown. Each look through a camera has a reader of
	// its own: the last one's may still be at a frame when the next begins, and
	// frames of two cameras are never read together.
	Reader func() Reader
	Read   func(text string)
	// Taken gets a still, after the panel is closed.
	Taken func(sheet capture.Sheet)
}

// Reader reads the codes of a live picture.
type Reader interface {
	Frame(ctx context.Context, g *image.Gray) ([]scan.Found, error)
}

// again is how long after a failure the camera is looked for once more.
const again = 3 * time.Second

// Panel is one look through the camera.
type Panel struct {
	st    *stage.Stage
	want  For
	modal *component.Modal

	aim    *component.Aim
	say    *component.Text
	hint   *component.Text
	notice *component.Banner
	light  *component.Banner
	choose *component.Select
	title  *component.Text   // as the question's own,
	button *component.Button // and as one of its buttons: for their heights

	state  state
	steady steady
	retry  *foreground.Delay
	stop   context.CancelFunc // of the camera; nil while it is off
	stream *camera.Stream     // nil while it is off
	turn   int                // which camera's frames count
	gone   bool
}

// Open opens the panel and starts the camera.
func Open(st *stage.Stage, want For) *Panel {
	w := st.Words
	p := &Panel{st: st, want: want, state: state{letter: want.Reader != nil}}
	p.aim = component.NewAim(want.Shape)
	p.say, p.hint = component.NewStrong(""), component.NewHint("")
	p.notice, p.light = component.NewBanner(theme.Warn, "", ""), component.NewBanner(theme.Warn, "", "")
	p.choose = st.Kit.Select(component.FieldText{Label: w.T("camera.choose")}, "", nil, p.onChoose)
	p.retry = st.Run.After(again, func() { p.start(true) })
	v := look(p.state, w)
	p.title, p.button = component.NewSection(v.Title), st.Kit.Button(component.Primary, v.Yes, nil)
	p.modal = st.Kit.Ask(component.Ask{
		Title: v.Title, Wide: true, Alone: true, Yes: v.Yes, No: w.T("frame.close"),
		Content: component.Beside(theme.Gap24, p.room, p.aim,
			component.VStack(theme.Gap16, p.notice, component.VStack(theme.Gap8, p.say, p.hint), p.light, p.choose)),
		OnYes: p.onYes, OnClosed: p.closed,
	})
	st.Lens.OnAway = p.onAway
	p.start(false)
	return p
}

// room is the height that is left between the title and the buttons of a wide
// question.
func (p *Panel) room() float32 {
	window := p.st.Kit.Canvas().Size()
	const around = 2 * (theme.Gap24 + theme.Border + theme.Gap24) // the card, and what it holds
	title := component.HeightFor(p.title, window.Width-around)
	return window.Height - around - title - theme.Gap16 - 2*theme.Gap16 - p.button.MinSize().Height
}

// Close closes the panel and stops the camera.
func (p *Panel) Close() { p.modal.Close() }

// closed stops the camera, however the panel went away.
func (p *Panel) closed() {
	p.gone = true
	p.st.Lens.OnAway = nil
	p.retry.Cancel()
	p.off()
}

// off stops the camera. It is given back off the window's thread.
func (p *Panel) off() {
	p.turn++
	p.stream = nil
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
}

// start looks for the camera. Quietly, what was said stays until there is a
// picture.
func (p *Panel) start(quietly bool) {
	p.off()
	p.retry.Cancel()
	if !quietly {
		p.state.phase, p.state.wrong = starting, nil
		p.draw()
	}
	turn := p.turn
	mine := func(fn func()) func() {
		return func() {
			if turn == p.turn && !p.gone {
				fn()
			}
		}
	}
	l := &watching{panel: p, mine: mine, wanted: p.st.Lens.Wanted(), cameras: p.st.Lens.Cameras}
	if p.want.Reader != nil {
		l.grey, l.free = make(chan *image.Gray, 1), make(chan *image.Gray, 1)
		l.free <- &image.Gray{}
	}
	stop := p.st.Run.Run("camera", l.frames, func(err error) { mine(func() { p.fail(err) })() })
	p.stop = stop
	if p.want.Reader != nil {
		quit := p.st.Run.Run("read code", l.codes, nil)
		p.stop = func() { stop(); quit() }
	}
}

func (p *Panel) opened(s *camera.Stream) {
	p.stream = s
	p.state.all, p.state.using = s.Devices(), s.Device().ID
	p.steady = steady{}
}

// show draws a frame. It is the only thing done for each.
func (p *Panel) show(f camera.Frame) {
	p.aim.SetFrame(f.Preview)
	h := p.steady.take(hintOf(f.Light))
	if p.state.phase == starting || p.state.phase == failed { // the first
		p.state.phase, p.state.wrong, p.state.other = live, nil, false
	} else if h == p.state.hint {
		return
	}
	p.state.hint = h
	p.draw()
}

func (p *Panel) other() {
	if !p.state.other {
		p.state.other = true
		p.draw()
	}
}

// found hands on a letter's code and closes.
func (p *Panel) found(text string) {
	p.Close()
	p.want.Read(text)
}

// fail says why there is no picture, and looks again in a while: a camera may
// be plugged in, or given free by another program.
func (p *Panel) fail(err error) {
	p.off()
	if fault.Of(err) == fault.Stopped {
		return
	}
	first := p.state.phase != failed
	p.state.phase, p.state.wrong, p.state.hint = failed, err, fine
	p.draw()
	switch fault.Code(err) {
	case camera.ErrNone.Code, camera.ErrBusy.Code, camera.ErrGone.Code, camera.ErrSilent.Code, camera.ErrDied.Code:
		p.retry.Start()
		if first {
			p.list()
		}
	}
}

// list finds what other cameras could be chosen instead.
func (p *Panel) list() {
	turn := p.turn
	var all []camera.Device
	p.st.Run.Run("list cameras", func(ctx context.Context) (err error) {
		all, err = p.st.Lens.Cameras.Devices(ctx)
		return err
	}, func(err error) {
		if err == nil && turn == p.turn && !p.gone && !slices.Equal(all, p.state.all) {
			p.state.all = all
			p.draw()
		}
	})
}

// onYes takes the picture, or looks for the camera again.
func (p *Panel) onYes() (stay bool) {
	switch p.state.phase {
	case live:
		p.take()
	case failed, away:
		p.start(false)
	case starting, taking:
	}
	return true
}

func (p *Panel) take() {
	stream, turn := p.stream, p.turn
	p.state.phase = taking
	p.draw()
	var sheet capture.Sheet
	p.st.Run.Run("still", func(ctx context.Context) (err error) {
		sheet, err = stream.Still(ctx)
		return err
	}, func(err error) {
		switch {
		case p.gone || turn != p.turn:
		case err != nil:
			p.fail(err)
		default:
			p.Close()
			p.want.Taken(sheet)
		}
	})
}

func (p *Panel) onChoose(id string) {
	p.st.Lens.Want(camera.ID(id))
	p.state.using = camera.ID(id)
	p.start(false)
}

// onAway rests the camera while the window is not in front: nobody sees what
// it sees.
func (p *Panel) onAway(gone bool) {
	switch {
	case gone && p.state.phase != away:
		p.off()
		p.retry.Cancel()
		p.state.phase, p.state.hint = away, fine
		p.draw()
	case !gone && p.state.phase == away:
		p.start(false)
	}
}

func (p *Panel) draw() {
	if p.gone {
		return
	}
	v := look(p.state, p.st.Words)
	if !v.Picture {
		p.aim.SetFrame(nil)
	}
	p.aim.Hidden = v.Notice.Title != ""
	p.say.SetText(v.Say)
	p.say.Hidden = v.Say == ""
	p.hint.SetText(v.Hint)
	// With large text the buttons matter more than the second sentence.
	p.hint.Hidden = v.Hint == "" || len(v.Cameras) > 0 && theme.Scale() >= 1.5
	p.notice.Say(v.Notice)
	p.light.Say(v.Light)
	p.choose.SetOptions("", v.Cameras)
	p.choose.SetChosen(v.Using)
	p.choose.Hidden = len(v.Cameras) == 0
	if p.modal != nil {
		p.modal.SetYes(v.Yes, true)
		p.modal.Refresh()
	}
}
