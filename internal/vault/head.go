package vault

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
)

// Schema is the number of the layout this version writes.
const schemaNow = 1

// The head is the one part of a vault that is read before any key is known.
// Its form never changes; the hash at its end tells damage from another desk
// and from a newer version.
type head struct {
	schema  uint16
	vaultID [16]byte
	device  [16]byte // fingerprint of the device secret
}

const headMagic = "vdvault\n"

const headSize = len(headMagic) + 2 + 16 + 16 + sha256.Size

func (h head) encode() []byte {
	out := binary.BigEndian.AppendUint16([]byte(headMagic), h.schema)
	out = append(append(out, h.vaultID[:]...), h.device[:]...)
	sum := sha256.Sum256(out)
	return append(out, sum[:]...)
}

func parseHead(data []byte) (head, error) {
	if len(data) != headSize || !bytes.HasPrefix(data, []byte(headMagic)) {
		return head{}, ErrDamaged.At("meta")
	}
	body := data[:headSize-sha256.Size]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], data[len(body):]) {
		return head{}, ErrDamaged.At("meta")
	}
	body = body[len(headMagic):]
	h := head{schema: binary.BigEndian.Uint16(body)}
	copy(h.vaultID[:], body[2:])
	copy(h.device[:], body[18:])
	return h, nil
}

func fingerprint(device []byte, vaultID [16]byte) ([16]byte, error) {
	key, err := derive(device, vaultID[:], "device fingerprint")
	if err != nil {
		return [16]byte{}, err
	}
	return [16]byte(key[:16]), nil
}

// sealRoot puts the desk domain's root key under the device secret.
func sealRoot(device, root []byte, vaultID [16]byte) ([]byte, error) {
	key, err := derive(device, vaultID[:], "desk root")
	if err != nil {
		return nil, err
	}
	defer wipe(key)
	return sealBytes(key, root, append([]byte(rootName), vaultID[:]...))
}

// openRoot tells another machine's secret from damage by the fingerprint.
func openRoot(device, sealed []byte, h head) ([]byte, error) {
	mark, err := fingerprint(device, h.vaultID)
	if err != nil {
		return nil, err
	}
	if !hmac.Equal(mark[:], h.device[:]) {
		return nil, ErrOtherDesk
	}
	key, err := derive(device, h.vaultID[:], "desk root")
	if err != nil {
		return nil, err
	}
	defer wipe(key)
	root, err := openBytes(key, sealed, append([]byte(rootName), h.vaultID[:]...))
	if err != nil {
		return nil, ErrDamaged.At("meta")
	}
	return root, nil
}
