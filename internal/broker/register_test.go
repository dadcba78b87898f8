package broker_test

import (
	"bytes"
	"testing"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/courier"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
)

func TestEnrolment(t *testing.T) {
	c := newTown(t)
	first := c.register(c.deskKey, c.vault) // the answer was lost: the same again
	if first.Desk != trusttest.DeskID || first.Site != trusttest.Site || first.Broker != trusttest.Broker {
		t.Errorf("enrolled: %+v", first)
	}
	_, err := c.desk.Enrol(c.ctx, brokerapi.Enrolment{
		Secret: c.code.Secret, DeskKey: jose.MarshalKey(&trusttest.NewKey(t).Private.PublicKey), VaultRecipient: c.vault.Recipient().String(),
	})
	wantCode(t, err, "enrol-secret", fault.Unauthorised)
	code, err := brokerapi.ParseEnrolmentCode(c.code.String())
	do(t, err)
	if code.Root != c.code.Root || !bytes.Equal(code.CA, c.http.Certificate().Raw) {
		t.Error("the code's text says something else")
	}
}

func TestStaffNeedTwoAdministrators(t *testing.T) {
	c := newTown(t)
	now := c.now
	second := c.person("p-admin2", "Carys Gweinyddwr")
	do(t, c.admin.SetPerson(c.ctx, second))
	key, enc := trusttest.NewKey(t), trusttest.NewKey(t)
	keys := brokerapi.StaffKeys{
		Person: "p-adviser", Sign: jose.MarshalKey(&key.Private.PublicKey), Enc: jose.MarshalKey(&enc.Private.PublicKey),
	}
	for range 2 {
		state := must[brokerapi.StaffPending](t)(c.desk.RegisterStaff(c.ctx, keys))
		if state.Needed != 2 || state.Confirmed != 0 {
			t.Errorf("state %+v", state)
		}
	}
	confirm := func(admin string) (brokerapi.StaffPending, error) {
		return c.admin.ConfirmStaff(c.ctx, trust.PersonID(admin), "p-adviser", trusttest.DeskID)
	}
	for range 2 { // one person twice is still one person
		if state := must[brokerapi.StaffPending](t)(confirm("p-admin")); state.State != brokerapi.StaffStatePending {
			t.Errorf("one administrator was enough: %+v", state)
		}
	}
	_, err := confirm("p-officer")
	wantCode(t, err, "not-an-administrator", fault.Unauthorised)
	if state := must[brokerapi.StaffPending](t)(confirm("p-admin2")); state.State != brokerapi.StaffStateConfirmed {
		t.Errorf("two were not: %+v", state)
	}
	c.pull()
	if _, ok := c.list.Key("staff-sign", key.KID); !ok {
		t.Error("the confirmed key is not on the list")
	}
	if old, ok := c.list.Key("staff-sign", c.staff.Adviser.Sign.KID); !ok || old.Until != now.Unix() {
		t.Errorf("the former key still counts: %+v", old)
	}
	taken := keys
	taken.Person = "p-officer"
	_, err = c.desk.RegisterStaff(c.ctx, taken)
	wantCode(t, err, "registry-taken", fault.Conflict)
}

func TestLeasesNeverOverlap(t *testing.T) {
	c := newTown(t)
	seen := map[int]bool{}
	for _, l := range []courier.Lease{c.lease, must[courier.Lease](t)(c.desk.Lease(c.ctx, 512)), must[courier.Lease](t)(c.desk.Lease(c.ctx, 512))} {
		for _, i := range l.Body.Indices {
			if seen[i] {
				t.Fatalf("index %d twice", i)
			}
			seen[i] = true
		}
	}
	if _, err := c.desk.Lease(c.ctx, 513); fault.Of(err) != fault.Malformed {
		t.Errorf("too many: %v", err)
	}
}

func TestUpkeepSignsDaily(t *testing.T) {
	c := newTown(t)
	version := c.list.Body.Version
	for _, r := range []struct {
		after time.Duration
		more  int64
	}{{time.Hour, 0}, {24 * time.Hour, 1}} {
		c.now = c.now.Add(r.after)
		do(t, c.server.Upkeep(c.ctx))
		c.pull()
		if got := c.list.Body.Version - version; got != r.more {
			t.Errorf("after %v: %d new lists, want %d", r.after, got, r.more)
		}
	}
}
