package rxing

import (
	"context"
	"errors"
	"math"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// jsName is the module that rxing was compiled to import from.
const jsName = "./rxing_wasm_bg.js"

// objects are what the module knows by number in place of JavaScript values.
// It has use for few: texts it throws, results it lists, the time.
type objects struct {
	all   []any
	free  []uint32
	turns int // thousands that are left; 0: not counted
}

// first keeps clear of the numbers that mean undefined, null, true and false.
const (
	first       = 132
	mostObjects = 1 << 16
)

var errObjects = errors.New("rxing holds too many objects")

func (o *objects) add(v any) uint32 {
	if n := len(o.free); n > 0 {
		i := o.free[n-1]
		o.free = o.free[:n-1]
		o.all[i] = v
		return i + first
	}
	if len(o.all) >= mostObjects {
		panic(errObjects)
	}
	o.all = append(o.all, v)
	return uint32(len(o.all)-1) + first
}

func (o *objects) take(i uint32) any {
	if i < first || i-first >= uint32(len(o.all)) {
		return nil
	}
	v := o.all[i-first]
	if v != nil {
		o.all[i-first] = nil
		o.free = append(o.free, i-first)
	}
	return v
}

type objectsKey struct{}

func objectsOf(ctx context.Context) *objects {
	o, ok := ctx.Value(objectsKey{}).(*objects)
	if !ok {
		panic(errors.New("rxing called outside a reading"))
	}
	return o
}

// A held is something the module asked for and nothing here looks into.
type held struct{}

// thrownError is what the module throws: it is in no state to go on.
type thrownError string

func (e thrownError) Error() string { return "rxing: " + string(e) }

var (
	errPage = errors.New("rxing asked for a web page")
	errLong = errors.New("rxing looked for longer than it was to")
)

const (
	i32 = api.ValueTypeI32
	f64 = api.ValueTypeF64
)

// mostText bounds a text that the module hands over: a QR code has at most
// 7,089 characters.
const mostText = 1 << 16

func text(m api.Module, at, n uint32) (string, bool) {
	if n > mostText {
		return "", false
	}
	b, ok := m.Memory().Read(at, n)
	return string(b), ok
}

// imports are all the module has of the world. What draws on a web page's
// canvas is never reached by reading grey pixels.
var imports = []struct {
	name            string
	params, results []api.ValueType
	do              func(ctx context.Context, m api.Module, stack []uint64)
}{
	{"__wbindgen_object_drop_ref", []api.ValueType{i32}, nil, func(ctx context.Context, _ api.Module, s []uint64) {
		objectsOf(ctx).take(api.DecodeU32(s[0]))
	}},
	{"__wbg_barcoderesult_new", []api.ValueType{i32}, []api.ValueType{i32}, func(ctx context.Context, _ api.Module, s []uint64) {
		s[0] = api.EncodeU32(objectsOf(ctx).add(api.DecodeU32(s[0])))
	}},
	{"__wbg_set_575dd786d51585f8", []api.ValueType{i32, i32, i32}, []api.ValueType{i32}, func(ctx context.Context, _ api.Module, s []uint64) {
		s[0] = api.EncodeU32(objectsOf(ctx).add(held{}))
	}},
	{"__wbg_new_7796ffc7ed656783", nil, []api.ValueType{i32}, func(ctx context.Context, _ api.Module, s []uint64) {
		s[0] = api.EncodeU32(objectsOf(ctx).add(held{}))
	}},
	{"__wbg_new_0_3da9e97f24fc69be", nil, []api.ValueType{i32}, func(ctx context.Context, _ api.Module, s []uint64) {
		s[0] = api.EncodeU32(objectsOf(ctx).add(held{}))
	}},
	{"__wbg_getTime_d6f070c088c9b5ed", []api.ValueType{i32}, []api.ValueType{f64}, func(_ context.Context, _ api.Module, s []uint64) {
		s[0] = math.Float64bits(0) // it only stamps results with it
	}},
	{"__wbindgen_cast_0000000000000001", []api.ValueType{i32, i32}, []api.ValueType{i32}, func(ctx context.Context, m api.Module, s []uint64) {
		t, ok := text(m, api.DecodeU32(s[0]), api.DecodeU32(s[1]))
		if !ok {
			panic(thrownError("text outside its memory"))
		}
		s[0] = api.EncodeU32(objectsOf(ctx).add(t))
	}},
	{"__wbg___wbindgen_throw_344f42d3211c4765", []api.ValueType{i32, i32}, nil, func(_ context.Context, m api.Module, s []uint64) {
		t, _ := text(m, api.DecodeU32(s[0]), api.DecodeU32(s[1]))
		panic(thrownError(t))
	}},
	{"__wbg_getImageData_067e54eaa187efb7", []api.ValueType{i32, f64, f64, f64, f64}, []api.ValueType{i32}, noPage},
	{"__wbg_data_d6abbdd903c05db4", []api.ValueType{i32, i32}, nil, noPage},
	{asks, []api.ValueType{i32}, []api.ValueType{i32}, func(ctx context.Context, _ api.Module, s []uint64) {
		if err := ctx.Err(); err != nil {
			panic(err)
		}
		if o := objectsOf(ctx); o.turns > 0 {
			if o.turns--; o.turns == 0 {
				panic(errLong)
			}
		}
		s[0] = 0
	}},
	{"__wbg_height_6eec812c213259a1", []api.ValueType{i32}, []api.ValueType{i32}, noPage},
	{"__wbg_getContext_e79ddf6a9cb3cc76", []api.ValueType{i32, i32, i32}, []api.ValueType{i32}, noPage},
	{"__wbg_instanceof_CanvasRenderingContext2d_2284b703b7023dcc", []api.ValueType{i32}, []api.ValueType{i32}, noPage},
}

func noPage(context.Context, api.Module, []uint64) { panic(errPage) }

func provide(ctx context.Context, r wazero.Runtime) error {
	b := r.NewHostModuleBuilder(jsName)
	for _, i := range imports {
		b = b.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(i.do), i.params, i.results).Export(i.name)
	}
	_, err := b.Instantiate(ctx)
	return err
}
