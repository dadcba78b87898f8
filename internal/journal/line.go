package journal

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"vouchdesk/internal/fault"
)

// ErrMalformed is returned for a line or sum that is not of its form.
var ErrMalformed = fault.New(fault.Malformed, "journal-malformed")

// Each kind of hash has its own prefix, so that none can stand for another.
const (
	genesisPrefix = "vouchdesk journal genesis 1\n"
	linePrefix    = "vouchdesk journal line 1\n"
)

// Sum is a SHA-256 or HMAC-SHA-256 value. Its text is 64 lower-case hex digits.
type Sum [sha256.Size]byte

// ParseSum reads the text of a sum; upper case is refused, as there must be
// one form only.
func ParseSum(text string) (Sum, error) {
	var s Sum
	if len(text) != hex.EncodedLen(len(s)) || strings.ToLower(text) != text {
		return Sum{}, ErrMalformed
	}
	if _, err := hex.Decode(s[:], []byte(text)); err != nil {
		return Sum{}, ErrMalformed
	}
	return s, nil
}

func (s Sum) String() string { return hex.EncodeToString(s[:]) }

// MarshalText lets a sum appear as its text in JSON.
func (s Sum) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText is the strict reverse of [Sum.MarshalText].
func (s *Sum) UnmarshalText(text []byte) error {
	parsed, err := ParseSum(string(text))
	if err != nil {
		return err
	}
	*s = parsed
	return nil
}

// Head is the end of a chain: the number and hash of its newest line.
type Head struct {
	Seq  uint64 `json:"seq"`
	Hash Sum    `json:"hash"`
}

// Genesis is the head of the empty chain of one desk.
func Genesis(desk string) Head {
	return Head{Hash: sha256.Sum256([]byte(genesisPrefix + desk))}
}

// Line is the clear half of one act.
type Line struct {
	Seq    uint64 // 1 for the first act of a desk
	Prev   Sum    // hash of the line before
	Digest Sum    // of the particulars, see [Digest]
	Hash   Sum    // over the three above
}

// Next returns the line that follows head.
func Next(head Head, digest Sum) Line {
	l := Line{Seq: head.Seq + 1, Prev: head.Hash, Digest: digest}
	l.Hash = l.sum()
	return l
}

// Head returns the head of a chain that ends with l.
func (l Line) Head() Head { return Head{Seq: l.Seq, Hash: l.Hash} }

// Sound reports whether the line's own hash is right.
func (l Line) Sound() bool { return l.Hash == l.sum() }

// Follows reports whether the line is sound and is the next one after head.
func (l Line) Follows(head Head) bool {
	return l.Sound() && l.Seq == head.Seq+1 && l.Prev == head.Hash
}

// String is the line as it stands in an exported file, without the line end.
func (l Line) String() string {
	return l.clear() + " " + l.Hash.String()
}

func (l Line) clear() string {
	return strconv.FormatUint(l.Seq, 10) + " " + l.Prev.String() + " " + l.Digest.String()
}

func (l Line) sum() Sum { return sha256.Sum256([]byte(linePrefix + l.clear())) }

// ParseLine reads what [Line.String] wrote and nothing else. It does not ask
// whether the line is sound.
func ParseLine(text string) (Line, error) {
	fields := strings.Split(text, " ")
	if len(fields) != 4 {
		return Line{}, ErrMalformed
	}
	seq, err := strconv.ParseUint(fields[0], 10, 64)
	if err != nil || seq == 0 {
		return Line{}, ErrMalformed
	}
	l := Line{Seq: seq}
	for i, sum := range []*Sum{&l.Prev, &l.Digest, &l.Hash} {
		if *sum, err = ParseSum(fields[i+1]); err != nil {
			return Line{}, err
		}
	}
	// Leading zeros and plus signs parse too, but would be a second form.
	if l.String() != text {
		return Line{}, ErrMalformed
	}
	return l, nil
}

// Checkpoint is what a desk signs to commit itself to its chain so far.
type Checkpoint struct {
	Seq  uint64 `json:"seq"`
	Hash Sum    `json:"hash"`
}

// Checkpoint returns the payload that commits to this head.
func (h Head) Checkpoint() Checkpoint { return Checkpoint(h) }
