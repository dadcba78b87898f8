package jose_test

import (
	"testing"

	"vouchdesk/internal/jose"
)

func BenchmarkVerifySDJWT(b *testing.B) {
	s, keys := newVouch(b)
	for b.Loop() {
		if _, err := jose.VerifySDJWT(s, jose.TypVouch, keys); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSign(b *testing.B) {
	signer := newSigner(b, jose.TypReceipt, newKey(b))
	for b.Loop() {
		if _, err := signer.Sign(map[string]any{"iat": issued}); err != nil {
			b.Fatal(err)
		}
	}
}
