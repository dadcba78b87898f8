package journey_test

import (
	"fmt"
	"testing"
)

// collector keeps what an assertion says, to be told once.
type collector struct {
	testing.TB
	said []string
}

func (c *collector) Helper() {}

func (c *collector) Errorf(format string, args ...any) {
	c.said = append(c.said, fmt.Sprintf(format, args...))
}

func (c *collector) Error(args ...any) { c.said = append(c.said, fmt.Sprint(args...)) }
