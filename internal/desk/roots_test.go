package desk_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"vouchdesk/internal/broker"
	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/courier"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
)

// serveRoot answers with a root of its own.
func (c *town) serveRoot(token string) {
	c.gate.set(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != brokerapi.PathRoot {
			c.gate.next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", brokerapi.MediaJWT)
		w.Header().Set("ETag", courier.ETagOf(token))
		_, _ = w.Write([]byte(token))
	})
}

func TestRootIsReplacedByItsOwnSignatureOnly(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	body := c.desk.Root().Body
	body.Version++
	body.Name = trust.Text{En: "Specimen City Council", Cy: "Cyngor Dinas Enghreifftiol"}
	signed := func(key *jose.Signer) string { return must(key.Sign(body))(t) }
	stranger := trusttest.NewKey(t)
	c.serveRoot(signed(must(jose.NewSigner(jose.TypRoot, stranger.Private, stranger.KID))(t)))
	if err := c.desk.Sync(c.ctx); err == nil {
		t.Error("a stranger's root was taken")
	}
	if got := c.desk.Snapshot().Council.Name.En; got != trusttest.Name {
		t.Fatalf("the council is called %q", got)
	}
	key := must(c.keys.Signer(broker.RoleRoot))(t)
	c.serveRoot(signed(must(jose.NewSigner(jose.TypRoot, key, c.desk.Root().Thumbprints()[0]))(t)))
	do(t, c.desk.Sync(c.ctx))
	c.restart()
	if got := c.desk.Snapshot().Council.Name.En; got != body.Name.En {
		t.Errorf("after a restart the council is called %q", got)
	}
}

func TestMistakeOfOurs(t *testing.T) {
	t.Parallel()
	log := &buffer{}
	c := newTown(t, func(k *desk.Config) { k.Log = slog.New(slog.NewTextHandler(log, nil)) })
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	code(t, c.desk.Break(c.ctx), "desk-broken")
	code(t, c.desk.OpenCase(c.ctx, id), "desk-broken")
	if bytes.Contains(log.b.Bytes(), []byte("Specimen")) || !bytes.Contains(log.b.Bytes(), []byte("desk broken")) {
		t.Errorf("log: %s", log.b.Bytes())
	}
	c.restart()
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	do(t, c.desk.OpenCase(c.ctx, id))
}

func TestJournalIsSignedHourly(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	count := func() (n int) {
		for _, p := range c.desk.Outbox() {
			if p.Kind == outbox.Checkpoint {
				n++
			}
		}
		return n
	}
	do(t, c.desk.Hourly(c.ctx))
	do(t, c.desk.Hourly(c.ctx))
	if got := count(); got != 1 {
		t.Fatalf("%d checkpoints", got)
	}
	do(t, c.desk.Sync(c.ctx))
	c.clock.pass(time.Hour)
	do(t, c.desk.SetSettings(c.ctx, desk.Settings{Language: "cy", Text: 1, Theme: "light"}))
	do(t, c.desk.Hourly(c.ctx))
	do(t, c.desk.Sync(c.ctx))
	if got := c.desk.Outbox(); count() != 1 || got[0].State != outbox.Accepted {
		t.Errorf("outbox: %+v", got)
	}
}

func TestLetterIsGoodForAnotherTry(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	printed := c.letter(nil)
	do(t, c.desk.Sync(c.ctx))
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill(printed)
	do(t, c.desk.Close(c.ctx, id, casework.Closing{Outcome: casework.Withdrawn, Reason: "changed_mind"}))
	do(t, c.desk.CloseCase(c.ctx))
	if c.desk.Snapshot().Open != nil {
		t.Error("a case that was left is on screen")
	}
	c.fill(printed)
}
