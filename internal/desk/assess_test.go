package desk_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/evidence"
)

// TestVouchctlAssessesAsTheScreenDoes: the same case, in the scores that the
// snapshot shows or written by hand, gets the same answer to the byte.
func TestVouchctlAssessesAsTheScreenDoes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	program := filepath.Join(dir, "vouchctl")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "vouchdesk/cmd/vouchctl").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	assess := func(form []byte) []byte {
		name := filepath.Join(dir, "case.json")
		do(t, os.WriteFile(name, form, 0o600))
		out, err := exec.CommandContext(t.Context(), program, "assess", "--json", name).Output()
		if len(out) == 0 { // exit 1 is the answer "no profile", and an answer all the same
			t.Fatalf("%v\n%s", err, form)
		}
		return bytes.TrimSuffix(out, []byte("\n"))
	}
	c := newTown(t)
	var printed []string // one for each case
	for range 5 {
		printed = append(printed, c.letter(rosa()))
	}
	do(t, c.desk.Sync(c.ctx))
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	rules := c.desk.Snapshot().Policy
	for name, test := range map[string]struct {
		change func(id casework.ID)
		form   string // by hand, in DESIGN 11's form; "" where it cannot say all there is
	}{
		"a passport by eye, compared": {
			func(casework.ID) {},
			`{"evidence":[{"type":"passport","chip":"not_read","validity":2,"verification":3}],"activity":0,"fraud":0,"verification":3}`,
		},
		"with a birth certificate": {
			func(id casework.ID) {
				do(t, c.desk.PutEvidence(c.ctx, id, fresh(c, caseworktest.BirthCertificate(t, rules, "", c.clock.now()))))
			},
			`{"evidence":[{"type":"passport","strength":3,"validity":2,"verification":3},{"type":"birth_certificate","validity":2}],"activity":0,"fraud":0,"verification":3}`,
		},
		"checks left to do": {
			func(id casework.ID) {
				item := fresh(c, caseworktest.BirthCertificate(t, rules, "", c.clock.now()))
				item.Checks = item.Checks[:2]
				do(t, c.desk.PutEvidence(c.ctx, id, item))
			}, "",
		},
		"another person": {
			func(id casework.ID) {
				l := *c.desk.Snapshot().Open.Case.Likeness
				l.Checks[len(l.Checks)-1].Answer = evidence.No
				do(t, c.desk.SetLikeness(c.ctx, id, l))
			}, "",
		},
		"no letter yet": {
			func(id casework.ID) { do(t, c.desk.SetNoLetter(c.ctx, id)) }, "",
		},
	} {
		test.change(c.fill(printed[0]))
		printed = printed[1:]
		open := c.desk.Snapshot().Open
		shown := must(json.Marshal(open.Scored.Result))(t)
		if got := assess(must(json.Marshal(open.Scored.Case))(t)); !bytes.Equal(shown, got) {
			t.Errorf("%s\nscreen   %s\nvouchctl %s", name, shown, got)
		}
		if test.form == "" {
			continue
		}
		if got := assess([]byte(test.form)); !bytes.Equal(shown, got) {
			t.Errorf("%s, by hand\nscreen   %s\nvouchctl %s", name, shown, got)
		}
	}
}

func fresh(c *town, item evidence.Item) evidence.Item {
	item.ID = c.desk.NewItemID()
	return anew(c.desk, item)
}
