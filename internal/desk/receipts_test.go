package desk_test

import (
	"crypto/ecdsa"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"vouchdesk/internal/broker"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/vouch"
)

// TestAnotherDesksReceipt: the broker's own signature over a receipt for the
// very vouch that was sent, but made out to another desk.
func TestAnotherDesksReceipt(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	c.gate.set(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPut || !strings.HasSuffix(r.URL.Path, "/approval") {
			c.gate.next.ServeHTTP(w, r)
			return
		}
		own := httptest.NewRecorder()
		c.gate.next.ServeHTTP(own, r)
		token := c.madeOutTo("desk-elsewhere", strings.TrimSpace(own.Body.String()))
		w.Header().Set("Content-Type", own.Header().Get("Content-Type"))
		w.WriteHeader(own.Code)
		_, _ = w.Write([]byte(token))
	})
	id := c.settled(c.issued())
	p := c.parcel(id, outbox.Approval)
	if p.State != outbox.NeedsDecision || p.Reason.Code != "receipt-other" {
		t.Fatalf("approval: %+v", p)
	}
	if r := c.row(id); r.State != casework.BeingChecked || r.Receipt {
		t.Errorf("another desk's receipt was filed: %+v", r)
	}
	c.gate.open()
	do(t, c.desk.RetryParcel(c.ctx, string(p.ID)))
	c.received(id)
}

// madeOutTo is a receipt for another desk, signed by the broker as its own is.
func (c *town) madeOutTo(desk, token string) string {
	c.t.Helper()
	body := must(vouch.OpenReceipt(token, c.desk.Trusted()))(c.t)
	body.Audience = desk
	key := must(c.keys.Signer(broker.RoleReceipt))(c.t)
	kid := jose.Thumbprint(key.Public().(*ecdsa.PublicKey))
	return must(must(jose.NewSigner(jose.TypReceipt, key, kid))(c.t).Sign(body))(c.t)
}
