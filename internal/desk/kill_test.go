package desk_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/journal"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/vault"
	"vouchdesk/internal/vouch"
)

const (
	victimDir = "VOUCHDESK_VICTIM" // the data folder of a process that will be killed
	killsEnv  = "VOUCHDESK_KILLS"  // how often, for a soak
	killsHere = 25
	perFolder = 5 // kills of one folder, one after another
)

func offlineConfig(dir string) desk.Config {
	return desk.Config{Dir: dir, KDF: vault.KDF{Passes: 1, KiB: 64, Threads: 1}, Broker: cut{}}
}

// beVictim works at a desk as fast as it can and says on standard output what
// was acknowledged, until it is killed.
func beVictim() int {
	err := work(os.Getenv(victimDir))
	fmt.Fprintln(os.Stderr, "victim:", err)
	return 1
}

func work(dir string) error {
	ctx := context.Background()
	d, err := desk.Open(ctx, offlineConfig(dir))
	if err != nil {
		return err
	}
	if err := d.SignIn(ctx, officer, phrase); err != nil {
		return err
	}
	fmt.Println("ready")
	for {
		c := &town{t: giveUp{}, ctx: ctx, desk: d}
		id, err := d.NewCase(ctx)
		if err != nil {
			return err
		}
		for n := range 8 {
			if err := d.SaveDraft(ctx, id, "resident", map[string]string{"n": strconv.Itoa(n)}); err != nil {
				return err
			}
			fmt.Println("draft", id, n)
		}
		id = c.fill("")
		if err := d.SaveDraft(ctx, id, "review", map[string]string{"n": "0"}); err != nil {
			return err
		}
		fmt.Println("filled", id)
		if err := d.Submit(ctx, id, phrase, true); err != nil {
			return err
		}
		fmt.Println("submitted", id)
		c.swap(supervisor)
		if err := d.Approve(ctx, id, phrase); err != nil {
			return err
		}
		fmt.Println("approved", id)
		c.swap(officer)
	}
}

// giveUp is a testing.TB of a process that has no test: it only has to end.
type giveUp struct{ testing.TB }

func (giveUp) Helper() {}

func (giveUp) Fatal(args ...any) { fmt.Fprintln(os.Stderr, args...); os.Exit(1) }

func (giveUp) Fatalf(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}

// told is what the victim said had been acknowledged.
type told struct {
	drafts map[casework.ID]int
	done   map[casework.ID]string // the furthest word
}

func TestKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	kills := killsHere
	if n, err := strconv.Atoi(os.Getenv(killsEnv)); err == nil {
		kills = n
	}
	c := newTown(t)
	c.stop()
	dir := ""
	for n := range kills {
		if n%perFolder == 0 {
			dir = filepath.Join(t.TempDir(), "desk")
			do(t, os.CopyFS(dir, os.DirFS(c.config.Dir)))
			do(t, filepath.WalkDir(dir, private))
		}
		said := kill(t, dir)
		inspect(t, n, dir, said)
	}
}

// private gives back the modes that a copy loses.
func private(path string, d os.DirEntry, err error) error {
	if err != nil {
		return err
	}
	if d.IsDir() {
		return os.Chmod(path, 0o700)
	}
	return os.Chmod(path, 0o600)
}

// kill runs a victim for a random while.
func kill(t *testing.T, dir string) told {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), victimDir+"="+dir)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out := must(cmd.StdoutPipe())(t)
	do(t, cmd.Start())
	said := told{map[casework.ID]int{}, map[casework.ID]string{}}
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "ready" {
		_ = cmd.Wait()
		t.Fatalf("the victim did not start: %s", complaint.String())
	}
	timer := time.AfterFunc(time.Duration(rand.IntN(700))*time.Millisecond, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	for lines.Scan() {
		said.hear(lines.Text())
	}
	_ = cmd.Wait() // killed, as it should be
	if complaint.Len() > 0 && !strings.Contains(complaint.String(), "order-unsent") {
		t.Fatalf("the victim died by itself: %s", complaint.String())
	}
	return said
}

