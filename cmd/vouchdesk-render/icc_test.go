package main

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"testing"

	"vouchdesk/internal/docrender/wire"
)

// made is a profile of three primaries, in 1/65536, and one curve for all.
func made(space string, primaries [3][3]float64, trc []byte) []byte {
	b := make([]byte, 128)
	copy(b[16:], space+"XYZ ")
	copy(b[36:], "acsp")
	type tag struct {
		name string
		body []byte
	}
	var tags []tag
	if space == "GRAY" {
		tags = append(tags, tag{"kTRC", trc})
	} else {
		for i, name := range []string{"r", "g", "b"} {
			xyz := []byte("XYZ \x00\x00\x00\x00")
			for _, v := range primaries[i] {
				xyz = binary.BigEndian.AppendUint32(xyz, uint32(int32(math.Round(v*65536))))
			}
			tags = append(tags, tag{name + "XYZ", xyz}, tag{name + "TRC", trc})
		}
	}
	b = binary.BigEndian.AppendUint32(b, uint32(len(tags)))
	at := len(b) + 12*len(tags)
	var bodies []byte
	for _, t := range tags {
		b = append(b, t.name...)
		b = binary.BigEndian.AppendUint32(b, uint32(at+len(bodies)))
		b = binary.BigEndian.AppendUint32(b, uint32(len(t.body)))
		bodies = append(bodies, t.body...)
	}
	return append(b, bodies...)
}

func para(kind uint16, numbers ...float64) []byte {
	b := []byte("para\x00\x00\x00\x00")
	b = append(binary.BigEndian.AppendUint16(b, kind), 0, 0)
	for _, v := range numbers {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(v*65536))))
	}
	return b
}

func curv(values ...uint16) []byte {
	b := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), uint32(len(values)))
	for _, v := range values {
		b = binary.BigEndian.AppendUint16(b, v)
	}
	return b
}

// Colourants as the profiles in circulation give them.
var (
	displayP3 = [3][3]float64{{0.51512, 0.24120, -0.00105}, {0.29198, 0.69225, 0.04189}, {0.15710, 0.06657, 0.78407}}
	adobeRGB  = [3][3]float64{{0.60974, 0.31111, 0.01947}, {0.20528, 0.62567, 0.06087}, {0.14919, 0.06322, 0.74457}}
	standard  = [3][3]float64{{0.43607, 0.22249, 0.01392}, {0.38515, 0.71687, 0.09708}, {0.14307, 0.06061, 0.71410}}
	srgbCurve = para(3, 2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045)
)

// direct is the way from linear light in a D65 space to linear sRGB (CSS Color
// 4, 18: sample code), which does not go by way of D50 as a profile does.
var (
	fromP3    = [3][3]float64{{1.2249402, -0.2249402, 0}, {-0.0420570, 1.0420570, 0}, {-0.0196376, -0.0786360, 1.0982736}}
	fromAdobe = [3][3]float64{{1.3982832, -0.3982832, 0}, {0, 1, 0}, {0, -0.0429383, 1.0429383}}
)

func linear(v byte) float64 {
	x := float64(v) / 255
	if x <= 0.04045 {
		return x / 12.92
	}
	return math.Pow((x+0.055)/1.055, 2.4)
}

