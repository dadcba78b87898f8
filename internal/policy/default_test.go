package policy_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/assets"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
)

// worth is what the default policy says a document is worth, and how sure it is.
type worth struct {
	Strength int
	Mark     policy.Mark
}

const older, current, decide = policy.Older, policy.Published, policy.Example

// TestDefaultStrengths: each document of the researched list, with what was
// found about it and no more. Where nothing was found none is listed.
func TestDefaultStrengths(t *testing.T) {
	p := standard(t)
	unlisted := worth{1, decide}
	for name, c := range map[string]struct {
		document string
		option   string // of a condition, as id=code
		checked  string // a check answered yes
		want     worth
	}{
		"passport, chip trusted":        {"passport", "chip=trusted", "chip_signature", worth{4, current}},
		"passport without a chip":       {"passport", "", "", worth{3, current}},
		"US passport card":              {"passport_card_us", "", "", worth{3, older}},
		"Home Office travel document":   {"home_office_travel_document", "", "", worth{2, older}},
		"UK photocard licence":          {"driving_licence_uk_photocard", "", "", worth{3, current}},
		"UK paper licence":              {"driving_licence_uk_paper", "", "", unlisted},
		"EU licence":                    {"driving_licence_eea", "", "", worth{3, current}},
		"tachograph card":               {"tachograph_card", "", "", worth{3, older}},
		"armed forces":                  {"armed_forces_id", "", "", worth{3, older}},
		"residence permit, chip":        {"biometric_residence_permit", "chip=trusted", "chip_signature", worth{4, older}},
		"residence permit by eye":       {"biometric_residence_permit", "", "", worth{3, decide}},
		"EU identity card":              {"identity_card_eea", "", "", worth{3, current}},
		"EU identity card, chip":        {"identity_card_eea", "chip=trusted", "chip_signature", worth{4, current}},
		"EU identity card, chip not so": {"identity_card_eea", "chip=not_trusted", "", worth{3, current}},
		"PASS card without number":      {"pass_card", "", "", worth{2, older}},
		"PASS card with number":         {"pass_card", "reference=with", "", worth{3, older}},
		"Northern Ireland electoral":    {"ni_electoral_id", "", "", worth{3, older}},
		"student loan account":          {"student_loan_account", "", "", worth{3, older}},
		"bank account":                  {"bank_account", "", "", worth{3, current}},
		"credit account":                {"credit_account", "", "", worth{3, older}},
		"mortgage account":              {"mortgage_account", "", "", worth{3, older}},
		"secured loan account":          {"secured_loan_account", "", "", worth{3, older}},
		"gas or electricity bill":       {"gas_electric_bill", "", "", worth{2, older}},
		"insurance":                     {"insurance", "", "", worth{2, older}},
		"rental agreement":              {"tenancy_agreement", "", "", worth{2, older}},
		"purchase agreement":            {"purchase_agreement", "", "", worth{2, older}},
		"birth certificate":             {"birth_certificate", "", "", worth{2, older}},
		"adoption certificate":          {"adoption_certificate", "", "", worth{2, older}},
		"marriage certificate":          {"marriage_certificate", "", "", worth{2, older}},
		"civil partnership certificate": {"civil_partnership_certificate", "", "", worth{2, older}},
		"education certificate":         {"education_certificate", "", "", worth{2, older}},
		"firearm certificate":           {"firearm_certificate", "", "", worth{2, older}},
		"older person's bus pass":       {"older_persons_bus_pass", "", "", worth{2, older}},
		"Freedom Pass":                  {"freedom_pass", "", "", worth{2, older}},
		"council letter":                {"local_authority_letter", "", "", worth{1, older}},
		"disabled person's bus pass":    {"disabled_persons_bus_pass", "", "", unlisted},
		"veteran card":                  {"veterans_card", "", "", unlisted},
		"Voter Authority Certificate":   {"voter_authority_certificate", "", "", unlisted},
		"council tax bill":              {"council_tax_bill", "", "", unlisted},
		"benefit letter":                {"benefit_award_letter", "", "", unlisted},
		"Blue Badge":                    {"blue_badge", "", "", unlisted},
		"bank statement":                {"bank_statement", "", "", unlisted},
		"visa":                          {"visa", "", "", unlisted},
		"National Insurance record":     {"national_insurance_record", "", "", worth{2, current}},
		"another proof of age":          {"proof_of_age_card", "", "", unlisted},
		"pilot's licence":               {"pilot_licence", "", "", unlisted},
		"mortgage statement":            {"mortgage_statement", "", "", unlisted},
		"loan statement":                {"loan_statement", "", "", unlisted},
	} {
		t.Run(name, func(t *testing.T) {
			i := evidence.Item{ID: "i", Type: c.document}
			if id, option, ok := strings.Cut(c.option, "="); ok {
				i.Conditions = map[string]string{id: option}
			}
			if c.checked != "" {
				i.Checks = []evidence.Check{{Code: c.checked, Answer: evidence.Yes}}
			}
			score, reasons := p.Strength(i)
			if len(reasons) != 1 {
				t.Fatalf("reasons %v", reasons)
			}
			if got := (worth{score, policy.Mark(reasons[0].Params["mark"])}); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
			if listed := reasons[0].Code == policy.StrengthListed; listed == (c.want == unlisted && c.document != "local_authority_letter") {
				t.Errorf("said as %s", reasons[0].Code)
			}
		})
	}
}

