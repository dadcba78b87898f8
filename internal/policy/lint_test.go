package policy_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"vouchdesk/assets"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
)

// at is the index in a list of the default policy of the entry whose member
// has a value: tests name entries, not numbers.
func at(t testing.TB, list, member, value string) int {
	t.Helper()
	var whole map[string]any
	if err := json.Unmarshal(assets.DefaultPolicy(), &whole); err != nil {
		t.Fatal(err)
	}
	var in any = whole
	for _, name := range strings.Split(list, ".") {
		m, _ := in.(map[string]any)
		in = m[name]
	}
	entries, _ := in.([]any)
	i := slices.IndexFunc(entries, func(e any) bool { m, _ := e.(map[string]any); return m[member] == value })
	if i < 0 {
		t.Fatalf("no %s with %s %s", list, member, value)
	}
	return i
}

// lintCase is one mistake; {a.b:member=value} in a path is the index of that
// entry.
type lintCase struct {
	path  string
	value any
	want  error
	where string // empty: the path
}

func checkLint(t *testing.T, cases map[string]lintCase) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			index := func(text string) string {
				for {
					from, to := strings.Index(text, "<"), strings.Index(text, ">")
					if from < 0 {
						return text
					}
					list, key, _ := strings.Cut(text[from+1:to], ":")
					member, value, _ := strings.Cut(key, "=")
					text = text[:from] + fmt.Sprint(at(t, list, member, value)) + text[to+1:]
				}
			}
			path := index(c.path)
			where := index(c.where)
			if where == "" {
				for _, part := range strings.Split(path, ".") {
					if part[0] >= '0' && part[0] <= '9' {
						where += "[" + part + "]"
						continue
					}
					where = strings.TrimPrefix(where+"."+part, ".")
				}
			}
			noteAt(t, edited(t, path, c.value), c.want, where)
		})
	}
}

// bands are those of training that ends at a score.
func bands(score int) []any {
	return []any{map[string]any{"score": score, "months": 12, "source": "example"}}
}

func none() []any { return []any{} }