func (s told) hear(line string) {
	words := strings.Fields(line)
	if len(words) < 2 {
		return // cut off
	}
	id := casework.ID(words[1])
	if words[0] == "draft" && len(words) == 3 {
		if n, err := strconv.Atoi(words[2]); err == nil {
			s.drafts[id] = n
		}
		return
	}
	s.done[id] = words[0]
}

// inspect opens the desk again and holds everything that was acknowledged, and
// nothing by halves.
func inspect(t *testing.T, round int, dir string, said told) {
	t.Helper()
	ctx := context.Background()
	d := must(desk.Open(ctx, offlineConfig(dir)))(t)
	defer func() { do(t, d.Shutdown(ctx)) }()
	do(t, d.SignIn(ctx, officer, phrase))
	parcels := map[string][]outbox.Kind{}
	for _, p := range d.Outbox() {
		if p.Case != "" {
			parcels[p.Case] = append(parcels[p.Case], p.Kind)
		}
	}
	seqs := map[uint64]bool{}
	rows := map[casework.ID]desk.Row{}
	for _, row := range d.Snapshot().Cases {
		rows[row.ID] = row
		do(t, d.OpenCase(ctx, row.ID))
		open := d.Snapshot().Open
		whole(t, round, d, open, parcels[string(row.ID)])
		if sub := open.Case.Submission; sub != nil {
			if seqs[sub.Seq] {
				t.Errorf("kill %d: number %d twice", round, sub.Seq)
			}
			seqs[sub.Seq] = true
		}
		if n, typed := said.drafts[row.ID]; typed {
			if got, err := strconv.Atoi(open.Drafts["resident"]["n"]); err != nil || got < n {
				t.Errorf("kill %d: draft %d acknowledged, %v there", round, n, open.Drafts)
			}
		}
	}
	for id := range maps.Keys(said.drafts) {
		if _, here := rows[id]; !here {
			t.Errorf("kill %d: an acknowledged case is gone", round)
		}
	}
	for id, word := range said.done {
		if at := map[casework.State]int{casework.WithSupervisor: 1, casework.BeingChecked: 2}[rows[id].State]; at < map[string]int{"submitted": 1, "approved": 2}[word] {
			t.Errorf("kill %d: %s was acknowledged, the case is %s", round, word, rows[id].State)
		}
	}
	var file bytes.Buffer
	must(d.ExportJournal(ctx, &file))(t)
	must(journal.VerifyFile(io.Reader(&file)))(t)
}

// whole holds that a case is in one state altogether.
func whole(t *testing.T, round int, d *desk.Desk, open *desk.OpenCase, parcels []outbox.Kind) {
	t.Helper()
	k := open.Case
	if k.Intent != nil {
		t.Errorf("kill %d: an intent outlived the start", round)
	}
	switch k.State {
	case casework.Open:
		if k.Submission != nil || len(parcels) != 0 {
			t.Errorf("kill %d: an open case with a submission or parcels", round)
		}
	case casework.WithSupervisor:
		if k.Submission == nil || k.Submission.Approval != "" || len(parcels) != 0 {
			t.Errorf("kill %d: a proposal by halves", round)
			return
		}
		must(vouch.Open(k.Submission.Token, d.Trusted()))(t)
		if len(open.Drafts) != 0 {
			t.Errorf("kill %d: drafts of a submitted case", round)
		}
	case casework.BeingChecked:
		if k.Submission == nil || k.Submission.Approval == "" || len(parcels) != 2 {
			t.Errorf("kill %d: an issued vouch with %d parcels", round, len(parcels))
			return
		}
		must(vouch.OpenApproval(k.Submission.Approval, d.Trusted()))(t)
	default:
		t.Errorf("kill %d: state %s", round, k.State)
	}
	if k.Resident != nil && k.Resident.Name != caseworktest.Rosa().Name {
		t.Errorf("kill %d: another resident", round)
	}
}
