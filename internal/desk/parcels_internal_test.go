package desk

import (
	"testing"
	"time"

	"vouchdesk/internal/outbox"
	"vouchdesk/internal/vault"
)

// TestAParcelCutShortIsSentAgain stores a parcel as it was on its way, which is
// what a stop in the middle of sending can leave.
func TestAParcelCutShortIsSentAgain(t *testing.T) {
	now := time.Date(2026, time.November, 23, 10, 31, 0, 0, time.UTC)
	v, err := vault.Create(vault.Config{
		Dir: t.TempDir(), DeskID: "desk-7", DeviceSecret: make([]byte, 32), Now: func() time.Time { return now },
		KDF: vault.KDF{Passes: 1, KiB: 64, Threads: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close() //nolint:errcheck // the test is over
	sending := outbox.Started(outbox.New("p1", outbox.Vouch, "c1", "EB-0184", 1, now))
	if sending.State != outbox.Sending {
		t.Fatalf("the parcel is %q", sending.State)
	}
	if err := v.Update(func(tx *vault.Tx) error { return put(tx, vault.Outbox, string(sending.ID), sending) }); err != nil {
		t.Fatal(err)
	}
	err = v.View(func(tx *vault.Tx) error {
		all, err := loadParcels(tx, now)
		if err != nil {
			return err
		}
		list := make([]outbox.Parcel, 0, len(all))
		for _, p := range all {
			list = append(list, p)
		}
		if due := outbox.Due(list, now); len(due) != 1 || due[0] != "p1" {
			t.Errorf("due: %v of %+v", due, list)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
