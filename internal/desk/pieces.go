package desk

import (
	"maps"
	"slices"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/vault"
)

// pieceOf says of what an image is: a piece of the resident's evidence, one of
// a referee's, or, without an item, a referee's statement on paper.
type pieceOf struct {
	referee casework.RefereeID
	item    evidence.ItemID
}

// details is what the journal says of an image.
func (p pieceOf) details(blob string) map[string]string {
	all := map[string]string{"item": string(p.item), "blob": blob, "referee": string(p.referee)}
	maps.DeleteFunc(all, func(_, value string) bool { return value == "" })
	return all
}

// find is the piece as it is.
func (p pieceOf) find(c *casework.Case) (evidence.Item, error) {
	var item evidence.Item
	ok := false
	if p.referee == "" {
		item, ok = c.Item(p.item)
	} else {
		r, there := c.Referee(p.referee)
		if !there {
			return item, casework.ErrNoReferee
		}
		item, ok = r.Item(p.item)
	}
	if !ok {
		return item, casework.ErrNoItem
	}
	return item.Clone(), nil
}

// mayTake holds what the policy says of images before one is made.
func (p pieceOf) mayTake(c *casework.Case, rules *policy.Policy) error {
	if p.item == "" {
		r, ok := c.Referee(p.referee)
		switch {
		case !ok:
			return casework.ErrNoReferee
		case r.Statement == nil || r.Statement.How != casework.StatementOnPaper:
			return casework.ErrStatementFirst
		case len(r.Statement.Captures) >= maxCaptures:
			return errImageCount
		}
		return nil
	}
	piece, err := p.find(c)
	if err != nil {
		return err
	}
	if doc, ok := documentOf(rules, piece.Type); !ok || doc.Image == policy.ImageForbidden {
		return ErrImageForbidden
	}
	if len(piece.Captures) >= maxCaptures {
		return errImageCount
	}
	return nil
}

func (p pieceOf) add(c *casework.Case, added evidence.Capture, by casework.By) error {
	if p.item == "" {
		return c.AddStatementCapture(p.referee, added, by)
	}
	piece, err := p.find(c)
	if err != nil {
		return err
	}
	piece.Captures = append(piece.Captures, added)
	piece.Seen = evidence.Image
	return p.put(c, piece, by)
}

func (p pieceOf) remove(c *casework.Case, blob string, by casework.By) error {
	if p.item == "" {
		return c.RemoveStatementCapture(p.referee, blob, by)
	}
	piece, err := p.find(c)
	if err != nil {
		return err
	}
	before := len(piece.Captures)
	piece.Captures = slices.DeleteFunc(piece.Captures, func(k evidence.Capture) bool { return k.Blob == blob })
	if len(piece.Captures) == before {
		return ErrNoPicture
	}
	return p.put(c, piece, by)
}

func (p pieceOf) put(c *casework.Case, piece evidence.Item, by casework.By) error {
	if p.referee == "" {
		return c.PutEvidence(piece, by)
	}
	return c.PutRefereeEvidence(p.referee, piece, by)
}

// itemBlobs lists every image of pieces.
func itemBlobs(items []evidence.Item) []vault.BlobName {
	var all []vault.BlobName
	for _, item := range items {
		for _, k := range item.Captures {
			all = append(all, vault.BlobName(k.Blob))
		}
	}
	return all
}
