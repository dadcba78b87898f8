package desk

import (
	"strconv"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// The notices.
const (
	NoticeOutboxDecision = "outbox-needs-decision"  // Params count
	NoticeOutboxWaiting  = "outbox-waiting"         // Params count, days: more or older than the policy likes
	NoticeListStale      = "list-stale"             // Params days
	NoticePolicyStale    = "policy-stale"           // Params days
	NoticeLeaseLow       = "lease-low"              // Params left
	NoticeLikenessEnds   = "training-likeness-ends" // Params date
	NoticeDocumentEnds   = "training-document-ends" // Params date
	NoticeSecretInFile   = "secret-in-file"         // the device secret is a file of this machine
	NoticeNoWorker       = "picture-worker-missing" // no image can be read
	NoticePolicyRefused  = "policy-refused"         // Params reason: one arrived that cannot be used; for supervisors
	NoticePolicyLater    = "policy-later"           // Params date, version: one begins on a later day
	NoticePolicyChanged  = "policy-changed"         // Params count, version: cases that stand otherwise under the new policy
	NoticeParkedEnds     = "parked-ends"            // Params count, days: what was kept of them is destroyed then
	NoticeNotReady       = "desk-not-ready"         // no trust list or policy yet
)

// trainingSoon is how long before its end a training is mentioned.
const trainingSoon = 30 * 24 * time.Hour

// parkedSoon is how long before its end a parked case is mentioned.
const parkedSoon = 3 * 24 * time.Hour

func (s *state) notices(now time.Time) []Notice {
	all := []Notice{}
	add := func(code, where string, params map[string]string) {
		all = append(all, Notice{Code: code, Where: where, Params: params})
	}
	if s.clock.reason != "" {
		add(s.clock.reason, "settings", nil)
	}
	if s.list == nil || s.policy == nil {
		add(NoticeNotReady, "settings", nil)
	}
	s.policyNotices(now, add)
	stuck := 0
	for _, p := range s.parcels {
		if p.State == outbox.NeedsDecision {
			stuck++
		}
	}
	if stuck > 0 {
		add(NoticeOutboxDecision, "outbox", map[string]string{"count": strconv.Itoa(stuck)})
	}
	if s.list != nil && s.policy != nil {
		s.freshness(now, add)
	}
	if s.session != nil && s.policy != nil {
		s.trainings(now, add)
	}
	ending := 0
	for _, e := range s.entries {
		if e.row.State == casework.Parked && e.kept.Sub(now) < parkedSoon {
			ending++
		}
	}
	if ending > 0 {
		add(NoticeParkedEnds, "", map[string]string{"count": strconv.Itoa(ending), "days": strconv.Itoa(daysOf(parkedSoon))})
	}
	if s.d.render == nil {
		add(NoticeNoWorker, "settings", nil)
	}
	if s.place().Protection == "file" {
		add(NoticeSecretInFile, "settings", nil)
	}
	return all
}

// policyNotices tell what a policy that arrived means for the desk.
func (s *state) policyNotices(now time.Time, add func(code, where string, params map[string]string)) {
	if s.session == nil || s.policy == nil {
		return
	}
	if s.unwanted.reason != "" && s.session.Has(trust.Supervisor, now) {
		add(NoticePolicyRefused, "settings", map[string]string{"reason": s.unwanted.reason, "version": strconv.Itoa(s.policy.Version)})
	}
	for _, a := range s.later {
		add(NoticePolicyLater, "", map[string]string{"date": a.rules.Effective.ISO(), "version": strconv.Itoa(a.rules.Version)})
	}
	count, where := 0, casework.ID("")
	for id, e := range s.entries {
		if e.changed {
			count++
			if where == "" || e.row.Ref < s.entries[where].row.Ref {
				where = id
			}
		}
	}
	if count > 0 {
		add(NoticePolicyChanged, string(where), map[string]string{"count": strconv.Itoa(count), "version": strconv.Itoa(s.policy.Version)})
	}
}

// freshness warns well before the policy stops submitting.
func (s *state) freshness(now time.Time, add func(code, where string, params map[string]string)) {
	limits := s.policy.Limits
	if days := daysOf(s.list.Age(now)); days >= limits.TrustWarnDays {
		add(NoticeListStale, "settings", map[string]string{"days": strconv.Itoa(days)})
	}
	if days := daysOf(now.Sub(s.policySeen)); days >= limits.PolicyWarnDays {
		add(NoticePolicyStale, "settings", map[string]string{"days": strconv.Itoa(days)})
	}
	if n := len(s.lease.Indices); n < leaseLow {
		add(NoticeLeaseLow, "settings", map[string]string{"left": strconv.Itoa(n)})
	}
	n, oldest := s.unsent()
	days := 0
	if n > 0 {
		days = daysOf(now.Sub(oldest))
	}
	if n > 0 && (n >= limits.UnsentWarn || days >= limits.UnsentWarnDays) {
		add(NoticeOutboxWaiting, "outbox", map[string]string{"count": strconv.Itoa(n), "days": strconv.Itoa(days)})
	}
}

func daysOf(d time.Duration) int { return int(d / (24 * time.Hour)) }

// trainings tells an officer when the best band of theirs is about to end.
func (s *state) trainings(now time.Time, add func(code, where string, params map[string]string)) {
	t := s.session.Person.Training
	for _, k := range []struct {
		code  string
		from  resident.Date
		bands []policy.TrainingBand
	}{
		{NoticeLikenessEnds, t.Likeness, s.policy.Training.Likeness},
		{NoticeDocumentEnds, t.Document, s.policy.Training.Document},
	} {
		if k.from.IsZero() {
			continue
		}
		today, soon := resident.DateOf(now), resident.DateOf(now.Add(trainingSoon))
		for _, band := range k.bands {
			if band.Months == 0 {
				continue
			}
			if end := k.from.AddMonths(band.Months); end.After(today) && !end.After(soon) {
				add(k.code, "", map[string]string{"date": end.ISO(), "score": strconv.Itoa(band.Score)})
				break
			}
		}
	}
}
