package desk_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"vouchdesk/internal/resident"
)

// TestAnAnnouncedPolicyDoesNotMakeTheOldOneStale: the broker names a policy of a
// later day, and until then the one in use is the newest there is.
func TestAnAnnouncedPolicyDoesNotMakeTheOldOneStale(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	var next map[string]any
	do(t, json.Unmarshal(must(os.ReadFile("../../assets/policy/default.json"))(t), &next))
	next["version"] = 2
	next["effective"] = resident.DateOf(c.clock.now().AddDate(0, 0, 60)).ISO()
	must(c.admin.PublishPolicy(c.ctx, must(json.Marshal(next))(t)))(t)
	for range 33 {
		c.clock.pass(24 * time.Hour)
		do(t, c.admin.PublishTrust(c.ctx))
		do(t, c.desk.Sync(c.ctx))
	}
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	if got := c.desk.Snapshot().Policy.Version; got != 1 {
		t.Fatalf("policy %d before its day", got)
	}
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
}
