package desk

import "sync"

// subscribers hands each snapshot to everybody, the newest replacing one that
// was not taken yet, so that a slow reader never holds the desk up.
type subscribers struct {
	mu     sync.Mutex
	newest Snapshot
	all    map[chan Snapshot]struct{}
}

func (b *subscribers) get() Snapshot {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.newest
}

func (b *subscribers) put(s Snapshot) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.newest = s
	for ch := range b.all {
		replace(ch, s)
	}
}

// replace needs the lock: with one writer, the channel has room after at most
// one stale snapshot was taken out.
func replace(ch chan Snapshot, s Snapshot) {
	select {
	case <-ch:
	default:
	}
	ch <- s
}

func (b *subscribers) add() (<-chan Snapshot, func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	ch := make(chan Snapshot, 1)
	ch <- b.newest
	b.all[ch] = struct{}{}
	return ch, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		if _, here := b.all[ch]; here {
			delete(b.all, ch)
			close(ch)
		}
	}
}
