// Command vouchdesk is the window an officer works in.
//
// It opens the desk's vault under its data folder, shows the sign-in screen and
// hands everything else to package ui. A second start raises the first window.
// It links no broker and has no demonstration mode. What it keeps lies in the
// data folder; the toolkit adds its own settings file, which stays empty, and a
// font index in the user's folders. The log holds codes and ids, never what
// anybody typed.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"vouchdesk/internal/camera"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/vault"
	"vouchdesk/ui"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/words"
)

// appID names our own settings to the toolkit; none of them is personal.
const appID = "org.vouchdesk.vouchdesk"

// checkVault is the hidden command that checks a vault's pages in a process of
// its own, because a damaged page can end the process that reads it.
const checkVault = "check-vault"

func main() {
	if len(os.Args) == 3 && os.Args[1] == checkVault {
		if err := vault.CheckFile(os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	data := flag.String("data", defaultData(), "data folder of this desk")
	worker := flag.String("worker", "", "path of vouchdesk-render; beside this program without it")
	cameras := flag.String("camera", "", "path of vouchdesk-camera; beside this program without it")
	scans := flag.String("scans", "", "folder that office scanners scan to; it is watched")
	flag.Parse()
	if err := run(*data, *worker, *scans, camera.New(*cameras)); err != nil {
		fmt.Fprintln(os.Stderr, "vouchdesk:", err)
		os.Exit(1)
	}
}

func run(data, worker, scans string, cameras *camera.Cameras) error {
	ctx := context.Background()
	logger, closeLog, err := openLog(data)
	if err != nil {
		return err
	}
	defer closeLog.Close() //nolint:errcheck // the last line is written already
	book, err := words.Open()
	if err != nil {
		return err
	}
	book = book.At(time.Local)
	raise := make(chan struct{}, 1)
	d, err := desk.Open(ctx, desk.Config{
		Dir: data, Worker: worker, Scans: scans, Log: logger, Checker: check,
		Raise: func() {
			select {
			case raise <- struct{}{}:
			default: // it is being raised already
			}
		},
	})
	// Raised once more: a vault that is held by something that does not answer
	// is a failure to show, not a second start.
	if errors.Is(err, desk.ErrRunning) && desk.Ask(ctx, data, desk.Request{Do: desk.DoRaise}, nil) == nil {
		return nil
	}
	a := app.NewWithID(appID)
	w := a.NewWindow("Vouchdesk")
	w.SetMaster()
	w.Resize(ui.FirstSize)
	if err != nil {
		logger.Error("open", "fault", err)
		ui.ShowFailure(a, w, book, err, data)
		w.ShowAndRun()
		return nil
	}
	show(ctx, a, w, d, book, cameras, raise)
	w.ShowAndRun()
	stop, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	return d.Shutdown(stop)
}

// show fills the window and keeps it until it is closed.
func show(
	ctx context.Context, a fyne.App, w fyne.Window, d *desk.Desk, book *words.Book, cameras *camera.Cameras, raise <-chan struct{},
) {
	runner := foreground.New(foreground.Fyne())
	//nolint:contextcheck // what the window runs ends with the window, by its runner
	f := ui.New(ui.Config{
		App: a, Window: w, Desk: d, Book: book, Run: runner, Now: time.Now, Choose: choose, Camera: cameras,
	})
	a.Lifecycle().SetOnExitedForeground(func() { f.Away(true) })
	a.Lifecycle().SetOnEnteredForeground(func() { f.Away(false) })
	// What is posted before the toolkit's loop runs may be lost, and with it
	// every later snapshot: following begins when the loop does.
	a.Lifecycle().SetOnStarted(func() {
		f.Start()
		foreground.Watch(runner, raise, func(struct{}) {
			w.Show()
			w.RequestFocus()
		})
	})
	w.SetCloseIntercept(func() {
		f.Leave(func() {
			f.Close()
			w.Close()
		})
	})
}

// check runs this program's hidden command over the vault's file.
func check(path string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return exec.CommandContext(ctx, self, checkVault, path).Run() //nolint:gosec // our own program
}

// mostLog bounds the log: it starts anew at the first start beyond it.
const mostLog = 4 << 20

func openLog(data string) (*slog.Logger, io.Closer, error) {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, nil, err
	}
	name := filepath.Join(data, "vouchdesk.log")
	mode := os.O_CREATE | os.O_WRONLY | os.O_APPEND
	if info, err := os.Stat(name); err == nil && info.Size() > mostLog {
		mode = os.O_CREATE | os.O_WRONLY | os.O_TRUNC
	}
	f, err := os.OpenFile(name, mode, 0o600)
	if err != nil {
		return nil, nil, err
	}
	log.SetOutput(f) //nolint:forbidigo // the toolkit's own complaints, which a window has no terminal for
	return slog.New(slog.NewTextHandler(f, nil)), f, nil
}
