package desk_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"rsc.io/qr"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/journal"
)

// worker builds the program that decodes images, as it is shipped.
func worker(t *testing.T) string {
	t.Helper()
	if named := os.Getenv("VOUCHDESK_RENDER"); named != "" {
		return named
	}
	path := filepath.Join(t.TempDir(), "vouchdesk-render")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	out, err := exec.Command("go", "build", "-o", path, "vouchdesk/cmd/vouchdesk-render").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return path
}

// picture is an image file of one colour.
func picture(t *testing.T, w, h int) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 0x80
	}
	img.Set(1, 1, color.White)
	var b bytes.Buffer
	do(t, png.Encode(&b, img))
	path := filepath.Join(t.TempDir(), "scan.png")
	do(t, os.WriteFile(path, b.Bytes(), 0o600))
	return path
}

// sheet is what is in a file, whole and as it is.
func sheet(t *testing.T, path string) capture.Prepared {
	t.Helper()
	return capture.Prepared{Sheet: must(capture.File(path))(t)}
}

// coded is a page with a code on it.
func coded(t *testing.T, text string) capture.Prepared {
	t.Helper()
	c := must(qr.Encode(text, qr.M))(t)
	const scale, edge = 6, 40
	g := image.NewGray(image.Rect(0, 0, c.Size*scale+2*edge, c.Size*scale+2*edge))
	for y := range g.Rect.Dy() {
		for x := range g.Rect.Dx() {
			if x < edge || y < edge || !c.Black((x-edge)/scale, (y-edge)/scale) {
				g.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	var b bytes.Buffer
	do(t, png.Encode(&b, g))
	return capture.Prepared{Sheet: must(capture.NewSheet(capture.FromFile, b.Bytes()))(t)}
}

func TestCaptures(t *testing.T) {
	t.Parallel()
	c := newTown(t, func(k *desk.Config) { k.Worker = worker(t) })
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	rules := c.desk.Snapshot().Policy
	tenancy := anew(c.desk, caseworktest.Tenancy(t, rules, "", c.clock.now()))
	tenancy.ID = c.desk.NewItemID()
	tenancy.Captures = nil
	do(t, c.desk.PutEvidence(c.ctx, id, tenancy))
	kept := must(c.desk.AddCapture(c.ctx, id, tenancy.ID, sheet(t, picture(t, 60, 40))))(t)
	if kept.W != 60 || kept.H != 40 || kept.Media == "" {
		t.Errorf("kept: %d x %d as %s", kept.W, kept.H, kept.Media)
	}
	item, _ := c.desk.Snapshot().Open.Case.Item(tenancy.ID)
	if len(item.Captures) != 1 || item.Seen != evidence.Image {
		t.Fatalf("%d captures, seen %s", len(item.Captures), item.Seen)
	}
	item.Captures = nil // a screen that forgets them
	do(t, c.desk.PutEvidence(c.ctx, id, item))
	do(t, c.desk.Submit(c.ctx, id, phrase, true))

	c.stop()
	c.start() // sweeps what nothing names
	do(t, c.desk.SignIn(c.ctx, supervisor, phrase))
	shown := must(c.desk.Picture(c.ctx, id, kept.Blob))(t)
	if shown.Bounds().Dx() != 60 || shown.Bounds().Dy() != 40 {
		t.Errorf("shown: %v", shown.Bounds())
	}
	_, err := c.desk.Picture(c.ctx, id, "no-such-blob")
	code(t, err, "picture-missing")
}

// TestThePolicySaysHowLargeAPictureIsKept: it makes a large one smaller, and
// leaves alone what was kept before.
func TestThePolicySaysHowLargeAPictureIsKept(t *testing.T) {
	t.Parallel()
	c := newTown(t, func(k *desk.Config) { k.Worker = worker(t) })
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	tenancy := anew(c.desk, caseworktest.Tenancy(t, c.desk.Snapshot().Policy, "", c.clock.now()))
	tenancy.ID, tenancy.Captures = c.desk.NewItemID(), nil
	do(t, c.desk.PutEvidence(c.ctx, id, tenancy))
	large := sheet(t, picture(t, 3000, 30))
	if kept := must(c.desk.AddCapture(c.ctx, id, tenancy.ID, large))(t); kept.W != 2400 || kept.H != 24 {
		t.Errorf("kept %d x %d", kept.W, kept.H)
	}
	c.publish(2, func(p rules) { p["pictures"].(rules)["longest_side"] = 1500 })
	if kept := must(c.desk.AddCapture(c.ctx, id, tenancy.ID, large))(t); kept.W != 1500 || kept.H != 15 {
		t.Errorf("kept %d x %d", kept.W, kept.H)
	}
	shown, _, err := c.desk.Page(c.ctx, large)
	do(t, err)
	if shown.Rect.Dx() != 1500 {
		t.Errorf("prepared at %v", shown.Rect)
	}
	item, _ := c.desk.Snapshot().Open.Case.Item(tenancy.ID)
	if item.Captures[0].W != 2400 {
		t.Errorf("the first is %d wide now", item.Captures[0].W)
	}
}

func TestRemoveCapture(t *testing.T) {
	t.Parallel()
	c := newTown(t, func(k *desk.Config) { k.Worker = worker(t) })
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	tenancy := anew(c.desk, caseworktest.Tenancy(t, c.desk.Snapshot().Policy, "", c.clock.now()))
	tenancy.ID = c.desk.NewItemID()
	do(t, c.desk.PutEvidence(c.ctx, id, tenancy))
	mistake := must(c.desk.AddCapture(c.ctx, id, tenancy.ID, sheet(t, picture(t, 60, 40))))(t)
	right := must(c.desk.AddCapture(c.ctx, id, tenancy.ID, sheet(t, picture(t, 50, 40))))(t)
	passport := c.desk.Snapshot().Open.Case.Evidence[0].ID
	for name, err := range map[string]error{
		"case-item-missing": c.desk.RemoveCapture(c.ctx, id, "nothing", mistake.Blob),
		"picture-missing":   c.desk.RemoveCapture(c.ctx, id, passport, mistake.Blob),
	} {
		t.Run("refused/"+name, func(t *testing.T) { code(t, err, name) })
	}
	entries := func() uint64 {
		var file bytes.Buffer
		must(c.desk.ExportJournal(c.ctx, &file))(t)
		return must(journal.VerifyFile(&file))(t).Entries
	}
	before := entries()
	do(t, c.desk.RemoveCapture(c.ctx, id, tenancy.ID, mistake.Blob))
	if entries() <= before {
		t.Error("it is not in the journal")
	}
	_, err := c.desk.Picture(c.ctx, id, mistake.Blob)
	code(t, err, "picture-missing")
	item, _ := c.desk.Snapshot().Open.Case.Item(tenancy.ID)
	if len(item.Captures) != 1 || item.Captures[0].Blob != right.Blob {
		t.Errorf("captures: %+v", item.Captures)
	}
	c.restart() // sweeps what nothing names
	on := func(blob string) (there bool) {
		do(t, filepath.WalkDir(c.config.Dir, func(path string, _ fs.DirEntry, err error) error {
			there = there || strings.Contains(path, blob)
			return err
		}))
		return there
	}
	if on(mistake.Blob) || !on(right.Blob) {
		t.Errorf("on disk: the mistake %t, the right one %t", on(mistake.Blob), on(right.Blob))
	}
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
	code(t, c.desk.RemoveCapture(c.ctx, id, tenancy.ID, right.Blob), "case-not-open")
}

func TestCapturesRefused(t *testing.T) {
	t.Parallel()
	c := newTown(t, func(k *desk.Config) { k.Worker = worker(t) })
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	passport := c.desk.Snapshot().Open.Case.Evidence[0].ID
	tenancy := anew(c.desk, caseworktest.Tenancy(t, c.desk.Snapshot().Policy, "", c.clock.now()))
	do(t, c.desk.PutEvidence(c.ctx, id, tenancy))
	text := filepath.Join(t.TempDir(), "notes.png")
	do(t, os.WriteFile(text, []byte("not an image"), 0o600))
	for name, in := range map[string]struct {
		item evidence.ItemID
		path string
		want string
	}{
		"refused/no such evidence": {"nothing", picture(t, 4, 4), "case-item-missing"},
		"refused/by the policy":    {passport, picture(t, 4, 4), "image-forbidden"},
		"refused/not an image":     {tenancy.ID, text, "not-an-image"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.desk.AddCapture(c.ctx, id, in.item, sheet(t, in.path))
			code(t, err, in.want)
		})
	}
	before := c.desk.Snapshot().Open.Case
	if before.State != casework.Open || len(before.Evidence[0].Captures)+len(before.Evidence[1].Captures) != 0 {
		t.Error("a refused image left something")
	}
	_, err := c.desk.ReadLetterSheet(c.ctx, sheet(t, picture(t, 200, 200)).Sheet)
	code(t, err, "qr-none")
}

func TestWithoutWorker(t *testing.T) {
	t.Parallel()
	c := newTown(t, func(k *desk.Config) { k.Worker = filepath.Join(t.TempDir(), "nothing") })
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	_, err := c.desk.ReadLetterSheet(c.ctx, sheet(t, picture(t, 4, 4)).Sheet)
	code(t, err, "render-worker-missing")
	if !hasNotice(c.desk.Snapshot().Notices, desk.NoticeNoWorker) {
		t.Error("nobody is told")
	}
}

// TestRefereeCaptures: images of a referee's statement and papers are kept like
// any, and gone from the case with the statement taken back.
func TestRefereeCaptures(t *testing.T) {
	t.Parallel()
	c := newTown(t, func(k *desk.Config) { k.Worker = worker(t) })
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.withoutPhoto("Rosa Mai")
	ref := c.referee(id, caseworktest.Elin())
	file := picture(t, 60, 40)
	_, err := c.desk.AddRefereeCapture(c.ctx, id, ref, "", sheet(t, file))
	code(t, err, "case-statement-first")
	do(t, c.desk.SetStatement(c.ctx, id, ref, casework.Statement{How: casework.StatementOnPaper, Language: "en"}))
	if missing := c.opened(id).Referees[0].Missing; len(missing) != 1 || missing[0].Code != "case-referee-paper" {
		t.Errorf("without the paper: %+v", missing)
	}
	paper := must(c.desk.AddRefereeCapture(c.ctx, id, ref, "", sheet(t, file)))(t)
	if missing := c.opened(id).Referees[0].Missing; len(missing) > 0 {
		t.Errorf("with the paper: %+v", missing)
	}
	_, err = c.desk.AddRefereeCapture(c.ctx, id, "none", "", sheet(t, file))
	code(t, err, "case-referee-missing")
	_, err = c.desk.AddRefereeCapture(c.ctx, id, ref, "none", sheet(t, file))
	code(t, err, "case-item-missing")
	if shown := must(c.desk.Picture(c.ctx, id, paper.Blob))(t); shown.Bounds().Dx() != 60 {
		t.Errorf("shown %v", shown.Bounds())
	}
	second := must(c.desk.AddRefereeCapture(c.ctx, id, ref, "", sheet(t, file)))(t)
	do(t, c.desk.RemoveRefereeCapture(c.ctx, id, ref, "", second.Blob))
	do(t, c.desk.WithdrawReferee(c.ctx, id, ref))
	_, err = c.desk.Picture(c.ctx, id, paper.Blob)
	code(t, err, "picture-missing")
}

// TestPage: what is not kept is looked at by who is signed in, and leaves nothing.
func TestPage(t *testing.T) {
	t.Parallel()
	c := newTown(t, func(k *desk.Config) { k.Worker = worker(t) })
	taken := sheet(t, picture(t, 60, 40))
	_, _, err := c.desk.Page(c.ctx, taken)
	code(t, err, "not-signed-in")
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	before := c.desk.Snapshot().Revision
	shown, info, err := c.desk.Page(c.ctx, taken)
	if err != nil || shown.Rect.Dx() != 60 || info.Pages != 1 {
		t.Errorf("%v, %+v, %v", shown, info, err)
	}
	taken.Page = 1
	_, _, err = c.desk.Page(c.ctx, taken)
	code(t, err, "page-missing")
	for text, want := range map[string][]string{c.letter(nil): nil, "TP/2026/0042": {"TP/2026/0042"}} {
		if codes := must(c.desk.Codes(c.ctx, coded(t, text)))(t); !slices.Equal(codes, want) {
			t.Errorf("codes: %q, want %q", codes, want)
		}
	}
	if now := c.desk.Snapshot().Revision; now != before {
		t.Errorf("looking changed the desk from %d to %d", before, now)
	}
}
