package broker

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/trust"
)

// AddSite adds a place where desks stand and publishes the list.
func (a *Admin) AddSite(ctx context.Context, site trust.Site) error {
	return a.change(ctx, func(r *brokerstore.Registry) error {
		if site.Number < 1 || site.Number > 0xffff || site.Name.En == "" {
			return ErrCouncil.At("site")
		}
		if slices.ContainsFunc(r.Sites, func(s trust.Site) bool { return s.Number == site.Number }) {
			return ErrTaken.At("site")
		}
		r.Sites = append(r.Sites, site)
		return nil
	})
}

// SetPerson adds a member of staff, or changes their roles and training, and
// publishes the list. Their keys stay.
func (a *Admin) SetPerson(ctx context.Context, p trust.Person) error {
	return a.change(ctx, func(r *brokerstore.Registry) error {
		admin := slices.Contains(p.Roles, trust.Administrator)
		if admin && len(p.Roles) > 1 {
			return ErrRoles
		}
		if p.ID == "" || p.Name == "" || len(p.Roles) == 0 || p.Until <= p.From {
			return ErrCouncil.At("person")
		}
		r.Persons = slices.DeleteFunc(r.Persons, func(q trust.Person) bool { return q.ID == p.ID })
		r.Persons = append(r.Persons, p)
		return nil
	})
}

func (a *Admin) change(ctx context.Context, edit func(*brokerstore.Registry) error) error {
	if _, err := a.registry(ctx); err != nil {
		return err
	}
	if err := a.store.ChangeRegistry(ctx, edit); err != nil {
		return err
	}
	return a.PublishTrust(ctx)
}

// NewDeskCode makes a code that enrols one desk, once, until it is too old.
// ca is the authority of the broker's certificate as DER; nil: a public one.
func (a *Admin) NewDeskCode(ctx context.Context, desk trust.Desk, ca []byte, life time.Duration) (brokerapi.EnrolmentCode, error) {
	r, err := a.registry(ctx)
	if err != nil {
		return brokerapi.EnrolmentCode{}, err
	}
	if desk.ID == "" || desk.Name.En == "" {
		return brokerapi.EnrolmentCode{}, ErrCouncil.At("desk")
	}
	if !slices.ContainsFunc(r.Sites, func(s trust.Site) bool { return s.Number == desk.Site }) {
		return brokerapi.EnrolmentCode{}, ErrSite
	}
	secret := make([]byte, brokerapi.SecretSize)
	if _, err := rand.Read(secret); err != nil {
		return brokerapi.EnrolmentCode{}, ErrKeys.Because(err)
	}
	text := base64.RawURLEncoding.EncodeToString(secret)
	code, err := brokerapi.NewEnrolmentCode(brokerapi.EnrolmentCode{Broker: r.URL, Root: r.Root, Secret: text, CA: ca})
	if err != nil {
		return brokerapi.EnrolmentCode{}, err
	}
	return code, a.store.AddEnrolment(ctx, brokerstore.Enrolment{
		SecretHash: secretHash(text), Desk: desk.ID, Name: desk.Name, Site: desk.Site, Until: a.now().Add(life),
	})
}

// secretHash is what the store knows of a secret of full entropy.
func secretHash(secret string) string {
	sum := sha256.Sum256([]byte("vouchdesk enrolment 1\n" + secret))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// StaffPending lists the keys that wait for an administrator.
func (a *Admin) StaffPending(ctx context.Context) ([]brokerstore.Pending, error) {
	r, err := a.registry(ctx)
	return r.Pending, err
}

// ConfirmStaff is one administrator confirming a person's new keys. With the
// last confirmation needed the keys enter the list, and the person's former
// keys at that desk end.
func (a *Admin) ConfirmStaff(ctx context.Context, admin, person trust.PersonID, desk trust.DeskID) (brokerapi.StaffPending, error) {
	var answer brokerapi.StaffPending
	now := a.now()
	err := a.change(ctx, func(r *brokerstore.Registry) error {
		at := func(p brokerstore.Pending) bool { return p.Person == person && p.Desk == desk }
		i := slices.IndexFunc(r.Pending, at)
		if i < 0 {
			return ErrPending
		}
		if !slices.ContainsFunc(r.Persons, func(p trust.Person) bool { return p.ID == admin && p.Holds(trust.Administrator, now) }) {
			return ErrNotAdmin
		}
		if admin == person {
			return ErrOwnKeys
		}
		p := &r.Pending[i]
		if !slices.Contains(p.ConfirmedBy, admin) {
			p.ConfirmedBy = append(p.ConfirmedBy, admin)
		}
		answer = brokerapi.StaffPending{State: brokerapi.StaffStatePending, Confirmed: len(p.ConfirmedBy), Needed: quorum(*r, now)}
		if answer.Confirmed < answer.Needed {
			return nil
		}
		answer.State = brokerapi.StaffStateConfirmed
		enter(r, *p, now)
		r.Pending = slices.DeleteFunc(r.Pending, at)
		return nil
	})
	return answer, err
}

// quorum is two administrators, or one until there are two (DESIGN 7).
func quorum(r brokerstore.Registry, now time.Time) int {
	n := 0
	for _, p := range r.Persons {
		if p.Holds(trust.Administrator, now) {
			n++
		}
	}
	return min(max(n, 1), 2)
}

func enter(r *brokerstore.Registry, p brokerstore.Pending, now time.Time) {
	for i, k := range r.Keys {
		if k.Person == p.Person && k.Desk == p.Desk && k.Until > now.Unix() {
			r.Keys[i].Until = now.Unix()
		}
	}
	// The keys count from when they were handed in: the desk made them then.
	from, until := p.At.Add(-keyEarly).Unix(), now.Add(keyLife).Unix()
	r.Keys = append(r.Keys,
		trust.Key{KID: kidOf(p.Sign), Use: trust.UseStaffSign, JWK: p.Sign, Person: p.Person, Desk: p.Desk, From: from, Until: until},
		trust.Key{KID: kidOf(p.Enc), Use: trust.UseStaffEnc, JWK: p.Enc, Person: p.Person, Desk: p.Desk, From: from, Until: until})
}
