package journey_test

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

// keysOf is the key of each English sentence that has no places to fill.
func keysOf(t testing.TB) map[string]string {
	t.Helper()
	keys := map[string]string{}
	files := must(filepath.Glob(filepath.Join("..", "words", "en", "*.toml")))(t)
	if len(files) < 10 {
		t.Fatalf("%d files of words: this looks in the wrong place", len(files))
	}
	for _, name := range files {
		f := must(os.Open(name))(t)
		lines := bufio.NewScanner(f)
		for lines.Scan() {
			key, text, ok := strings.Cut(lines.Text(), " = ")
			if !ok {
				continue
			}
			k, err1 := strconv.Unquote(key)
			v, err2 := strconv.Unquote(text)
			// What a change of policy is called is on no control.
			if err1 == nil && err2 == nil && keys[v] == "" && !strings.HasPrefix(k, "changes.") {
				keys[v] = k
			}
		}
		do(t, lines.Err())
		do(t, f.Close())
	}
	return keys
}

// language is what the window speaks now.
func (j *journey) language() words.Lang { return words.Lang(j.desk.Snapshot().Settings.Language) }

// say is an English sentence of the face in the language the window speaks.
func (j *journey) say(english string) string {
	j.T.Helper()
	if j.language() == words.English {
		return english
	}
	if j.english == nil {
		j.english = keysOf(j.T)
	}
	key := j.english[english]
	if key == "" {
		j.T.Fatalf("no key says %q", english)
	}
	return j.Book.In(j.language()).T(key)
}

// policy is a text of the policy in the language the window speaks.
func (j *journey) policy(t policy.Text) string { return t.In(resident.Language(j.language())) }

// linkWords is what the bar says of the broker.
func linkWords(j *journey) string {
	j.T.Helper()
	s := j.desk.Snapshot()
	start := j.say("Online")
	if s.Link.State == desk.LinkOffline {
		start = "Offline since"
	}
	for _, name := range uitest.TabOrder(j.Canvas()) {
		if strings.HasPrefix(name, start) {
			return name
		}
	}
	j.T.Fatalf("the bar does not say %q: %q", start, uitest.TabOrder(j.Canvas()))
	return ""
}

// faultOf is why a parcel waits.
func faultOf(p outbox.Parcel) error { return fault.New(p.Reason.Kind, p.Reason.Code) }
