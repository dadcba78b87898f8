package brokerapi

import (
	"encoding/json"

	"vouchdesk/internal/jose"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// Enrolment is what a new desk sends, once, with the secret of its code. Sent
// again with the same key it gets the same answer: the first may have been lost.
type Enrolment struct {
	Secret         string          `json:"secret"`
	DeskKey        json.RawMessage `json:"desk_key"`        // public JWK
	VaultRecipient string          `json:"vault_recipient"` // age1...
}

// Enrolled tells a desk who it is.
type Enrolled struct {
	Desk   trust.DeskID `json:"desk"`
	Site   int          `json:"site"`
	Broker string       `json:"broker"` // the aud of requests
	Issuer string       `json:"issuer"`
}

// StaffKeys are a person's new public keys, sent by the desk where they were made.
type StaffKeys struct {
	Person trust.PersonID  `json:"person"`
	Sign   json.RawMessage `json:"sign"`
	Enc    json.RawMessage `json:"enc"`
}

// StaffPending says how far the administrators are.
type StaffPending struct {
	State     string `json:"state"` // "pending" or "confirmed"
	Confirmed int    `json:"confirmed"`
	Needed    int    `json:"needed"`
}

// The states of staff keys.
const (
	StaffStatePending   = "pending"
	StaffStateConfirmed = "confirmed"
)

// VouchState is where a vouch stands at the broker.
type VouchState struct {
	State      string `json:"state"`
	ReplacedBy string `json:"replaced_by,omitempty"` // jti, of a withdrawn one
}

// The states of a vouch.
const (
	StateAwaitingApproval = "awaiting_approval"
	StateAccepted         = "accepted"
	StateWithdrawn        = "withdrawn" // another, approved, replaces it
)

// Health says that the broker can read and write its store.
type Health struct {
	Status string `json:"status"` // "ok"
}

// LeaseAsk asks for status indices.
type LeaseAsk struct {
	Count int `json:"count"`
}

// MaxLease is the most indices one lease holds.
const MaxLease = 512

// RequestBody is what a vd-request+jwt says: one request, by one desk.
type RequestBody struct {
	Issuer     trust.DeskID `json:"iss"`
	Audience   string       `json:"aud"`
	IssuedAt   jose.Seconds `json:"iat"`
	JTI        string       `json:"jti"`
	Method     string       `json:"method"`
	URL        string       `json:"url"` // path and query as sent
	BodySHA256 string       `json:"body_sha256"`
}

// TimeBody is what a vd-time+jwt says. The nonce is the desk's, so that an old
// answer cannot be played back.
type TimeBody struct {
	Issuer   string       `json:"iss"`
	IssuedAt jose.Seconds `json:"iat"`
	Nonce    string       `json:"nonce"`
}

// LeaseBody is what a vd-lease+jwt says: these indices are this desk's alone.
type LeaseBody struct {
	Issuer   string       `json:"iss"`
	Audience trust.DeskID `json:"aud"`
	IssuedAt jose.Seconds `json:"iat"`
	JTI      string       `json:"jti"`
	URI      string       `json:"uri"` // the status list they lie in
	Indices  []int        `json:"indices"`
}

// LettersBody is what a vd-letters+jwt says: the council's letter records for
// one site. It travels only sealed to a vault.
type LettersBody struct {
	Issuer   string          `json:"iss"`
	Audience trust.DeskID    `json:"aud"`
	IssuedAt jose.Seconds    `json:"iat"`
	Site     int             `json:"site"`
	Records  []letter.Record `json:"records"`
}

// CheckAsk asks for the council's counter-fraud and activity checks. It is
// personal data: it travels as a vd-request+jwt signed by the desk inside a
// JWE to the broker, and cannot be taken for a request header, which has other
// members.
type CheckAsk struct {
	Issuer   trust.DeskID  `json:"iss"`
	Audience string        `json:"aud"`
	IssuedAt jose.Seconds  `json:"iat"`
	JTI      string        `json:"jti"`
	Case     string        `json:"case"` // the sub the vouch will have
	Name     resident.Name `json:"name"`
	Born     resident.Date `json:"born"`
	Referee  *RefereeAsk   `json:"referee,omitempty"` // the person asked about is a referee of the case
}

// RefereeAsk asks what other cases say of a referee. Resident is whom they
// would vouch for.
type RefereeAsk struct {
	Reference    string        `json:"reference"` // as it will stand in the vouch
	ResidentName resident.Name `json:"resident_name"`
	ResidentBorn resident.Date `json:"resident_born"`
}

// JournalBody is what a vd-journal+jwt says: the desk's journal stands here,
// and stood there at the checkpoint before. The first has no before.
type JournalBody struct {
	Issuer   trust.DeskID `json:"iss"`
	Audience string       `json:"aud"`
	IssuedAt jose.Seconds `json:"iat"`
	Seq      uint64       `json:"seq"`
	Hash     string       `json:"hash"`
	PrevSeq  uint64       `json:"prev_seq,omitempty"`
	PrevHash string       `json:"prev_hash,omitempty"`
}

// CheckpointKept says that a journal checkpoint fits and is kept.
type CheckpointKept struct {
	State string `json:"state"`
}

// StateKept is the state of a checkpoint that fits.
const StateKept = "kept"
