package printing

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/windows"
)

// TestOnlyTheOwnerReads: nothing of the folder's access list comes down to the
// file, and others may remove it at most.
func TestOnlyTheOwnerReads(t *testing.T) {
	name := filepath.Join(t.TempDir(), "specimen.pdf")
	if err := writePrivate(name, []byte("specimen")); err != nil {
		t.Fatal(err)
	}
	list, err := windows.GetNamedSecurityInfo(name, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		t.Fatal(err)
	}
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		t.Fatal(err)
	}
	want := "(A;;FA;;;" + user.User.Sid.String() + ")(A;;SD;;;AU)"
	if got := list.String(); !strings.HasPrefix(got, "D:P") || !strings.HasSuffix(got, want) {
		t.Errorf("access list %s", got)
	}
}
