package scan

import (
	"context"
	"image"
	"time"
)

// Walk takes the steps in their order until one reads something, and tells of
// each how long it took: what a step adds, and what it costs.
func (r *Reader) Walk(ctx context.Context, g *image.Gray, took func(step string, d time.Duration, read bool)) (texts []string) {
	l := newLadder(whole(g), r.second)
	for _, s := range steps {
		began := time.Now()
		texts = s.look(ctx, l)
		took(s.name, time.Since(began), len(texts) > 0)
		if len(texts) > 0 {
			break
		}
	}
	return texts
}

// Steps are the names of the steps in their order.
func Steps() (names []string) {
	for _, s := range steps {
		names = append(names, s.name)
	}
	return names
}

// Patient lets a frame take as long as it takes: what is read of it is asked,
// not how soon on a machine that has others to serve.
func (l *Live) Patient() *Live {
	l.within = time.Minute
	return l
}
