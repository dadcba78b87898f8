package main

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"vouchdesk/assets"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/trusttest"
)

// fixedNow keeps the scripts' answers the same on every day.
func fixedNow() time.Time { return time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC) }

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"vouchctl": func() {
			now := fixedNow
			if os.Getenv("CLOCK") == "real" { // what is said to a broker has to fit the broker's clock
				now = time.Now
			}
			os.Exit(run(context.Background(), &streams{in: os.Stdin, out: os.Stdout, err: os.Stderr, now: now}, os.Args[1:]))
		},
	})
}

// TestScripts runs one script a feature. The worker is built, because a picture
// is decoded by that program and nowhere else, and the broker, to be enrolled with.
func TestScripts(t *testing.T) {
	bin := t.TempDir()
	for _, program := range []string{"vouchdesk-render", "vouchbroker"} {
		build := exec.CommandContext(t.Context(), "go", "build", "-o", bin, "vouchdesk/cmd/"+program)
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("building %s: %v\n%s", program, err, out)
		}
	}
	council, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	issued := caseworktest.Issue(t, council, rules, caseworktest.WithPassport(t, council, rules))
	specimens, err := filepath.Abs(filepath.Join("..", "..", "internal", "ocrb", "testdata", "golden"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("WORKER", filepath.Join(bin, "vouchdesk-render"))
			e.Setenv("SPECIMENS", specimens)
			e.Setenv("BROKER", filepath.Join(bin, "vouchbroker"))
			return os.WriteFile(filepath.Join(e.WorkDir, "default.json"), assets.DefaultPolicy(), 0o600)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"letterpicture": letterPicture, "bind": bind, "councilfiles": councilFiles(t, council, issued), "flipbyte": flipByte, "journalfile": journalFile, "waitfor": waitFor,
			"edit": edit, "newcase": newCase, "exits": exits, "like": like, "ofcouncil": ofCouncil, "owe": owe,
		},
	})
}

func TestEveryCommandHasItsHelpAndExample(t *testing.T) {
	for _, c := range commands() {
		if c.about == "" || c.example == "" || !strings.HasSuffix(c.about, ".") {
			t.Errorf("%s: help is incomplete", c.name)
		}
		if json.Valid([]byte(c.example)) == (c.name == "journal export") {
			t.Errorf("%s: an example is JSON, but for the journal's", c.name)
		}
	}
}
