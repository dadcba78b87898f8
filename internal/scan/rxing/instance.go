package rxing

import (
	"context"
	"errors"
	"fmt"
	"image"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// The hints of rxing that are used, by its numbers, and what a boolean that
// was left out looks like to it.
const (
	hintFormats  = 2
	hintHarder   = 3
	hintInverted = 11
)

var formats = map[uint32]Format{0: Aztec, 4: Code128, 5: DataMatrix, 10: PDF417, 11: QR}

var errMemory = errors.New("rxing: outside its memory")

// instance is the module with memory of its own.
type instance struct {
	module  api.Module
	objects *objects
	hints   map[string]uint32
}

func start(ctx context.Context, r wazero.Runtime, c wazero.CompiledModule) (*instance, error) {
	i := &instance{objects: &objects{}, hints: map[string]uint32{}}
	var err error
	i.module, err = r.InstantiateModule(i.within(ctx), c, wazero.NewModuleConfig().WithName("").WithStartFunctions())
	return i, err
}

func (i *instance) within(ctx context.Context) context.Context {
	return context.WithValue(ctx, objectsKey{}, i.objects)
}

// call calls an export and returns its one result, if it has one.
func (i *instance) call(ctx context.Context, name string, args ...uint64) (uint32, error) {
	f := i.module.ExportedFunction(name)
	if f == nil {
		return 0, fmt.Errorf("rxing has no %s", name)
	}
	out, err := f.Call(ctx, args...)
	if err != nil || len(out) == 0 {
		return 0, err
	}
	return api.DecodeU32(out[0]), nil
}

// lend writes bytes where the module can see them.
func (i *instance) lend(ctx context.Context, b []byte) (uint32, error) {
	at, err := i.call(ctx, "__wbindgen_export", uint64(len(b)), 1)
	if err != nil {
		return 0, err
	}
	if !i.module.Memory().Write(at, b) {
		return 0, errMemory
	}
	return at, nil
}

// hint makes the module's own note of how to look, once for each way.
func (i *instance) hint(ctx context.Context, how How) (uint32, error) {
	names := make([]string, 0, len(how.Formats))
	for _, f := range how.Formats {
		names = append(names, string(f))
	}
	key := fmt.Sprint(names, how.Hard)
	if h, ok := i.hints[key]; ok {
		return h, nil
	}
	h, err := i.call(ctx, "decodehintdictionary_new")
	if err != nil {
		return 0, err
	}
	set := map[uint64]string{hintFormats: strings.Join(names, ",")}
	if how.Hard {
		set[hintHarder], set[hintInverted] = "true", "true"
	}
	for kind, value := range set {
		at, err := i.lend(ctx, []byte(value))
		if err != nil {
			return 0, err
		}
		if ok, err := i.call(ctx, "decodehintdictionary_set_hint", uint64(h), kind, uint64(at), uint64(len(value))); err != nil || ok == 0 {
			return 0, errors.Join(err, fmt.Errorf("rxing takes no hint %d", kind))
		}
	}
	i.hints[key] = h
	return h, nil
}

func (i *instance) read(ctx context.Context, g *image.Gray, how How) (Found, bool, error) {
	ctx = i.within(ctx)
	i.objects.turns = how.Turns
	h, err := i.hint(ctx, how)
	if err != nil {
		return Found{}, false, err
	}
	w, hi := g.Rect.Dx(), g.Rect.Dy()
	at, err := i.call(ctx, "__wbindgen_export", uint64(w)*uint64(hi), 1)
	if err != nil {
		return Found{}, false, err
	}
	for y := range hi {
		if !i.module.Memory().Write(at+uint32(y*w), g.Pix[y*g.Stride:][:w]) {
			return Found{}, false, errMemory
		}
	}
	filter := uint64(0)
	if how.Filter {
		filter = 1
	}
	back, err := i.call(ctx, "__wbindgen_add_to_stack_pointer", api.EncodeI32(-16))
	if err != nil {
		return Found{}, false, err
	}
	size := uint64(w) * uint64(hi)
	if _, err := i.call(ctx, "decode_barcode_with_hints", uint64(back), uint64(at), size, uint64(w), uint64(hi), uint64(h), filter); err != nil {
		return Found{}, false, err
	}
	result, thrown, err := i.outcome(back)
	if err != nil {
		return Found{}, false, err
	}
	if _, err := i.call(ctx, "__wbindgen_add_to_stack_pointer", 16); err != nil {
		return Found{}, false, err
	}
	if thrown != 0 {
		i.objects.take(thrown) // what it says is that there is no code, or why a code did not hold
		return Found{}, false, nil
	}
	return i.result(ctx, result)
}

// outcome is a result, or the number of what was thrown.
func (i *instance) outcome(back uint32) (result, thrown uint32, err error) {
	m := i.module.Memory()
	r0, ok0 := m.ReadUint32Le(back)
	r1, ok1 := m.ReadUint32Le(back + 4)
	r2, ok2 := m.ReadUint32Le(back + 8)
	switch {
	case !ok0 || !ok1 || !ok2:
		return 0, 0, errMemory
	case r2 != 0:
		return 0, r1, nil
	}
	return r0, 0, nil
}

// result takes a result apart and gives it back to the module's memory.
func (i *instance) result(ctx context.Context, result uint32) (Found, bool, error) {
	kind, err := i.call(ctx, "barcoderesult_format", uint64(result))
	if err != nil {
		return Found{}, false, err
	}
	back, err := i.call(ctx, "__wbindgen_add_to_stack_pointer", api.EncodeI32(-16))
	if err != nil {
		return Found{}, false, err
	}
	if _, err := i.call(ctx, "barcoderesult_text", uint64(back), uint64(result)); err != nil {
		return Found{}, false, err
	}
	at, ok0 := i.module.Memory().ReadUint32Le(back)
	n, ok1 := i.module.Memory().ReadUint32Le(back + 4)
	if !ok0 || !ok1 {
		return Found{}, false, errMemory
	}
	s, ok := text(i.module, at, n)
	if !ok {
		return Found{}, false, errMemory
	}
	for _, c := range []struct {
		name string
		args []uint64
	}{
		{"__wbindgen_export3", []uint64{uint64(at), uint64(n), 1}},
		{"__wbindgen_add_to_stack_pointer", []uint64{16}},
		{"__wbg_barcoderesult_free", []uint64{uint64(result), 0}},
	} {
		if _, err := i.call(ctx, c.name, c.args...); err != nil {
			return Found{}, false, err
		}
	}
	f, known := formats[kind]
	return Found{f, s}, known && s != "", nil
}
