package broker_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trusttest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func policyBody(t testing.TB) []byte {
	t.Helper()
	return must[[]byte](t)(os.ReadFile("../../assets/policy/default.json"))
}

// raw sends a request signed by hand; edit may spoil it.
func (c *town) raw(t testing.TB, method, path, body string, edit func(*brokerapi.RequestBody, http.Header)) brokerapi.Problem {
	t.Helper()
	b := brokerapi.RequestBody{
		Issuer: trusttest.DeskID, Audience: trusttest.Broker, IssuedAt: jose.SecondsOf(c.now), JTI: c.newID(),
		Method: method, URL: path, BodySHA256: brokerapi.BodyHash([]byte(body)),
	}
	req := must[*http.Request](t)(http.NewRequestWithContext(c.ctx, method, c.http.URL+path, strings.NewReader(body)))
	key := c.deskKey
	if edit != nil {
		edit(&b, req.Header)
	}
	s := must[*jose.Signer](t)(jose.NewSigner(jose.TypRequest, key.Private, key.KID))
	if _, set := req.Header[brokerapi.HeaderRequest]; !set {
		req.Header.Set(brokerapi.HeaderRequest, must[string](t)(s.Sign(b)))
	}
	resp := must[*http.Response](t)(c.http.Client().Do(req))
	defer func() { _ = resp.Body.Close() }()
	data := must[[]byte](t)(io.ReadAll(resp.Body))
	p := brokerapi.Problem{Status: resp.StatusCode}
	if resp.Header.Get("Content-Type") == brokerapi.MediaProblem {
		do(t, json.Unmarshal(data, &p))
		if p.Status != resp.StatusCode {
			t.Errorf("problem says %d, the answer is %d", p.Status, resp.StatusCode)
		}
	}
	return p
}

func TestRequestAuthentication(t *testing.T) {
	c := newTown(t)
	stranger := trusttest.NewKey(t)
	for name, r := range map[string]struct {
		edit   func(*brokerapi.RequestBody, http.Header)
		status int
		code   string
	}{
		"ok/signed":            {nil, 200, ""},
		"refused/unsigned":     {func(_ *brokerapi.RequestBody, h http.Header) { h[brokerapi.HeaderRequest] = nil }, 401, "request-unsigned"},
		"refused/rubbish":      {func(_ *brokerapi.RequestBody, h http.Header) { h.Set(brokerapi.HeaderRequest, "x") }, 400, "token-malformed"},
		"refused/other path":   {func(b *brokerapi.RequestBody, _ http.Header) { b.URL = "/v1/policy" }, 401, "request-other"},
		"refused/other query":  {func(b *brokerapi.RequestBody, _ http.Header) { b.URL += "?x=1" }, 401, "request-other"},
		"refused/other method": {func(b *brokerapi.RequestBody, _ http.Header) { b.Method = "PUT" }, 401, "request-other"},
		"refused/other body":   {func(b *brokerapi.RequestBody, _ http.Header) { b.BodySHA256 = brokerapi.BodyHash([]byte("x")) }, 401, "request-other"},
		"refused/other broker": {func(b *brokerapi.RequestBody, _ http.Header) { b.Audience = "https://broker.other.example" }, 401, "request-other"},
		"refused/other desk":   {func(b *brokerapi.RequestBody, _ http.Header) { b.Issuer = "DESK08" }, 401, "request-other"},
		"refused/old":          {func(b *brokerapi.RequestBody, _ http.Header) { b.IssuedAt -= 121 }, 401, "request-stale"},
		"refused/ahead":        {func(b *brokerapi.RequestBody, _ http.Header) { b.IssuedAt += 121 }, 401, "request-stale"},
		"refused/stranger": {func(b *brokerapi.RequestBody, h http.Header) {
			s := must[*jose.Signer](t)(jose.NewSigner(jose.TypRequest, stranger.Private, stranger.KID))
			h.Set(brokerapi.HeaderRequest, must[string](t)(s.Sign(*b)))
		}, 401, "token-key"},
		"refused/another kind of token": {func(b *brokerapi.RequestBody, h http.Header) {
			s := must[*jose.Signer](t)(jose.NewSigner(jose.TypJournal, c.deskKey.Private, c.deskKey.KID))
			h.Set(brokerapi.HeaderRequest, must[string](t)(s.Sign(*b)))
		}, 422, "token-typ"},
		"refused/a check's inner token": {func(b *brokerapi.RequestBody, h http.Header) {
			s := must[*jose.Signer](t)(jose.NewSigner(jose.TypRequest, c.deskKey.Private, c.deskKey.KID))
			h.Set(brokerapi.HeaderRequest, must[string](t)(s.Sign(brokerapi.CheckAsk{Issuer: b.Issuer, Audience: b.Audience, IssuedAt: b.IssuedAt, JTI: b.JTI})))
		}, 400, "request-malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.raw(t, "GET", brokerapi.PathTrust, "", r.edit); got.Status != r.status || got.Code != r.code {
				t.Errorf("got %d %s, want %d %s", got.Status, got.Code, r.status, r.code)
			}
		})
	}
	t.Run("refused/replayed", func(t *testing.T) {
		same := func(b *brokerapi.RequestBody, _ http.Header) { b.JTI = "the same" }
		if first := c.raw(t, "GET", brokerapi.PathTrust, "", same); first.Status != 200 {
			t.Fatalf("first: %+v", first)
		}
		if again := c.raw(t, "GET", brokerapi.PathTrust, "", same); again.Status != 401 || again.Code != "request-replayed" {
			t.Errorf("again: %+v", again)
		}
	})
}

