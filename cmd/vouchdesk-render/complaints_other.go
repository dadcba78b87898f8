//go:build !linux

package main

// complaints is nothing here: where the C library's standard error goes cannot
// be had from Go.
type complaints struct{}

func listen() (complaints, error) { return complaints{}, nil }

func (complaints) any() bool { return false }
