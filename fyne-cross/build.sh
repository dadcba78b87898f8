#!/bin/sh
# Build one program for Windows (amd64).
#   build.sh [-gui] [-pure] PACKAGE [OUT.exe [LINKER-FLAGS]]
# PACKAGE and OUT are relative to the project; OUT defaults to
# fyne-cross/bin/windows-amd64/<last part of PACKAGE>.exe.
set -eu

cd "$(dirname "$0")/.."
cgo=1
flags="-s -w"
while :; do
	case "${1:-}" in
	-gui) flags="$flags -H=windowsgui" ;;
	-pure) cgo=0 ;;
	*) break ;;
	esac
	shift
done
package=${1:?which package?}
out=${2:-fyne-cross/bin/windows-amd64/$(basename "$package").exe}
flags="$flags ${3:-}"
mkdir -p "$(dirname "$out")"

if [ "$cgo" = 1 ]; then
	tool=x86_64-w64-mingw32
	mkdir -p fyne-cross/tmp
	objects=$(mktemp -d "$PWD/fyne-cross/tmp/compat.XXXXXX")
	trap 'rm -rf "$objects"' EXIT
	for source in fyne-cross/windows/*; do
		$tool-gcc -O2 -c "$source" -o "$objects/$(basename "$source").o"
	done
	$tool-ar rcs "$objects/libcompat.a" "$objects"/*.o
	# Whole, because the linker meets MuPDF only after it.
	flags="$flags -extldflags '-static -L$objects -Wl,--whole-archive -lcompat -Wl,--no-whole-archive'"
	export CC=$tool-gcc CXX=$tool-g++
fi

CGO_ENABLED=$cgo GOOS=windows GOARCH=amd64 \
	go build -trimpath -tags migrated_fynedo,no_animations -ldflags "$flags" -o "$out" "$package"
echo "$out"
