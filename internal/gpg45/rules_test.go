package gpg45_test

import (
	"slices"
	"testing"

	"vouchdesk/internal/gpg45"
)

// exact is the claim that meets a profile and no more.
func exact(p gpg45.Profile) gpg45.Claim {
	c := gpg45.Claim{Activity: p.Activity, Fraud: p.Fraud, Verification: p.Verification}
	for i, s := range p.Evidence {
		c.Evidence = append(c.Evidence, gpg45.Piece{Type: string(rune('a' + i)), Strength: s.Strength, Validity: s.Validity})
	}
	return c
}

func TestEveryProfileAtAndUnderItsThresholds(t *testing.T) {
	table := published(t)
	meets := func(c gpg45.Claim, code string) bool { return slices.Contains(table.Assess(c, nil).Profiles, code) }
	for _, p := range table.Profiles() {
		t.Run(p.Code, func(t *testing.T) {
			if !meets(exact(p), p.Code) {
				t.Fatal("not met exactly at its thresholds")
			}
			under := map[string]gpg45.Claim{}
			change := func(name string, f func(*gpg45.Claim)) {
				c := exact(p)
				f(&c)
				under[name] = c
			}
			if p.Activity > 0 {
				change("activity", func(c *gpg45.Claim) { c.Activity-- })
			}
			if p.Fraud > 0 {
				change("fraud", func(c *gpg45.Claim) { c.Fraud-- })
			}
			change("verification", func(c *gpg45.Claim) { c.Verification-- })
			for i := range p.Evidence {
				n := string(rune('0' + i))
				change("strength "+n, func(c *gpg45.Claim) { c.Evidence[i].Strength-- })
				change("validity "+n, func(c *gpg45.Claim) { c.Evidence[i].Validity-- })
				change("without "+n, func(c *gpg45.Claim) { c.Evidence = slices.Delete(c.Evidence, i, i+1) })
				if i > 0 {
					change("one type "+n, func(c *gpg45.Claim) { c.Evidence[i].Type = c.Evidence[0].Type })
				}
			}
			for name, c := range under {
				if meets(c, p.Code) {
					t.Errorf("met with too little: %s", name)
				}
			}
			over := map[string]gpg45.Claim{}
			raise := func(name string, f func(*gpg45.Claim)) {
				c := exact(p)
				f(&c)
				over[name] = c
			}
			raise("activity", func(c *gpg45.Claim) { c.Activity++ })
			raise("fraud", func(c *gpg45.Claim) { c.Fraud++ })
			raise("verification", func(c *gpg45.Claim) { c.Verification++ })
			raise("another piece", func(c *gpg45.Claim) {
				c.Evidence = append(c.Evidence, gpg45.Piece{Type: "z", Strength: 1, Validity: 1})
			})
			for i := range p.Evidence {
				raise("strength", func(c *gpg45.Claim) { c.Evidence[i].Strength++ })
				raise("validity", func(c *gpg45.Claim) { c.Evidence[i].Validity++ })
			}
			for name, c := range over {
				if !meets(c, p.Code) {
					t.Errorf("not met just over: %s", name)
				}
			}
			most := exact(p)
			most.Activity, most.Fraud, most.Verification = 4, 4, 4
			for i := range most.Evidence {
				most.Evidence[i].Strength, most.Evidence[i].Validity = 4, 4
			}
			if !meets(most, p.Code) {
				t.Error("not met with more than enough")
			}
		})
	}
}

func at(n int) *int { return &n }

// A met case says whether a claim meets a profile of the published table.
type met struct {
	claim gpg45.Claim
	code  string
	want  bool
}

func checkMet(t *testing.T, cases map[string]met) {
	t.Helper()
	table := published(t)
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := slices.Contains(table.Assess(c.claim, nil).Profiles, c.code); got != c.want {
				t.Errorf("%s met: %t, want %t", c.code, got, c.want)
			}
		})
	}
}

// TestWhatADeskCanReach is the table of gpg45.md section 2.
func TestWhatADeskCanReach(t *testing.T) {
	table := published(t)
	for name, c := range map[string]struct {
		evidence            [][2]int
		fraud, verification int
		want                gpg45.Confidence
	}{
		"chip read":                         {[][2]int{{4, 3}}, 0, 3, gpg45.Medium},
		"chip read, checked":                {[][2]int{{4, 3}}, 1, 3, gpg45.High},
		"passport by eye":                   {[][2]int{{3, 2}}, 0, 3, gpg45.Low},
		"passport by eye, checked":          {[][2]int{{3, 2}}, 1, 3, gpg45.Low},
		"licence and certificate":           {[][2]int{{3, 2}, {2, 2}}, 0, 3, gpg45.Low},
		"licence and certificate, checked":  {[][2]int{{3, 2}, {2, 2}}, 1, 3, gpg45.Medium},
		"the same, less likeness":           {[][2]int{{3, 2}, {2, 2}}, 1, 2, gpg45.Low},
		"bus pass":                          {[][2]int{{2, 2}}, 0, 3, gpg45.None},
		"bus pass, checked":                 {[][2]int{{2, 2}}, 1, 1, gpg45.Low},
		"three council papers":              {[][2]int{{1, 1}, {1, 1}, {1, 1}}, 0, 1, gpg45.None},
		"everything and nobody looked like": {[][2]int{{4, 4}, {4, 4}, {4, 4}}, 4, 0, gpg45.None},
	} {
		t.Run(name, func(t *testing.T) {
			claim := gpg45.Claim{Fraud: c.fraud, Verification: c.verification}
			for i, e := range c.evidence {
				claim.Evidence = append(claim.Evidence, gpg45.Piece{Type: string(rune('a' + i)), Strength: e[0], Validity: e[1]})
			}
			if got := table.Assess(claim, nil).Confidence; got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}
