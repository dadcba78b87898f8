package journey_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// A needle is one way in which something personal could stand in a file.
type needle struct {
	what  string // "birth date as 1988-04-17, utf-16le"
	bytes []byte
}

// needles are every encoding of every spelling. None is shorter than six
// bytes, so that chance does not make one in what is sealed.
func needles(secrets map[string][]string) []needle {
	var all []needle
	for what, spellings := range secrets {
		for _, s := range spellings {
			for _, in := range slices.Compact([]string{s, strings.ToUpper(s), strings.ToLower(s)}) {
				for code, b := range encodings(in) {
					all = append(all, needle{what + " as " + in + ", " + code, b})
				}
			}
		}
	}
	return all
}

func encodings(s string) map[string][]byte {
	plain := []byte(s)
	all := map[string][]byte{
		"utf-8":    plain,
		"utf-16le": wide(s, binary.LittleEndian),
		"utf-16be": wide(s, binary.BigEndian),
		"hex":      []byte(hex.EncodeToString(plain)),
		"HEX":      []byte(strings.ToUpper(hex.EncodeToString(plain))),
	}
	for name, b := range map[string][]byte{"utf-8": plain, "utf-16le": all["utf-16le"]} {
		for shift := range 3 {
			all[fmt.Sprintf("base64 of %s at %d", name, shift)] = middle(base64.RawStdEncoding, b, shift)
			all[fmt.Sprintf("base64url of %s at %d", name, shift)] = middle(base64.RawURLEncoding, b, shift)
		}
	}
	return all
}

func wide(s string, order binary.AppendByteOrder) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, u)
	}
	return b
}

// middle is what is the same in the base64 of any text that has b at an offset
// of shift modulo three: the characters made of b's bits alone.
func middle(e *base64.Encoding, b []byte, shift int) []byte {
	text := e.EncodeToString(append(make([]byte, shift), b...))
	first := (8*shift + 5) / 6
	last := 8 * (shift + len(b)) / 6
	return []byte(text[first:last])
}

// found lists where any needle is in any file below the folders, and how many
// files and bytes were searched.
func found(t testing.TB, secrets map[string][]string, folders ...string) (hits []string, files int, size int64) {
	t.Helper()
	sought := needles(secrets)
	for _, folder := range folders {
		do(t, filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			name := []byte(path)
			data := []byte(nil)
			if e.Type().IsRegular() {
				if data, err = os.ReadFile(path); err != nil {
					return err
				}
				files++
				size += int64(len(data))
			}
			for _, n := range sought {
				if bytes.Contains(data, n.bytes) || bytes.Contains(name, n.bytes) {
					hits = append(hits, filepath.Base(path)+": "+n.what)
				}
			}
			return nil
		}))
	}
	return hits, files, size
}

// rosaSecrets is what nobody who holds the machine may read.
func rosaSecrets() map[string][]string {
	return map[string][]string{
		"name":       {"Rosa Mai", "Specimen", "SPECIMEN<<ROSA<MAI"},
		"birth date": {"1988-04-17", "17/04/1988", "17.04.1988", "17-04-1988", "17 April 1988", "17 Ebrill 1988", "April 17", "19880417", "17041988", "8804178"},
		"address":    {"12 Sample Row", "Exampleton"},
		"postcode":   {"EX4 1AA", "EX41AA"},
		"document":   {"500000001"},
		"zone":       {rosaZone1[:24], rosaZone2[:28]},
	}
}

// TestSearchFindsWhatIsPlanted: a search that cannot find proves nothing.
func TestSearchFindsWhatIsPlanted(t *testing.T) {
	for _, filler := range []string{"", "x", "xy", "some other text before it: "} {
		for code, put := range map[string]func(string) []byte{
			"plain":     func(s string) []byte { return []byte(s) },
			"upper":     func(s string) []byte { return []byte(strings.ToUpper(s)) },
			"utf-16le":  func(s string) []byte { return wide(s, binary.LittleEndian) },
			"utf-16be":  func(s string) []byte { return wide(s, binary.BigEndian) },
			"hex":       func(s string) []byte { return []byte(hex.EncodeToString([]byte(s))) },
			"base64":    func(s string) []byte { return []byte(base64.StdEncoding.EncodeToString([]byte(s))) },
			"base64url": func(s string) []byte { return []byte(base64.RawURLEncoding.EncodeToString([]byte(s))) },
			"base64 of utf-16": func(s string) []byte {
				return []byte(base64.StdEncoding.EncodeToString(wide(s, binary.LittleEndian)))
			},
		} {
			for what, spellings := range rosaSecrets() {
				for _, s := range spellings {
					dir := t.TempDir()
					planted := append([]byte{0, 255, 17}, put(filler+s+" and more")...)
					do(t, os.WriteFile(filepath.Join(dir, "planted"), planted, 0o600))
					if hits, _, _ := found(t, map[string][]string{what: {s}}, dir); len(hits) == 0 {
						t.Errorf("%s %q after %q as %s is not found", what, s, filler, code)
					}
				}
			}
		}
	}
	dir := t.TempDir()
	do(t, os.WriteFile(filepath.Join(dir, "Rosa Mai.txt"), nil, 0o600))
	if hits, _, _ := found(t, rosaSecrets(), dir); len(hits) == 0 {
		t.Error("a file's name is not searched")
	}
	if hits, files, _ := found(t, rosaSecrets(), dirOf(t, "nothing personal")); len(hits) > 0 || files != 1 {
		t.Errorf("%d files searched; found %q where there is nothing", files, hits)
	}
}

func dirOf(t *testing.T, content string) string {
	dir := t.TempDir()
	do(t, os.WriteFile(filepath.Join(dir, "file"), []byte(content), 0o600))
	return dir
}
