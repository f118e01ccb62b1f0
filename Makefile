# Every target sets up what it needs first; `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PORT
# What Python compiles is kept in one folder of this checkout, whatever the machine prefers: each
# process that starts would compile the portal and its libraries again.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX ?= $(CURDIR)/build/bytecode

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run shell test test-fast check check-fast fix audit sbom bench lock translations docs reference changelog clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

setup: ## environment, locked dependencies, assets (quick when nothing changed)
	@PYTHON="$(PYTHON)" VENV="$(VENV)" bash scripts/setup runtime

setup-dev: ## the same, with what testing and checking need
	@PYTHON="$(PYTHON)" VENV="$(VENV)" bash scripts/setup dev

run: setup ## migrate, seed the demonstration city if empty, and serve on PORT
	@exec bash scripts/run "$(VENV)"

shell: setup ## a Python shell with the app, db and session at hand
	@exec $(BIN)/flask --app wsgi shell

test: setup-dev ## every test, on both databases and in a real browser
	@VENV="$(VENV)" bash scripts/test $(TESTS)

test-fast: setup-dev ## unit and architecture tests without solvers and long samples: under a minute
	$(BIN)/pytest -q -n $${TEST_PROCESSES:-2} --dist worksteal -p no:cacheprovider \
	    --hypothesis-profile=fast -m "not slow" tests/architecture tests/unit

check: setup-dev ## format, lint, types, import contracts, migrations, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m scripts.front_end check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/check_translations.py
	$(BIN)/python scripts/sbom.py build/sbom.cdx.json
	@# Where every test follows, these are among them.
	$(if $(TESTS_FOLLOW),,$(BIN)/pytest -q -p no:cacheprovider -n $${TEST_PROCESSES:-2} tests/architecture tests/integration/test_migrations.py)

fix: setup-dev ## repair lint where that is safe, and format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python -m scripts.front_end fix

audit: setup-dev ## ask the registry for advisories about the locked packages (needs the network)
	@[ -x build/audit/bin/python ] || $(BIN)/python -m venv --without-pip build/audit
	@bash scripts/install_locked build/audit requirements-audit.txt
	@$(BIN)/python scripts/audit.py build/audit/bin/pip-audit

sbom: setup-dev ## what the portal is made of, as CycloneDX in build/
	@$(BIN)/python scripts/sbom.py build/sbom.cdx.json

check-fast: setup-dev ## the checks that need no database
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m scripts.front_end check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup-dev ## the measurements of benchmarks/, as ratios
	$(BIN)/python -m benchmarks

lock: setup-dev ## rewrite the locked requirements from the .in files
	for name in requirements requirements-dev requirements-uv requirements-npm requirements-audit requirements-docs; do \
	    $(VENV)/tools/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header $$name.in -o $$name.txt || exit 1; \
	done

docs: setup-dev ## the documentation as a site in build/site, strict
	@$(BIN)/python -m scripts.reference --check
	@[ -x build/docs/bin/python ] || $(BIN)/python -m venv --without-pip build/docs
	@bash scripts/install_locked build/docs requirements-docs.txt
	@# Not --quiet: MkDocs counts only the warnings that it shows.
	@NO_MKDOCS_2_WARNING=1 build/docs/bin/mkdocs build --strict --clean
	@echo "build/site/index.html"

reference: setup-dev ## write docs/reference/ from the code
	@$(BIN)/python -m scripts.reference

changelog: setup-dev ## put CHANGELOG.md right after a merge
	@$(BIN)/python -m scripts.changelog

translations: setup-dev ## collect new texts and compile the catalogues
	$(BIN)/pybabel -q extract -F babel.cfg --no-location --sort-output -w 1000 -k _l -k _n:1,2 -k _pl:1c,2 -o portal/translations/messages.pot portal
	$(BIN)/pybabel -q update -D messages -i portal/translations/messages.pot -d portal/translations --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -w 1000
	$(BIN)/pybabel -q compile -d portal/translations
