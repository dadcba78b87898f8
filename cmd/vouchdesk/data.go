package main

import (
	"os"
	"path/filepath"
	"runtime"
)

// defaultData is where a machine's desk lies: local, never roaming, never on a
// network (DESIGN 7 and 8). VOUCHDESK_DATA comes first, for installers.
func defaultData() string {
	if dir := os.Getenv("VOUCHDESK_DATA"); dir != "" {
		return dir
	}
	home, err := os.UserHomeDir()
	if err != nil {
		home = "."
	}
	switch runtime.GOOS {
	case "windows":
		if all := os.Getenv("ProgramData"); all != "" {
			return filepath.Join(all, "Vouchdesk")
		}
		return filepath.Join(home, "AppData", "Local", "Vouchdesk")
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "Vouchdesk")
	}
	if info, err := os.Stat("/var/lib/vouchdesk"); err == nil && info.IsDir() {
		return "/var/lib/vouchdesk"
	}
	if dir := os.Getenv("XDG_STATE_HOME"); dir != "" {
		return filepath.Join(dir, "vouchdesk")
	}
	return filepath.Join(home, ".local", "state", "vouchdesk")
}
