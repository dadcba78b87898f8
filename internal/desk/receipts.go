package desk

import (
	"errors"
	"slices"
	"strconv"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/courier"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vault"
	"vouchdesk/internal/vouch"
)

// receiptRecord is a receipt as it lies in the desk domain: it names nobody.
type receiptRecord struct {
	Token    string       `json:"token"`
	Received jose.Seconds `json:"received"`
}

// keepReceipt keeps a receipt, and the case with it where somebody is signed
// in; otherwise the next sign-in finds it.
func (s *state) keepReceipt(tx *vault.Tx, p outbox.Parcel, r *courier.Receipt) (*casework.Case, error) {
	rec := receiptRecord{Token: r.Token, Received: r.Body.Received}
	if err := put(tx, vault.Receipts, r.Body.VouchJTI, rec); err != nil {
		return nil, err
	}
	id := casework.ID(p.Case)
	details := map[string]string{"jti": r.Body.VouchJTI, "index": strconv.FormatInt(r.Body.Log.Index, 10)}
	if err := s.append(tx, actReceived, id, details); err != nil {
		return nil, err
	}
	if s.session == nil || s.entries[id] == nil {
		return nil, nil
	}
	c, err := get[casework.Case](tx, vault.Cases, string(id))
	if err != nil {
		return nil, err
	}
	if filed, err := s.fileReceipt(tx, &c); err != nil || !filed {
		return nil, err
	}
	err = s.replace(tx, &c, func(of casework.ID, do func(*casework.Case) error) error { return amend(tx, of, do) })
	if err != nil {
		return nil, err
	}
	return &c, put(tx, vault.Cases, string(id), &c)
}

// replace notes, with the receipt of a correction, that the vouch it corrects is
// withdrawn; change finds that case.
func (s *state) replace(tx *vault.Tx, c *casework.Case, change func(casework.ID, func(*casework.Case) error) error) error {
	if c.Correction == nil {
		return nil
	}
	details := map[string]string{"jti": c.Replaces, "by": c.Submission.JTI}
	if err := s.append(tx, actReplaced, c.Correction.Of, details); err != nil {
		return err
	}
	return change(c.Correction.Of, func(of *casework.Case) error {
		of.ReplacedBy(c.ID, c.Submission.JTI, c.Submission.ReceivedAt)
		return nil
	})
}

// fileReceipt puts a receipt that is here into its case.
func (s *state) fileReceipt(tx *vault.Tx, c *casework.Case) (bool, error) {
	if c.State != casework.BeingChecked || c.Submission == nil {
		return false, nil
	}
	rec, err := get[receiptRecord](tx, vault.Receipts, c.Submission.JTI)
	if errors.Is(err, vault.ErrNoRecord) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	return true, c.Accept(rec.Token, rec.Received.Time())
}

// What an uplift says, as a code for the face.
const (
	upliftNone     = "no-source-configured"
	upliftAsked    = "sources-asked"
	upliftNotNamed = "not-named"
)

// receiptOf reads a case's receipt for the screen, verified once more.
func receiptOf(c *casework.Case, list *trust.List) *Receipt {
	if c.Submission == nil || c.Submission.Receipt == "" || list == nil {
		return nil
	}
	b, err := vouch.OpenReceipt(c.Submission.Receipt, list)
	if err != nil {
		return nil
	}
	r := &Receipt{
		JTI: b.JTI, ReceivedAt: b.Received.Time(), Index: b.Log.Index, Size: b.Log.Size,
		Suspended: slices.Clone(b.Suspended), Confidence: b.Uplift.Confidence, Profiles: append([]string{}, b.Uplift.Profiles...), Uplift: upliftOf(b.Uplift),
	}
	return r
}

func upliftOf(u vouch.Uplift) string {
	switch {
	case len(u.Sources) > 0:
		return upliftAsked
	case u.Note == vouch.NotNamed:
		return upliftNotNamed
	default:
		return upliftNone
	}
}
