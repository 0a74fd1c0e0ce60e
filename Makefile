.PHONY: site test check lint types golden bench profile mutants fuzz clean
BIN := .venv/bin
PYTHON ?= python3
N ?= 1000

site: .venv/site                 ## build the demo site into _site/
	$(BIN)/apercu build

test: .venv/test                 ## run the tests
	$(BIN)/pytest -q

check: lint types test           ## all that CI runs

lint: .venv/test
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: .venv/test
	$(BIN)/mypy

golden: .venv/test               ## record the golden sites and errors anew; read the diff like code
	$(BIN)/pytest -q tests/test_golden.py tests/test_errors.py tests/test_rules.py --record; git diff --stat tests

bench: .venv/site                ## measure N notes beside other generators, in one run
	$(BIN)/python bench/peers.py
	$(BIN)/python bench/run.py $(N)
	$(BIN)/python bench/preview.py $(N)

profile: .venv/site              ## where the time of a build of N notes goes
	$(BIN)/python bench/hotspots.py $(N)
mutants: .venv/test              ## switch guards off in turn; tests that stay green are a failure
	$(BIN)/python tools/mutants.py

fuzz: .venv/test                 ## a minute of texts that grow towards new code
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	$(BIN)/python tools/fuzz.py 60

clean:                           ## remove what the other words made
	rm -rf .venv _site .apercu bench/.peers

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "error: Python 3.11 or newer is needed; name it with: make PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "error: Python's venv is missing; on Debian or Ubuntu: apt-get install python3-venv"; exit 2; }
	$(PYTHON) -m venv .venv

.venv/site: .venv/bin/pip pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/test: .venv/site
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
