package fault_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"vouchdesk/internal/fault"
)

func TestOf(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want fault.Kind
	}{
		"own":       {fault.New(fault.Refused, "x"), fault.Refused},
		"wrapped":   {fmt.Errorf("reading: %w", fault.New(fault.Tampered, "x")), fault.Tampered},
		"outermost": {fault.New(fault.Locked, "a").Because(fault.New(fault.Refused, "b")), fault.Locked},
		"cancelled": {fmt.Errorf("x: %w", context.Canceled), fault.Stopped},
		"deadline":  {context.DeadlineExceeded, fault.Unavailable},
		"unknown":   {errors.New("boom"), fault.Internal},
	} {
		t.Run(name, func(t *testing.T) {
			if got := fault.Of(c.err); got != c.want {
				t.Errorf("Of = %v, want %v", got, c.want)
			}
		})
	}
}

func TestErrorKeepsItsOrigin(t *testing.T) {
	sentinel := fault.New(fault.Malformed, "postcode")
	placed := sentinel.At("address").With("form", "outward")
	if sentinel.Where != "" || sentinel.Params != nil {
		t.Error("At or With changed the sentinel")
	}
	if !errors.Is(placed, sentinel) {
		t.Error("a placed copy is not its sentinel")
	}
	if got, want := placed.Error(), "postcode at address form=outward"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}

func TestAll(t *testing.T) {
	joined := errors.Join(fault.New(fault.Malformed, "a"), fmt.Errorf("in: %w", fault.New(fault.Refused, "b")))
	var codes []string
	for _, e := range fault.All(joined) {
		codes = append(codes, e.Code)
	}
	if fmt.Sprint(codes) != "[a b]" {
		t.Errorf("All = %v", codes)
	}
	if fault.All(nil) != nil || fault.All(errors.New("plain")) != nil {
		t.Error("All found a fault where there is none")
	}
}

func TestEveryKindHasItsName(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range fault.Kinds() {
		if seen[k.String()] || k.String() == "" {
			t.Errorf("kind %d: name %q", k, k)
		}
		seen[k.String()] = true
	}
	if got := fault.Kind(200).String(); got != "kind-200" {
		t.Errorf("unknown kind prints %q", got)
	}
}
