package courier

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

// Health asks whether the broker answers at all.
func (c *Client) Health(ctx context.Context) error {
	_, err := c.do(ctx, question{method: http.MethodGet, path: brokerapi.PathHealth, open: true, media: brokerapi.MediaJSON})
	return err
}

// Time is the broker's signed time, over a nonce of ours. It needs no signed
// request, so that a desk with a wrong clock can ask.
func (c *Client) Time(ctx context.Context) (brokerapi.TimeBody, error) {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // never fails (Go 1.24)
	nonce := base64.RawURLEncoding.EncodeToString(raw[:])
	got, err := c.do(ctx, question{
		method: http.MethodGet, path: brokerapi.PathTime, query: url.Values{"nonce": {nonce}}, open: true,
		media: brokerapi.MediaJWT, limit: jose.TypTime.Limit(),
	})
	if err != nil {
		return brokerapi.TimeBody{}, err
	}
	var body brokerapi.TimeBody
	if err := c.read(string(got.body), jose.TypTime, &body); err != nil {
		return brokerapi.TimeBody{}, err
	}
	if body.Issuer != c.cfg.Broker || body.Nonce != nonce {
		return brokerapi.TimeBody{}, ErrAnswer
	}
	return body, nil
}

// Enrol uses the secret of an enrolment code. It needs no signer.
func (c *Client) Enrol(ctx context.Context, e brokerapi.Enrolment) (brokerapi.Enrolled, error) {
	var answer brokerapi.Enrolled
	return answer, c.post(ctx, brokerapi.PathDesks, e, true, &answer)
}

// RegisterStaff hands in a person's new keys.
func (c *Client) RegisterStaff(ctx context.Context, k brokerapi.StaffKeys) (brokerapi.StaffPending, error) {
	var answer brokerapi.StaffPending
	return answer, c.post(ctx, brokerapi.PathStaffKeys, k, false, &answer)
}

// Root pulls the root unless it is still the one under etag. The caller
// verifies it, as of Trust and Policy.
func (c *Client) Root(ctx context.Context, etag string) (Pulled, error) {
	return c.pull(ctx, brokerapi.PathRoot, etag, jose.TypRoot, true)
}

// Trust pulls the trust list.
func (c *Client) Trust(ctx context.Context, etag string) (Pulled, error) {
	return c.pull(ctx, brokerapi.PathTrust, etag, jose.TypTrust, false)
}

// Policy pulls the policy.
func (c *Client) Policy(ctx context.Context, etag string) (Pulled, error) {
	return c.pull(ctx, brokerapi.PathPolicy, etag, jose.TypPolicy, false)
}

func (c *Client) pull(ctx context.Context, path, etag string, typ jose.Typ, open bool) (Pulled, error) {
	got, err := c.do(ctx, question{
		method: http.MethodGet, path: path, etag: etag, open: open, media: brokerapi.MediaJWT, limit: typ.Limit(),
	})
	if err != nil {
		return Pulled{}, err
	}
	if got.status == http.StatusNotModified {
		return Pulled{ETag: etag}, nil
	}
	return Pulled{Token: string(got.body), ETag: got.etag, Fresh: true}, nil
}

// Letters pulls the site's letter records, sealed to the vault.
func (c *Client) Letters(ctx context.Context, etag string) (SealedLetters, error) {
	got, err := c.do(ctx, question{
		method: http.MethodGet, path: brokerapi.PathLetters, etag: etag, media: brokerapi.MediaSealed, limit: brokerapi.MaxAnswer,
	})
	if err != nil {
		return SealedLetters{}, err
	}
	if got.status == http.StatusNotModified {
		return SealedLetters{ETag: etag}, nil
	}
	return SealedLetters{Age: got.body, ETag: got.etag, Fresh: true}, nil
}

// Lease asks for count status indices.
func (c *Client) Lease(ctx context.Context, count int) (Lease, error) {
	data, err := json.Marshal(brokerapi.LeaseAsk{Count: count})
	if err != nil {
		return Lease{}, ErrConfig.Because(err)
	}
	got, err := c.do(ctx, question{
		method: http.MethodPost, path: brokerapi.PathLeases, body: data, sends: brokerapi.MediaJSON,
		media: brokerapi.MediaJWT, limit: jose.TypLease.Limit(),
	})
	if err != nil {
		return Lease{}, err
	}
	l := Lease{Token: string(got.body)}
	if err := c.read(l.Token, jose.TypLease, &l.Body); err != nil {
		return Lease{}, err
	}
	if l.Body.Issuer != c.cfg.Broker || l.Body.Audience != c.cfg.Desk || len(l.Body.Indices) != count {
		return Lease{}, ErrAnswer
	}
	return l, nil
}

