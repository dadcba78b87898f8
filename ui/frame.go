package ui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/camera"
	"vouchdesk/internal/desk"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/route"
	"vouchdesk/ui/secondlook"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// The window: never larger than MinSize at any setting, drawn for FirstSize.
var (
	MinSize   = fyne.NewSize(1024, 700)
	FirstSize = fyne.NewSize(1366, 768)
)

// Config is what a frame stands on.
type Config struct {
	App    fyne.App
	Window fyne.Window
	Desk   Desk
	Book   *words.Book
	Run    *foreground.Runner
	Now    func() time.Time
	Camera *camera.Cameras
	// Choose opens the system's own file dialogue and waits for it. A fault of
	// kind Stopped is that nothing was chosen; with any other error, or without
	// Choose, the path is asked for in the window.
	Choose func(ctx context.Context, title string) (path string, err error)
}

// Frame is the window's frame.
type Frame struct {
	Config
	kit    *component.Kit
	words  words.Words
	shown  desk.Snapshot
	way    route.Way
	screen stage.Screen
	stage  *stage.Stage
	lens   *stage.Lens
	first  fyne.Focusable    // what the screen begins with, until something is done there
	worked fyne.Focusable    // the control of the screen that had the focus last
	heard  string            // the letter that is offered
	second *secondlook.Panel // nil while it is hidden

	bar     *brandBar
	offer   *offer
	status  *component.Text
	tasks   *casefile.TaskList
	worth   *casefile.Worth
	changed *casefile.Changed
	told    *casefile.Told
	cols    *component.Columns
	page    *component.Page
	body    *fyne.Container
	look    look
	cancel  func()
	settled *foreground.Delay // puts off settle
	said    *foreground.Delay // puts off hush
	wedge   *foreground.Delay // looks after a scanner that types
}

// look is what decides the theme and the words; a change redraws everything.
type look struct {
	settings desk.Settings
	brand    string
}

// New makes the frame and shows the first screen; Start begins to follow the desk.
func New(c Config) *Frame {
	f := &Frame{Config: c, kit: component.NewKit(c.Window.Canvas(), c.Now)}
	f.kit.OnKey = f.onKey
	f.settled, f.said = c.Run.After(settling, f.settle), c.Run.After(heard, f.hush)
	f.kit.Typist().OnScan, f.kit.Typist().OnZone, f.kit.Typist().OnAct = f.scanned, f.zoned, f.acted
	f.wedge = c.Run.After(breath, f.scanning)
	f.kit.Typist().OnTaken = f.wedge.Start
	c.Window.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) { f.dropped(uris) })
	f.lens = &stage.Lens{Cameras: c.Camera, Wanted: f.camera, Want: f.chooseCamera}
	c.Window.SetPadded(false)
	f.shortcuts()
	f.shown = c.Desk.Snapshot()
	f.way = route.Start(route.To(route.SignIn))
	f.restyle()
	f.Show(f.shown)
	return f
}

// Start follows the desk until Close.
func (f *Frame) Start() {
	newest, cancel := f.Desk.Subscribe()
	f.cancel = cancel
	foreground.Watch(f.Run, newest, f.Show)
}

// Close stops following the desk.
func (f *Frame) Close() {
	if f.cancel != nil {
		f.cancel()
	}
	f.Run.Close()
}

// At is where the officer is.
func (f *Frame) At() route.Route { return f.way.At() }

// Show draws a snapshot. An older one than that on screen is late: an act has
// already shown what it did.
func (f *Frame) Show(s desk.Snapshot) {
	if s.Revision < f.shown.Revision {
		return
	}
	was := f.shown.Session
	f.shown = s
	if next := lookOf(s); next != f.look {
		f.leave(f.redress)
		return
	}
	switch {
	case s.Session == nil && f.At().Screen != route.SignIn:
		f.kit.CloseAll()
		f.way = route.Start(route.To(route.SignIn))
		f.build()
	case s.Session != nil && (was == nil || f.At().Screen == route.SignIn):
		f.way = route.Start(route.To(route.Home))
		f.build()
	case f.screen == nil:
		f.build()
	default:
		f.draw()
	}
}

// redress draws everything anew in another look. The focus stays on the control
// it was on, so that the next arrow key means what the last one did.
func (f *Frame) redress() {
	place := slices.Index(component.Controls(f.body), f.Window.Canvas().Focused())
	f.restyle()
	f.build()
	if all := component.Controls(f.body); place >= 0 && place < len(all) {
		f.kit.Focus(all[place])
	}
}

func lookOf(s desk.Snapshot) look {
	s.Settings.Camera = "" // nothing looks otherwise for it
	return look{s.Settings, s.Council.Brand}
}

// restyle takes on the settings: theme, text size, language.
func (f *Frame) restyle() {
	f.look = lookOf(f.shown)
	set := f.look.settings
	f.App.Settings().SetTheme(theme.New(theme.Options{
		Mode: mode(set.Theme), TextScale: float32(set.Text), Brand: brand(f.look.brand),
	}))
	f.words = f.Book.In(words.Lang(set.Language))
}

