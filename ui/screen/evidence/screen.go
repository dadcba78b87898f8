package evidence

import (
	"context"
	"image"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/docrender"
	record "vouchdesk/internal/evidence"
	"vouchdesk/ui/piece"
	"vouchdesk/ui/route"
	"vouchdesk/ui/scans"
	"vouchdesk/ui/stage"
)

// Office is what the screens ask of the desk.
type Office interface {
	SaveDraft(ctx context.Context, id casework.ID, key string, fields map[string]string) error
	PutEvidence(ctx context.Context, id casework.ID, item record.Item) error
	RemoveEvidence(ctx context.Context, id casework.ID, item record.ItemID) error
	RestoreEvidence(ctx context.Context, id casework.ID, item record.ItemID) error
	AddCapture(ctx context.Context, id casework.ID, item record.ItemID, p capture.Prepared) (record.Capture, error)
	Page(ctx context.Context, p capture.Prepared) (*image.RGBA, docrender.Info, error)
	Codes(ctx context.Context, p capture.Prepared) ([]string, error)
	ScanDone(ctx context.Context, sheet capture.Sheet) error
	scans.Office
	RemoveCapture(ctx context.Context, id casework.ID, item record.ItemID, blob string) error
	Picture(ctx context.Context, id casework.ID, blob string) (*image.RGBA, error)
	ReadZone(ctx context.Context, id casework.ID, blobs ...string) (desk.ReadZone, error)
	ReadSheetZone(ctx context.Context, s capture.Sheet) (desk.ReadZone, error)
	SetNameLink(ctx context.Context, id casework.ID, l casework.NameLink) error
	RemoveNameLink(ctx context.Context, id casework.ID, item record.ItemID) error
	NewItemID() record.ItemID
	NewCheckID() record.CheckID
}

// New makes the screen of the route: one document, or all of them.
func New(st *stage.Stage, office Office) stage.Screen {
	return piece.New(st, piece.Owner{
		Draft: "evidence:",
		List:  route.Of(route.Evidence, st.At.Case),
		Next:  route.Of(route.Likeness, st.At.Case),
		Of:    papers,
		Keep:  keeper{office, st.At.Case},
		Naming: &piece.Naming{
			Of:  func(o *desk.OpenCase) []casework.NameLink { return o.Case.Names },
			Set: func(ctx context.Context, l casework.NameLink) error { return office.SetNameLink(ctx, st.At.Case, l) },
			Remove: func(ctx context.Context, item record.ItemID) error {
				return office.RemoveNameLink(ctx, st.At.Case, item)
			},
		},
	})
}

func papers(o *desk.OpenCase) piece.Papers {
	p := piece.Papers{Items: o.Case.Evidence, Scored: o.Scored, Closed: o.Case.State != casework.Open}
	if r := o.Case.Resident; r != nil {
		p.Name, p.Born = r.Name, r.Born
	}
	return p
}

// keeper keeps the documents of one case.
type keeper struct {
	Office
	id casework.ID
}

func (k keeper) SaveDraft(ctx context.Context, key string, fields map[string]string) error {
	return k.Office.SaveDraft(ctx, k.id, key, fields)
}

func (k keeper) Put(ctx context.Context, item record.Item) error {
	return k.PutEvidence(ctx, k.id, item)
}

func (k keeper) Remove(ctx context.Context, item record.ItemID) error {
	return k.RemoveEvidence(ctx, k.id, item)
}

func (k keeper) Restore(ctx context.Context, item record.ItemID) error {
	return k.RestoreEvidence(ctx, k.id, item)
}

func (k keeper) AddCapture(ctx context.Context, item record.ItemID, p capture.Prepared) (record.Capture, error) {
	return k.Office.AddCapture(ctx, k.id, item, p)
}

func (k keeper) RemoveCapture(ctx context.Context, item record.ItemID, blob string) error {
	return k.Office.RemoveCapture(ctx, k.id, item, blob)
}

func (k keeper) Picture(ctx context.Context, blob string) (*image.RGBA, error) {
	return k.Office.Picture(ctx, k.id, blob)
}

func (k keeper) ReadZone(ctx context.Context, blobs []string) (desk.ReadZone, error) {
	return k.Office.ReadZone(ctx, k.id, blobs...)
}
