#!/usr/bin/env bash
# make windows-smoke: the real Windows programs under Wine. The specimen council
# enrols a desk (so the device secret goes through Wine's DPAPI), then the
# window is started and must show its sign-in screen. The picture is left in
# build/windows/sign-in.png: look at it.
set -euo pipefail
cd "$(dirname "$0")/.."
out=build/windows
for program in vouchdesk vouchbroker vouchdesk-render vouchdesk-camera vouchctl; do
	[ -f "$out/$program.exe" ] || { echo "run make windows first: $out/$program.exe is not there" >&2; exit 1; }
done

work=$(mktemp -d)
pids=()
cleanup() {
	stop_screen
	for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
	wait 2>/dev/null || true
	rm -rf "$work"
}
trap cleanup EXIT

. .ci/screen
start_screen 1366x768
fyne-cross/run-wine.sh "$out/vouchbroker.exe" demo --dir "$work/council" --desk "$work/desk" \
	--sign-in "$work/sign-in.txt" --ready "$work/ready" >"$work/council.log" 2>&1 &
pids+=($!)
for _ in $(seq 1 600); do
	[ -s "$work/ready" ] && break
	sleep 0.2
done
[ -s "$work/ready" ] || { echo "the council did not start under Wine:" >&2; tail -20 "$work/council.log" >&2; exit 1; }

fyne-cross/run-wine.sh "$out/vouchdesk.exe" --data "$work/desk" >"$work/desk.log" 2>&1 &
pids+=($!)
if ! window=$(timeout 120 xdotool search --sync --onlyvisible --name '^Sign in - Vouchdesk$' | head -1); then
	scrot -o "$out/failed.png"
	echo "no sign-in window; $out/failed.png shows the screen" >&2
	cat "$work/desk.log" "$work/desk/vouchdesk.log" 2>/dev/null | tail -20 >&2
	exit 1
fi
xdotool windowactivate --sync "$window"
sleep 2 # the first frames of a software renderer
scrot -o "$out/sign-in.png"
echo "The Windows program shows: $(xdotool getwindowname "$window")"
echo "Picture: $out/sign-in.png"

# Asked for its cameras, the camera program answers in its protocol; Wine has none.
answer=$(printf 'VDC\001\001\000\000\000\000\000' | fyne-cross/run-wine.sh "$out/vouchdesk-camera.exe" 2>/dev/null | od -An -tx1 | tr -d ' \n')
[ "${answer:0:12}" = 564443010100 ] || { echo "vouchdesk-camera.exe answered $answer" >&2; exit 1; }
echo "The camera program answers."
