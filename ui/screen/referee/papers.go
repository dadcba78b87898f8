package referee

import (
	"context"
	"image"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/docrender"
	"vouchdesk/internal/evidence"
	"vouchdesk/ui/piece"
	"vouchdesk/ui/route"
	"vouchdesk/ui/scans"
	"vouchdesk/ui/stage"
)

// owner is the referee as somebody whose documents are checked.
func owner(st *stage.Stage, office Office) piece.Owner {
	list := st.At
	list.Item = ""
	return piece.Owner{
		Words: "referee.papers.", Draft: draftKey(st.At.Referee, "evidence:"), List: list, Next: next(list),
		Of:   func(o *desk.OpenCase) piece.Papers { return papers(o, st.At.Referee) },
		Keep: keeper{office, office, st.At.Case, st.At.Referee},
	}
}

// face is the referee as somebody who is compared with a photo.
func face(st *stage.Stage, office Office) piece.Face {
	return piece.Face{
		Words: "referee.face.", Draft: draftKey(st.At.Referee, "likeness"),
		Papers: route.OfReferee(st.At.Case, st.At.Referee, route.Papers), Next: func(*desk.OpenCase) route.Route { return next(st.At) },
		Of: func(o *desk.OpenCase) (piece.Papers, *evidence.Likeness) {
			r, _, _ := find(o, st.At.Referee)
			return papers(o, st.At.Referee), r.Likeness
		},
		Keep: keeper{office, office, st.At.Case, st.At.Referee},
	}
}

func papers(o *desk.OpenCase, id casework.RefereeID) piece.Papers {
	r, look, there := find(o, id)
	return piece.Papers{
		Items: r.Evidence, Scored: look.Scored, Name: r.Name, Born: r.Born,
		Closed: !there || !r.Counts() || o.Case.State != casework.Open,
	}
}

// keeper keeps the documents and the likeness of one referee.
type keeper struct {
	scans.Office
	office Office
	id     casework.ID
	ref    casework.RefereeID
}

func (k keeper) SaveDraft(ctx context.Context, key string, fields map[string]string) error {
	return k.office.SaveDraft(ctx, k.id, key, fields)
}

func (k keeper) Put(ctx context.Context, item evidence.Item) error {
	return k.office.PutRefereeEvidence(ctx, k.id, k.ref, item)
}

func (k keeper) Remove(ctx context.Context, item evidence.ItemID) error {
	return k.office.RemoveRefereeEvidence(ctx, k.id, k.ref, item)
}

func (k keeper) Restore(ctx context.Context, item evidence.ItemID) error {
	return k.office.RestoreRefereeEvidence(ctx, k.id, k.ref, item)
}

func (k keeper) AddCapture(ctx context.Context, item evidence.ItemID, p capture.Prepared) (evidence.Capture, error) {
	return k.office.AddRefereeCapture(ctx, k.id, k.ref, item, p)
}

func (k keeper) Page(ctx context.Context, p capture.Prepared) (*image.RGBA, docrender.Info, error) {
	return k.office.Page(ctx, p)
}

func (k keeper) Codes(ctx context.Context, p capture.Prepared) ([]string, error) {
	return k.office.Codes(ctx, p)
}

func (k keeper) ScanDone(ctx context.Context, sheet capture.Sheet) error {
	return k.office.ScanDone(ctx, sheet)
}

func (k keeper) RemoveCapture(ctx context.Context, item evidence.ItemID, blob string) error {
	return k.office.RemoveRefereeCapture(ctx, k.id, k.ref, item, blob)
}

func (k keeper) Picture(ctx context.Context, blob string) (*image.RGBA, error) {
	return k.office.Picture(ctx, k.id, blob)
}

func (k keeper) ReadZone(ctx context.Context, blobs []string) (desk.ReadZone, error) {
	return k.office.ReadZone(ctx, k.id, blobs...)
}

func (k keeper) ReadSheetZone(ctx context.Context, s capture.Sheet) (desk.ReadZone, error) {
	return k.office.ReadSheetZone(ctx, s)
}

func (k keeper) SetLikeness(ctx context.Context, l evidence.Likeness) error {
	return k.office.SetRefereeLikeness(ctx, k.id, k.ref, l)
}

func (k keeper) NewItemID() evidence.ItemID   { return k.office.NewItemID() }
func (k keeper) NewCheckID() evidence.CheckID { return k.office.NewCheckID() }
