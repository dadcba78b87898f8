package vault_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
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
		acked := workAndKill(t, cfg.Dir, random)
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

// workAndKill kills the child some time after it is ready, or, one in five,
// some time after its start: perhaps while it opens.
func workAndKill(t *testing.T, dir string, random *rand.Rand) (acked uint64) {
	t.Helper()
	ctx, kill := context.WithCancel(t.Context())
	defer kill()
	child := exec.CommandContext(ctx, os.Args[0])
	child.Env = append(os.Environ(), roleVariable+"=work", "VOUCHDESK_VAULT_TEST_DIR="+dir)
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	defer func() { _ = child.Wait() }() // killed, as it should be
	early := random.IntN(5) == 0
	if early {
		time.AfterFunc(time.Duration(random.IntN(60))*time.Millisecond, kill)
	}
	for lines := bufio.NewReader(out); ; {
		// A line that is cut was not acknowledged.
		line, err := lines.ReadString('\n')
		if err != nil {
			return acked
		}
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "ready":
			if !early {
				time.AfterFunc(time.Duration(random.IntN(90))*time.Millisecond, kill)
			}
		case "ack":
			acked, err = strconv.ParseUint(rest, 10, 64)
			must(t, err)
		default:
			t.Fatal(line)
		}
	}
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
			record, err := tx.Get(vault.Cases, id)
			must(t, err)
			parcel, err := tx.Get(vault.Outbox, id)
			must(t, err)
			if string(p.Subject) != id || string(record) != "case "+id || string(parcel) != "parcel "+id {
				t.Fatalf("act %s: %q, %q, %q", id, p.Subject, record, parcel)
			}
		}
		return tx.Each(vault.Captures, func(_ string, name []byte) error {
			f, _, err := v.SealedBlob(vault.BlobName(name))
			if err != nil {
				return err
			}
			return f.Close()
		})
	}))
	return at
}
