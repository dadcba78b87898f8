package desk_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vault"
)

// code is an enrolment code for a second desk.
func (c *town) code() brokerapi.EnrolmentCode {
	c.t.Helper()
	return must(c.admin.NewDeskCode(c.ctx, trust.Desk{
		ID: trusttest.OtherDesk, Name: trust.Text{En: "Desk 8", Cy: "Desg 8"}, Site: trusttest.Site,
	}, c.http.Certificate().Raw, time.Hour))(c.t)
}

func (c *town) elsewhere() desk.Config {
	config := c.config
	config.Dir = filepath.Join(c.t.TempDir(), "second")
	return config
}

func TestEnrolPinsTheRoot(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	other := c.code()
	other.Root = trusttest.NewKey(t).KID
	config := c.elsewhere()
	_, err := desk.Enrol(c.ctx, desk.EnrolConfig{Config: config, Code: other.String()})
	if err == nil {
		t.Fatal("another council's root was taken")
	}
	if vault.Exists(config.Dir) {
		t.Error("a vault was made before the root was known to be right")
	}
	_, err = desk.Enrol(c.ctx, desk.EnrolConfig{Config: config, Code: "VDE-NONSENSE"})
	code(t, err, "enrol-code-damaged")
	_, err = desk.Enrol(c.ctx, desk.EnrolConfig{Config: c.config, Code: c.code().String()})
	if err == nil {
		t.Error("a desk was enrolled twice")
	}
}

func TestEnrolCutShort(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	text := c.code().String()
	config := c.elsewhere()
	c.gate.set(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			panic(http.ErrAbortHandler)
		}
		c.gate.next.ServeHTTP(w, r)
	})
	if _, err := desk.Enrol(c.ctx, desk.EnrolConfig{Config: config, Code: text}); err == nil {
		t.Fatal("enrolled without an answer")
	}
	if _, err := desk.Open(c.ctx, config); err == nil {
		t.Fatal("a desk that is half enrolled opens")
	}
	c.gate.open()
	if id := must(desk.Enrol(c.ctx, desk.EnrolConfig{Config: config, Code: text}))(t); id != trusttest.OtherDesk {
		t.Errorf("enrolled as %s", id)
	}
	d := must(desk.Open(c.ctx, config))(t)
	do(t, d.Sync(c.ctx))
	if p := d.Snapshot().Place; p.ID != trusttest.OtherDesk || p.SiteNumber != trusttest.Site || p.Site.En == "" {
		t.Errorf("place: %+v", p)
	}
	do(t, d.Shutdown(c.ctx))
}

// TestNewPolicyAssessesOpenCasesAgain also holds that an older one is refused.
func TestNewPolicyAssessesOpenCasesAgain(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	open, other := c.fill(""), c.fill("")
	done := c.fill("")
	do(t, c.desk.Submit(c.ctx, done, phrase, true))
	do(t, c.desk.OpenCase(c.ctx, open))
	before := c.desk.Snapshot().Policy.Version
	body := must(os.ReadFile("../../assets/policy/default.json"))(t)
	was, is := mustJSON(t, before), mustJSON(t, before+1)
	body = bytes.Replace(body, []byte(`"version": `+was), []byte(`"version": `+is), 1)
	must(c.admin.PublishPolicy(c.ctx, body))(t)
	do(t, c.desk.Sync(c.ctx))
	if got := c.desk.Snapshot().Policy.Version; got != before+1 {
		t.Fatalf("policy %d", got)
	}
	for id, want := range map[casework.ID]int{open: before + 1, other: before + 1, done: before} {
		do(t, c.desk.OpenCase(c.ctx, id))
		if got := c.desk.Snapshot().Open.Case.Policy; got != int64(want) {
			t.Errorf("a case stands under %d, want %d", got, want)
		}
	}
	do(t, c.desk.Submit(c.ctx, open, phrase, true))
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	return string(must(json.Marshal(v))(t))
}

// TestStoredListsAreVerifiedAgain: a list in the vault is believed no more than
// one from the wire.
func TestStoredListsAreVerifiedAgain(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	c.stop()
	desk.Tamper(t, c.config, "trust")
	c.gate.shut()
	c.start()
	if c.desk.Trusted() != nil {
		t.Fatal("a trust list that nobody signed is in use")
	}
	code(t, c.desk.SignIn(c.ctx, officer, phrase), "desk-not-ready")
	c.gate.open()
	do(t, c.desk.Sync(c.ctx))
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	c.stop()
	desk.Tamper(t, c.config, "root")
	if _, err := desk.Open(c.ctx, c.config); err == nil {
		t.Error("a root that nobody pinned is in use")
	}
}
