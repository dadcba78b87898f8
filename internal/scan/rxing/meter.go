package rxing

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// wazero can stop a module when a context ends, but asks at every turn of
// every loop and this module then takes ten times as long. So the question is
// written into the module itself: each function counts the turns of its loops
// and asks the host only at one turn in a thousand. The host's answer is a call that returns, or ends
// the module. It comes in through an import that the module has and that
// reading grey pixels never calls.

const (
	asks  = "__wbg_width_6d9315ecc7140ff6" // (i32) -> i32
	turns = 1 << 10                        // of a function's loops from one question to the next
)

var errForm = errors.New("rxing: not the module that was expected")

const (
	sectionType     = 1
	sectionImport   = 2
	sectionFunction = 3
	sectionCode     = 10
)

// cursor reads a module's bytes. What it lacks makes it broken, not wrong.
type cursor struct {
	b      []byte
	at     int
	broken bool
}

func (c *cursor) take(n int) []byte {
	if n < 0 || n > len(c.b)-c.at {
		c.broken, c.at = true, len(c.b)
		return nil
	}
	c.at += n
	return c.b[c.at-n : c.at]
}

func (c *cursor) byte() byte {
	if b := c.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (c *cursor) number() int {
	v, n := binary.Uvarint(c.b[c.at:])
	if n <= 0 || v > 1<<31 {
		c.broken, c.at = true, len(c.b)
		return 0
	}
	c.at += n
	return int(v)
}

// skip passes a number of any sign and size.
func (c *cursor) skip() {
	for c.byte()&0x80 != 0 && !c.broken {
	}
}

func (c *cursor) skips(n int) {
	for ; n > 0 && !c.broken; n-- { // what a spoilt module claims is up to 2^31
		c.skip()
	}
}

func number(b []byte, v int) []byte { return binary.AppendUvarint(b, uint64(v)) }

// signed writes a signed number as WebAssembly does.
func signed(b []byte, v int) []byte {
	for {
		low := byte(v & 0x7f)
		v >>= 7
		if (v == 0 && low&0x40 == 0) || (v == -1 && low&0x40 != 0) {
			return append(b, low)
		}
		b = append(b, low|0x80)
	}
}

// metered is a module that asks.
func metered(wasm []byte) ([]byte, error) {
	c := &cursor{b: wasm}
	out := append([]byte{}, c.take(8)...)
	asked := -1
	var types, functions []int
	var err error
	for c.at < len(c.b) && !c.broken && err == nil {
		id := c.byte()
		body := c.take(c.number())
		switch id {
		case sectionType:
			types = parameters(body)
		case sectionImport:
			asked = place(body)
		case sectionFunction:
			functions = kinds(body)
		case sectionCode:
			body, err = asking(body, asked, types, functions)
		}
		out = append(number(append(out, id), len(body)), body...)
	}
	if c.broken || err != nil {
		return nil, errors.Join(errForm, err)
	}
	return out, nil
}

// parameters are how many each type of function has.
func parameters(types []byte) []int {
	c := &cursor{b: types}
	var all []int
	for range c.number() {
		c.byte()
		n := c.number()
		c.take(n)
		c.take(c.number())
		all = append(all, n)
		if c.broken {
			return nil
		}
	}
	return all
}

// kinds are the types of the module's own functions.
func kinds(functions []byte) []int {
	c := &cursor{b: functions}
	var all []int
	for range c.number() {
		all = append(all, c.number())
		if c.broken {
			return nil
		}
	}
	return all
}

// place is the number of the function that is asked.
func place(imports []byte) int {
	c := &cursor{b: imports}
	function := 0
	for n := c.number(); n > 0 && !c.broken; n-- {
		c.take(c.number())
		name := string(c.take(c.number()))
		switch c.byte() {
		case 0:
			if c.skip(); name == asks && !c.broken {
				return function
			}
			function++
		default:
			return -1 // this module imports functions only
		}
	}
	return -1
}

// asking writes the question at the head of every loop.
func asking(code []byte, asked int, types, functions []int) ([]byte, error) {
	c := &cursor{b: code}
	n := c.number()
	if asked < 0 || n != len(functions) {
		return nil, errForm
	}
	out := number(nil, n)
	for i := range n {
		if functions[i] >= len(types) {
			return nil, errForm
		}
		body, err := askingBody(c.take(c.number()), asked, types[functions[i]])
		if err != nil {
			return nil, err
		}
		out = append(number(out, len(body)), body...)
	}
	if c.broken {
		return nil, errForm
	}
	return out, nil
}

// askingBody gives a function one more variable, which counts.
func askingBody(body []byte, asked, parameters int) ([]byte, error) {
	c := &cursor{b: body}
	groups, count := c.number(), parameters
	from := c.at
	for range groups { // so many of a type
		count += c.number()
		c.take(1)
		if c.broken {
			return nil, errForm
		}
	}
	out := append(number(nil, groups+1), body[from:c.at]...)
	out = append(out, 1, 0x7f)
	done, q := c.at, question(asked, count)
	for c.at < len(c.b) && !c.broken {
		op := c.byte()
		if err := c.operands(op); err != nil {
			return nil, err
		}
		if op == 0x03 {
			out = append(append(out, c.b[done:c.at]...), q...)
			done = c.at
		}
	}
	if c.broken {
		return nil, errForm
	}
	return append(out, c.b[done:]...), nil
}

// question counts a turn and asks at one turn in a thousand.
func question(asked, counter int) []byte {
	q := number([]byte{0x20}, counter)                      // the count
	q = append(q, 0x41, 0x01, 0x6a, 0x22)                   // and one
	q = append(number(q, counter), 0x41)                    //
	q = append(signed(q, turns-1), 0x71, 0x45, 0x04, 64)    // a whole number of times?
	q = append(number(append(q, 0x41, 0, 0x10), asked), 26) // then ask; whatever is answered
	return append(q, 0x0b)
}

// operands passes what follows an instruction.
func (c *cursor) operands(op byte) error {
	switch {
	case op >= 0x02 && op <= 0x04, op == 0x0c, op == 0x0d, op == 0x10, op >= 0x20 && op <= 0x26,
		op == 0x3f, op == 0x40, op == 0x41, op == 0x42, op == 0xd0, op == 0xd2:
		c.skip()
	case op == 0x0e:
		c.skips(c.number() + 1)
	case op == 0x11, op >= 0x28 && op <= 0x3e:
		c.skips(2)
	case op == 0x1c:
		c.take(c.number())
	case op == 0x43:
		c.take(4)
	case op == 0x44:
		c.take(8)
	case op == 0xfc:
		switch sub := c.number(); {
		case sub <= 7:
		case sub == 8, sub == 10, sub == 12, sub == 14:
			c.skips(2)
		case sub <= 17:
			c.skip()
		default:
			return fmt.Errorf("rxing: instruction fc %d", sub)
		}
	case op <= 0x01, op == 0x05, op == 0x0b, op == 0x0f, op == 0x1a, op == 0x1b, op >= 0x45 && op <= 0xc4, op == 0xd1:
	default:
		return fmt.Errorf("rxing: instruction %x", op)
	}
	return nil
}
