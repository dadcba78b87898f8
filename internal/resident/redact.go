package resident

import (
	"fmt"
	"io"
	"log/slog"
)

// Redaction is done with Format, not String alone: %d, %x and %#v would
// otherwise walk the fields.

func redact(f fmt.State, what string) { _, _ = io.WriteString(f, what) }

const (
	hiddenName    = "[name]"
	hiddenDate    = "[date]"
	hiddenAddress = "[address]"
	hiddenContact = "[contact]"
)

// Format hides the content from every fmt verb.
func (Name) Format(f fmt.State, _ rune) { redact(f, hiddenName) }

// String hides the content.
func (Name) String() string { return hiddenName }

// LogValue hides the content from slog.
func (Name) LogValue() slog.Value { return slog.StringValue(hiddenName) }

// Format hides the content from every fmt verb.
func (Date) Format(f fmt.State, _ rune) { redact(f, hiddenDate) }

// String hides the content; [Date.ISO] shows it.
func (Date) String() string { return hiddenDate }

// LogValue hides the content from slog.
func (Date) LogValue() slog.Value { return slog.StringValue(hiddenDate) }

// Format hides the content from every fmt verb.
func (Address) Format(f fmt.State, _ rune) { redact(f, hiddenAddress) }

// String hides the content.
func (Address) String() string { return hiddenAddress }

// LogValue hides the content from slog.
func (Address) LogValue() slog.Value { return slog.StringValue(hiddenAddress) }

// Format hides the content from every fmt verb.
func (Contact) Format(f fmt.State, _ rune) { redact(f, hiddenContact) }

// String hides the content.
func (Contact) String() string { return hiddenContact }

// LogValue hides the content from slog.
func (Contact) LogValue() slog.Value { return slog.StringValue(hiddenContact) }