func TestLintDocumentsAndScores(t *testing.T) {
	again := map[string]any{"when": map[string]any{"chip": "trusted"}, "needs": []any{"chip_signature"}, "score": 2, "source": "f2f"}
	condition := map[string]any{"id": "colour", "names": words("colour"), "options": []any{map[string]any{"code": "red", "words": words("red")}}}
	checkLint(t, map[string]lintCase{
		"family/unknown":            {"documents.0.family", "paper", policy.ErrUnknown, ""},
		"family/of none":            {"document_families.9", map[string]any{"code": "relic", "words": words("relic")}, policy.ErrUnreachable, "document_families[4]"},
		"family/twice":              {"document_families.1.code", "photo", policy.ErrTwice, ""},
		"id/of a statement":         {"documents.3.id", policy.RefereeStatement, policy.ErrTwice, ""},
		"issuer/country":            {"documents.0.issuer.country_code", "GB", policy.ErrID, ""},
		"field/date as text":        {"documents.0.fields.2.kind", "text", policy.ErrDiffers, ""},
		"field/country as text":     {"documents.0.fields.4.kind", "text", policy.ErrDiffers, ""},
		"field/number as date":      {"documents.0.fields.3.kind", "date", policy.ErrDiffers, ""},
		"black out/nobody is told":  {"documents.0.black_out", words("novel"), policy.ErrUnreachable, "documents[0].black_out"},
		"condition/never asked":     {"documents.0.conditions.1", condition, policy.ErrUnreachable, ""},
		"strength/never reached":    {"documents.0.strengths.1", again, policy.ErrUnreachable, ""},
		"validity/never decides":    {"validity.rules.9", map[string]any{"score": 2, "all": []any{"visible", "uv"}, "source": "example"}, policy.ErrUnreachable, "validity.rules[7]"},
		"validity/the same twice":   {"validity.rules.9", map[string]any{"score": 1, "all": []any{"physical"}, "source": "example"}, policy.ErrUnreachable, "validity.rules[7]"},
		"validity/group twice":      {"validity.at_desk.1", "physical", policy.ErrTwice, ""},
		"validity/nothing at desk":  {"validity.at_desk", none(), policy.ErrEmptyList, ""},
		"validity/nobody trained":   {"training.document", bands(1), policy.ErrUnreachable, "validity.rules[4].score"},
		"likeness/nobody trained":   {"training.likeness", bands(2), policy.ErrUnreachable, "likeness.scores[0].score"},
		"likeness/asked for none":   {"likeness.checks.9", map[string]any{"code": "smiles", "method": "pvp", "question": words("q"), "how": words("h"), "source": "example"}, policy.ErrUnreachable, "likeness.checks[7]"},
		"likeness/twice":            {"likeness.checks.1.code", "person_present", policy.ErrTwice, ""},
		"training/never matters":    {"training.likeness.9", map[string]any{"score": 2, "months": 24, "source": "example"}, policy.ErrUnreachable, "training.likeness[3]"},
		"training/the same twice":   {"training.document.9", map[string]any{"score": 1, "months": 0, "source": "example"}, policy.ErrUnreachable, "training.document[3]"},
		"training/group twice":      {"training.groups.1", "physical", policy.ErrTwice, ""},
		"coaching/waits for none":   {"coaching.wait.0.fraud", 0, policy.ErrUnreachable, "coaching.wait[0]"},
		"coaching/minutes of what":  {"coaching.minutes.0.id", "nap", policy.ErrUnknown, "coaching.minutes[0].id"},
		"coaching/minutes twice":    {"coaching.minutes.1.id", "physical", policy.ErrTwice, "coaching.minutes[1].id"},
		"coaching/minutes":          {"coaching.minutes.0.minutes", 241, policy.ErrRange, "coaching.minutes[0].minutes"},
		"signals/age":               {"signals.older_than", 151, policy.ErrRange, "signals.older_than"},
		"pictures/small":            {"pictures.longest_side", 1199, policy.ErrRange, "pictures.longest_side"},
		"pictures/large":            {"pictures.longest_side", 4001, policy.ErrRange, "pictures.longest_side"},
		"signals/photo":             {"signals.photo_under", -1, policy.ErrRange, "signals.photo_under"},
		"coaching/activity":         {"coaching.wait.0.activity", 5, policy.ErrRange, ""},
		"head/guidance":             {"guidance.version", " ", policy.ErrEmptyList, ""},
		"head/guidance source":      {"guidance.source", "hearsay", policy.ErrUnknown, ""},
		"head/cite":                 {"sources.0.cite", "", policy.ErrEmptyList, ""},
		"head/language twice":       {"languages.1", "en", policy.ErrTwice, ""},
		"head/without english":      {"languages", []any{"cy"}, policy.ErrEmptyList, ""},
		"limits/years of policy":    {"limits.policy_stop_days", 4000, policy.ErrRange, "limits.policy_warn_days"},
		"limits/unsent":             {"limits.unsent_stop", 39, policy.ErrRange, "limits.unsent_warn"},
		"limits/idle":               {"limits.idle_minutes", 61, policy.ErrRange, ""},
		"limits/vouch":              {"limits.vouch_days", 3661, policy.ErrRange, ""},
		"privacy/version":           {"privacy.version", "", policy.ErrEmptyList, ""},
		"slip/cannot be printed":    {"slip.contact.en", "☎ 01234", policy.ErrNotSet, ""},
		"next/cannot be printed":    {"outcomes.1.next.cy", "✓", policy.ErrNotSet, "outcomes[1].next.cy"},
		"service/cannot be printed": {"services.0.names.cy", "☐", policy.ErrNotSet, "services[0].names.cy"},
		"notice/cannot be printed":  {"referee.notice.paragraphs.0.en", "例", policy.ErrNotSet, "referee.notice.paragraphs[0].en"},
		"declaration/no welsh":      {"declaration.words.cy", "", policy.ErrText, ""},
		"approval/two":              {"approval.approvers", 2, policy.ErrNotBuilt, ""},
		"approval/other site":       {"approval.other_site", true, policy.ErrNotBuilt, ""},
		"approval/source":           {"approval.source", "hearsay", policy.ErrUnknown, ""},
		"return reasons/code":       {"return_reasons.0.code", "Check again", policy.ErrID, ""},
		"refuse reasons/twice":      {"refuse_reasons.1.code", "not_shown", policy.ErrTwice, ""},
		"expiry/more than a while":  {"documents.0.expiry.months_after", 121, policy.ErrRange, ""},
	})
}

