# Hedgerow. `make help` lists the targets.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
RUN := $(VENV)/bin/python
export PORT

.PHONY: help setup demo stack test test-full e2e bench check fix messages lock clean
.DEFAULT_GOAL := help

help: ## List the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/\1|\2/' | while IFS='|' read -r name note; do printf '  make %-10s %s\n' "$$name" "$$note"; done

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)

# uv is faster where it is found and can reach the index (behind a school's own certificate it often can't); pip does the same.
define install
	@{ command -v uv >/dev/null 2>&1 && UV_SYSTEM_CERTS=1 UV_NATIVE_TLS=1 uv pip install -q --python $(RUN) --require-hashes -r $(1); } \
	  || $(RUN) -m pip install -q --disable-pip-version-check --require-hashes -r $(1)
	@touch $@
endef

$(VENV)/.base: requirements/base.txt | $(VENV)/bin/python
	$(call install,requirements/base.txt)

$(VENV)/.dev: requirements/dev.txt | $(VENV)/bin/python
	$(call install,requirements/dev.txt)
	@touch $(VENV)/.base

setup: $(VENV)/.dev ## Install everything a developer needs
	@DEMO=1 $(RUN) manage.py compile_catalogues

demo: $(VENV)/.base ## Load the demo network and serve it (PORT=, DEMO_PASSWORD=, FRESH=1)
	@DEMO=1 $(RUN) manage.py demo --port $(PORT)

stack: $(VENV)/.base ## Run production processes on DATABASE_URL, REDIS_URL, PORT; without SECRET_KEY they serve the demo
	@DEMO=$${DEMO-$$([ -n "$$SECRET_KEY" ] && echo 0 || echo 1)} exec $(RUN) manage.py stack

test: setup ## Run the tests; those that need PostgreSQL, Redis or Chromium run where these are found
	$(RUN) -m pytest tests --ignore tests/e2e $(PYTEST_ARGS)
	$(RUN) -m pytest tests/e2e

test-full: setup ## Run the tests on DATABASE_URL and REDIS_URL; a missing service fails
	@test -n "$$DATABASE_URL" || { echo 'DATABASE_URL must name a PostgreSQL database.'; exit 1; }
	@test -n "$$REDIS_URL" || { echo 'REDIS_URL must name a Redis server.'; exit 1; }
	NO_SERVICE_MAY_BE_MISSING=1 $(RUN) -m pytest tests --ignore tests/e2e --ignore tests/faults $(PYTEST_ARGS)
	NO_SERVICE_MAY_BE_MISSING=1 $(RUN) -m pytest tests/faults

e2e: setup ## Run the browser tests; a missing Chromium fails
	NO_SERVICE_MAY_BE_MISSING=1 $(RUN) -m pytest tests/e2e

check: setup ## Check style, types, imports, templates, migrations, messages, container files
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy
	$(VENV)/bin/djlint --lint --quiet core network practice_library
	DEMO=1 $(RUN) manage.py check
	DEMO=1 $(RUN) manage.py makemigrations --check --dry-run
	DEMO=1 $(RUN) manage.py check_messages
	$(VENV)/bin/hadolint Dockerfile
	$(VENV)/bin/compose-lint docker-compose.yml

fix: setup ## Put style right where a machine can
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench: setup ## Measure pages beside a bare Django page (ONLY=, SCALE=, SECONDS=, PROFILE=1; DATABASE_URL for PostgreSQL)
	@DEMO=1 $(RUN) manage.py bench $(if $(ONLY),--only "$(ONLY)") $(if $(SCALE),--scale $(SCALE)) $(if $(SECONDS),--seconds $(SECONDS)) $(if $(PROFILE),--profile)

messages: setup ## Gather the words of the pages into the catalogues (needs gettext)
	DEMO=1 $(RUN) manage.py makemessages --locale sv --no-obsolete --no-wrap --add-location file --ignore .venv --ignore var --ignore tests

lock: setup ## Write the lock files anew from requirements/*.in
	cd requirements && ../$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header base.in -o base.txt
	cd requirements && ../$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c base.txt dev.in -o dev.txt

clean: ## Remove the environment and everything the hub has kept in var/
	rm -rf $(VENV) var
