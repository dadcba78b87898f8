package wire

import (
	"encoding/binary"
	"image"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Every head begins with the same four bytes; the last is the version.
var magic = [4]byte{'V', 'D', 'C', 1}

const (
	requestHead = 4 + 1 + 1 + 2 + 2
	answerHead  = 4 + 1 + 1 + 4*2 + 4
)

// WriteRequest sends a request. It does not judge it: the reader does.
func WriteRequest(w io.Writer, q Request) error {
	id := q.ID[:min(len(q.ID), MaxText+1)] // a longer one arrives too long and is refused
	b := make([]byte, 0, requestHead+len(id))
	b = append(b, magic[:]...)
	whole := byte(0)
	if q.Whole {
		whole = 1
	}
	b = append(b, byte(q.Op), whole)
	b = binary.BigEndian.AppendUint16(b, uint16(min(max(q.Preview, 0), MaxSide)))
	b = binary.BigEndian.AppendUint16(b, uint16(len(id)))
	_, err := w.Write(append(b, id...))
	return err
}

// ReadRequest reads a request; io.EOF alone is the desk's goodbye.
func ReadRequest(r io.Reader) (Request, error) {
	var h [requestHead]byte
	if _, err := io.ReadFull(r, h[:]); err != nil {
		return Request{}, err
	}
	q := Request{Op: Op(h[4]), Whole: h[5] == 1, Preview: int(binary.BigEndian.Uint16(h[6:]))}
	n := int(binary.BigEndian.Uint16(h[8:]))
	if [4]byte(h[:4]) != magic || h[5] > 1 || q.Op < List || q.Op > Still || q.Preview > MaxSide || n > MaxText {
		return Request{}, ErrFrame
	}
	id := make([]byte, n)
	if _, err := io.ReadFull(r, id); err != nil {
		return Request{}, ErrFrame.Because(err)
	}
	q.ID = string(id)
	return q, nil
}

// head is the beginning of every answer.
type head struct {
	op      Op
	status  Status
	numbers [4]int
	length  int
}

func writeHead(w io.Writer, h head) error {
	b := make([]byte, 0, answerHead)
	b = append(b, magic[:]...)
	b = append(b, byte(h.op), byte(h.status))
	for _, n := range h.numbers {
		b = binary.BigEndian.AppendUint16(b, uint16(n))
	}
	b = binary.BigEndian.AppendUint32(b, uint32(h.length))
	_, err := w.Write(b)
	return err
}

// readHead reads the beginning of the answer to op. Whatever is not OK has
// nothing behind it.
func readHead(r io.Reader, op Op) (head, error) {
	var b [answerHead]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return head{}, ErrFrame.Because(err)
	}
	h := head{op: Op(b[4]), status: Status(b[5])}
	for i := range h.numbers {
		h.numbers[i] = int(binary.BigEndian.Uint16(b[6+2*i:]))
	}
	length := binary.BigEndian.Uint32(b[14:])
	switch {
	case [4]byte(b[:4]) != magic, h.op != op, h.status > BadRequest, length > MaxStill:
		return head{}, ErrFrame
	case h.status != OK && (length != 0 || h.numbers != [4]int{}):
		return head{}, ErrFrame
	}
	h.length = int(length)
	return h, nil
}

// WriteStatus answers op with nothing but how it went.
func WriteStatus(w io.Writer, op Op, s Status) error { return writeHead(w, head{op: op, status: s}) }

// ReadStatus reads such an answer.
func ReadStatus(r io.Reader, op Op) (Status, error) {
	h, err := readHead(r, op)
	if err == nil && (h.length != 0 || h.numbers != [4]int{}) {
		err = ErrFrame
	}
	return h.status, err
}

// WriteCameras answers List. More than MaxCameras are left out, longer words
// are cut.
func WriteCameras(w io.Writer, all []Camera) error {
	all = all[:min(len(all), MaxCameras)]
	var b []byte
	for _, c := range all {
		for _, text := range []string{c.ID, c.Name} {
			text = text[:min(len(text), MaxText)]
			b = binary.BigEndian.AppendUint16(b, uint16(len(text)))
			b = append(b, text...)
		}
	}
	if err := writeHead(w, head{op: List, numbers: [4]int{len(all)}, length: len(b)}); err != nil {
		return err
	}
	_, err := w.Write(b)
	return err
}

