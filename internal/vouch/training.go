package vouch

import (
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// Training is the training that counts for a vouch: what it states of each who
// checked, as far as the list bears it out. A vouch may state an older refresh
// than the list does, because its desk may have had an older list, never a newer
// one. Where somebody was trained again after the vouch the list no longer says
// when they were before, and the statement stands.
func Training(p Payload, list *trust.List) map[string]policy.Training {
	return borne(p.Desk.Training, list, resident.DateOf(p.IssuedAt.Time()))
}

// borne is stated training as far as a list bears it out.
func borne(stated map[trust.PersonID]trust.Training, list *trust.List, on resident.Date) map[string]policy.Training {
	least := func(stated, listed resident.Date) resident.Date {
		switch {
		case stated.After(on):
			return resident.Date{}
		case !listed.After(on) && listed.Before(stated):
			return listed
		}
		return stated
	}
	all := make(map[string]policy.Training, len(stated))
	for id, t := range stated {
		person, _ := list.Person(id)
		all[string(id)] = policy.Training{
			Document: least(t.Document, person.Training.Document), Likeness: least(t.Likeness, person.Training.Likeness),
		}
	}
	return all
}

// TrainedToApprove reports whether a supervisor's document training is recent
// enough for the policy to give any trained score for it.
func TrainedToApprove(t trust.Training, rules *policy.Policy, on resident.Date) bool {
	if t.Document.IsZero() || t.Document.After(on) {
		return false
	}
	for _, band := range rules.Training.Document {
		if band.Months > 0 && !t.Document.AddMonths(band.Months).Before(on) {
			return true
		}
	}
	return false
}

// trainedThen is TrainedToApprove of an approval made earlier: where the
// supervisor was trained again since, the list cannot speak against it.
func trainedThen(t trust.Training, rules *policy.Policy, on resident.Date) bool {
	return t.Document.After(on) || TrainedToApprove(t, rules, on)
}