// build makes the screen of the route anew.
func (f *Frame) build() {
	st := &stage.Stage{
		Kit: f.kit, Words: f.words, Run: f.Run, Nav: f, At: f.At(), Now: f.Now, Pick: f.pick, Lens: f.lens,
	}
	f.stage = st
	f.screen = screens()[f.At().Screen](st, f.Desk)
	f.tasks, f.worth, f.changed, f.told, f.cols, f.page = nil, nil, nil, nil, nil, nil
	f.bar = newBrandBar(f.kit, f.words, f)
	f.offer = newOffer(f.kit, f.words, f)
	f.status = component.NewHint("")
	var middle fyne.CanvasObject
	if f.At().Step() != "" {
		f.tasks, f.worth = casefile.NewTaskList(st), casefile.NewWorth(st)
		again := f.kit.Button(component.Secondary, f.words.T("casefile.second_look"), f.secondLook).Keyed("Ctrl+J")
		f.changed = casefile.NewChanged(st, f.Desk, func() { f.kit.Arrive(f.screen.First()) })
		f.told = casefile.NewTold(st)
		f.cols = f.kit.Columns(f.tasks.Content(), component.VStack(theme.Gap16, f.changed.Content(), f.told.Content(), f.screen.Content()),
			component.VStack(theme.Gap24, f.worth.Content(), component.HStack(0, again)))
		middle = f.cols
	} else if whole, ok := f.screen.(interface{ Whole() bool }); ok && whole.Whole() {
		middle = f.screen.Content()
	} else {
		f.page = f.kit.Page(f.screen.Content())
		middle = f.page
	}
	f.body = layFrame(f.bar.content, f.offer.content, middle)
	f.Window.SetContent(f.body)
	f.draw()
	first := f.screen.First()
	if f.changed != nil && f.changed.First() != nil {
		first = f.changed.First()
	}
	if letter := f.offer.first(); letter != nil {
		first = letter
	}
	f.kit.Arrive(first)
	f.first = first
	f.settled.Start()
}

// settling is how long the toolkit may take to lay a new screen out.
const settling = 120 * time.Millisecond

// settle begins the page again once it is laid out: what is told above its
// heading may have pushed that out of sight. Whether the columns are side by
// side is known only then, too.
func (f *Frame) settle() {
	f.offer.narrow(f.cols != nil && f.cols.Narrow())
	f.body.Layout.Layout(f.body.Objects, f.body.Size())
	if f.first != nil {
		f.kit.Arrive(f.first)
	}
}

func (f *Frame) draw() {
	f.bar.show(f.shown)
	f.offer.show(f.shown, f.At())
	if f.tasks != nil {
		f.tasks.Show(f.shown)
		f.changed.Show(f.shown)
		f.told.Show(f.shown)
		f.worth.Show(f.shown)
	}
	f.screen.Show(f.shown)
	f.retitle()
	f.hear()
}

// acted hears of whatever the officer does, and of every move of the focus. A
// screen in two parts has another title once the focus has gone to its second.
func (f *Frame) acted() {
	f.Desk.Touch()
	f.first = nil
	if o := f.Window.Canvas().Focused(); o != nil && o != f.worked && f.screen != nil && f.onScreen(o) {
		f.worked = o
	}
	f.retitle()
}

// onScreen tells whether a control is the screen's own, and can take the focus.
func (f *Frame) onScreen(o fyne.Focusable) bool {
	return slices.Contains(component.Controls(f.screen.Content()), o)
}

// resume gives the focus back to where the officer worked on the screen.
func (f *Frame) resume() {
	switch o := f.Window.Canvas().Focused(); {
	case o != nil && f.onScreen(o): // they went on by themselves
	case f.worked != nil && f.onScreen(f.worked):
		f.kit.Focus(f.worked)
	default:
		f.kit.Focus(f.screen.First())
	}
}

func (f *Frame) retitle() {
	if f.screen == nil {
		return
	}
	if title := f.words.T("frame.title", "Screen", f.screen.Title()); title != f.Window.Title() {
		f.Window.SetTitle(title)
	}
}

// Announce implements route.Navigator.
func (f *Frame) Announce(text string) {
	f.announce(text)
	f.said.Start()
}

// announce gives a sentence the room it needs: one longer than the bar, or in
// large text, takes a line more of the screen while it stands.
func (f *Frame) announce(text string) {
	before := f.bar.content.MinSize().Height
	f.bar.announce(text)
	if f.bar.content.MinSize().Height != before {
		f.body.Refresh()
	}
}

// heard is how long a sentence stays in the bar.
const heard = 8 * time.Second

// hush takes the sentence away again.
func (f *Frame) hush() { f.announce("") }

// TypedShortcut does what a shortcut of the window does, for a driver whose
// canvas cannot be asked.
func (f *Frame) TypedShortcut(s fyne.Shortcut) { f.kit.TypedShortcut(s) }
