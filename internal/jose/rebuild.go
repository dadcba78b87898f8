package jose

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
)

// disclosure is one disclosure read, and whether its digest has been met.
type disclosure struct {
	index  int
	name   string // of a member
	member bool   // otherwise an array element
	value  any
	used   bool
}

// rebuilding puts disclosures back where their digests stand.
type rebuilding struct {
	payload  []byte
	paths    [][]string // by disclosure
	parents  []int      // the disclosure each lies within, or -1
	withheld int

	byDigest map[string]*disclosure
	met      map[string]bool
}

// rebuild follows the processing of RFC 9901 section 7.1 over a payload that
// is strict JSON already.
func rebuild(payload []byte, disclosures []string) (*rebuilding, error) {
	r := &rebuilding{
		paths:    make([][]string, len(disclosures)),
		parents:  make([]int, len(disclosures)),
		byDigest: map[string]*disclosure{},
		met:      map[string]bool{},
	}
	for i, text := range disclosures {
		d, err := readDisclosure(text)
		if err != nil {
			return nil, err
		}
		d.index = i
		if r.byDigest[digest(text)] != nil {
			return nil, ErrRepeated
		}
		r.byDigest[digest(text)] = d
	}
	tree, err := decodeTree(payload)
	if err != nil {
		return nil, err
	}
	top, ok := tree.(map[string]any)
	if !ok {
		return nil, ErrMalformed.At("payload")
	}
	if alg, given := top["_sd_alg"]; given && alg != "sha-256" {
		return nil, ErrAlgorithm.At("_sd_alg")
	}
	delete(top, "_sd_alg")
	whole, err := r.object(top, nil, -1)
	if err != nil {
		return nil, err
	}
	for _, d := range r.byDigest {
		if !d.used {
			return nil, ErrForeign
		}
	}
	r.payload, err = encode(whole)
	return r, err
}

func readDisclosure(text string) (*disclosure, error) {
	raw, err := unb64(text)
	if err != nil {
		return nil, ErrDisclosure
	}
	if err := checkJSON(raw, nil); err != nil {
		return nil, ErrDisclosure.Because(err)
	}
	var parts []json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil || len(parts) != 2 && len(parts) != 3 {
		return nil, ErrDisclosure
	}
	d := &disclosure{member: len(parts) == 3}
	if d.value, err = decodeTree(parts[len(parts)-1]); err != nil {
		return nil, ErrDisclosure
	}
	if parts[0][0] != '"' { // the salt is a string
		return nil, ErrDisclosure
	}
	if !d.member {
		return d, nil
	}
	if parts[1][0] != '"' || json.Unmarshal(parts[1], &d.name) != nil {
		return nil, ErrDisclosure
	}
	if isReserved(d.name) {
		return nil, ErrReserved
	}
	return d, nil
}

// find answers a digest: its disclosure, or nil where that is withheld.
func (r *rebuilding) find(v any, member bool, path []string, parent int) (*disclosure, error) {
	text, ok := v.(string)
	if raw, err := unb64(text); !ok || err != nil || len(raw) != 32 {
		return nil, ErrReserved
	}
	if r.met[text] {
		return nil, ErrRepeated // one disclosure in two places
	}
	r.met[text] = true
	d := r.byDigest[text]
	if d == nil {
		r.withheld++
		return nil, nil // withheld is an answer, not a failure
	}
	if d.member != member {
		return nil, ErrDisclosure
	}
	d.used = true
	r.parents[d.index] = parent
	r.paths[d.index] = slices.Clone(path)
	if member {
		r.paths[d.index] = append(r.paths[d.index], d.name)
	}
	return d, nil
}

func (r *rebuilding) value(v any, path []string, parent int) (any, error) {
	if len(path) > maxDepth {
		return nil, ErrDepth // disclosures nest deeper than any of them does
	}
	switch v := v.(type) {
	case map[string]any:
		return r.object(v, path, parent)
	case []any:
		return r.array(v, path, parent)
	default:
		return v, nil
	}
}

func (r *rebuilding) object(v map[string]any, path []string, parent int) (map[string]any, error) {
	out := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if name == "_sd" {
			continue
		}
		if isReserved(name) {
			return nil, ErrReserved
		}
		inner, err := r.value(v[name], append(slices.Clone(path), name), parent)
		if err != nil {
			return nil, err
		}
		out[name] = inner
	}
	concealed, given := v["_sd"]
	digests, ok := concealed.([]any)
	if given && !ok {
		return nil, ErrReserved
	}
	for _, text := range digests {
		d, err := r.find(text, true, path, parent)
		if err != nil {
			return nil, err
		}
		if d == nil {
			continue
		}
		at := append(slices.Clone(path), d.name)
		if _, taken := out[d.name]; taken {
			return nil, ErrCollision
		}
		if mustStayClear(at) {
			return nil, ErrReserved
		}
		if out[d.name], err = r.value(d.value, at, d.index); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (r *rebuilding) array(v []any, path []string, parent int) ([]any, error) {
	out := []any{}
	for i, element := range v {
		at := append(slices.Clone(path), strconv.Itoa(i))
		within := parent
		if o, ok := element.(map[string]any); ok && len(o) == 1 && o["..."] != nil {
			d, err := r.find(o["..."], false, at, parent)
			if err != nil {
				return nil, err
			}
			if d == nil {
				continue
			}
			element, within = d.value, d.index
		}
		inner, err := r.value(element, at, within)
		if err != nil {
			return nil, err
		}
		out = append(out, inner)
	}
	return out, nil
}

// kept says whether a disclosure and every one it lies within is wanted.
func (r *rebuilding) kept(i int, keep func(path []string) bool) bool {
	for ; i >= 0; i = r.parents[i] {
		if !keep(slices.Clone(r.paths[i])) {
			return false
		}
	}
	return true
}
