package gpg45_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vouchdesk/internal/gpg45"
)

var (
	score = rapid.IntRange(0, 4)
	types = rapid.SampledFrom([]string{"a", "b", "c", "d", "e"})
	piece = rapid.Custom(func(t *rapid.T) gpg45.Piece {
		p := gpg45.Piece{Type: types.Draw(t, "type"), Strength: score.Draw(t, "strength"), Validity: score.Draw(t, "validity")}
		if rapid.Bool().Draw(t, "compared") {
			v := score.Draw(t, "verification")
			p.Verification = &v
		}
		return p
	})
	claim = rapid.Custom(func(t *rapid.T) gpg45.Claim {
		return gpg45.Claim{
			Evidence: rapid.SliceOfN(piece, 0, 6).Draw(t, "evidence"),
			Activity: score.Draw(t, "activity"), Fraud: score.Draw(t, "fraud"), Verification: score.Draw(t, "verification"),
			Lacks: rapid.Bool().Draw(t, "lacks"),
		}
	})
	option = rapid.Custom(func(t *rapid.T) gpg45.Option {
		o := gpg45.Option{
			Kind: rapid.SampledFrom([]gpg45.Kind{gpg45.Ask, gpg45.Wait, gpg45.Bring}).Draw(t, "kind"),
			What: "x", Hands: rapid.IntRange(0, 1).Draw(t, "hands"), Minutes: rapid.IntRange(0, 2).Draw(t, "minutes"),
			Gives: rapid.IntRange(0, 3).Draw(t, "gives") == 0,
		}
		if rapid.IntRange(0, 3).Draw(t, "more") == 0 {
			o.Also = []string{"y"}
		}
		if rapid.Bool().Draw(t, "with piece") {
			p := piece.Draw(t, "piece")
			o.Piece = &p
		}
		if rapid.Bool().Draw(t, "with scores") {
			o.Activity, o.Fraud, o.Verification = score.Draw(t, "activity"), score.Draw(t, "fraud"), score.Draw(t, "verification")
		}
		if rapid.Bool().Draw(t, "with photo") {
			o.Against = rapid.SliceOfNDistinct(types, 1, 3, rapid.ID).Draw(t, "against")
		}
		return o
	})
)

func TestMatchesOracle(t *testing.T) {
	table := published(t)
	rapid.Check(t, func(t *rapid.T) {
		c := claim.Draw(t, "claim")
		got := table.Assess(c, nil)
		met, best := oracle(table, c)
		if d := cmp.Diff(met, got.Profiles); d != "" || got.Confidence != best {
			t.Fatalf("confidence %v, oracle %v\n%s", got.Confidence, best, d)
		}
	})
}

func TestNextMatchesExhaustiveSearch(t *testing.T) {
	table := published(t)
	rapid.Check(t, func(t *rapid.T) {
		c := claim.Draw(t, "claim")
		catalogue := gpg45.Catalogue(rapid.SliceOfN(option, 0, 8).Draw(t, "catalogue"))
		nextIsExact(t, table, c, catalogue)
	})
}

// TestNextMatchesExhaustiveSearchOfDocuments draws what a desk draws: most
// options are documents that differ little, so that some stand for others.
func TestNextMatchesExhaustiveSearchOfDocuments(t *testing.T) {
	table := published(t)
	rapid.Check(t, func(t *rapid.T) {
		c := claim.Draw(t, "claim")
		catalogue := gpg45.Catalogue(rapid.SliceOfN(option, 0, 3).Draw(t, "catalogue"))
		for i := range rapid.IntRange(0, 8).Draw(t, "documents") {
			p := gpg45.Piece{Type: string(rune('A' + i)), Strength: rapid.IntRange(1, 4).Draw(t, "s"), Validity: rapid.IntRange(1, 3).Draw(t, "v")}
			catalogue = append(catalogue, gpg45.Option{Kind: gpg45.Bring, Piece: &p, Gives: rapid.IntRange(0, 4).Draw(t, "gives") == 0})
		}
		var photos []string
		for i := range 9 {
			if rapid.Bool().Draw(t, "photo") {
				photos = append(photos, string(rune('A'+i)))
			}
		}
		if len(photos) > 0 {
			catalogue = append(catalogue, gpg45.Option{Kind: gpg45.Ask, Verification: rapid.IntRange(1, 3).Draw(t, "like"), Against: photos})
		}
		nextIsExact(t, table, c, catalogue)
	})
}

