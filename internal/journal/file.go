package journal

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"vouchdesk/internal/fault"
)

// What VerifyFile finds. Where is "line 7" or "line 7, entry 6".
var (
	ErrTampered = fault.New(fault.Tampered, "journal-tampered")
	ErrCut      = fault.New(fault.Tampered, "journal-cut") // the end line is not there
)

// The words a line of an exported file may begin with; an entry begins with
// its number. Every line but an entry ends with a hash over itself, so that a
// changed byte is found in its own line and not in a later one.
const (
	fileWord = "vouchdesk-journal-1"
	markWord = "checkpoint"
	endWord  = "end"

	fileLinePrefix = "vouchdesk journal file line 1\n"
	exportedForm   = "2006-01-02T15:04:05Z"

	// A line can be no longer than a checkpoint whose token is at its cap.
	maxLine = 20 << 10
)

// Header is the first line of an exported chain.
type Header struct {
	Desk     string
	Exported time.Time // to the second, UTC
}

// Mark is a checkpoint with the token that signs it. The token is carried, not
// verified.
type Mark struct {
	Checkpoint Checkpoint
	Token      string
}

// Report is what a whole file says.
type Report struct {
	Header  Header
	Entries uint64
	Head    Head
	Marks   []Mark // in order; their tokens are for the caller to verify
}

// Export writes a chain from its first line. Marks must be in order and lie on
// lines of the chain; a line that does not follow is ErrTampered, so that a
// broken chain is never exported as if it were whole.
func Export(w io.Writer, h Header, lines iter.Seq2[Line, error], marks ...Mark) (Head, error) {
	text, err := headerLine(h)
	if err != nil {
		return Head{}, err
	}
	digest := sha256.New()
	out := bufio.NewWriter(io.MultiWriter(w, digest))
	put := func(text string) { out.WriteString(text + "\n") } //nolint:errcheck // bufio keeps its first error for Flush
	put(text)
	head := Genesis(h.Desk)
	for line, err := range lines {
		if err != nil {
			return Head{}, err
		}
		if !line.Follows(head) {
			return Head{}, ErrTampered.At(place(0, head.Seq+1))
		}
		put(line.String())
		head = line.Head()
		for len(marks) > 0 && marks[0].Checkpoint.Seq == head.Seq {
			text, err := markLine(marks[0])
			if err != nil || marks[0].Checkpoint.Hash != head.Hash {
				return Head{}, ErrTampered.At(fmt.Sprintf("checkpoint %d", head.Seq))
			}
			put(text)
			marks = marks[1:]
		}
	}
	if len(marks) > 0 {
		return Head{}, ErrTampered.At(fmt.Sprintf("checkpoint %d", marks[0].Checkpoint.Seq))
	}
	if err := out.Flush(); err != nil {
		return Head{}, err
	}
	_, err = io.WriteString(w, endLine(head, digest)+"\n")
	return head, err
}

// VerifyFile proves an exported chain without any key. Its error names the line,
// and the entry where the line holds one, that is not what it must be.
func VerifyFile(r io.Reader) (Report, error) {
	v := verifier{in: bufio.NewReaderSize(r, maxLine), digest: sha256.New()}
	if err := v.header(); err != nil {
		return Report{}, err
	}
	for {
		done, err := v.step()
		if err != nil {
			return Report{}, err
		}
		if done {
			v.report.Head = v.head
			return v.report, nil
		}
	}
}

type verifier struct {
	in     *bufio.Reader
	digest hash.Hash // over all lines before the current one
	number int       // of the current line, from 1
	head   Head
	report Report
}

func (v *verifier) header() error {
	text, err := v.next()
	if err != nil {
		return err
	}
	h, ok := parseHeader(text)
	if !ok {
		return ErrTampered.At(place(1, 0))
	}
	v.report.Header, v.head = h, Genesis(h.Desk)
	v.count(text)
	return nil
}

