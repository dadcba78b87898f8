package broker_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/broker"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

// letterRules publishes the next policy, with other days for letters.
func (c *town) letterRules(version, days int, from resident.Date) {
	c.t.Helper()
	next := string(policyBody(c.t))
	day := func(d resident.Date) string {
		return fmt.Sprintf(`"effective": "%04d-%02d-%02d",`, d.Year, d.Month, d.Day)
	}
	for old, now := range map[string]string{
		fmt.Sprintf(`"version": %d,`, c.rules.Version):               fmt.Sprintf(`"version": %d,`, version),
		fmt.Sprintf(`"letter_days": %d,`, c.rules.Limits.LetterDays): fmt.Sprintf(`"letter_days": %d,`, days),
		day(c.rules.Effective):                                       day(from),
	} {
		if !strings.Contains(next, old) {
			c.t.Fatalf("no %s in the policy", old)
		}
		next = strings.Replace(next, old, now, 1)
	}
	must[*policy.Policy](c.t)(c.admin.PublishPolicy(c.ctx, []byte(next)))
}

// TestLettersLiveAsThePolicySays: the days of the policy in force are what a
// letter gets, and the most that it can get.
func TestLettersLiveAsThePolicySays(t *testing.T) {
	c := newTown(t)
	today := resident.DateOf(c.now)
	life := func(asked int) (int, error) {
		printed, err := c.admin.IssueLetter(c.ctx, broker.LetterAsk{Days: asked})
		return int(printed.Until.Sub(c.now.UTC().Truncate(time.Second)) / (24 * time.Hour)), err
	}
	check := func(most int) {
		t.Helper()
		for asked, want := range map[int]int{0: most, 1: 1, most: most} {
			if got, err := life(asked); err != nil || got != want {
				t.Errorf("asked for %d days: %d, %v; want %d", asked, got, err, want)
			}
		}
		for _, asked := range []int{-1, most + 1, 256} {
			_, err := life(asked)
			wantCode(t, err, "letter-days", fault.Refused)
			if e := fault.All(err); len(e) != 1 || e[0].Params["most"] != fmt.Sprint(most) {
				t.Errorf("asked for %d days: %v", asked, err)
			}
		}
	}
	check(c.rules.Limits.LetterDays)
	c.letterRules(c.rules.Version+1, 10, today)
	check(10)
	c.letterRules(c.rules.Version+5, 28, today.AddMonths(1)) // its day is yet to come
	check(10)
	c.now = c.now.AddDate(0, 1, 1)
	check(28)
}

func TestNoLetterWithoutAPolicy(t *testing.T) {
	dir := t.TempDir()
	keys := must[*broker.FileKeys](t)(broker.MakeFileKeys(filepath.Join(dir, "keys")))
	store := must[brokerstore.Store](t)(brokerstore.Open(filepath.Join(dir, "broker.db")))
	t.Cleanup(func() { do(t, store.Close()) })
	admin := broker.NewAdmin(store, keys, caseworktest.Now)
	do(t, admin.InitCouncil(t.Context(), broker.Council{
		Name: trust.Text{En: trusttest.Name, Cy: trusttest.NameCy}, Issuer: trusttest.Issuer, Broker: trusttest.Broker, URL: trusttest.Broker,
	}))
	_, err := admin.IssueLetter(t.Context(), broker.LetterAsk{})
	wantCode(t, err, "policy-missing", fault.Unavailable)
}

// TestALetterOfTooLongALifeIsRefused: a letter printed under a policy that let
// it live longer does not count under one that does not, whatever its state.
func TestALetterOfTooLongALifeIsRefused(t *testing.T) {
	c := newTown(t)
	known := c.aCase(1) // its letter was printed for as long as the first policy lets it
	c.letterRules(c.rules.Version+1, 10, resident.DateOf(c.now))
	c.pull()
	for _, state := range []letter.State{letter.Matches, letter.Signed} {
		t.Run(string(state), func(t *testing.T) {
			k := c.aCase(2)
			k.Letter.State = state
			good := c.propose(c.order(k, 2))
			long := c.resign(good, c.staff.Officer.Sign, func(p *vouch.Payload) {
				p.Desk.Letter = &vouch.DeskLetter{JTI: known.Letter.JTI, State: string(state)}
			})
			wantCode(t, c.putVouch(long), "letter-life", fault.Refused)
		})
	}
	short := must[broker.PrintedLetter](t)(c.admin.IssueLetter(c.ctx, broker.LetterAsk{Site: trusttest.Site, Record: rosa()}))
	k := c.aCase(3)
	k.Letter.JTI, k.Letter.Until = short.JTI.String(), short.Until
	do(t, c.putVouch(c.propose(c.order(k, 2))))
}
