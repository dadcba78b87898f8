package wire

import (
	"bytes"
	"encoding/binary"
	"io"
)

// All heads begin with the same four bytes; the last is the version.
var magic = [4]byte{'V', 'D', 'R', 5}

const (
	helloHead    = 4 + 4
	documentHead = 4 + 4
	requestHead  = 4 + 4 + 3*4
	areaSize     = 4 * 2
	responseHead = 4 + 4 + 6*4
	maxNumber    = 1 << 30 // pages, pixels and lengths all stay below, so int is safe everywhere
)

// What a response says of the document, in one byte.
const (
	saidSpreads = 1 << iota
	saidPartial
)

// WriteHello tells the desk what holds this worker, which is now ready.
func WriteHello(w io.Writer, b Barriers) error {
	_, err := w.Write(append(append([]byte{}, magic[:]...), byte(b), 0, 0, 0))
	return err
}

// ReadHello reads what a worker says of itself.
func ReadHello(r io.Reader) (Barriers, error) {
	h, _, err := head(r, helloHead, helloHead)
	if err != nil {
		return 0, err
	}
	if h[5]|h[6]|h[7] != 0 || Barriers(h[4])&^(Limits|Syscalls|Files) != 0 {
		return 0, ErrFrame
	}
	return Barriers(h[4]), nil
}

// WriteDocument sends the document.
func WriteDocument(w io.Writer, file []byte) error {
	if _, err := w.Write(binary.BigEndian.AppendUint32(append([]byte{}, magic[:]...), uint32(min(len(file), maxNumber)))); err != nil {
		return err
	}
	_, err := w.Write(file)
	return err
}

// ReadDocument reads the document; the desk has measured it before.
func ReadDocument(r io.Reader) ([]byte, error) {
	_, n, err := head(r, documentHead, 4)
	if err != nil {
		return nil, err
	}
	if n[0] > MaxFile {
		return nil, ErrFrame
	}
	return body(r, n[0])
}

// WriteRequest sends a request. It does not judge it: the reader does.
func WriteRequest(w io.Writer, q Request) error {
	b := make([]byte, 0, requestHead+(1+len(q.Edit.Black))*areaSize)
	b = append(b, magic[:]...)
	// What does not fit arrives as what is refused, never as something else.
	b = append(b, byte(q.Op), byte(min(uint(q.Edit.Turn), 255)), byte(min(len(q.Edit.Black), 255)), 0)
	for _, n := range []int{q.Page, q.MaxSide, q.MaxPixels} {
		b = binary.BigEndian.AppendUint32(b, uint32(n)) // a negative one arrives above maxNumber and is refused
	}
	for _, a := range append([]Area{q.Edit.Crop}, q.Edit.Black...) {
		for _, n := range []int{a.Left, a.Top, a.Right, a.Bottom} {
			b = binary.BigEndian.AppendUint16(b, uint16(min(uint(n), 1<<16-1)))
		}
	}
	_, err := w.Write(b)
	return err
}

// ReadRequest reads a request. The status says why one that is well framed is
// refused.
func ReadRequest(r io.Reader) (Request, Status, error) {
	h, n, err := head(r, requestHead, 8)
	if err != nil {
		return Request{}, BadRequest, err
	}
	q := Request{Op: Op(h[4]), Page: n[0], MaxSide: n[1], MaxPixels: n[2]}
	if h[7] != 0 || q.Op < Grey || q.Op > JPEG || q.MaxPixels < 1 || q.MaxPixels > MaxPixels || h[6] > MaxBlack {
		return Request{}, BadRequest, nil
	}
	q.Edit.Turn = int(h[5])
	if q.Edit.Crop, q.Edit.Black, err = areas(r, int(h[6])); err != nil {
		return Request{}, BadRequest, err
	}
	if !q.Edit.Valid() {
		return Request{}, BadRequest, nil
	}
	return q, OK, nil
}