// step checks one line after the header; true at a right end of file.
func (v *verifier) step() (bool, error) {
	text, err := v.next()
	if err != nil {
		return false, err
	}
	switch word, _, _ := strings.Cut(text, " "); word {
	case endWord:
		if text != endLine(v.head, v.digest) {
			return false, ErrTampered.At(place(v.number, 0))
		}
		if _, err := v.in.Peek(1); err != io.EOF {
			return false, ErrTampered.At(place(v.number+1, 0))
		}
		return true, nil
	case markWord:
		m, ok := parseMark(text)
		if !ok || Head(m.Checkpoint) != v.head || v.head.Seq == 0 {
			return false, ErrTampered.At(place(v.number, 0))
		}
		v.report.Marks = append(v.report.Marks, m)
	default:
		line, err := ParseLine(text)
		if err != nil || !line.Follows(v.head) {
			return false, ErrTampered.At(place(v.number, v.head.Seq+1))
		}
		v.head = line.Head()
		v.report.Entries++
	}
	v.count(text)
	return false, nil
}

// next reads one line; the file must end its last line too.
func (v *verifier) next() (string, error) {
	v.number++
	text, err := v.in.ReadSlice('\n')
	switch {
	case err == nil:
		return string(text[:len(text)-1]), nil
	case err == io.EOF && len(text) == 0:
		return "", ErrCut.At(place(v.number, 0))
	case errors.Is(err, io.EOF) || errors.Is(err, bufio.ErrBufferFull):
		return "", ErrTampered.At(v.where())
	default:
		return "", err
	}
}

// where names the current line and the entry that ought to stand in it, for a
// line that cannot be read at all.
func (v *verifier) where() string {
	if v.number == 1 {
		return place(1, 0)
	}
	return place(v.number, v.head.Seq+1)
}

func (v *verifier) count(text string) {
	v.digest.Write([]byte(text))
	v.digest.Write([]byte{'\n'})
}

func place(line int, entry uint64) string {
	switch {
	case line == 0:
		return fmt.Sprintf("entry %d", entry)
	case entry == 0:
		return fmt.Sprintf("line %d", line)
	default:
		return fmt.Sprintf("line %d, entry %d", line, entry)
	}
}

// sealed appends the hash of a line to it.
func sealed(text string) string {
	return text + " " + Sum(sha256.Sum256([]byte(fileLinePrefix+text))).String()
}

func headerLine(h Header) (string, error) {
	if h.Desk == "" || !isID(h.Desk) {
		return "", ErrMalformed.At("desk")
	}
	if y := h.Exported.UTC().Year(); y < 1 || y > 9999 {
		return "", ErrMalformed.At("exported")
	}
	return sealed(fileWord + " " + h.Desk + " " + h.Exported.UTC().Format(exportedForm)), nil
}

func parseHeader(text string) (Header, bool) {
	fields := strings.Split(text, " ")
	if len(fields) != 4 {
		return Header{}, false
	}
	at, err := time.Parse(exportedForm, fields[2])
	if err != nil {
		return Header{}, false
	}
	h := Header{Desk: fields[1], Exported: at}
	again, err := headerLine(h)
	return h, err == nil && again == text
}

func markLine(m Mark) (string, error) {
	if m.Token == "" || !visible(m.Token) || len(m.Token) > maxLine/2 {
		return "", ErrMalformed.At("token")
	}
	return sealed(fmt.Sprintf("%s %d %s %s", markWord, m.Checkpoint.Seq, m.Checkpoint.Hash, m.Token)), nil
}

func parseMark(text string) (Mark, bool) {
	fields := strings.Split(text, " ")
	if len(fields) != 5 {
		return Mark{}, false
	}
	seq, err := strconv.ParseUint(fields[1], 10, 64)
	if err != nil {
		return Mark{}, false
	}
	sum, err := ParseSum(fields[2])
	if err != nil {
		return Mark{}, false
	}
	m := Mark{Checkpoint{Seq: seq, Hash: sum}, fields[3]}
	again, err := markLine(m)
	return m, err == nil && again == text
}

// endLine covers every byte before it and, by the hash over itself, its own.
func endLine(head Head, digest hash.Hash) string {
	return sealed(fmt.Sprintf("%s %d %s %s", endWord, head.Seq, head.Hash, Sum(digest.Sum(nil))))
}
