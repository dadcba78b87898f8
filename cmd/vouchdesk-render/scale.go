package main

// scaler shrinks by area: each pixel of the answer is the mean of exactly the
// part of the source it covers, with fractions at the edges, so that fine
// print and code modules neither vanish nor beat. It takes the source a row at
// a time.
type scaler struct {
	out    *raster
	sw, sh int
	w, h   int       // of the answer, as stored
	line   []float32 // the row at the answer's width, means
	sum    []float32 // of the rows so far, weighted
	done   []byte
	y      int // the row of the answer being summed
}

func newScaler(sw, sh, w, h int, out *raster) *scaler {
	n := w * out.n
	return &scaler{out: out, sw: sw, sh: sh, w: w, h: h, line: make([]float32, n), sum: make([]float32, n), done: make([]byte, n)}
}

func (s *scaler) row(y int, row []byte) {
	s.across(row)
	// In units of 1/(sh*oh) of the height, source row y is [y*oh, (y+1)*oh)
	// and row s.y of the answer ends at (s.y+1)*sh.
	top, bottom := y*s.h, (y+1)*s.h
	end := (s.y + 1) * s.sh
	s.add(float32(min(bottom, end)-top) / float32(s.sh))
	if bottom < end {
		return
	}
	s.flush()
	if bottom > end {
		s.add(float32(bottom-end) / float32(s.sh))
	}
}

func (s *scaler) add(weight float32) {
	for i, v := range s.line {
		s.sum[i] += v * weight
	}
}

func (s *scaler) flush() {
	for i, v := range s.sum {
		s.done[i] = byte(min(255, v+0.5))
		s.sum[i] = 0
	}
	s.out.put(s.y, s.done)
	s.y++
}

// across averages one row to the answer's width.
func (s *scaler) across(row []byte) {
	n, ow := s.out.n, s.w
	inv := 1 / float32(s.sw)
	for x := range ow {
		from, to := x*s.sw, (x+1)*s.sw // in units of 1/ow source pixels
		first, last := from/ow, (to-1)/ow
		for c := range n {
			var t int
			for i := first; i <= last; i++ {
				t += int(row[i*n+c]) * (min(to, (i+1)*ow) - max(from, i*ow))
			}
			s.line[x*n+c] = float32(t) * inv
		}
	}
}