// Check asks for the council's checks about the resident of a case. The ask is
// filled in, signed and sealed here: no proxy on the way reads it.
func (c *Client) Check(ctx context.Context, ask brokerapi.CheckAsk) (Check, error) {
	list := c.cfg.List()
	if list == nil {
		return Check{}, ErrUntrusted
	}
	if c.cfg.Signer == nil {
		return Check{}, ErrConfig.At("signer")
	}
	now := c.cfg.Now()
	ask.Issuer, ask.Audience, ask.IssuedAt, ask.JTI = c.cfg.Desk, c.cfg.Broker, jose.SecondsOf(now), c.cfg.NewID()
	token, err := c.cfg.Signer.Sign(ask)
	if err != nil {
		return Check{}, err
	}
	parcel, err := brokerapi.SealParcel(token, jose.TypRequest, list, now)
	if err != nil {
		return Check{}, err
	}
	got, err := c.do(ctx, question{
		method: http.MethodPost, path: brokerapi.PathChecks, body: []byte(parcel), sends: brokerapi.MediaJOSE,
		media: brokerapi.MediaJWT, limit: jose.TypCheck.Limit(),
	})
	if err != nil {
		return Check{}, err
	}
	k := Check{Token: string(got.body)}
	if k.Body, err = vouch.OpenCheck(k.Token, list); err != nil {
		return Check{}, ErrMalformed.Because(err)
	}
	if k.Body.Audience != string(c.cfg.Desk) || k.Body.Case != ask.Case || !sameReferee(ask.Referee, k.Body.Referee) {
		return Check{}, ErrAnswer
	}
	return k, nil
}

// PutVouch sends a sealed vouch. Sent twice it counts once.
func (c *Client) PutVouch(ctx context.Context, jti, parcel string) (brokerapi.VouchState, error) {
	var answer brokerapi.VouchState
	got, err := c.do(ctx, question{
		method: http.MethodPut, path: at(brokerapi.PathVouch, jti), etag: "*", body: []byte(parcel), sends: brokerapi.MediaJOSE,
		media: brokerapi.MediaJSON,
	})
	if err != nil {
		return answer, err
	}
	return answer, unmarshal(got.body, &answer)
}

// PutApproval sends a sealed approval; the answer is the receipt.
func (c *Client) PutApproval(ctx context.Context, jti, vouchSHA256, parcel string) (Receipt, error) {
	return c.receipt(ctx, jti, vouchSHA256, question{
		method: http.MethodPut, path: at(brokerapi.PathApproval, jti), body: []byte(parcel), sends: brokerapi.MediaJOSE,
	})
}

// Receipt asks for a receipt again.
func (c *Client) Receipt(ctx context.Context, jti, vouchSHA256 string) (Receipt, error) {
	return c.receipt(ctx, jti, vouchSHA256, question{method: http.MethodGet, path: at(brokerapi.PathReceipt, jti)})
}

func (c *Client) receipt(ctx context.Context, jti, vouchSHA256 string, q question) (Receipt, error) {
	q.media, q.limit = brokerapi.MediaJWT, jose.TypReceipt.Limit()
	got, err := c.do(ctx, q)
	if err != nil {
		return Receipt{}, err
	}
	list := c.cfg.List()
	if list == nil {
		return Receipt{}, ErrUntrusted
	}
	r := Receipt{Token: string(got.body)}
	if r.Body, err = vouch.OpenReceipt(r.Token, list); err != nil {
		return Receipt{}, ErrMalformed.Because(err)
	}
	if r.Body.VouchJTI != jti || r.Body.VouchSHA256 != vouchSHA256 {
		return Receipt{}, ErrReceipt
	}
	return r, nil
}

// PutReferral sends a sealed vd-referral+jwt. Sent twice it counts once.
func (c *Client) PutReferral(ctx context.Context, id, parcel string) error {
	got, err := c.do(ctx, question{
		method: http.MethodPut, path: strings.Replace(brokerapi.PathReferral, "{id}", url.PathEscape(id), 1),
		body: []byte(parcel), sends: brokerapi.MediaJOSE, media: brokerapi.MediaJSON,
	})
	if err != nil {
		return err
	}
	var kept brokerapi.Referred
	return unmarshal(got.body, &kept)
}

// PutCheckpoint sends a vd-journal+jwt.
func (c *Client) PutCheckpoint(ctx context.Context, token string) error {
	_, err := c.do(ctx, question{
		method: http.MethodPost, path: brokerapi.PathCheckpoints, body: []byte(token), sends: brokerapi.MediaJWT,
		media: brokerapi.MediaJSON,
	})
	return err
}

// post sends JSON and reads JSON.
func (c *Client) post(ctx context.Context, path string, ask any, open bool, into any) error {
	data, err := json.Marshal(ask)
	if err != nil {
		return ErrConfig.Because(err)
	}
	got, err := c.do(ctx, question{
		method: http.MethodPost, path: path, body: data, sends: brokerapi.MediaJSON, media: brokerapi.MediaJSON, open: open,
	})
	if err != nil {
		return err
	}
	return unmarshal(got.body, into)
}

// read verifies what the broker states under its own key.
func (c *Client) read(token string, typ jose.Typ, into any) error {
	list := c.cfg.List()
	if list == nil {
		return ErrUntrusted
	}
	v, err := jose.Verify(token, typ, list.Keys(trust.UseBroker))
	if err != nil {
		return ErrMalformed.Because(err)
	}
	if err := jose.Decode(v.Payload, into); err != nil {
		return ErrMalformed.Because(err)
	}
	return nil
}

// unmarshal reads an answer that is not signed. Members we do not know are
// allowed: a newer broker may say more.
func unmarshal(body []byte, into any) error {
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(into); err != nil {
		return ErrMalformed
	}
	return nil
}

// at puts a jti into a path.
func at(path, jti string) string { return strings.Replace(path, "{jti}", url.PathEscape(jti), 1) }

// sameReferee: an answer about a referee is not one about the resident.
func sameReferee(ask *brokerapi.RefereeAsk, got *vouch.CheckReferee) bool {
	if ask == nil || got == nil {
		return ask == nil && got == nil
	}
	return ask.Reference == got.Reference
}
