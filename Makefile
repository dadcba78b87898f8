# Every command that a person or CI runs. `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

BUILD := build
BIN := $(BUILD)/bin
TOOLS := $(CURDIR)/$(BUILD)/tools
# Nothing needs to move (docs/accessibility.md), and a blinking cursor repaints for ever.
TAGS := migrated_fynedo,no_animations
# Fyne is tested with its software driver and without this machine's fonts.
TESTTAGS := ci,migrated_fynedo
GOLANGCI_VERSION := v2.15.0
VULNCHECK_VERSION := v1.8.0
FUZZTIME ?= 30s
FUZZJOBS ?= $(shell nproc)
GOFLAGS ?=
export GOFLAGS
export CGO_ENABLED ?= 1

APT_BUILD := gcc pkg-config make git ca-certificates libgl1-mesa-dev xorg-dev libwayland-dev libxkbcommon-dev
APT_SHOW := xvfb openbox xdotool scrot libgl1-mesa-dri x11-utils dbus-x11 xclip
APT_TEST := sane-utils libsane1 libsane-common
APT_BENCH := mupdf-tools
APT_WINDOWS := gcc-mingw-w64-x86-64 g++-mingw-w64-x86-64 wine wine64

.PHONY: help deps deps-windows build run tour test unit lint masters bench fit-ocrb bench-mrz fuzz soak windows windows-smoke rxing vuln clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

deps: ## install what is missing: Debian packages by name, Go modules, the linter
	@.ci/apt $(APT_BUILD) $(APT_SHOW) $(APT_TEST)
	go mod download
	@test -x $(TOOLS)/golangci-lint-$(GOLANGCI_VERSION) || { \
		echo "installing golangci-lint $(GOLANGCI_VERSION)"; \
		GOBIN=$(TOOLS) GOFLAGS= go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION) && \
		mv $(TOOLS)/golangci-lint $(TOOLS)/golangci-lint-$(GOLANGCI_VERSION); }

deps-windows: ## install what the Windows cross-build and its smoke test need
	@.ci/apt $(APT_WINDOWS) $(APT_SHOW)

build: ## build the programs into build/bin
	@mkdir -p $(BIN)
	CGO_ENABLED=0 go build -trimpath -o $(BIN)/vouchctl ./cmd/vouchctl
	CGO_ENABLED=0 go build -trimpath -o $(BIN)/vouchbroker ./cmd/vouchbroker
	CGO_ENABLED=0 go build -trimpath -o $(BIN)/vouchdesk-camera ./cmd/vouchdesk-camera
	CGO_ENABLED=0 go build -trimpath -o $(BIN)/specimen-camera ./cmd/specimen-camera
	go build -trimpath -o $(BIN)/vouchdesk-render ./cmd/vouchdesk-render
	go build -trimpath -tags $(TAGS) -o $(BIN)/vouchdesk ./cmd/vouchdesk

run: deps build ## set up, start the specimen council and Vouchdesk (with no display: the tour)
	@.ci/start

tour: build ## perform the main job in the real window under Xvfb, driven by keyboard; results in build/tour
	@.ci/tour

test: deps lint unit ## set up and pass everything

unit: ## unit tests, journeys, blueprint and masters, with the race detector
	LANG=en_GB.UTF-8 go test -race -timeout 25m -tags $(TESTTAGS) ./...

lint: ## golangci-lint with the project's rules
	$(TOOLS)/golangci-lint-$(GOLANGCI_VERSION) run ./...

masters: ## rewrite the markup masters from what is drawn now; look at the difference before committing
	MASTERS=1 LANG=en_GB.UTF-8 go test -tags $(TESTTAGS) ./ui/...

bench: build ## the benchmarks, each beside its limit or peer in the same run
	@.ci/apt $(APT_BENCH)
	go test -run '^$$' -bench . -benchtime 2s -tags $(TESTTAGS) ./internal/... ./ui/component ./ui/viewfinder
	.ci/start-time
	.ci/camera-rate

fit-ocrb: ## fit the weights of the zone reader anew on the lines in DATA (see .ci/mrz-sets); about half an hour
	@test -n "$(DATA)" || { echo "usage: make fit-ocrb DATA=DIR, where .ci/mrz-sets made DIR" >&2; exit 2; }
	go run ./internal/ocrb/fit -data $(DATA)/lines -measured internal/ocrb/bench/known.txt -out internal/ocrb/glyphs/weights.bin

bench-mrz: build ## read the specimens in DATA (see .ci/mrz-sets), beside Tesseract where it is installed: rates and times
	@test -n "$(DATA)" || { echo "usage: make bench-mrz DATA=DIR, where .ci/mrz-sets made DIR" >&2; exit 2; }
	go run ./internal/ocrb/bench -data $(DATA)/pictures -worker $(BIN)/vouchdesk-render -turns \
		$(if $(shell command -v tesseract),-tesseract $(DATA)/model)

bench-scan: ## what is read of public and degraded sets, beside its peers; SETS=DIR is what .ci/scan-sets made
	@test -n "$(SETS)" || { echo "usage: make bench-scan SETS=DIR, where .ci/scan-sets made DIR" >&2; exit 2; }
	VOUCHDESK_SCAN_SETS=$(abspath $(SETS)) go test -count=1 -timeout 3h -run '^Test(Sets|Steps)$$' -v ./internal/scan

fuzz: ## every fuzz target for FUZZTIME each, FUZZJOBS at once; FUZZ=PATTERN chooses by package and name
	@.ci/fuzz $(FUZZTIME) $(FUZZJOBS) '$(or $(FUZZ),.)'

soak: ## long crash test: 1,000 kills at random moments
	VOUCHDESK_KILLS=1000 VOUCHDESK_SOAK_KILLS=1000 go test -count=1 -timeout 60m -run Kill ./internal/vault ./internal/desk

windows: deps-windows ## cross-build the five programs for Windows into build/windows
	fyne-cross/build.sh -pure ./cmd/vouchctl $(BUILD)/windows/vouchctl.exe
	fyne-cross/build.sh -pure ./cmd/vouchbroker $(BUILD)/windows/vouchbroker.exe
	fyne-cross/build.sh ./cmd/vouchdesk-render $(BUILD)/windows/vouchdesk-render.exe
	fyne-cross/build.sh ./cmd/vouchdesk-camera $(BUILD)/windows/vouchdesk-camera.exe
	fyne-cross/build.sh -gui ./cmd/vouchdesk $(BUILD)/windows/vouchdesk.exe

windows-smoke: ## show the sign-in screen of the Windows program under Wine; picture in build/windows
	fyne-cross/smoke.sh

rxing: ## bring the second reader of codes into the tree (npm; its hash is pinned)
	@.ci/rxing

vuln: ## known vulnerabilities; VULNDB=DIR uses a local copy of the database
	GOFLAGS= go run golang.org/x/vuln/cmd/govulncheck@$(VULNCHECK_VERSION) -tags $(TAGS) $(if $(VULNDB),-db "file://$(abspath $(VULNDB))") ./...

clean: ## remove what was built
	rm -rf $(BUILD)
