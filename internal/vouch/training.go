package vouch

import (
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// OldestTraining is the oldest document training among those who checked
// documents and the oldest likeness training among those who compared: a check
// by somebody untrained is not made better by who submits it. Nobody, or
// somebody the list does not know, is untrained.
func OldestTraining(list *trust.List, documents, likeness []trust.PersonID) policy.Training {
	oldest := func(persons []trust.PersonID, of func(trust.Training) resident.Date) resident.Date {
		var least resident.Date
		for i, id := range persons {
			person, _ := list.Person(id)
			if d := of(person.Training); i == 0 || d.Before(least) {
				least = d
			}
		}
		return least
	}
	return policy.Training{
		Document: oldest(documents, documentTraining), Likeness: oldest(likeness, likenessTraining),
	}
}

func documentTraining(t trust.Training) resident.Date { return t.Document }
func likenessTraining(t trust.Training) resident.Date { return t.Likeness }

// Training is the training that counts for a vouch: what it states, as far as
// the list bears it out. A vouch may state an older refresh than the list does,
// because its desk may have had an older list, never a newer one. Where
// somebody was trained again after the vouch the list no longer says when they
// were before, and the statement stands.
func Training(p Payload, list *trust.List) policy.Training {
	var documents, likeness []trust.PersonID
	for _, e := range p.Desk.Evidence {
		documents = append(documents, e.By...)
	}
	if p.Desk.Likeness != nil {
		likeness = p.Desk.Likeness.By
	}
	return borne(p.Desk.Training, documents, likeness, list, resident.DateOf(p.IssuedAt.Time()))
}

// borne is stated training as far as a list bears it out.
func borne(stated trust.Training, documents, likeness []trust.PersonID, list *trust.List, on resident.Date) policy.Training {
	out := func(stated resident.Date, persons []trust.PersonID, of func(trust.Training) resident.Date) resident.Date {
		if stated.After(on) {
			return resident.Date{}
		}
		for _, id := range persons {
			person, _ := list.Person(id)
			if d := of(person.Training); !d.After(on) && d.Before(stated) {
				stated = d
			}
		}
		return stated
	}
	return policy.Training{
		Document: out(stated.Document, documents, documentTraining), Likeness: out(stated.Likeness, likeness, likenessTraining),
	}
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