func nextIsExact(t *rapid.T, table *gpg45.Table, c gpg45.Claim, catalogue gpg45.Catalogue) {
	for i := range catalogue {
		catalogue[i].What = fmt.Sprint(i)
		for j := range catalogue[i].Also {
			catalogue[i].Also[j] = "also"
		}
	}
	got := table.Assess(c, catalogue)
	want := oracleNext(table, c, catalogue)
	told := map[gpg45.Confidence]bill{}
	for _, n := range got.Next {
		var b bill
		for _, a := range n.Add {
			if i, err := strconv.Atoi(a.What); err == nil {
				b.add(catalogue[i], i)
			}
		}
		told[n.Confidence] = b
	}
	for level := got.Confidence + 1; level <= gpg45.VeryHigh; level++ {
		b, reachable := want[level]
		for higher := level + 1; higher <= gpg45.VeryHigh; higher++ {
			if h, ok := want[higher]; ok && h.less(b) {
				reachable = false // a higher level costs less
			}
		}
		had, said := told[level]
		if said != reachable || (said && had != b) {
			t.Fatalf("%v: told %v %+v, exhaustive search %v %+v", level, said, had, reachable, b)
		}
	}
	for _, n := range got.Next {
		if n.Confidence <= got.Confidence {
			t.Fatalf("next step to %v from %v", n.Confidence, got.Confidence)
		}
	}
}

func TestMoreEvidenceNeverLowers(t *testing.T) {
	table := published(t)
	rapid.Check(t, func(t *rapid.T) {
		c := claim.Draw(t, "claim")
		before := table.Assess(c, nil)
		more := c
		more.Evidence = append(slices.Clone(c.Evidence), piece.Draw(t, "more"))
		more.Activity, more.Fraud = max(c.Activity, score.Draw(t, "a")), max(c.Fraud, score.Draw(t, "f"))
		after := table.Assess(more, nil)
		for _, code := range before.Profiles {
			if !slices.Contains(after.Profiles, code) {
				t.Fatalf("%s was lost", code)
			}
		}
	})
}

func TestOrderNeverMatters(t *testing.T) {
	table := published(t)
	rapid.Check(t, func(t *rapid.T) {
		c := claim.Draw(t, "claim")
		catalogue := gpg45.Catalogue(rapid.SliceOfN(option, 0, 5).Draw(t, "catalogue"))
		turned := c
		turned.Evidence = rapid.Permutation(c.Evidence).Draw(t, "turned")
		if d := cmp.Diff(table.Assess(c, catalogue), table.Assess(turned, catalogue)); d != "" {
			t.Fatal(d)
		}
	})
}

// A higher answer to any one question never lowers what is met.
func TestHigherScoresNeverLower(t *testing.T) {
	table := published(t)
	up := func(t *rapid.T, n int, name string) int { return rapid.IntRange(n, 4).Draw(t, name) }
	rapid.Check(t, func(t *rapid.T) {
		c := claim.Draw(t, "claim")
		before := table.Assess(c, nil)
		more := c
		more.Evidence = slices.Clone(c.Evidence)
		for i, p := range more.Evidence {
			more.Evidence[i].Strength, more.Evidence[i].Validity = up(t, p.Strength, "s"), up(t, p.Validity, "v")
			if p.Verification != nil {
				v := up(t, *p.Verification, "like")
				more.Evidence[i].Verification = &v
			}
		}
		more.Activity, more.Fraud, more.Verification = up(t, c.Activity, "a"), up(t, c.Fraud, "f"), up(t, c.Verification, "b")
		after := table.Assess(more, nil)
		for _, code := range before.Profiles {
			if !slices.Contains(after.Profiles, code) {
				t.Fatalf("%s was lost", code)
			}
		}
	})
}

func TestDuplicatesNeverHelp(t *testing.T) {
	table := published(t)
	rapid.Check(t, func(t *rapid.T) {
		c := claim.Draw(t, "claim")
		if len(c.Evidence) == 0 {
			return
		}
		twice := c
		again := rapid.SampledFrom(c.Evidence).Draw(t, "again")
		again.Strength, again.Validity = rapid.IntRange(0, again.Strength).Draw(t, "s"), rapid.IntRange(0, again.Validity).Draw(t, "v")
		if again.Validity == 0 {
			again.Verification = nil
		}
		twice.Evidence = append(slices.Clone(c.Evidence), again)
		if d := cmp.Diff(table.Assess(c, nil), table.Assess(twice, nil)); d != "" {
			t.Fatal(d)
		}
	})
}

func TestAssessDoesNotWriteToItsClaim(t *testing.T) {
	table := published(t)
	backing := make([]gpg45.Piece, 1, 8)
	backing[0] = gpg45.Piece{Type: "a", Strength: 3, Validity: 2}
	c := gpg45.Claim{Evidence: backing, Fraud: 1}
	table.Assess(c, gpg45.Catalogue{{Kind: gpg45.Bring, What: "b", Piece: &gpg45.Piece{Type: "b", Strength: 3, Validity: 3}}})
	if backing[:2][1].Type != "" {
		t.Error("a plan was written behind the claim's evidence")
	}
}