func TestProfiles(t *testing.T) {
	for name, c := range map[string]struct {
		icc    []byte
		direct [3][3]float64
		light  func(byte) float64
	}{
		"ok/display p3": {made("RGB ", displayP3, srgbCurve), fromP3, linear},
		"ok/adobe rgb":  {made("RGB ", adobeRGB, curv(563)), fromAdobe, func(v byte) float64 { return math.Pow(float64(v)/255, 563.0/256) }},
	} {
		t.Run(name, func(t *testing.T) {
			p := profile(c.icc)
			if p == nil {
				t.Fatal("not followed")
			}
			for i := range 9 * 9 * 9 {
				in := [3]byte{byte(i % 9 * 255 / 8), byte(i / 9 % 9 * 255 / 8), byte(i / 81 * 255 / 8)}
				row := []byte{in[0], in[1], in[2], 255}
				p.convert(row)
				for k, m := range c.direct {
					v := m[0]*c.light(in[0]) + m[1]*c.light(in[1]) + m[2]*c.light(in[2])
					if want := 255 * companded(min(1, max(0, v))); math.Abs(float64(row[k])-want) > 1.6 {
						t.Fatalf("%v became %v, channel %d should be %.1f", in, row, k, want)
					}
				}
			}
		})
	}
	for name, icc := range map[string][]byte{
		"none/srgb":                  made("RGB ", standard, srgbCurve),
		"none/nothing":               nil,
		"none/no curve":              made("RGB ", displayP3, nil),
		"none/no such curve":         made("RGB ", displayP3, para(5, 1)),
		"none/cmyk":                  made("CMYK", displayP3, srgbCurve),
		"none/grey that is srgb":     made("GRAY", displayP3, srgbCurve),
		"none/truncated":             made("RGB ", displayP3, srgbCurve)[:300],
		"none/beyond what light can": made("RGB ", [3][3]float64{{9, 9, 9}, {}, {}}, srgbCurve),
	} {
		t.Run(name, func(t *testing.T) {
			if p := profile(icc); p != nil {
				t.Error("followed")
			}
		})
	}
	if p := profile(made("GRAY", displayP3, curv(256))); p == nil {
		t.Error("a linear grey is not sRGB")
	} else if row := []byte{55, 55, 55, 255}; true {
		p.convert(row)
		if want := 255 * companded(55.0/255); math.Abs(float64(row[0])-want) > 1 || row[0] != row[2] {
			t.Errorf("linear grey 55 is %v, want %.1f", row, want)
		}
	}
}

// In whatever file a profile stands, it is followed.
func TestProfileOfFiles(t *testing.T) {
	icc := made("RGB ", displayP3, srgbCurve)
	m := image.NewRGBA(image.Rect(0, 0, 16, 16))
	for i := range 256 {
		m.Set(i%16, i/16, color.RGBA{180, 120, 60, 255})
	}
	want := []byte{180, 120, 60, 255}
	profile(icc).convert(want)
	if want[0] < 185 {
		t.Fatalf("a stronger red was expected: %v", want)
	}
	var p, j bytes.Buffer
	if err := png.Encode(&p, m); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&j, m, &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write(icc)
	_ = w.Close()
	chunk := append([]byte("iCCPp\x00\x00"), z.Bytes()...)
	body := binary.BigEndian.AppendUint32(nil, uint32(len(chunk)-4))
	body = binary.BigEndian.AppendUint32(append(body, chunk...), crc32.ChecksumIEEE(chunk))
	asPNG := append(append(append([]byte{}, p.Bytes()[:33]...), body...), p.Bytes()[33:]...)
	app2 := append([]byte("ICC_PROFILE\x00\x01\x02"), icc[:200]...)
	more := append([]byte("ICC_PROFILE\x00\x02\x02"), icc[200:]...)
	asJPEG := append([]byte{}, j.Bytes()[:2]...)
	for _, part := range [][]byte{app2, more} {
		asJPEG = append(asJPEG, 0xff, 0xe2)
		asJPEG = append(binary.BigEndian.AppendUint16(asJPEG, uint16(len(part)+2)), part...)
	}
	asJPEG = append(asJPEG, j.Bytes()[2:]...)
	for name, file := range map[string][]byte{"png": asPNG, "jpeg": asJPEG} {
		t.Run(name, func(t *testing.T) {
			got := (&document{file: file}).answer(wire.Request{Op: wire.RGBA, MaxPixels: 256})
			if got.Status != wire.OK {
				t.Fatal(got.Status)
			}
			for i, v := range want {
				if d := int(got.Payload[4*100+i]) - int(v); d < -2 || d > 2 {
					t.Fatalf("%v, want %v", got.Payload[400:404], want)
				}
			}
		})
	}
}

// No profile, whatever its bytes, breaks the pixels or the worker.
func FuzzProfile(f *testing.F) {
	f.Add(made("RGB ", displayP3, srgbCurve))
	f.Add(made("RGB ", adobeRGB, curv(563)))
	f.Add(made("GRAY", adobeRGB, curv(0, 1, 65535)))
	f.Fuzz(func(t *testing.T, icc []byte) {
		if p := profile(icc); p != nil {
			row := []byte{0, 128, 255, 255, 3, 3, 3, 255}
			p.convert(row)
			if row[3] != 255 || row[7] != 255 {
				t.Error("alpha changed")
			}
		}
	})
}