func TestLintServices(t *testing.T) {
	const holder = "services.<services:id=concession_holder>"
	checkLint(t, map[string]lintCase{
		"family/unknown":       {"services.0.family", "sport", policy.ErrUnknown, ""},
		"family/of none":       {"families.10", map[string]any{"code": "sport", "words": words("sport")}, policy.ErrUnreachable, ""},
		"family/none at all":   {"families", none(), policy.ErrEmptyList, ""},
		"holds/unknown":        {holder + ".attributes.0", "holds:library_card", policy.ErrUnknown, ""},
		"holds/nothing":        {holder + ".attributes.0", "holds:", policy.ErrUnknown, ""},
		"holds/without a date": {holder + ".attributes.0", "holds:birth_certificate", policy.ErrUnreachable, ""},
		"audience/with user":   {"services.0.audience", "https://a:b@services.council.example/x", policy.ErrID, ""},
		"audience/fragment":    {"services.0.audience", "https://services.council.example/x#y", policy.ErrID, ""},
		"audience/nothing":     {"services.0.audience", "", policy.ErrID, ""},
		"name/no welsh":        {"services.0.names.cy", "", policy.ErrText, ""},
		"source":               {"services.0.source", "hearsay", policy.ErrUnknown, ""},
		"none at all":          {"services", none(), policy.ErrEmptyList, ""},
	})
}

// What a policy's documents cannot give no service of it may need.
func TestLintServicesAgainstDocuments(t *testing.T) {
	without := func(keep func(map[string]any) bool, change func(map[string]any)) []byte {
		var whole map[string]any
		if err := json.Unmarshal(assets.DefaultPolicy(), &whole); err != nil {
			t.Fatal(err)
		}
		documents, _ := whole["documents"].([]any)
		whole["documents"] = slices.DeleteFunc(documents, func(d any) bool { m, _ := d.(map[string]any); return !keep(m) })
		if change != nil {
			change(whole)
		}
		body, err := json.Marshal(whole)
		if err != nil {
			t.Fatal(err)
		}
		return body
	}
	is := func(ids ...string) func(map[string]any) bool {
		return func(d map[string]any) bool { id, _ := d["id"].(string); return slices.Contains(ids, id) }
	}
	blueBadge := at(t, "services", "id", "blue_badge")
	citizen := at(t, "services", "id", "british_citizenship")
	t.Run("birth date on no document", func(t *testing.T) {
		noteAt(t, without(is("tenancy_agreement"), nil), policy.ErrUnreachable, fmt.Sprintf("services[%d].attributes[1]", blueBadge))
	})
	t.Run("confidence without a chip", func(t *testing.T) {
		noteAt(t, without(is("driving_licence_uk_photocard"), func(whole map[string]any) {
			services, _ := whole["services"].([]any)
			service, _ := services[citizen].(map[string]any)
			service["confidence"] = "very_high"
		}), policy.ErrUnreachable, fmt.Sprintf("services[%d].confidence", citizen))
	})
	t.Run("confidence without a photo", func(t *testing.T) {
		noteAt(t, without(is("birth_certificate", "tenancy_agreement"), nil), policy.ErrUnreachable, fmt.Sprintf("services[%d].confidence", blueBadge))
	})
	// What only somebody better trained than anybody could check, or compare, is
	// beyond everybody's reach.
	for _, kind := range []string{"document", "likeness"} {
		t.Run("confidence without training for "+kind, func(t *testing.T) {
			noteAt(t, without(is("driving_licence_uk_photocard"), func(whole map[string]any) {
				training, _ := whole["training"].(map[string]any)
				training[kind], training["groups"] = bands(1), policy.Groups()
			}), policy.ErrUnreachable, fmt.Sprintf("services[%d].confidence", blueBadge))
		})
	}
	t.Run("confidence of referees", func(t *testing.T) {
		noteAt(t, without(is("birth_certificate"), func(whole map[string]any) {
			referee, _ := whole["referee"].(map[string]any)
			referee["identity"] = "high"
		}), policy.ErrUnreachable, "referee.identity")
	})
	t.Run("name linked by no document", func(t *testing.T) {
		noteAt(t, without(is("passport"), nil), policy.ErrUnknown, "naming.reasons[0].documents[0]")
	})
}

