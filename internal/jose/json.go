package jose

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"unicode/utf8"

	"vouchdesk/internal/fault"
)

// maxDepth bounds nesting, so that no reader's stack depends on a stranger.
const maxDepth = 32

// Decode reads one JSON value into a pointer and refuses everything two
// readers could read differently: members that into does not have (their case
// counts), members given twice, trailing data, invalid UTF-8, numbers beyond
// 2^53 and nesting beyond 32.
func Decode(payload []byte, into any) error {
	if err := checkJSON(payload, reflect.TypeOf(into)); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(payload))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		// The cause may quote the value it stumbled over, so it is dropped.
		return ErrJSON.At("value")
	}
	return nil
}

// encode is json.Marshal without the escaping meant for HTML pages.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fault.New(fault.Internal, "json-encode").Because(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// decodeTree reads checked JSON and keeps numbers as they are written.
func decodeTree(data []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		return nil, ErrJSON
	}
	return tree, nil
}

// checkJSON walks one JSON value. A shape, where there is one, is the Go type
// it will be decoded into: encoding/json matches names whatever their case,
// which would let "ISS" stand for "iss" here and for nothing elsewhere.
func checkJSON(data []byte, shape reflect.Type) error {
	if !utf8.Valid(data) || !json.Valid(data) {
		return ErrJSON
	}
	s := scanner{in: data}
	return s.value(0, shape)
}

// scanner walks text that json.Valid has passed, so it need not look for
// grammar, only for what the grammar allows and we do not.
type scanner struct {
	in []byte
	at int
}

func (s *scanner) where() string { return "byte " + strconv.Itoa(s.at) }

// next skips white space and returns the character it comes to.
func (s *scanner) next() byte {
	for s.in[s.at] == ' ' || s.in[s.at] == '\t' || s.in[s.at] == '\n' || s.in[s.at] == '\r' {
		s.at++
	}
	return s.in[s.at]
}

func (s *scanner) value(depth int, shape reflect.Type) error {
	if depth > maxDepth {
		return ErrDepth.At(s.where())
	}
	switch c := s.next(); {
	case c == '{':
		return s.object(depth, shape)
	case c == '[':
		return s.array(depth, elementOf(shape))
	case c == '"':
		_, err := s.text()
		return err
	case c == '-' || c >= '0' && c <= '9':
		return s.number()
	case c == 'f':
		s.at += len("false")
	default:
		s.at += len("true") // and null
	}
	return nil
}

func (s *scanner) object(depth int, shape reflect.Type) error {
	s.at++
	form := formOf(shape)
	seen := map[string]bool{}
	for s.next() != '}' {
		if s.in[s.at] == ',' {
			s.at++
			s.next()
		}
		place := s.where()
		name, err := s.text()
		if err != nil {
			return err
		}
		if seen[name] {
			return ErrDuplicate.At(place)
		}
		seen[name] = true
		inner, known := form.member(name)
		if !known {
			return ErrUnknown.At(place)
		}
		s.next()
		s.at++ // the colon
		if err := s.value(depth+1, inner); err != nil {
			return err
		}
	}
	s.at++
	return nil
}

func (s *scanner) array(depth int, shape reflect.Type) error {
	s.at++
	for s.next() != ']' {
		if s.in[s.at] == ',' {
			s.at++
		}
		if err := s.value(depth+1, shape); err != nil {
			return err
		}
	}
	s.at++
	return nil
}

// text returns a string unescaped. A lone half of a surrogate pair is
// refused: readers put different characters in its place.
func (s *scanner) text() (string, error) {
	start, escaped := s.at, false
	for s.at++; s.in[s.at] != '"'; s.at++ {
		if s.in[s.at] == '\\' {
			escaped = true
			s.at++
		}
	}
	s.at++
	raw := s.in[start:s.at]
	if !escaped {
		return string(raw[1 : len(raw)-1]), nil
	}
	if loneSurrogate(raw) {
		return "", ErrJSON.At("byte " + strconv.Itoa(start))
	}
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return "", ErrJSON.At("byte " + strconv.Itoa(start))
	}
	return text, nil
}

func loneSurrogate(raw []byte) bool {
	high := false
	for i := 0; i < len(raw); i++ {
		var unit uint64
		step := 0
		if raw[i] == '\\' {
			step = 1
			if raw[i+1] == 'u' {
				unit, _ = strconv.ParseUint(string(raw[i+2:i+6]), 16, 32)
				step = 5
			}
		}
		i += step
		low := unit >= 0xdc00 && unit <= 0xdfff
		if high != low {
			return true
		}
		high = unit >= 0xd800 && unit <= 0xdbff
	}
	return high
}

// number accepts what an IEEE double holds exactly as written, or a short
// fraction; readers differ on the rest.
func (s *scanner) number() error {
	start, whole := s.at, true
	for s.at < len(s.in) {
		c := s.in[s.at]
		if c == '.' || c == 'e' || c == 'E' {
			whole = false
		} else if c != '-' && c != '+' && (c < '0' || c > '9') {
			break
		}
		s.at++
	}
	text := string(s.in[start:s.at])
	if whole {
		const max = 1<<53 - 1
		if n, err := strconv.ParseInt(text, 10, 64); err != nil || n > max || n < -max {
			return ErrNumber.At("byte " + strconv.Itoa(start))
		}
		return nil
	}
	if _, err := strconv.ParseFloat(text, 64); err != nil || len(text) > 24 {
		return ErrNumber.At("byte " + strconv.Itoa(start))
	}
	return nil
}