// The 27 document types of the UK DVS data schema 1.0, predefined lists.
const ukDocumentTypes = `passport id_card passport_card driving_permit military_id veterans_card proof_of_age_id
	home_office_travel_document bus_pass education_certificate rental_agreement purchase_agreement pass_card freedom_pass
	voter_id bank_statement utility_statement mortgage_statement loan_statement tax_statement social_security_statement
	pilot_permit birth_certificate adoption_certificate marriage_certificate civil_partnership_certificate firearm_certificate`

// TestDefaultCoversTheUKList: each type of the UK list is that of some document.
func TestDefaultCoversTheUKList(t *testing.T) {
	for _, ida := range strings.Fields(ukDocumentTypes) {
		if !policy.IsDocumentType(ida) || !slices.ContainsFunc(standard(t).Documents, func(d policy.Document) bool { return d.IDA == ida }) {
			t.Errorf("no document is a %s", ida)
		}
	}
}

// TestDefaultDocuments holds what is true of every document of a kind.
func TestDefaultDocuments(t *testing.T) {
	p := standard(t)
	for _, d := range p.Documents {
		only := func(g policy.Group) bool {
			return !slices.ContainsFunc(d.Checks, func(c policy.Check) bool { return c.Group != g })
		}
		if (d.Family == "record") != only(policy.Record) {
			t.Errorf("%s: family %s, and checks of records only: %t", d.ID, d.Family, only(policy.Record))
		}
		if (d.Family == "photo") != d.Photo {
			t.Errorf("%s: family %s, photo %t", d.ID, d.Family, d.Photo)
		}
		if d.Expiry != nil && (d.Expiry.MonthsAfter > 0) != (d.ID == "passport") {
			t.Errorf("%s counts %d months after its date", d.ID, d.Expiry.MonthsAfter)
		}
		if d.Image == policy.ImageRequired {
			t.Errorf("%s keeps an image", d.ID)
		}
		_, states := d.States(policy.AddressClaim)
		if d.Family == "letter" && !states {
			t.Errorf("%s states no address", d.ID)
		}
		_, full := d.States(policy.FullName)
		_, family := d.States(policy.FamilyName)
		if !full && !family {
			t.Errorf("%s states no name", d.ID)
		}
		if len(d.Checks) < 2 && d.Family != "record" {
			t.Errorf("%s asks %d questions", d.ID, len(d.Checks))
		}
		// As one looks: the object, then its features, then a record.
		order := []policy.Group{policy.Physical, policy.Visible, policy.UV, policy.Crypto, policy.Record, policy.Current}
		at := 0
		for _, c := range d.Checks {
			n := slices.Index(order, c.Group)
			if n < at && (c.Group != policy.Crypto || order[at] != policy.Record) {
				t.Errorf("%s: %s is asked after a check of %s", d.ID, c.Code, order[at])
			}
			at = max(at, n)
		}
	}
}

// TestDefaultServices: every service of the researched list, in its family.
func TestDefaultServices(t *testing.T) {
	p := standard(t)
	got := map[string]int{}
	for _, s := range p.Services {
		got[s.Family]++
		if s.Source != "example" {
			t.Errorf("%s: what a service needs is the council's to decide", s.ID)
		}
		if want := "https://services.council.example/"; !strings.HasPrefix(s.Audience, want) {
			t.Errorf("%s: audience %s", s.ID, s.Audience)
		}
	}
	// Two bus passes and the proof of holding one for "Bus pass application",
	// and the housing register, are more than the list has.
	want := map[string]int{
		"benefits": 11, "education": 9, "economic": 7, "disability": 12, "life_events": 9,
		"citizenship": 3, "housing": 9, "asylum": 1, "licensing": 3, "everyday": 10,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	holder, _ := p.Service("concession_holder")
	if d := cmp.Diff([]policy.Attribute{policy.AttributeHolds + "older_persons_bus_pass"}, holder.Attributes); d != "" {
		t.Error(d)
	}
	var small json.RawMessage = assets.DefaultPolicy()
	body, err := json.Marshal(small)
	if err != nil {
		t.Fatal(err)
	}
	if len(body) > 400<<10 {
		t.Errorf("%d bytes: the token that carries a policy has at most 1 MB", len(body))
	}
}