func TestLintPeople(t *testing.T) {
	score := map[string]any{"strength": 2, "validity": 2, "activity": 1, "source": "example"}
	with := func(member string, value int) map[string]any {
		s := map[string]any{"strength": 2, "validity": 2, "activity": 1, "source": "example"}
		s[member] = value
		return s
	}
	var forbidden []any
	for _, r := range standard(t).Referee.Relations {
		forbidden = append(forbidden, map[string]any{"code": r.Code, "names": map[string]any{"en": r.Names.En, "cy": r.Names.Cy}, "allowed": false})
	}
	checkLint(t, map[string]lintCase{
		"referee/years 0":            {"referee.years_known", 0, policy.ErrRange, ""},
		"referee/years 51":           {"referee.years_known", 51, policy.ErrRange, ""},
		"referee/per year":           {"referee.per_year", 0, policy.ErrRange, ""},
		"referee/valid":              {"referee.valid_days", 0, policy.ErrRange, ""},
		"referee/valid too long":     {"referee.valid_days", 3661, policy.ErrRange, ""},
		"referee/no position":        {"referee.positions", none(), policy.ErrEmptyList, ""},
		"referee/position twice":     {"referee.positions.1.code", "health", policy.ErrTwice, ""},
		"referee/relation twice":     {"referee.relations.1.code", "friend", policy.ErrTwice, ""},
		"referee/no relation":        {"referee.relations", none(), policy.ErrEmptyList, ""},
		"referee/none allowed":       {"referee.relations", forbidden, policy.ErrEmptyList, ""},
		"referee/neither score":      {"referee.no_score", gone{}, policy.ErrEmptyList, ""},
		"referee/both":               {"referee.score", score, policy.ErrUnreachable, "referee.no_score"},
		"referee/no welsh reason":    {"referee.no_score.cy", "", policy.ErrText, ""},
		"referee/no statement":       {"referee.statement", none(), policy.ErrEmptyList, ""},
		"referee/statement, nobody":  {"referee.statement.0", words("I know somebody."), policy.ErrEmptyList, "referee.statement.{resident}"},
		"referee/statement, years":   {"referee.statement.1.cy", "Ers blynyddoedd.", policy.ErrEmptyList, "referee.statement.{years}"},
		"referee/statement, unknown": {"referee.statement.0.cy", "Rwy'n adnabod {preswylydd}.", policy.ErrUnknown, ""},
		"referee/statement, open":    {"referee.statement.4.en", "I know {resident", policy.ErrUnknown, ""},
		"referee/notice":             {"referee.notice.paragraphs", none(), policy.ErrEmptyList, ""},
		"referee/notice version":     {"referee.notice.version", "", policy.ErrEmptyList, ""},
		"referee/source":             {"referee.source", "hearsay", policy.ErrUnknown, ""},
		"authority/none":             {"representative.kinds", none(), policy.ErrEmptyList, ""},
		"authority/twice":            {"representative.kinds.1.code", "power_of_attorney", policy.ErrTwice, ""},
		"authority/code":             {"representative.kinds.1.code", "D.W.P.", policy.ErrID, ""},
		"authority/nothing to show":  {"representative.kinds.0.show.en", "", policy.ErrText, ""},
		"authority/source":           {"representative.kinds.0.source", "hearsay", policy.ErrUnknown, ""},
		"naming/none":                {"naming.reasons", none(), policy.ErrEmptyList, ""},
		"naming/twice":               {"naming.reasons.1.code", "married", policy.ErrTwice, ""},
		"naming/document":            {"naming.reasons.0.documents.0", "wedding_photo", policy.ErrUnknown, ""},
		"naming/document twice":      {"naming.reasons.0.documents.1", "marriage_certificate", policy.ErrTwice, ""},
		"concern/none":               {"concern.kinds", none(), policy.ErrEmptyList, ""},
		"concern/twice":              {"concern.kinds.1.code", "document", policy.ErrTwice, ""},
		"concern/no advice":          {"concern.advice", none(), policy.ErrEmptyList, ""},
		"concern/no contact":         {"concern.contact.en", "", policy.ErrText, ""},
	})
	for name, s := range map[string]map[string]any{"strength": with("strength", 0), "validity": with("validity", 5), "activity": with("activity", 5)} {
		t.Run("referee/score "+name, func(t *testing.T) {
			body := editedIn(t, edited(t, "referee.no_score", gone{}), "referee.score", s)
			noteAt(t, body, policy.ErrRange, "referee.score."+name)
		})
	}
	body := editedIn(t, edited(t, "referee.no_score", gone{}), "referee.score", score)
	if _, err := policy.Decode(body); err != nil {
		t.Errorf("a policy that scores referees: %v", err)
	}
}

