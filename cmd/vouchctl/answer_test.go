package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// exits CODE vouchctl ARGS... runs vouchctl and holds it to one exit code: "no"
// and "could not tell" are different answers to a script.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 || args[1] != "vouchctl" {
		ts.Fatalf("usage: exits CODE vouchctl ARG...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := exitYes
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// TestScriptsLeaveNothingOut keeps "!" away from vouchctl, since it takes any
// code but 0, and wants every command's example held to what is printed.
func TestScriptsLeaveNothingOut(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatal(scripts, err)
	}
	codes, lines := map[string]bool{}, map[string]bool{}
	for _, name := range scripts {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			lines[line] = true
			if strings.HasPrefix(line, "! vouchctl") {
				t.Errorf("%s:%d: use exits", name, i+1)
			}
			if words := strings.Fields(line); len(words) > 1 && words[0] == "exits" {
				codes[words[1]] = true
			}
		}
	}
	if got := slices.Sorted(maps.Keys(codes)); !slices.Equal(got, []string{"1", "2", "3"}) {
		t.Errorf("codes %v are asked for", got)
	}
	for _, c := range commands() {
		if !lines["like "+c.name] {
			t.Errorf("no script holds the example of %q to what is printed", c.name)
		}
	}
}

// like COMMAND holds the example in a command's help to the answer before: the
// same member names everywhere, in the first element of every list. A member
// "..." in the example stands for any others.
func like(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: like COMMAND")
	}
	name := strings.Join(args, " ")
	i := slices.IndexFunc(commands(), func(c command) bool { return c.name == name })
	if i < 0 {
		ts.Fatalf("there is no command %q", name)
	}
	if wrong := unlike(commands()[i].example, ts.ReadFile("stdout")); wrong != "" {
		ts.Fatalf("the example of %s: %s", name, wrong)
	}
}

// unlike says where an example differs from an answer in shape.
func unlike(example, answer string) string {
	if !json.Valid([]byte(example)) {
		said, got := strings.Fields(example), strings.Fields(strings.SplitN(answer, "\n", 2)[0])
		if len(said) != len(got) || said[0] != got[0] {
			return fmt.Sprintf("%q, printed %q", example, got)
		}
		return ""
	}
	var said, got any
	first, _, _ := strings.Cut(answer, "\n") // one value a line
	if err := errors.Join(json.Unmarshal([]byte(example), &said), json.Unmarshal([]byte(first), &got)); err != nil {
		return err.Error()
	}
	return differs("answer", said, got)
}

func differs(at string, said, got any) string {
	if said == nil || got == nil {
		return ""
	}
	if reflect.TypeOf(said) != reflect.TypeOf(got) {
		return fmt.Sprintf("%s is a %T, printed is a %T", at, said, got)
	}
	switch said := said.(type) {
	case map[string]any:
		got := got.(map[string]any)
		names, printed := slices.Sorted(maps.Keys(said)), slices.Sorted(maps.Keys(got))
		if _, more := said["..."]; more {
			names = slices.DeleteFunc(names, func(name string) bool { return name == "..." })
			printed = slices.DeleteFunc(printed, func(name string) bool { return said[name] == nil })
		}
		if !slices.Equal(names, printed) {
			return fmt.Sprintf("%s has %v, printed are %v", at, names, printed)
		}
		for _, name := range names {
			if wrong := differs(at+"."+name, said[name], got[name]); wrong != "" {
				return wrong
			}
		}
	case []any:
		got := got.([]any)
		if len(said) == 0 {
			return ""
		}
		if len(got) == 0 {
			return at + " has an element, printed is none"
		}
		return differs(at+"[0]", said[0], got[0])
	}
	return ""
}

func TestUnlike(t *testing.T) {
	const example = `{"a":1,"b":[{"c":"x"}],"d":null}`
	for name, c := range map[string]struct {
		answer string
		like   bool
	}{
		"ok/other values":        {`{"a":2,"b":[{"c":"y"},{"c":""}],"d":7}`, true},
		"refused/a name more":    {`{"a":2,"b":[{"c":"y"}],"d":7,"e":0}`, false},
		"refused/a name less":    {`{"a":2,"b":[{"c":"y"}]}`, false},
		"refused/deep name":      {`{"a":2,"b":[{"z":"y"}],"d":7}`, false},
		"refused/another type":   {`{"a":"2","b":[{"c":"y"}],"d":7}`, false},
		"refused/nothing to see": {`{"a":2,"b":[],"d":7}`, false},
		"refused/no JSON":        {`a 2`, false},
	} {
		t.Run(name, func(t *testing.T) {
			if wrong := unlike(example, c.answer); (wrong == "") != c.like {
				t.Errorf("said %q", wrong)
			}
		})
	}
}
