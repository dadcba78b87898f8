package likeness

import (
	"context"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/ui/piece"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
)

// Office is what the screen asks of the desk.
type Office interface {
	SaveDraft(ctx context.Context, id casework.ID, key string, fields map[string]string) error
	SetLikeness(ctx context.Context, id casework.ID, l evidence.Likeness) error
	NewCheckID() evidence.CheckID
}

// New makes the screen.
func New(st *stage.Stage, office Office) *piece.Likeness {
	return piece.NewLikeness(st, piece.Face{
		Draft:  "likeness",
		Papers: route.Of(route.Evidence, st.At.Case),
		Next: func(o *desk.OpenCase) route.Route {
			if o != nil && len(o.Case.Vouching()) > 0 { // somebody vouches, so that step is not passed by
				return route.Of(route.Referee, st.At.Case)
			}
			return route.Of(route.Review, st.At.Case)
		},
		Of: func(o *desk.OpenCase) (piece.Papers, *evidence.Likeness) {
			rep := o.Case.Representative
			return piece.Papers{
				Items: o.Case.Evidence, Scored: o.Scored, Closed: o.Case.State != casework.Open, Away: rep != nil && rep.Absent,
			}, o.Case.Likeness
		},
		Keep: keeper{office, st.At.Case},
	})
}

// keeper keeps the likeness of one case.
type keeper struct {
	office Office
	id     casework.ID
}

func (k keeper) SaveDraft(ctx context.Context, key string, fields map[string]string) error {
	return k.office.SaveDraft(ctx, k.id, key, fields)
}

func (k keeper) SetLikeness(ctx context.Context, l evidence.Likeness) error {
	return k.office.SetLikeness(ctx, k.id, l)
}

func (k keeper) NewCheckID() evidence.CheckID { return k.office.NewCheckID() }
