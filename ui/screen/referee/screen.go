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

// Office is what the screens ask of the desk.
type Office interface {
	SaveDraft(ctx context.Context, id casework.ID, key string, fields map[string]string) error
	NewRefereeID() casework.RefereeID
	SetReferee(ctx context.Context, id casework.ID, r casework.Referee) error
	RemoveReferee(ctx context.Context, id casework.ID, ref casework.RefereeID) error
	RestoreReferee(ctx context.Context, id casework.ID, ref casework.RefereeID) error
	WithdrawReferee(ctx context.Context, id casework.ID, ref casework.RefereeID) error
	SetRefereeTold(ctx context.Context, id casework.ID, ref casework.RefereeID, told casework.Told) error
	PutRefereeEvidence(ctx context.Context, id casework.ID, ref casework.RefereeID, item evidence.Item) error
	RemoveRefereeEvidence(ctx context.Context, id casework.ID, ref casework.RefereeID, item evidence.ItemID) error
	RestoreRefereeEvidence(ctx context.Context, id casework.ID, ref casework.RefereeID, item evidence.ItemID) error
	AddRefereeCapture(ctx context.Context, id casework.ID, ref casework.RefereeID, item evidence.ItemID, p capture.Prepared) (evidence.Capture, error)
	Page(ctx context.Context, p capture.Prepared) (*image.RGBA, docrender.Info, error)
	Codes(ctx context.Context, p capture.Prepared) ([]string, error)
	ScanDone(ctx context.Context, sheet capture.Sheet) error
	scans.Office
	RemoveRefereeCapture(ctx context.Context, id casework.ID, ref casework.RefereeID, item evidence.ItemID, blob string) error
	SetRefereeLikeness(ctx context.Context, id casework.ID, ref casework.RefereeID, l evidence.Likeness) error
	AskBrokerReferee(ctx context.Context, id casework.ID, ref casework.RefereeID) error
	SetStatement(ctx context.Context, id casework.ID, ref casework.RefereeID, s casework.Statement) error

	Picture(ctx context.Context, id casework.ID, blob string) (*image.RGBA, error)
	ReadZone(ctx context.Context, id casework.ID, blobs ...string) (desk.ReadZone, error)
	ReadSheetZone(ctx context.Context, s capture.Sheet) (desk.ReadZone, error)
	PrintSlip(ctx context.Context, id casework.ID, wish desk.SlipWish) error
	NewItemID() evidence.ItemID
	NewCheckID() evidence.CheckID
}

// New makes the screen of the route: the list, or one part of one referee.
func New(st *stage.Stage, office Office) stage.Screen {
	if st.At.Referee == "" {
		return newList(st, office)
	}
	switch st.At.Part {
	case route.Who:
		return newWho(st, office)
	case route.Told:
		return newTold(st, office)
	case route.Papers:
		return piece.New(st, owner(st, office))
	case route.Face:
		return piece.NewLikeness(st, face(st, office))
	case route.Statement:
		return newStatement(st, office)
	default:
		return newAnswers(st, office)
	}
}

// draftKey is where the vault keeps what is typed of one part of a referee.
func draftKey(id casework.RefereeID, part string) string {
	key := draftPrefix + string(id)
	if part != "" {
		key += ":" + part
	}
	return key
}

const draftPrefix = "referee:"

// next is where a part goes on to.
func next(at route.Route) route.Route {
	parts := route.Parts()
	for i, part := range parts[:len(parts)-1] {
		if part == at.Part {
			return route.OfReferee(at.Case, at.Referee, parts[i+1])
		}
	}
	return route.OfReferee(at.Case, at.Referee, "")
}

// find is a referee of the open case, and what the policy makes of them.
func find(o *desk.OpenCase, id casework.RefereeID) (casework.Referee, desk.RefereeLook, bool) {
	if o == nil {
		return casework.Referee{}, desk.RefereeLook{}, false
	}
	r, there := o.Case.Referee(id)
	for _, look := range o.Referees {
		if look.Referee.ID == id {
			return r, look, there
		}
	}
	return r, desk.RefereeLook{Referee: r}, there
}

// editable tells whether something of a referee can be recorded.
func editable(s desk.Snapshot, id casework.RefereeID) bool {
	r, _, there := find(s.Open, id)
	return s.Open != nil && s.Policy != nil && s.Open.Case.State == casework.Open && (!there || r.Counts())
}
