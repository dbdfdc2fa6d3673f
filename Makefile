# Two commands on a fresh machine: `make run` and `make test`. Both can be stopped anywhere and run again.
PORT ?= 8000
PYTHON ?=
export PORT PYTHON

python := .venv/bin/python
install_laptop := @sh portal/install.sh requirements-laptop.txt
install_dev := @sh portal/install.sh requirements-dev.txt

.DEFAULT_GOAL := help
.PHONY: help run test check bench css messages

help:  ## what can be done here
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

run:  ## install and start the portal on http://localhost:8000 (PORT=8001 for another)
	$(install_laptop)
	@exec $(python) -m portal.laptop

test:  ## install and run every test, those in a browser included
	$(install_dev)
	@$(python) -m tests.journeys.chromium
	@exec $(python) -m pytest -n 3 --dist worksteal

check:  ## style, layers of imports, migrations, both languages, stylesheets, production's settings
	$(install_dev)
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m djlint --quiet --lint templates
	$(python) manage.py makemigrations --check --dry-run
	.venv/bin/lint-imports
	$(python) manage.py sync_messages --check
	$(python) scss/check.py
	set -a && . ./tests/production.env && $(python) manage.py check --deploy --fail-level WARNING

bench:  ## measure again what benchmarks/ measures; NAME=start for one of them
	$(install_dev)
	@$(python) -m benchmarks.run $(NAME)

messages:  ## bring the Indonesian catalogue in line with code and templates; then translate what is new
	$(install_dev)
	$(python) manage.py sync_messages

css:  ## compile the stylesheets after a change of scss/ or of the classes in use (needs Node)
	@cd scss && { test -d node_modules || npm install --no-package-lock --no-audit --no-fund; } && npm run --silent build
