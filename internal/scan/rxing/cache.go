package rxing

import (
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
)

// The compiled form is machine code that wazero runs as it finds it. What a
// power cut or a worn disk made of it would end the program, and again at each
// start; so it lies beside its hash, and is made anew where the two do not fit.
const hashName = "compiled.sha256"

// compiled are the files of it, in wazero's own folder within the cache.
func compiled(cache string) []string {
	all, _ := filepath.Glob(filepath.Join(cache, "wazero-*", "*"))
	slices.Sort(all)
	return all
}

// sum is the hash of the names and contents of all of them, nil where there is none or
// one cannot be read.
func sum(cache string) []byte {
	h, all := sha256.New(), compiled(cache)
	for _, name := range all {
		f, err := os.Open(name)
		if err != nil {
			return nil
		}
		_, _ = io.WriteString(h, filepath.Base(name)+"\x00") // it never fails
		_, err = io.Copy(h, f)
		_ = f.Close() // nothing was written
		if err != nil {
			return nil
		}
	}
	if len(all) == 0 {
		return nil
	}
	return h.Sum(nil)
}

// sound tells whether the compiled form is as it was made.
func sound(cache string) bool {
	was, err := os.ReadFile(filepath.Join(cache, hashName))
	return err == nil && len(was) == sha256.Size && string(was) == string(sum(cache))
}

// seal keeps the hash of what was made.
func seal(cache string) {
	_ = os.WriteFile(filepath.Join(cache, hashName), sum(cache), 0o600)
}

// forget removes the compiled form, and tells whether it is gone.
func forget(cache string) bool {
	all, err := filepath.Glob(filepath.Join(cache, "wazero-*"))
	for _, dir := range all {
		err = errors.Join(err, os.RemoveAll(dir))
	}
	return err == nil
}

// private makes the folder and tells whether only its owner can write there.
func private(dir string) bool {
	if dir == "" || os.MkdirAll(dir, 0o700) != nil {
		return false
	}
	s, err := os.Stat(dir)
	return err == nil && (runtime.GOOS == "windows" || s.Mode().Perm()&0o077 == 0)
}
