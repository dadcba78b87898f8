package rxing

import (
	"context"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// box is a module that has memory only, for host functions to look into.
var box = []byte("\x00asm\x01\x00\x00\x00\x05\x03\x01\x00\x01\x07\x0a\x01\x06memory\x02\x00")

// FuzzHost calls the functions that the module may call with any numbers: they
// return, or end the reading by a panic that wazero turns into an error.
func FuzzHost(f *testing.F) {
	ctx := context.Background()
	r := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter())
	f.Cleanup(func() { _ = r.Close(ctx) })
	m, err := r.InstantiateWithConfig(ctx, box, wazero.NewModuleConfig().WithName("box"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte{0, 1, 0, 0, 0, 132, 0, 0, 0})
	f.Add([]byte{6, 255, 255, 255, 255, 255, 255, 255, 255, 0, 132, 0, 0, 0})
	f.Fuzz(func(t *testing.T, calls []byte) {
		within := context.WithValue(ctx, objectsKey{}, &objects{})
		for len(calls) > 0 {
			i := imports[int(calls[0])%len(imports)]
			calls = calls[1:]
			stack := make([]uint64, max(len(i.params), len(i.results), 1))
			for k := range i.params {
				var b [4]byte
				calls = calls[copy(b[:], calls):]
				stack[k] = uint64(binary.LittleEndian.Uint32(b[:]))
			}
			hostCall(t, i.do, within, m, stack)
		}
	})
}

// hostCall lets only the errors that are meant to end a reading through.
func hostCall(t *testing.T, do func(context.Context, api.Module, []uint64), ctx context.Context, m api.Module, stack []uint64) { //nolint:revive // as the host functions have it
	t.Helper()
	defer func() {
		switch v := recover().(type) {
		case nil, thrownError:
		case error:
			if !errors.Is(v, errObjects) && !errors.Is(v, errPage) {
				t.Errorf("%v", v)
			}
		default:
			t.Errorf("%v", v)
		}
	}()
	do(ctx, m, stack)
}

func TestObjects(t *testing.T) {
	var o objects
	a, b := o.add("a"), o.add("b")
	if o.take(a) != "a" || o.take(a) != nil || o.take(7) != nil || o.take(b+100) != nil {
		t.Error("taken twice, or from nowhere")
	}
	if c := o.add("c"); c != a || o.take(b) != "b" || o.take(c) != "c" {
		t.Error("not used again")
	}
	defer func() {
		if recover() == nil {
			t.Error("no end of objects")
		}
	}()
	for range mostObjects + 1 {
		o.add(held{})
	}
}

// FuzzMetered rewrites anything: an error or a module, never a panic.
func FuzzMetered(f *testing.F) {
	f.Add(box)
	f.Add(module[:4096])
	f.Add(append(append([]byte{}, module[:8]...), sectionImport, 5, 0xff, 0xff, 0xff, 0xff, 7))
	f.Fuzz(func(t *testing.T, wasm []byte) {
		if out, err := metered(wasm); err != nil && out != nil {
			t.Error("an error and a module")
		}
	})
}

// TestMeteredClaims: what a module claims to hold costs nothing where it does not.
func TestMeteredClaims(t *testing.T) {
	for name, count := range map[string]func(){
		"imports": func() { place([]byte{0xff, 0xff, 0xff, 0xff, 7}) }, // two thousand million
		"a table": func() { (&cursor{}).skips(1 << 40) },
	} {
		t.Run(name, func(t *testing.T) {
			done := make(chan struct{})
			go func() {
				count()
				close(done)
			}()
			select {
			case <-done:
			case <-time.After(10 * time.Second): // counting it would take longer on any machine
				t.Fatal("it is counted")
			}
		})
	}
}

// What is broken in the module's bytes is noticed, or leaves a module that
// wazero refuses: it never runs unmetered.
func TestMeteredBroken(t *testing.T) {
	if _, err := metered(module); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		broken := append([]byte{}, module...)[:r.IntN(len(module))]
		if _, err := metered(broken); err == nil {
			t.Errorf("%d bytes were taken for a module", len(broken))
		}
	}
}

// TestSound: what is not as it was made is not executed.
func TestSound(t *testing.T) {
	made := func(t *testing.T) (cache, file string) {
		t.Helper()
		cache = t.TempDir()
		file = filepath.Join(cache, "wazero-v1-amd64-linux", "a1b2")
		if err := errors.Join(os.Mkdir(filepath.Dir(file), 0o700), os.WriteFile(file, []byte("compiled"), 0o600)); err != nil {
			t.Fatal(err)
		}
		if sound(cache) {
			t.Error("sound before it was sealed")
		}
		seal(cache)
		if !sound(cache) {
			t.Error("not sound as it was made")
		}
		return cache, file
	}
	for name, spoil := range map[string]func(cache, file string) error{
		"a bit turned":  func(_, file string) error { return os.WriteFile(file, []byte("compilee"), 0o600) },
		"cut off":       func(_, file string) error { return os.Truncate(file, 4) },
		"empty":         func(_, file string) error { return os.Truncate(file, 0) },
		"gone":          func(_, file string) error { return os.Remove(file) },
		"another":       func(_, file string) error { return os.Rename(file, file+"3") },
		"one more":      func(_, file string) error { return os.WriteFile(file+"3", nil, 0o600) },
		"hash gone":     func(cache, _ string) error { return os.Remove(filepath.Join(cache, hashName)) },
		"hash cut off":  func(cache, _ string) error { return os.Truncate(filepath.Join(cache, hashName), 3) },
		"all forgotten": func(cache, _ string) error { _ = forget(cache); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			cache, file := made(t)
			if err := spoil(cache, file); err != nil {
				t.Fatal(err)
			}
			if sound(cache) {
				t.Error("it would be executed")
			}
		})
	}
}

// What others may write to is not executed.
func TestPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("folders have no modes there")
	}
	own := filepath.Join(t.TempDir(), "made")
	if !private(own) || private("") {
		t.Error("an own folder is not used, or none is")
	}
	if err := os.Chmod(own, 0o770); err != nil {
		t.Fatal(err)
	}
	if private(own) {
		t.Error("a folder that others can write to is used")
	}
}