func TestSentTwiceCountsOnce(t *testing.T) {
	c := newTown(t)
	p := c.propose(c.order(c.aCase(1), 1))
	a := c.approve(p, 1)
	for i, want := range []string{brokerapi.StateAwaitingApproval, brokerapi.StateAwaitingApproval} {
		state, err := c.desk.PutVouch(c.ctx, p.JTI, c.seal(p.Token, jose.TypVouch)) // sealed anew: other bytes
		if err != nil || state.State != want {
			t.Errorf("PUT %d: %+v, %v", i, state, err)
		}
	}
	first, err := c.desk.PutApproval(c.ctx, p.JTI, p.SHA256, c.seal(a.Token, jose.TypApproval))
	do(t, err)
	again, err := c.desk.PutApproval(c.ctx, p.JTI, p.SHA256, c.seal(a.Token, jose.TypApproval))
	do(t, err)
	got, err := c.desk.Receipt(c.ctx, p.JTI, p.SHA256)
	do(t, err)
	if again.Token != first.Token || got.Token != first.Token {
		t.Error("one vouch has several receipts")
	}
	if state, err := c.desk.PutVouch(c.ctx, p.JTI, c.seal(p.Token, jose.TypVouch)); err != nil || state.State != brokerapi.StateAccepted {
		t.Errorf("PUT after the receipt: %+v, %v", state, err)
	}
	_, err = c.desk.PutApproval(c.ctx, p.JTI, p.SHA256, c.seal(c.approve(p, 2).Token, jose.TypApproval))
	wantCode(t, err, "approval-differs", fault.Conflict)
	o := c.order(c.aCase(2), 2)
	o.JTI = p.JTI
	wantCode(t, c.putVouch(c.propose(o)), "vouch-differs", fault.Conflict)
	if leaves, err := c.store.Leaves(c.ctx, 0, 10); err != nil || len(leaves) != 1 {
		t.Errorf("%d leaves, %v", len(leaves), err)
	}
}

func TestConcurrentPuts(t *testing.T) {
	c := newTown(t)
	const cases, each = 6, 4
	proposals := make([]issuance.Proposed, cases)
	approvals := make([]issuance.Approved, cases)
	for i := range cases {
		proposals[i] = c.propose(c.order(c.aCase(i+1), i+1))
		approvals[i] = c.approve(proposals[i], i+1)
	}
	var wg sync.WaitGroup
	receipts := make([][each]string, cases)
	for i, p := range proposals {
		vouch, approval := c.seal(p.Token, jose.TypVouch), c.seal(approvals[i].Token, jose.TypApproval)
		for j := range each {
			wg.Go(func() {
				if _, err := c.desk.PutVouch(c.ctx, p.JTI, vouch); err != nil {
					t.Errorf("vouch: %v", err)
				}
				r, err := c.desk.PutApproval(c.ctx, p.JTI, p.SHA256, approval)
				if err != nil {
					t.Errorf("approval: %v", err)
				}
				receipts[i][j] = r.Token
			})
		}
	}
	wg.Wait()
	for i := range receipts {
		for _, token := range receipts[i] {
			if token != receipts[i][0] {
				t.Errorf("vouch %d has several receipts", i)
			}
		}
	}
	if leaves, err := c.store.Leaves(c.ctx, 0, 100); err != nil || len(leaves) != cases {
		t.Errorf("%d leaves, %v", len(leaves), err)
	}
}

func TestReceiptAfterACrash(t *testing.T) {
	c := newTown(t)
	p := c.propose(c.order(c.aCase(1), 1))
	do(t, c.putVouch(p))
	a := c.approve(p, 1)
	// As if the broker had stopped between the transaction and its receipt.
	c.approveInStore(p, a)
	r, err := c.desk.Receipt(c.ctx, p.JTI, p.SHA256)
	do(t, err)
	again, err := c.desk.PutApproval(c.ctx, p.JTI, p.SHA256, c.seal(a.Token, jose.TypApproval))
	do(t, err)
	if again.Token != r.Token {
		t.Error("two receipts")
	}
	proveIndependently(t, c, r.Body)
}

func TestJournalCheckpoints(t *testing.T) {
	c := newTown(t)
	put := func(seq, prev uint64, hash, prevHash string) error {
		s := must[*jose.Signer](t)(jose.NewSigner(jose.TypJournal, c.deskKey.Private, c.deskKey.KID))
		return c.desk.PutCheckpoint(c.ctx, must[string](t)(s.Sign(brokerapi.JournalBody{
			Issuer: trusttest.DeskID, Audience: trusttest.Broker, IssuedAt: jose.SecondsOf(c.now),
			Seq: seq, Hash: hash, PrevSeq: prev, PrevHash: prevHash,
		})))
	}
	do(t, put(5, 0, "h5", ""))
	do(t, put(9, 5, "h9", "h5"))
	do(t, put(9, 5, "h9", "h5"))
	for finding, err := range map[string]error{
		"fork": put(9, 5, "other", "h5"), "rollback": put(7, 5, "h7", "h5"), "gap": put(20, 15, "h20", "h15"),
	} {
		wantCode(t, err, "journal-differs", fault.Conflict)
		incidents, listErr := c.store.Incidents(c.ctx)
		do(t, listErr)
		found := false
		for _, i := range incidents {
			found = found || i.Code == "journal-"+finding
		}
		if !found {
			t.Errorf("a %s is no incident", finding)
		}
	}
}
