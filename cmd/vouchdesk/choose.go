package main

import (
	"context"
	"errors"

	"github.com/ncruces/zenity"

	"vouchdesk/internal/fault"
)

var errNothingChosen = fault.New(fault.Stopped, "nothing-chosen")

// choose opens the system's own file dialogue. On Linux that is the program
// zenity, where it is installed.
func choose(ctx context.Context, title string) (string, error) {
	path, err := zenity.SelectFile(zenity.Context(ctx), zenity.Title(title))
	if errors.Is(err, zenity.ErrCanceled) {
		return "", errNothingChosen
	}
	return path, err
}
