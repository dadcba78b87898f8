package signin

import (
	"testing"
	"time"

	"vouchdesk/internal/desk"
	"vouchdesk/internal/trust"
	"vouchdesk/ui/words"
)

func TestWhatIsSaidOfEachName(t *testing.T) {
	book, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	w, now := book.In(words.English), time.Date(2026, time.November, 23, 10, 31, 0, 0, time.UTC)
	officer := []trust.Role{trust.Officer}
	for name, c := range map[string]struct {
		staff desk.Staff
		want  string
	}{
		"officer":    {desk.Staff{Roles: officer}, "Officer"},
		"supervisor": {desk.Staff{Roles: []trust.Role{trust.Officer, trust.Supervisor}}, "Supervisor"},
		"no role":    {desk.Staff{Roles: []trust.Role{trust.Adviser}}, "No role at the counter now"},
		"pending":    {desk.Staff{Roles: officer, Pending: true}, "Waiting for an administrator to confirm the keys"},
		"barred":     {desk.Staff{Roles: officer, Barred: true, WaitUntil: now.Add(time.Hour)}, "Too many wrong tries. A supervisor can clear it in Settings at this desk."},
		"waited":     {desk.Staff{Roles: officer, WaitUntil: now.Add(-time.Second)}, "Officer"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := hint(c.staff, now, w); got != c.want {
				t.Errorf("says %q", got)
			}
		})
	}
	if v := look(desk.Snapshot{}, w); !v.Empty || len(v.People) != 0 {
		t.Errorf("nobody can sign in: %+v", v)
	}
}
