package settings

import (
	"strconv"

	"vouchdesk/internal/desk"
	"vouchdesk/internal/trust"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// view is what is drawn.
type view struct {
	Language, Text, Theme string // chosen ids
	Facts                 []component.SummaryRow
	Stopped               []stopped
}

// stopped is somebody who may not sign in after wrong passphrases.
type stopped struct {
	ID    trust.PersonID
	Name  string
	State string
	Tint  theme.Tint
	Note  string
}

// sizes are the text sizes offered, in per cent.
func sizes() []int { return []int{100, 125, 150, 175, 200} }

// look words the snapshot.
func look(s desk.Snapshot, w words.Words) view {
	v := view{
		Language: s.Settings.Language, Theme: s.Settings.Theme,
		Text: strconv.Itoa(int(s.Settings.Text*100 + 0.5)),
	}
	tint := theme.Good
	if s.Place.Protection == "file" {
		tint = theme.Warn
	}
	v.Facts = []component.SummaryRow{
		{Key: w.T("settings.desk"), Value: s.Place.Name.In(string(w.Lang())), Note: string(s.Place.ID)},
		{Key: w.T("settings.site"), Value: s.Place.Site.In(string(w.Lang()))},
		{Key: w.T("settings.secret"), Tag: w.T("settings.secret_" + s.Place.Protection), Tint: tint, Note: w.T("settings.secret_note_" + s.Place.Protection)},
	}
	if s.Place.Scans != "" {
		v.Facts = append(v.Facts, component.SummaryRow{Key: w.T("settings.scans"), Value: s.Place.Scans, Note: w.T("settings.scans_note")})
	}
	if s.Policy != nil {
		v.Facts = append(v.Facts, component.SummaryRow{
			Key: w.T("settings.policy"), Value: w.T("casefile.policy_version", "Policy", s.Policy.ID, "Version", s.Policy.Version),
			Note: s.Policy.Guidance.Name + " " + s.Policy.Guidance.Version,
		})
	}
	v.Stopped = stoppedOf(s, w)
	return v
}

// stoppedOf is whom the signed-in person can let try again: a supervisor
// anybody else.
func stoppedOf(s desk.Snapshot, w words.Words) []stopped {
	if !s.Session.Has(trust.Supervisor, s.Now) {
		return nil
	}
	var all []stopped
	for _, who := range s.Staff {
		one := stopped{ID: who.ID, Name: who.Name}
		switch {
		case who.ID == s.Session.Person.ID:
			continue
		case who.Barred:
			one.State, one.Tint, one.Note = w.T("settings.stopped_for_good"), theme.Bad, w.T("settings.stopped_for_good_note")
		case who.WaitUntil.After(s.Now):
			one.State, one.Tint = w.T("settings.stopped_waits"), theme.Warn
			one.Note = w.T("settings.stopped_waits_note", "Time", who.WaitUntil.Local().Format("15:04:05"))
		default:
			continue
		}
		all = append(all, one)
	}
	return all
}
