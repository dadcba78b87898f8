package policy_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"vouchdesk/assets"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
)

// catalogueOf is the standard policy with so many documents: those it has, and
// copies of them where that is not enough.
func catalogueOf(t testing.TB, many int) *policy.Policy {
	t.Helper()
	var tree map[string]any
	if err := json.Unmarshal(assets.DefaultPolicy(), &tree); err != nil {
		t.Fatal(err)
	}
	documents := tree["documents"].([]any)
	for i := 0; len(documents) < many; i++ {
		data, err := json.Marshal(documents[i])
		if err != nil {
			t.Fatal(err)
		}
		var again map[string]any
		if err := json.Unmarshal(data, &again); err != nil {
			t.Fatal(err)
		}
		again["id"] = fmt.Sprintf("%s-%d", again["id"], len(documents))
		documents = append(documents, again)
	}
	tree["documents"] = documents
	body, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Decode(body)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Documents) < many {
		t.Fatalf("%d documents", len(p.Documents))
	}
	return p
}

// busy is a case with six documents whose checks are half done, without a
// likeness, an address or the council's check.
func busy(t testing.TB, p *policy.Policy) policy.Findings {
	t.Helper()
	f := policy.Findings{AddressProof: policy.AddressFinding{Needed: true, Letter: gpg45.Ask}, Colleague: trained.Likeness}
	for i := range 6 {
		d := p.Documents[i*3]
		item := evidence.Item{ID: evidence.ItemID(fmt.Sprint(i)), Type: d.ID, Fields: map[string]string{}}
		for _, c := range d.Checks {
			if c.Group == policy.Physical {
				item.Checks = append(item.Checks, evidence.Check{Code: c.Code, Answer: evidence.Yes})
			}
		}
		f.Evidence = append(f.Evidence, item)
	}
	return f
}

// BenchmarkCoaching scores a busy case and nothing yet against a whole
// catalogue, beside the five milliseconds it may take.
func BenchmarkCoaching(b *testing.B) {
	const limit = 5 * time.Millisecond
	p := catalogueOf(b, 45)
	for name, f := range map[string]policy.Findings{
		"six documents": busy(b, p),
		"nothing yet":   {AddressProof: policy.AddressFinding{Needed: true, Letter: gpg45.Ask}, Colleague: trained.Likeness},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p.Score(f, trained, today)
			}
			b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(limit), "x-limit")
		})
	}
}
