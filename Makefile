# `make run` and `make test` are all a machine with Python 3.11 needs.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
ADDRESS ?= 127.0.0.1:8000
HOST = $(firstword $(subst :, ,$(ADDRESS)))
PORT = $(lastword $(subst :, ,$(ADDRESS)))
BIN = .venv/bin
WORKERS ?= 2
# Who drives a browser waits half the time.
DRIVERS ?= 3
# A trial on plain HTTP, otherwise as in production.
TRIAL = DEBUG=0 HTTPS=0 SECRET_KEY="$$(cat .secret_key)"
PRODUCTION = DEBUG=0 SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')"

.PHONY: run test test-quick check bench format lock browser services clean

run: .venv/.run .secret_key
	@$(TRIAL) $(BIN)/python manage.py demo --accounts --address http://$(ADDRESS)
	@$(TRIAL) $(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@echo "Ctrl+C stops the site."
	@$(TRIAL) exec $(BIN)/granian --interface wsgi --host $(HOST) --port $(PORT) \
		--workers 1 --blocking-threads 3 --no-ws --log-level warning \
		config.wsgi:application

test: .venv/.dev browser services
	$(BIN)/python -m pytest -n $(DRIVERS) --dist loadgroup --database=sqlite
	$(BIN)/python -m pytest -n $(DRIVERS) --dist loadgroup --database=postgresql -m "not look"

test-quick: .venv/.dev
	$(BIN)/python -m pytest -n $(WORKERS) -m "not browser and not concurrent and not services and not corpus and not thorough"

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: .venv/.dev services
	for section in comments story imports desk search pages crowd; do for database in sqlite postgresql; do \
		$(BIN)/python -m benchmarks $$section --database $$database || exit 1; \
	done; done
	$(BIN)/python -m benchmarks pictures
	$(BIN)/python -m benchmarks queue --database postgresql

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Pins with hashes for every platform, and no address of where they came from.
lock:
	uv pip compile pyproject.toml --extra redis -o requirements.txt $(LOCK)
	uv pip compile pyproject.toml --extra redis --extra dev -c requirements.txt \
		-o requirements-dev.txt $(LOCK)
LOCK = --generate-hashes --universal --python-version 3.11 --no-header --no-annotate

browser:
	@sh .ci/browser

services:
	@sh .ci/services

.venv/.run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Dateline needs Python 3.11 or newer: make run PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv || { \
		echo "Python's venv module is missing; on Debian: apt install python3-venv"; exit 1; }
	@echo "installing what the site needs"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	@echo "installing what the tests need"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.secret_key:
	@umask 077; $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))' > $@

clean:
	rm -rf .venv staticfiles .pytest_cache .mypy_cache .ruff_cache .hypothesis
