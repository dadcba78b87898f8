package blueprint_test

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// callers finds every call of pkg.name outside tests, as "package: first
// argument" where the argument is a selector, else "package".
func callers(t *testing.T, pkg, name string) []string {
	t.Helper()
	var found []string
	for _, s := range sources(t) {
		if s.test || strings.HasSuffix(s.pkg, "test") {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || sel.Sel.Name != name {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); !ok || x.Name != pkg {
				return true
			}
			who := s.pkg
			if len(call.Args) > 0 {
				if arg, ok := call.Args[0].(*ast.SelectorExpr); ok {
					who += ": " + arg.Sel.Name
				}
			}
			found = append(found, who)
			return true
		})
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// TestWhoSigns lists everybody who can make a signer, by token type. A vouch
// and an approval are signed in issuance only, which asks for a warrant.
func TestWhoSigns(t *testing.T) {
	want := []string{
		"cmd/vouchctl: TypLetter",        // letter mint
		"cmd/vouchctl: TypPolicy",        // policy sign
		"internal/broker",                // keys.go: the council's own keys, by use
		"internal/desk",                  // requests and journal checkpoints, by the desk's key
		"internal/issuance: TypApproval", // under an ApproveWarrant
		"internal/issuance: TypVouch",    // under a SubmitWarrant
	}
	if got := callers(t, "jose", "NewSigner"); !slices.Equal(got, want) {
		t.Errorf("signers are made by\n %s\nwant\n %s", strings.Join(got, "\n "), strings.Join(want, "\n "))
	}
}

// TestWhoOnlyLooks lists who reads a token without verifying it: the command
// line, for a person who asks for just that.
func TestWhoOnlyLooks(t *testing.T) {
	for name, want := range map[string][]string{
		"Inspect":           {"cmd/vouchctl", "cmd/vouchctl: Issuer", "internal/trust"},
		"InspectDisclosure": {"cmd/vouchctl"},
	} {
		if got := callers(t, "jose", name); !slices.Equal(got, want) {
			t.Errorf("jose.%s is called by %v, want %v", name, got, want)
		}
	}
	for _, name := range []string{"TakeList", "PinsOf"} {
		if got := callers(t, "trust", name); !slices.Equal(got, []string{"cmd/vouchctl"}) {
			t.Errorf("trust.%s is called by %v, want cmd/vouchctl alone", name, got)
		}
	}
}

// TestDeskLinksNoBroker follows imports from the shipped program: no broker in
// it, no decoder of pictures and no camera that is not there.
func TestDeskLinksNoBroker(t *testing.T) {
	imports := map[string][]string{}
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		for _, i := range s.imports() {
			if to, own := strings.CutPrefix(i, module); own {
				imports[s.pkg] = append(imports[s.pkg], to)
			}
		}
	}
	seen := map[string]bool{}
	var follow func(pkg, by string)
	follow = func(pkg, by string) {
		if seen[pkg] {
			return
		}
		seen[pkg] = true
		for _, bad := range append([]string{"internal/broker", "internal/brokerstore", "cmd/vouchbroker"}, decoders...) {
			if pkg == bad {
				t.Errorf("the desk links %s, through %s", pkg, by)
			}
		}
		for _, to := range imports[pkg] {
			follow(to, pkg)
		}
	}
	follow("cmd/vouchdesk", "")
	if !seen["internal/desk"] || !seen["internal/issuance"] {
		t.Error("the desk's imports were not followed")
	}
}
