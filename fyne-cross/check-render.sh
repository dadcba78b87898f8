#!/bin/sh
# Build the render worker for Windows and run internal/docrender's tests against
# it under Wine: every format, every hostile file, the job object and its limits.
#   check-render.sh [TEST-FLAG...]      for instance -test.v -test.run TestFiles
set -eu

cd "$(dirname "$0")/.."
worker=$(fyne-cross/build.sh ./cmd/vouchdesk-render)
tests=$PWD/fyne-cross/tmp/docrender.test.exe
CGO_ENABLED=0 GOOS=windows GOARCH=amd64 go test -c -o "$tests" ./internal/docrender
VOUCHDESK_RENDER="Z:$PWD/$worker"
export VOUCHDESK_RENDER
runner=$PWD/fyne-cross/run-wine.sh
cd internal/docrender
exec "$runner" "$tests" "$@"
