package main

//nolint:gochecknoglobals // a table
var machineCalls []uint32
