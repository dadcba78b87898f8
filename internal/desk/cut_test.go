package desk_test

import (
	"context"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/courier"
)

// cut is a broker that cannot be reached.
type cut struct{}

func (cut) Time(context.Context) (brokerapi.TimeBody, error) {
	return brokerapi.TimeBody{}, courier.ErrOffline
}

func (cut) Root(context.Context, string) (courier.Pulled, error) {
	return courier.Pulled{}, courier.ErrOffline
}

func (cut) Trust(context.Context, string) (courier.Pulled, error) {
	return courier.Pulled{}, courier.ErrOffline
}

func (cut) Policy(context.Context, string) (courier.Pulled, error) {
	return courier.Pulled{}, courier.ErrOffline
}

func (cut) Letters(context.Context, string) (courier.SealedLetters, error) {
	return courier.SealedLetters{}, courier.ErrOffline
}

func (cut) Lease(context.Context, int) (courier.Lease, error) {
	return courier.Lease{}, courier.ErrOffline
}

func (cut) Check(context.Context, brokerapi.CheckAsk) (courier.Check, error) {
	return courier.Check{}, courier.ErrOffline
}

func (cut) PutVouch(context.Context, string, string) (brokerapi.VouchState, error) {
	return brokerapi.VouchState{}, courier.ErrOffline
}

func (cut) PutApproval(context.Context, string, string, string) (courier.Receipt, error) {
	return courier.Receipt{}, courier.ErrOffline
}

func (cut) PutReferral(context.Context, string, string) error { return courier.ErrOffline }

func (cut) PutCheckpoint(context.Context, string) error { return courier.ErrOffline }

func (cut) RegisterStaff(context.Context, brokerapi.StaffKeys) (brokerapi.StaffPending, error) {
	return brokerapi.StaffPending{}, courier.ErrOffline
}
