package piece

import (
	"context"
	"image"
	"slices"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/docrender"
	record "vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/route"
	"vouchdesk/ui/scans"
	"vouchdesk/ui/stage"
)

// Owner is whose documents these are.
type Owner struct {
	// Words begins the keys of what is said differently of this person:
	// "<Words>heading" goes before "evidence.heading". Empty for the resident.
	Words string
	Draft string      // begins the keys of their drafts, such as "evidence:"
	List  route.Route // all of their documents
	Next  route.Route // where the list goes on to
	Of    func(*desk.OpenCase) Papers
	Keep  Keeper
	// Naming keeps why a document has another name, if this person is asked.
	Naming *Naming
}

// Papers are somebody's documents as the case has them.
type Papers struct {
	Items  []record.Item
	Scored policy.Scored
	Name   resident.Name // as they said it; the zero name while it is not known
	Born   resident.Date
	Closed bool // nothing can be changed
	Away   bool // they are not here: their face cannot be compared
}

// Keeper is what is asked of the desk about one person's documents.
type Keeper interface {
	SaveDraft(ctx context.Context, key string, fields map[string]string) error
	Put(ctx context.Context, item record.Item) error
	Remove(ctx context.Context, item record.ItemID) error
	Restore(ctx context.Context, item record.ItemID) error
	AddCapture(ctx context.Context, item record.ItemID, p capture.Prepared) (record.Capture, error)
	Page(ctx context.Context, p capture.Prepared) (*image.RGBA, docrender.Info, error)
	Codes(ctx context.Context, p capture.Prepared) ([]string, error)
	ScanDone(ctx context.Context, sheet capture.Sheet) error
	scans.Office
	RemoveCapture(ctx context.Context, item record.ItemID, blob string) error
	Picture(ctx context.Context, blob string) (*image.RGBA, error)
	ReadZone(ctx context.Context, blobs []string) (desk.ReadZone, error)
	ReadSheetZone(ctx context.Context, s capture.Sheet) (desk.ReadZone, error)
	NewItemID() record.ItemID
	NewCheckID() record.CheckID
}

// New makes the screen of the route: one document, or all of them.
func New(st *stage.Stage, o Owner) stage.Screen {
	if st.At.Item != "" {
		return NewPiece(st, o)
	}
	return NewList(st, o)
}

// place is the screen of one document.
func (o Owner) place(id record.ItemID) route.Route {
	to := o.List
	to.Item = id
	return to
}

// draftKey is where the vault keeps what is typed of one document.
func (o Owner) draftKey(id record.ItemID) string { return o.Draft + string(id) }

// sight is a snapshot seen for one person's documents.
type sight struct {
	desk.Snapshot
	Owner
	papers Papers
}

func (o Owner) see(s desk.Snapshot) sight {
	v := sight{Snapshot: s, Owner: o}
	if s.Open != nil {
		v.papers = o.Of(s.Open)
	}
	return v
}

func (s sight) item(id record.ItemID) (record.Item, bool) {
	i := slices.IndexFunc(s.papers.Items, func(e record.Item) bool { return e.ID == id })
	if i < 0 {
		return record.Item{}, false
	}
	return s.papers.Items[i], true
}

// nameLink is the reason the case has for another name.
func (s sight) nameLink(id record.ItemID) casework.NameLink {
	if s.Naming == nil || s.Open == nil {
		return casework.NameLink{}
	}
	for _, l := range s.Naming.Of(s.Open) {
		if l.Item == id {
			return l
		}
	}
	return casework.NameLink{}
}

func (s sight) drafted(id record.ItemID) map[string]string { return s.Open.Drafts[s.draftKey(id)] }
