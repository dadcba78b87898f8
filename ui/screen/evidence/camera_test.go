package evidence_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/camera/synthetic"
	"vouchdesk/ui/uitest"
)

func TestAPictureTakenWithTheCameraGoesTheSameWay(t *testing.T) {
	o := empty(t)
	o.Snap.Open.Drafts = map[string]map[string]string{"evidence:b": {"type": "birth_certificate", "part": "checks", "seen": "image"}}
	v := visit(t, uitest.Options{}, o, "b")
	v.Camera.Plug(synthetic.Camera{ID: "one", Name: "One", Every: time.Second / 30})
	v.Tap("Use the camera")
	v.Pump.Until(t, "there is a picture", func() bool {
		return uitest.Sees(v.Canvas(), "Fill the frame")
	})
	v.Key(fyne.KeyReturn)
	v.Rest()
	v.See("Prepare the picture")
	v.keepIt()
	v.Rest()
	if item, ok := o.Snap.Open.Case.Item("b"); !ok || len(item.Captures) != 1 {
		t.Fatalf("item %v %v", ok, item.Captures)
	}
	if now, _ := v.Camera.Opened(); now != 0 {
		t.Errorf("%d on", now)
	}
}
