package policy

import (
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/resident"
)

// Findings is everything a score rests on. Name, Birth and Address are
// what the resident said; they only raise flags.
type Findings struct {
	Evidence []evidence.Item
	Likeness *evidence.Likeness
	// Trained is the training of those whom checks name; somebody else named is
	// untrained. Where a check names nobody, the officer of [Policy.Score] made it.
	Trained  map[string]Training
	Asked    bool // the broker's sources were asked
	Activity int  // from the broker's signed check, else 0
	Fraud    int
	Name     resident.Name
	Birth    resident.Date
	Address  resident.Address
	// Explained gives the officer's reason why a document has another name.
	Explained    map[evidence.ItemID]string
	Referees     []RefereeFinding
	AddressProof AddressFinding
	// Colleague is when another officer of the council, who could be fetched and
	// still leave somebody to approve, last had likeness training. For coaching.
	Colleague resident.Date
}

// RefereeFinding is one referee's statement. Eligible says that it counts: the
// referee may vouch, their own identity was checked, and the statement is
// neither out of date nor taken back.
type RefereeFinding struct {
	ID       string
	Eligible bool
}

// AddressFinding is how the address stands. Documents that show it are found
// among the evidence.
type AddressFinding struct {
	Needed bool       // by the purpose
	Shown  bool       // by the letter or the council's record
	Letter gpg45.Kind // how the council's letter could still show it; "" if it cannot
}

// Training is when an officer's training was last refreshed; zero is never.
type Training struct {
	Document resident.Date
	Likeness resident.Date
}

// ScoredPiece is one item with its scores.
type ScoredPiece struct {
	ItemID   evidence.ItemID `json:"item_id"`
	Type     string          `json:"type"`
	Strength int             `json:"strength"`
	Validity int             `json:"validity"`
	Reasons  []Reason        `json:"reasons"`
}

// Scored is what the policy makes of the findings.
type Scored struct {
	Pieces              []ScoredPiece `json:"pieces"`
	Verification        int           `json:"verification"`
	VerificationReasons []Reason      `json:"verification_reasons"`
	Activity            int           `json:"activity"` // the broker's; a referee's stands in Referee
	Fraud               int           `json:"fraud"`
	Referee             ScoredReferee `json:"referee"`
	Lowered             []Lowered     `json:"lowered"`
	Flags               []Flag        `json:"flags"`
	Address             Address       `json:"address"`
	Case                Case          `json:"case"`   // the same in scores alone, as vouchctl assess reads it
	Result              gpg45.Result  `json:"result"` // always [Policy.Assess] of Case
}

// Address says whether the purpose still lacks a proof of address, and the
// cheapest thing that would give one, if anything would.
type Address struct {
	Lacks bool        `json:"lacks"`
	By    []gpg45.Add `json:"by,omitempty"`
}

// Score applies the policy to the findings as they stand on a day. The officer
// is who works on the case now: what is not done yet would be done by them. It
// never fails: what the policy does not know scores 0 and says so.
func (p *Policy) Score(f Findings, officer Training, on resident.Date) Scored {
	acts := acts{rules: p.Training, trained: f.Trained, officer: officer, on: on}
	s := Scored{Pieces: []ScoredPiece{}, Flags: p.flags(f, on), Referee: p.referees(f)}
	s.Activity, s.Fraud = fromSources(f)
	s.Case = Case{Activity: max(s.Activity, s.Referee.Activity), Fraud: s.Fraud, Evidence: []gpg45.Piece{}}
	for _, item := range f.Evidence {
		piece := p.piece(item, acts)
		s.Pieces = append(s.Pieces, piece)
		s.Case.Evidence = append(s.Case.Evidence, gpg45.Piece{Type: piece.Type, Strength: piece.Strength, Validity: piece.Validity})
	}
	s.Verification, s.VerificationReasons = p.likeness(f, s.Pieces, acts)
	for i, item := range f.Evidence {
		if f.Likeness != nil && item.ID == f.Likeness.Against {
			s.Case.Evidence[i].Verification = &s.Verification
			break
		}
	}
	if s.Referee.Strength > 0 {
		s.Case.Evidence = append(s.Case.Evidence, gpg45.Piece{
			Type: RefereeStatement, Strength: s.Referee.Strength, Validity: s.Referee.Validity,
		})
	}
	s.Lowered = p.lowered(f, s, acts)
	s.Case.Could = p.could(f, s, acts)
	s.Result = p.Assess(s.Case)
	s.Address = p.address(s.Case)
	return s
}

func (p *Policy) piece(item evidence.Item, acts acts) ScoredPiece {
	piece := ScoredPiece{ItemID: item.ID, Type: item.Type}
	var more []Reason
	piece.Strength, piece.Reasons = p.Strength(item)
	piece.Validity, more = p.validity(item, acts)
	piece.Reasons = append(piece.Reasons, more...)
	return piece
}
