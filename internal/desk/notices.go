package desk

import (
	"strconv"
	"time"

	"vouchdesk/internal/outbox"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
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
	NoticeNotReady       = "desk-not-ready"         // no trust list or policy yet
)

// trainingSoon is how long before its end a training is mentioned.
const trainingSoon = 30 * 24 * time.Hour

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
	if s.d.render == nil {
		add(NoticeNoWorker, "settings", nil)
	}
	if s.place().Protection == "file" {
		add(NoticeSecretInFile, "settings", nil)
	}
	return all
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