func TestLintOutcomes(t *testing.T) {
	const (
		sent     = "outcomes.<outcomes:outcome=with_supervisor>"
		back     = "outcomes.<outcomes:outcome=come_back>"
		referred = "outcomes.<outcomes:outcome=referred>"
		parked   = "retention.<retention:record=parked>"
	)
	checkLint(t, map[string]lintCase{
		"unknown":              {back + ".outcome", "vouched", policy.ErrUnknown, ""},
		"missing":              {back + ".outcome", "withdrawn", policy.ErrEmptyList, "outcomes[come_back]"},
		"twice":                {referred + ".outcome", "come_back", policy.ErrTwice, ""},
		"none":                 {"outcomes", none(), policy.ErrEmptyList, "outcomes[referred]"},
		"days":                 {back + ".days", 366, policy.ErrRange, ""},
		"no reasons":           {back + ".reasons", none(), policy.ErrEmptyList, ""},
		"reasons left out":     {back + ".reasons", gone{}, policy.ErrEmptyList, ""},
		"reason twice":         {back + ".reasons.1.code", "more_evidence", policy.ErrTwice, ""},
		"reasons of one sent":  {sent + ".reasons", []any{map[string]any{"code": "x", "words": words("x")}}, policy.ErrUnreachable, ""},
		"referred tells words": {referred + ".next.cy", "Bydd y tîm twyll yn edrych.", policy.ErrTellsReferral, "outcomes[<outcomes:outcome=referred>]"},
		"referred tells days":  {referred + ".days", 6, policy.ErrTellsReferral, "outcomes[<outcomes:outcome=referred>]"},
		"sent tells days":      {sent + ".days", 6, policy.ErrTellsReferral, "outcomes[<outcomes:outcome=referred>]"},
		"slip/days":            {"slip.days", 366, policy.ErrRange, ""},
		"slip/contact":         {"slip.contact.cy", "", policy.ErrText, ""},

		"retention/unknown":           {parked + ".record", "fingerprints", policy.ErrUnknown, ""},
		"retention/missing":           {parked + ".record", "case", policy.ErrEmptyList, "retention[parked]"},
		"retention/twice":             {parked + ".record", "case", policy.ErrTwice, ""},
		"retention/none":              {"retention", none(), policy.ErrEmptyList, "retention[journal]"},
		"retention/0 days":            {"retention.<retention:record=capture>.days", 0, policy.ErrRange, ""},
		"retention/a century":         {"retention.<retention:record=capture>.days", 36_601, policy.ErrRange, ""},
		"retention/gone on return":    {parked + ".days", 27, policy.ErrRange, ""},
		"retention/yearly limit":      {"retention.<retention:record=referee>.days", 364, policy.ErrRange, ""},
		"retention/letter still good": {"retention.<retention:record=letter_record>.days", 20, policy.ErrRange, ""},
		"retention/why":               {parked + ".why.cy", "", policy.ErrText, ""},
	})
}

