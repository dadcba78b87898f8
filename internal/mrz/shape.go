package mrz

// Formats lists every format, as large zones are tried first.
func Formats() []Format { return []Format{TD3, MRVA, TD2, MRVB, TD1} }

func (f Format) layout() layout {
	switch f {
	case TD3:
		return td3
	case TD2:
		return td2
	case MRVA:
		return mrvA
	case MRVB:
		return mrvB
	default:
		return td1
	}
}

// Size is how many lines a zone of the format has, and of what length.
func (f Format) Size() (lines, columns int) {
	switch f {
	case TD3, MRVA:
		return 2, 44
	case TD2, MRVB:
		return 2, 36
	default:
		return 3, 30
	}
}

// A Place is what may stand at one place of a zone, and whether a check digit
// covers it or is it.
type Place struct {
	Alphabet string
	Checked  bool
}

// Places says of every place of the format, line by line, what may stand
// there. A reader of pictures keeps to it where two characters look alike.
func (f Format) Places() [][]Place {
	l := f.layout()
	lines, columns := f.Size()
	all := make([][]Place, lines)
	for i := range all {
		all[i] = make([]Place, columns)
		for j := range all[i] {
			all[i][j].Alphabet = digits + letters
		}
	}
	each := func(s span, do func(p *Place)) {
		for column := s.from; s.line > 0 && column <= s.to; column++ {
			do(&all[s.line-1][column-1])
		}
	}
	for _, a := range l.alphabets() {
		each(a.at, func(p *Place) { p.Alphabet = a.set })
	}
	all[0][0].Alphabet = l.first
	covered := []span{l.number, l.numberDigit, l.birth, l.birthDigit, l.expiry, l.expiryDigit}
	if l.optionDigit.line > 0 {
		covered = append(covered, l.optional, l.optionDigit)
	}
	if l.composite.name != "" {
		covered = append(append(covered, l.composite.at), l.composite.covers...)
	}
	for _, s := range covered {
		each(s, func(p *Place) { p.Checked = true })
	}
	return all
}
