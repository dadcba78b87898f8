package signin

import (
	"time"

	"vouchdesk/internal/desk"
	"vouchdesk/internal/trust"
	"vouchdesk/ui/words"
)

// person is one name to choose.
type person struct {
	ID, Text, Hint string
}

// view is what is drawn.
type view struct {
	Lead   string
	People []person
	Empty  bool // nobody can sign in here yet
}

// look words the snapshot.
func look(s desk.Snapshot, w words.Words) view {
	v := view{Lead: w.T("signin.lead"), Empty: len(s.Staff) == 0}
	if v.Empty {
		v.Lead = w.T("signin.nobody")
	}
	for _, m := range s.Staff {
		v.People = append(v.People, person{ID: string(m.ID), Text: m.Name, Hint: hint(m, s.Now, w)})
	}
	return v
}

func hint(m desk.Staff, now time.Time, w words.Words) string {
	switch {
	case m.Barred:
		return w.T("signin.barred")
	case m.WaitUntil.After(now):
		return w.T("signin.wait", "Time", w.Second(m.WaitUntil))
	case m.Pending:
		return w.T("signin.pending")
	}
	for _, r := range []trust.Role{trust.Supervisor, trust.Officer} {
		for _, has := range m.Roles {
			if has == r {
				return w.T("signin.role." + string(r))
			}
		}
	}
	return w.T("signin.role.none")
}