// areas reads the crop and n areas after it.
func areas(r io.Reader, n int) (crop Area, black []Area, err error) {
	b := make([]byte, (1+n)*areaSize)
	if _, err := io.ReadFull(r, b); err != nil {
		return Area{}, nil, ErrFrame.Because(err)
	}
	for ; len(b) > 0; b = b[areaSize:] {
		at := func(i int) int { return int(binary.BigEndian.Uint16(b[2*i:])) }
		black = append(black, Area{at(0), at(1), at(2), at(3)})
	}
	if n == 0 {
		return black[0], nil, nil
	}
	return black[0], black[1:], nil
}

// WriteResponse sends a response.
func WriteResponse(w io.Writer, p Response) error {
	b := make([]byte, 0, responseHead)
	b = append(b, magic[:]...)
	said := byte(0)
	if p.Spreads {
		said |= saidSpreads
	}
	if p.Partial {
		said |= saidPartial
	}
	b = append(b, byte(p.Status), byte(p.Format), p.Orientation, said)
	for _, n := range []int{p.Pages, p.SourceW, p.SourceH, p.Width, p.Height, len(p.Payload)} {
		b = binary.BigEndian.AppendUint32(b, uint32(n))
	}
	if _, err := w.Write(b); err != nil {
		return err
	}
	_, err := w.Write(p.Payload)
	return err
}

// ReadResponse reads the response to q and refuses one that is larger than q
// allows or whose payload does not fit its own width and height: a taken-over
// worker must not be able to make the desk allocate or index past what it asked.
func ReadResponse(r io.Reader, q Request) (Response, error) {
	h, n, err := head(r, responseHead, 8)
	if err != nil {
		return Response{}, err
	}
	p := Response{
		Status: Status(h[4]), Format: Format(h[5]), Orientation: h[6],
		Spreads: h[7]&saidSpreads != 0, Partial: h[7]&saidPartial != 0,
		Pages: n[0], SourceW: n[1], SourceH: n[2], Width: n[3], Height: n[4],
	}
	if p.Status > Spreads || h[7] > saidSpreads|saidPartial {
		return Response{}, ErrFrame
	}
	if p.Status != OK {
		if n[5] != 0 {
			return Response{}, ErrFrame
		}
		return Response{Status: p.Status}, nil
	}
	if !p.fits(q, n[5]) {
		return Response{}, ErrFrame
	}
	p.Payload, err = body(r, n[5])
	return p, err
}

func (p Response) fits(q Request, length int) bool {
	switch {
	case p.Format < FormatJPEG || p.Format > FormatPDF, p.Orientation > 8,
		p.Pages < 1 || p.Pages > MaxPages,
		p.Width < 1 || p.Height < 1 || p.Width > MaxPixels || p.Height > MaxPixels,
		p.Width*p.Height > q.MaxPixels,
		q.MaxSide > 0 && max(p.Width, p.Height) > q.MaxSide:
		return false
	}
	switch q.Op {
	case Grey:
		return length == p.Width*p.Height
	case RGBA:
		return length == 4*p.Width*p.Height
	case JPEG:
		// Incompressible noise stays below three bytes a pixel and a head.
		return length > 0 && length <= 3*p.Width*p.Height+4096
	default:
		return false
	}
}

// head reads a head of size bytes and the numbers in it from offset at on.
func head(r io.Reader, size, at int) ([]byte, []int, error) {
	h := make([]byte, size)
	if _, err := io.ReadFull(r, h); err != nil {
		return nil, nil, ErrFrame.Because(err)
	}
	if !bytes.Equal(h[:4], magic[:]) {
		return nil, nil, ErrFrame
	}
	var n []int
	for ; at < size; at += 4 {
		v := binary.BigEndian.Uint32(h[at:])
		if v > maxNumber {
			return nil, nil, ErrFrame
		}
		n = append(n, int(v))
	}
	return h, n, nil
}

// body reads n bytes, which the caller has held against its cap.
func body(r io.Reader, n int) ([]byte, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, ErrFrame.Because(err)
	}
	return b, nil
}
