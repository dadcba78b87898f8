package broker_test

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"vouchdesk/internal/brokerapi"
)

// contract holds what is answered to openapi.yaml: every answer of every test
// here goes through it.
type contract struct {
	t       testing.TB
	doc     map[string]any
	mu      sync.Mutex
	schemas *jsonschema.Compiler
}

const specURL = "https://broker.example/openapi.json"

func newContract(t testing.TB) *contract {
	t.Helper()
	var doc any
	do(t, yaml.Unmarshal(brokerapi.Spec(), &doc))
	// Through JSON, so that numbers have the types the validator expects.
	data := must[[]byte](t)(json.Marshal(doc))
	plain := must[any](t)(jsonschema.UnmarshalJSON(bytes.NewReader(data)))
	c := &contract{t: t, doc: plain.(map[string]any), schemas: jsonschema.NewCompiler()}
	c.schemas.DefaultDraft(jsonschema.Draft2020)
	do(t, c.schemas.AddResource(specURL, plain))
	return c
}

// watch passes requests on and looks at each answer.
func (c *contract) watch(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		c.check(r, rec)
		for name, values := range rec.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(rec.Code)
		_, _ = w.Write(rec.Body.Bytes())
	})
}

func (c *contract) check(r *http.Request, rec *httptest.ResponseRecorder) {
	c.mu.Lock()
	defer c.mu.Unlock()
	path, ok := described(r.URL.Path)
	if !ok {
		if rec.Code != http.StatusNotFound {
			c.t.Errorf("%s %s is not described, yet answered %d", r.Method, r.URL.Path, rec.Code)
		}
		return
	}
	answers := dig(c.doc, "paths", path, strings.ToLower(r.Method), "responses")
	at := []string{"paths", path, strings.ToLower(r.Method), "responses", strconv.Itoa(rec.Code)}
	if dig(answers, strconv.Itoa(rec.Code)) == nil {
		if rec.Code < 400 || dig(answers, "default") == nil {
			c.t.Errorf("%s %s: %d is not described", r.Method, path, rec.Code)
			return
		}
		at[4] = "default"
	}
	answer := dig(c.doc, at...)
	if ref, ok := dig(answer, "$ref").(string); ok {
		at = strings.Split(strings.TrimPrefix(ref, "#/"), "/")
		answer = dig(c.doc, at...)
	}
	if rec.Code == http.StatusNotModified {
		return
	}
	media, _, _ := mime.ParseMediaType(rec.Header().Get("Content-Type"))
	if dig(answer, "content", media, "schema") == nil {
		c.t.Errorf("%s %s %d: %s is not described", r.Method, path, rec.Code, media)
		return
	}
	c.validate(append(at, "content", media, "schema"), media, rec.Body.Bytes())
}

func (c *contract) validate(at []string, media string, body []byte) {
	pointer := "#"
	for _, name := range at {
		pointer += "/" + strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(name)
	}
	schema, err := c.schemas.Compile(specURL + pointer)
	if err != nil {
		c.t.Errorf("schema at %s: %v", pointer, err)
		return
	}
	var value any = string(body)
	if strings.HasSuffix(media, "json") {
		if value, err = jsonschema.UnmarshalJSON(bytes.NewReader(body)); err != nil {
			c.t.Errorf("%s: %v", pointer, err)
			return
		}
	}
	if err := schema.Validate(value); err != nil {
		c.t.Errorf("%s: %v", pointer, err)
	}
}

// described finds the path of the description that a URL's path belongs to.
func described(path string) (string, bool) {
	parts := strings.Split(path, "/")
	for _, route := range brokerapi.Routes() {
		want := strings.Split(route.Path, "/")
		rest := strings.HasSuffix(route.Path, "...}")
		if len(parts) != len(want) && !rest || len(parts) < len(want) {
			continue
		}
		same := true
		for i := range want {
			same = same && (want[i] == parts[i] || strings.HasPrefix(want[i], "{"))
		}
		if same {
			return strings.ReplaceAll(route.Path, "...}", "}"), true
		}
	}
	return "", false
}

func dig(v any, names ...string) any {
	for _, name := range names {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[name]
	}
	return v
}
