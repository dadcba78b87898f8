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
	Activity int // from the broker's signed check, else 0
	Fraud    int
	Name     resident.Name
	Birth    resident.Date
	Address  resident.Address
	// Explained gives the officer's reason why a document has another name.
	Explained map[evidence.ItemID]string
	Referees  []RefereeFinding
}

// RefereeFinding is one referee's statement. Eligible says that it counts: the
// referee may vouch, their own identity was checked, and the statement is
// neither out of date nor taken back.
type RefereeFinding struct {
	ID       string
	Eligible bool
}

// Training is when the officer's training was last refreshed; zero is never.
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
	Flags               []Flag        `json:"flags"`
	Result              gpg45.Result  `json:"result"`
}

// Score applies the policy to the findings as they stand on a day. It never
// fails: what the policy does not know scores 0 and says so.
func (p *Policy) Score(f Findings, training Training, on resident.Date) Scored {
	s := Scored{
		Pieces: []ScoredPiece{}, Flags: p.flags(f, on),
		Activity: clampScore(f.Activity), Fraud: clampScore(f.Fraud),
	}
	most := reach{
		document: allowed(p.Training.Document, training.Document, on),
		likeness: allowed(p.Training.Likeness, training.Likeness, on),
	}
	claim := gpg45.Claim{Activity: s.Activity, Fraud: s.Fraud, Evidence: []gpg45.Piece{}}
	held := make([]holding, 0, len(f.Evidence))
	for _, item := range f.Evidence {
		piece := p.piece(item, most.document, on)
		s.Pieces = append(s.Pieces, piece)
		claim.Evidence = append(claim.Evidence, gpg45.Piece{Type: piece.Type, Strength: piece.Strength, Validity: piece.Validity})
		held = append(held, holding{piece.Type, piece.Strength, piece.Validity, p.within(item, most.document, on)})
	}
	s.Referee = p.referees(f)
	if s.Referee.Strength > 0 {
		claim.Evidence = append(claim.Evidence, gpg45.Piece{
			Type: RefereeStatement, Strength: s.Referee.Strength, Validity: s.Referee.Validity,
		})
	}
	claim.Activity = max(claim.Activity, s.Referee.Activity)
	s.Verification, s.VerificationReasons = p.likeness(f, s.Pieces, most.likeness)
	if f.Likeness != nil {
		for i, item := range f.Evidence {
			if item.ID == f.Likeness.Against {
				claim.Evidence[i].Verification = &s.Verification
				break
			}
		}
		if p.Likeness.failed(*f.Likeness) {
			most.likeness = 0 // it was made and said no: not a thing to ask for again
		}
	}
	s.Result = p.table.Assess(claim, p.catalogue(held, s.Verification, most))
	return s
}

func clampScore(n int) int { return min(max(n, 0), gpg45.MaxScore) }

func (p *Policy) piece(item evidence.Item, trained int, on resident.Date) ScoredPiece {
	piece := ScoredPiece{ItemID: item.ID, Type: item.Type}
	var more []Reason
	piece.Strength, piece.Reasons = p.Strength(item)
	piece.Validity, more = p.validity(item, trained, on)
	piece.Reasons = append(piece.Reasons, more...)
	return piece
}