// ReadCameras reads the answer to List. Words are a device's own: they are
// shown, so whatever does not print is taken out of them.
func ReadCameras(r io.Reader) ([]Camera, Status, error) {
	h, err := readHead(r, List)
	if err != nil || h.status != OK {
		return nil, h.status, err
	}
	if h.numbers[0] > MaxCameras || h.numbers[1]|h.numbers[2]|h.numbers[3] != 0 || h.length > maxCatalog {
		return nil, OK, ErrFrame
	}
	b := make([]byte, h.length)
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, OK, ErrFrame.Because(err)
	}
	all := make([]Camera, 0, h.numbers[0])
	for range h.numbers[0] {
		var words [2]string
		for i := range words {
			if len(b) < 2 {
				return nil, OK, ErrFrame
			}
			n := int(binary.BigEndian.Uint16(b))
			if n > MaxText || n > len(b)-2 {
				return nil, OK, ErrFrame
			}
			words[i], b = printable(string(b[2:2+n])), b[2+n:]
		}
		if words[0] == "" {
			return nil, OK, ErrFrame
		}
		all = append(all, Camera{ID: words[0], Name: words[1]})
	}
	if len(b) != 0 {
		return nil, OK, ErrFrame
	}
	return all, OK, nil
}

func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)
}

// WriteFrame answers Next. Both pictures start at their first byte and have
// no gap between rows.
func WriteFrame(w io.Writer, f *Frame) error {
	g, p := f.Grey.Rect.Size(), f.Preview.Rect.Size()
	h := head{op: Next, numbers: [4]int{g.X, g.Y, p.X, p.Y}, length: g.X*g.Y + 4*p.X*p.Y}
	if err := writeHead(w, h); err != nil {
		return err
	}
	if _, err := w.Write(f.Grey.Pix[:g.X*g.Y]); err != nil {
		return err
	}
	_, err := w.Write(f.Preview.Pix[:4*p.X*p.Y])
	return err
}

// ReadFrame reads the answer to Next into f. Its longest preview side is at
// most what was asked for, and it is whole if that was.
func ReadFrame(r io.Reader, preview int, whole bool, f *Frame) (Status, error) {
	h, err := readHead(r, Next)
	if err != nil || h.status != OK {
		return h.status, err
	}
	gw, gh, pw, ph := h.numbers[0], h.numbers[1], h.numbers[2], h.numbers[3]
	switch {
	case whole && !sane(gw, gh, MaxGrey), !whole && gw|gh != 0, !sane(pw, ph, MaxPreview), max(pw, ph) > preview, h.length != gw*gh+4*pw*ph:
		return OK, ErrFrame
	}
	f.Grey = image.Gray{Pix: room(f.Grey.Pix, gw*gh), Stride: gw, Rect: image.Rect(0, 0, gw, gh)}
	f.Preview = image.RGBA{Pix: room(f.Preview.Pix, 4*pw*ph), Stride: 4 * pw, Rect: image.Rect(0, 0, pw, ph)}
	for _, pix := range [][]byte{f.Grey.Pix, f.Preview.Pix} {
		if _, err := io.ReadFull(r, pix); err != nil {
			return OK, ErrFrame.Because(err)
		}
	}
	return OK, nil
}

func sane(w, h, most int) bool {
	return w >= 1 && h >= 1 && w <= MaxSide && h <= MaxSide && w*h <= most
}

func room(b []byte, n int) []byte {
	if cap(b) < n {
		return make([]byte, n)
	}
	return b[:n]
}

// WriteStill answers Still.
func WriteStill(w io.Writer, file []byte) error {
	if err := writeHead(w, head{op: Still, length: len(file)}); err != nil {
		return err
	}
	_, err := w.Write(file)
	return err
}

// ReadStill reads the answer to Still: a file that nobody has looked into.
func ReadStill(r io.Reader) ([]byte, Status, error) {
	h, err := readHead(r, Still)
	if err != nil || h.status != OK {
		return nil, h.status, err
	}
	if h.length == 0 || h.numbers != [4]int{} {
		return nil, OK, ErrFrame
	}
	// Read as it comes: a length alone claims no memory.
	file, err := io.ReadAll(io.LimitReader(r, int64(h.length)))
	if err == nil && len(file) != h.length {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, OK, ErrFrame.Because(err)
	}
	return file, OK, nil
}
