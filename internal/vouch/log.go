package vouch

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
)

// What can be wrong with a receipt's log proof.
var (
	ErrLogProof = fault.New(fault.Tampered, "receipt-log-proof")      // the path does not lead to the root
	ErrLogNote  = fault.New(fault.Tampered, "receipt-log-checkpoint") // the checkpoint is not the log's, or states another tree
)

// Leaf is what the broker's log holds of a vouch: what remains after erasure,
// and nothing else.
func Leaf(vouchJTI, vouchSHA256, approvalJTI string, received jose.Seconds) []byte {
	return fmt.Appendf(nil, "vouchdesk-log/1\n%s\n%s\n%s\n%d\n", vouchJTI, vouchSHA256, approvalJTI, received)
}

// prove checks the checkpoint's signature by one of the log's keys, that it
// states the tree the proof is for, and that the leaf is in that tree.
func (l LogProof) prove(leaf []byte, keys []trust.Key) error {
	size, root, err := l.checkpoint(keys)
	if err != nil {
		return err
	}
	stated, err := hash64(l.Root)
	if err != nil || stated != root || l.Size != size {
		return ErrLogNote
	}
	proof := make(tlog.RecordProof, 0, len(l.Path))
	for _, text := range l.Path {
		h, err := hash64(text)
		if err != nil {
			return ErrLogProof
		}
		proof = append(proof, h)
	}
	if l.Index < 0 || l.Index >= l.Size {
		return ErrLogProof
	}
	if err := tlog.CheckRecord(proof, l.Size, root, l.Index, tlog.RecordHash(leaf)); err != nil {
		return ErrLogProof
	}
	return nil
}

// checkpoint reads a signed note of the C2SP tlog-checkpoint form.
func (l LogProof) checkpoint(keys []trust.Key) (int64, tlog.Hash, error) {
	var verifiers []note.Verifier
	for _, k := range keys {
		if v, err := note.NewVerifier(k.Note); err == nil {
			verifiers = append(verifiers, v)
		}
	}
	n, err := note.Open([]byte(l.Checkpoint), note.VerifierList(verifiers...))
	if err != nil {
		return 0, tlog.Hash{}, ErrLogNote
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) < 4 || lines[0] != n.Sigs[0].Name {
		return 0, tlog.Hash{}, ErrLogNote
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 1 || strconv.FormatInt(size, 10) != lines[1] {
		return 0, tlog.Hash{}, ErrLogNote
	}
	root, err := hash64(lines[2])
	if err != nil {
		return 0, tlog.Hash{}, ErrLogNote
	}
	return size, root, nil
}

func hash64(text string) (tlog.Hash, error) {
	raw, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != tlog.HashSize {
		return tlog.Hash{}, ErrLogProof
	}
	return tlog.Hash(raw), nil
}