// Large files full of mistakes cost neither memory nor time.
func TestLintIsBounded(t *testing.T) {
	long := func(list string, entry string) []byte {
		whole := assets.DefaultPolicy()
		mark := []byte(`"` + list + `": [`)
		at := bytes.Index(whole, mark)
		if at < 0 {
			t.Fatalf("no %s", list)
		}
		at += len(mark)
		room := (policy.MaxBytes - len(whole) - 1) / (len(entry) + 1)
		many := strings.Repeat(entry+",", room)
		return slices.Concat(whole[:at], []byte(many), whole[at:])
	}
	for name, c := range map[string]struct {
		body []byte
		want error
	}{
		"documents of nothing":   {long("documents", `{}`), policy.ErrTooMany},
		"documents alike":        {long("documents", `{"id":"x","names":{"en":"a","cy":"b"},"family":"photo","ida":"passport","strengths":[],"photo":true,"image":"allowed"}`), policy.ErrTooLong},
		"services alike":         {long("services", `{"id":"x","names":{"en":"a","cy":"b"},"family":"none","confidence":"none","attributes":[],"audience":"","outcome_at_counter":false,"source":"x"}`), policy.ErrTooLong},
		"guides in one":          {long("guides", `{"id":"x","includes":["x"]}`), policy.ErrTooLong},
		"sources":                {long("sources", `{"id":"","mark":"","cite":""}`), policy.ErrTooLong},
		"five hundred mistakes":  {editedIn(t, assets.DefaultPolicy(), "could_not", slices.Repeat([]any{map[string]any{"code": "?", "words": map[string]any{"en": "", "cy": ""}}}, 500)), policy.ErrTooMany},
		"conditions of strength": {edited(t, "documents.0.strengths.0.when", manyConditions(2000)), policy.ErrTooLong},
		"a million documents":    {append([]byte(`{"documents":[`), bytes.Repeat([]byte(`{},`), 1_000_000)...), policy.ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			var err error
			spends(t, 256<<20, func() { _, err = policy.Decode(c.body) })
			if !errors.Is(err, c.want) {
				t.Errorf("error %.300v", err)
			}
			if n := len(fault.All(err)); n > 202 {
				t.Errorf("%d faults", n)
			}
			_, again := policy.Decode(c.body)
			if err.Error() != again.Error() {
				t.Error("two runs say different things")
			}
		})
	}
}

// spends fails the test if work takes more bytes in all than it may. Bytes are
// the same on a slow machine as on a quick one, and work without bound spends
// them without bound.
func spends(t *testing.T, most uint64, work func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	work()
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > most {
		t.Errorf("%d MB spent, %d are allowed", got>>20, most>>20)
	} else {
		t.Logf("%d MB spent of %d", got>>20, most>>20)
	}
}

func manyConditions(n int) map[string]any {
	m := map[string]any{}
	for i := range n {
		m[fmt.Sprintf("c%d", i)] = "x"
	}
	return m
}
