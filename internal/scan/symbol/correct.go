package symbol

// The field of 256 elements that QR codes count in.
var logs, powers = func() (l [256]int, p [510]byte) {
	x := 1
	for i := range 255 {
		p[i], p[i+255] = byte(x), byte(x)
		l[x] = i
		if x <<= 1; x > 255 {
			x ^= 0x11d
		}
	}
	return l, p
}()

func times(a, b byte) byte {
	if a == 0 || b == 0 {
		return 0
	}
	return powers[logs[a]+logs[b]]
}

func over(a, b byte) byte {
	if a == 0 {
		return 0
	}
	return powers[logs[a]+255-logs[b]]
}

// syndromes are zero if nothing is wrong.
func syndromes(word []byte, checks int) ([]byte, bool) {
	s := make([]byte, checks)
	clean := true
	for i := range s {
		v := byte(0)
		for _, c := range word {
			v = times(v, powers[i]) ^ c
		}
		s[i] = v
		clean = clean && v == 0
	}
	return s, clean
}

// correct mends a block in place: bytes named by erased may have any value,
// others may be wrong. It tells how many others were, and whether it holds:
// then erased + 2*wrong + spare <= checks.
func correct(word []byte, checks int, erased []int, spare int) (wrong int, ok bool) {
	s, clean := syndromes(word, checks)
	if clean {
		return 0, true
	}
	if len(erased)+spare > checks {
		return 0, false
	}
	locator := locate(s, len(word), erased)
	degree := len(locator) - 1
	for degree > 0 && locator[degree] == 0 {
		degree--
	}
	wrong = degree - len(erased)
	if wrong < 0 || len(erased)+2*wrong+spare > checks {
		return 0, false
	}
	places := roots(locator[:degree+1], len(word))
	if len(places) != degree {
		return 0, false
	}
	evaluator := make([]byte, checks)
	for i := range evaluator {
		for j := 0; j <= min(i, degree); j++ {
			evaluator[i] ^= times(locator[j], s[i-j])
		}
	}
	for _, p := range places {
		x := powers[p]
		inverse := powers[(255-p)%255]
		slope := byte(0)
		for j := 1; j <= degree; j += 2 {
			slope ^= times(locator[j], power(inverse, j-1))
		}
		if slope == 0 {
			return 0, false
		}
		value := byte(0)
		for i := len(evaluator) - 1; i >= 0; i-- {
			value = times(value, inverse) ^ evaluator[i]
		}
		word[len(word)-1-p] ^= times(x, over(value, slope))
	}
	_, clean = syndromes(word, checks)
	return wrong, clean
}

func power(a byte, n int) byte {
	if n == 0 {
		return 1
	}
	return powers[logs[a]*n%255]
}

// locate finds the polynomial whose roots name the wrong bytes, those erased
// included (Berlekamp and Massey's way, begun with the erased).
func locate(s []byte, length int, erased []int) []byte {
	checks, e := len(s), len(erased)
	locator := make([]byte, checks+2)
	locator[0] = 1
	for k, at := range erased {
		x := powers[length-1-at]
		for i := k + 1; i > 0; i-- {
			locator[i] ^= times(x, locator[i-1])
		}
	}
	before := append([]byte{}, locator...)
	l := e
	for r := e + 1; r <= checks; r++ {
		d := byte(0)
		for i := range r {
			d ^= times(locator[i], s[r-1-i])
		}
		copy(before[1:], before[:len(before)-1])
		before[0] = 0
		if d == 0 {
			continue
		}
		next := append([]byte{}, locator...)
		for i := range next {
			next[i] ^= times(d, before[i])
		}
		if 2*l <= r+e-1 {
			l = r + e - l
			for i := range before {
				before[i] = over(locator[i], d)
			}
		}
		locator = next
	}
	return locator
}

// roots are the places, counted from the end, that a locator names.
func roots(locator []byte, length int) []int {
	var all []int
	for p := range length {
		x := powers[(255-p)%255]
		v := byte(0)
		for i := len(locator) - 1; i >= 0; i-- {
			v = times(v, x) ^ locator[i]
		}
		if v == 0 {
			all = append(all, p)
		}
	}
	return all
}
