package vault_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/vault"
)

// workUntilKilled does acts and acknowledges each on stdout once it is durable.
func workUntilKilled(dir string) {
	fail := func(err error) {
		if err != nil {
			fmt.Println("failed", err)
			os.Exit(1)
		}
	}
	v, err := vault.Open(config(dir))
	fail(err)
	fail(signIn(v, rosa))
	fmt.Println("ready")
	for {
		n, err := workOnce(v)
		fail(err)
		fmt.Println("ack", n)
		switch {
		case n%23 == 0:
			fail(v.Compact(context.Background()))
		case n%11 == 0:
			// The next act happens while locked and is folded in at sign-in.
			v.Lock()
			n, err := workOnce(v)
			fail(err)
			fmt.Println("ack", n)
			fail(signIn(v, rosa))
		}
	}
}

// workOnce is one act over both domains, numbered by its journal line.
func workOnce(v *vault.Vault) (n uint64, err error) {
	var name vault.BlobName
	if v.State() == vault.Unlocked {
		var key *vault.CaseKey
		if err := v.Update(func(tx *vault.Tx) (err error) { key, err = tx.CaseKey("all"); return err }); err != nil {
			return 0, err
		}
		if name, err = v.SealBlob(context.Background(), key.Recipient(), strings.NewReader("a capture")); err != nil {
			return 0, err
		}
	}
	err = v.Update(func(tx *vault.Tx) error {
		head, err := tx.JournalHead()
		if err != nil {
			return err
		}
		n = head.Seq + 1
		id := strconv.FormatUint(n, 10)
		if name != "" {
			err = errors.Join(tx.NameBlob(name), tx.Delete(vault.Drafts, "draft"),
				tx.Put(vault.Drafts, "draft", []byte(id)), tx.Put(vault.Captures, id, []byte(name)))
		}
		_, appended := tx.Append(act(id))
		return errors.Join(err, appended,
			tx.Deliver(vault.Cases, id, []byte("case "+id)), tx.Put(vault.Outbox, id, []byte("parcel "+id)))
	})
	return n, err
}

// A desk is killed at random moments, starting and compacting included. Nothing
// acknowledged is lost, nothing is half there, nothing is checked as damaged.
func TestKilledAtAnyMoment(t *testing.T) {
	kills := 50
	if text := os.Getenv("VOUCHDESK_SOAK_KILLS"); text != "" {
		var err error
		kills, err = strconv.Atoi(text)
		must(t, err)
	} else if testing.Short() {
		kills = 10
	}
	cfg := config(folder(t))
	must(t, made(t, cfg).Close())
	random := rand.New(rand.NewPCG(1, 2))
	checker := newChecker(t)
	var total uint64
	for kill := range kills {
		acked := workAndKill(t, cfg.Dir, time.Duration(20+random.IntN(130))*time.Millisecond)
		cfg.Checker = checker.check
		v := opened(t, cfg)
		must(t, signIn(v, rosa))
		head := wholeAfterKill(t, v)
		if head < acked || head < total {
			t.Fatalf("kill %d: journal at %d, but %d was acknowledged", kill, head, max(acked, total))
		}
		total = head
		must(t, v.Close())
	}
	t.Logf("%d kills, %d acts", kills, total)
	if total < uint64(kills) {
		t.Errorf("only %d acts in %d kills: the test does too little", total, kills)
	}
}

func workAndKill(t *testing.T, dir string, after time.Duration) (acked uint64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), after)
	defer cancel()
	child := exec.CommandContext(ctx, os.Args[0])
	child.Env = append(os.Environ(), roleVariable+"=work", "VOUCHDESK_VAULT_TEST_DIR="+dir)
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	lines, err := io.ReadAll(out)
	must(t, err)
	child.Wait() // killed, as it should be
	// The last line may be cut; what was not printed whole was not acknowledged.
	scan := bufio.NewScanner(bytes.NewReader(lines[:bytes.LastIndexByte(lines, '\n')+1]))
	for scan.Scan() {
		if text, ok := strings.CutPrefix(scan.Text(), "ack "); ok {
			acked, err = strconv.ParseUint(text, 10, 64)
			must(t, err)
		} else if strings.HasPrefix(scan.Text(), "failed") {
			t.Fatal(scan.Text())
		}
	}
	return acked
}

func wholeAfterKill(t *testing.T, v *vault.Vault) (at uint64) {
	t.Helper()
	must(t, v.View(func(tx *vault.Tx) error {
		head, err := tx.JournalHead()
		must(t, err)
		at = head.Seq
		for _, b := range []vault.Bucket{vault.Cases, vault.Outbox} {
			if n, err := tx.Count(b); err != nil || uint64(n) != at {
				t.Fatalf("%v has %d records, journal is at %d (%v)", b, n, at, err)
			}
		}
		for n := uint64(1); n <= at; n++ {
			id := strconv.FormatUint(n, 10)
			p, err := tx.Particulars(n)
			must(t, err)
			case_, err := tx.Get(vault.Cases, id)
			must(t, err)
			parcel, err := tx.Get(vault.Outbox, id)
			must(t, err)
			if string(p.Subject) != id || string(case_) != "case "+id || string(parcel) != "parcel "+id {
				t.Fatalf("act %s: %q, %q, %q", id, p.Subject, case_, parcel)
			}
		}
		return tx.Each(vault.Captures, func(id string, name []byte) error {
			f, _, err := v.SealedBlob(vault.BlobName(name))
			if err != nil {
				return err
			}
			return f.Close()
		})
	}))
	return at
}
