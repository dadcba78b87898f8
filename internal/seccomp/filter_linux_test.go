package seccomp

import (
	"encoding/binary"
	"testing"

	"golang.org/x/sys/unix"
)

// asked is struct seccomp_data: what the kernel tells a filter of a call.
type asked struct {
	number, arch uint32
	_            uint64 // the place in the program
	args         [6]uint64
}

// run does what the kernel does with the few instructions there are here, and
// fails at any other, at a jump past the end and at a program without an end.
func run(t *testing.T, p []unix.SockFilter, a asked) uint32 {
	t.Helper()
	data, err := binary.Append(nil, binary.LittleEndian, a)
	if err != nil {
		t.Fatal(err)
	}
	var acc uint32
	jump := func(yes bool, i unix.SockFilter) int {
		if yes {
			return int(i.Jt)
		}
		return int(i.Jf)
	}
	for pc := 0; pc < len(p); pc++ {
		switch i := p[pc]; i.Code {
		case unix.BPF_LD | unix.BPF_W | unix.BPF_ABS:
			acc = binary.LittleEndian.Uint32(data[i.K:])
		case unix.BPF_ALU | unix.BPF_AND | unix.BPF_K:
			acc &= i.K
		case unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K:
			pc += jump(acc == i.K, i)
		case unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K:
			pc += jump(acc >= i.K, i)
		case unix.BPF_RET | unix.BPF_K:
			return i.K
		default:
			t.Fatalf("instruction %d: %+v", pc, i)
		}
	}
	t.Fatal("it never says")
	return 0
}

func TestVerdicts(t *testing.T) {
	const self = 4711
	build := func(rest uint32) []unix.SockFilter {
		f := New()
		f.Say(Allow, unix.SYS_READ)
		f.Say(End, unix.SYS_SOCKET)
		f.Data()
		f.Own(self)
		return f.Program(rest)
	}
	args := func(all ...uint64) (a [6]uint64) {
		copy(a[:], all)
		return a
	}
	const i386, arm = unix.AUDIT_ARCH_I386, unix.AUDIT_ARCH_ARM
	const x32 = 1 << 30
	const rest = ^uint32(0) // whatever is said of all others
	cases := []struct {
		name   string
		arch   uint32
		number uint32
		args   [6]uint64
		want   uint32
	}{
		{"a call that is allowed", machine, unix.SYS_READ, args(1, 2, 3), Allow},
		{"a call that ends it", machine, unix.SYS_SOCKET, args(), End},
		{"a call nothing was said of", machine, unix.SYS_GETUID, args(), rest},
		{"socketcall by i386's table", i386, 102, args(1), End},
		{"execve by i386's table", i386, 11, args(), End},
		{"ptrace by i386's table", i386, 26, args(), End},
		{"a number that is allowed here, by i386's table", i386, unix.SYS_READ, args(), End},
		{"one nothing was said of, by i386's table", i386, unix.SYS_GETUID, args(), End},
		{"by 32-bit ARM's table", arm, unix.SYS_READ, args(), End},
		{"by no machine's table", 0, unix.SYS_READ, args(), End},
		{"read by x32's table", machine, x32 + unix.SYS_READ, args(), End},
		{"execve by x32's own number", machine, x32 + 520, args(), End},
		{"the highest number", machine, 1<<32 - 1, args(), End},
		{"memory", machine, unix.SYS_MMAP, args(0, 4096, unix.PROT_READ|unix.PROT_WRITE), Allow},
		{"memory that runs", machine, unix.SYS_MMAP, args(0, 4096, unix.PROT_READ|unix.PROT_EXEC), End},
		{"memory made to run", machine, unix.SYS_MPROTECT, args(0, 4096, unix.PROT_EXEC), End},
		{"memory made to run, with a key", machine, unix.SYS_PKEY_MPROTECT, args(0, 4096, unix.PROT_EXEC), End},
		{"a thread", machine, unix.SYS_CLONE, args(unix.CLONE_VM | unix.CLONE_FS | unix.CLONE_THREAD), Allow},
		{"a process", machine, unix.SYS_CLONE, args(uint64(unix.SIGCHLD)), End},
		{"a process in the same memory", machine, unix.SYS_CLONE, args(unix.CLONE_VM | unix.CLONE_VFORK), End},
		{"a thread by clone3", machine, unix.SYS_CLONE3, args(), None},
		{"a signal to a thread of its own", machine, unix.SYS_TGKILL, args(self, 1, 23), Allow},
		{"a signal to another's thread", machine, unix.SYS_TGKILL, args(self-1, 1, 23), End},
		{"a signal", machine, unix.SYS_KILL, args(self, 9), End},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := asked{number: c.number, arch: c.arch, args: c.args}
			for _, others := range []uint32{Allow, Deny} {
				want := c.want
				if want == rest {
					want = others
				}
				if got := run(t, build(others), a); got != want {
					t.Errorf("%#x where all others are %#x, want %#x", got, others, want)
				}
			}
		})
	}
	for _, number := range forks {
		if got := run(t, build(Allow), asked{arch: machine, number: number}); got != End {
			t.Errorf("a process by call %d: %#x", number, got)
		}
	}
}
