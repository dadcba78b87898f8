#!/bin/sh
# Run a Windows program under Wine: run-wine.sh PROGRAM.exe [ARGUMENT...]
# The prefix under fyne-cross/tmp/wine is made once and kept.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
export WINEPREFIX="${WINEPREFIX:-$here/tmp/wine}"
export WINEDEBUG="${WINEDEBUG:--all}" WINEDLLOVERRIDES="bcryptprimitives=n;mscoree,mshtml=" LIBGL_ALWAYS_SOFTWARE=1

system="$WINEPREFIX/drive_c/windows/system32"
if [ ! -f "$system/bcryptprimitives.dll" ]; then
	mkdir -p "$WINEPREFIX"
	wineboot --init >/dev/null 2>&1 || :
	wineserver --wait || :
	[ -d "$system" ] || { echo "run-wine: no Wine prefix could be made" >&2; exit 1; }
	x86_64-w64-mingw32-gcc -O2 -shared -o "$system/bcryptprimitives.dll" "$here/wine/bcryptprimitives.c" -ladvapi32
fi
exec wine "$@"
