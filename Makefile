# Every word a developer or an administrator types. `make` alone lists them.
# Needs make and Python 3.11 or newer; everything else is installed into .venv from the locked lists.

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test check torture fuzz scaleout format operation upgrade upgrade-large sbom evidence matrix bench bench-clocks bench-restore bench-skm bench-search messages lock screenshots clean install install-dev

# The newest Python >= 3.11 that runs and can make virtual environments.
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3 python python3.14; do \
	if "$$name" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo "$$name"; break; fi; done)
RUN := .venv/bin/python
# No host of an index stands in the lists, so they work behind any mirror; hashes say what a package must be.
LOCK = UV_CUSTOM_COMPILE_COMMAND="make lock" ../.venv/bin/uv pip compile --quiet --upgrade --generate-hashes --universal \
	--python-version 3.11 --no-emit-index-url --no-emit-find-links

help:  ## List these words
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

demo: install  ## Start Pendopo with demo agencies and cases (PORT, PENDOPO_VAR and DATABASE_URL are honoured)
	@exec .venv/bin/pendopo demo

demo-reset: install  ## Throw the demo data away and start over
	@exec .venv/bin/pendopo demo --reset

test: install-dev  ## Run the whole suite: SQLite, PostgreSQL and a real browser, where they are on the machine
	@$(RUN) -m tests.run

check: install-dev  ## Check form, types, architecture, migrations, templates, translations and settings
	@$(RUN) -m tests.check

torture: install-dev  ## Kill, cut the power, fill the disk, restart, recover, forge: nothing may be lost (SIZE=short: as CI)
	@$(RUN) -m tests.torture

fuzz: install-dev  ## Send hostile files and, on both databases, 100,000 inputs that nobody would type: nothing may break (SIZE=short: as CI)
	@$(RUN) -m tests.fuzzing

scaleout: install-dev  ## Run three nodes, two workers, replica, pooler, file store and balancer; kill parts (SIZE=short: as CI)
	@$(RUN) -m tests.scaleout

format: install-dev  ## Put the source into the project's form
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .

operation: install-dev  ## Stop an installation at work, and run it behind nginx (needs nginx)
	@$(RUN) -m tests.operation stop proxy --prove

upgrade: install-dev  ## Upgrade an installation under its users, on SQLite and PostgreSQL
	@$(RUN) -m tests.operation upgrade --prove

upgrade-large: install-dev  ## Upgrade a database with a million rows in each table under writers (PostgreSQL, ten minutes)
	@$(RUN) -m tests.operation growth --prove

matrix: install-dev  ## Ask every address as everybody about everything, take every door away once; figures in docs/bukti
	@$(RUN) -m tests.authorisation

sbom: install-dev  ## Make the bill of materials (CycloneDX) and the list of licences, in build/evidence
	@$(RUN) -m tests.evidence --materials

evidence: install-dev  ## Make the bill of materials and the reports for BSSN 4/2021 and ASVS from tests, in build/evidence
	@$(RUN) -m tests.evidence

bench: install-dev  ## Measure pages and submissions per second beside the machine's own limits
	@$(RUN) benchmarks/run.py

bench-clocks: install-dev  ## Measure moving a million deadlines after the calendar has changed
	@$(RUN) benchmarks/clocks.py

bench-restore: install-dev  ## Back ten gigabytes up, restore and compare them, on both databases (47 GB of disk)
	@$(RUN) benchmarks/restoring.py --prove

bench-skm: install-dev  ## Measure ten million survey answers: taking them in, figures, counting them all anew
	@$(RUN) benchmarks/skm.py

bench-search: install-dev  ## Measure searching a million documents, beside SQLite FTS5 and PostgreSQL GIN
	@$(RUN) benchmarks/search.py

messages: install-dev  ## Collect the texts of the interface and compile the English translation
	@$(RUN) -m tests.translations --write

screenshots: install-dev  ## Take the pictures of the README with a real browser
	@$(RUN) docs/screenshots.py

lock: install-dev  ## Renew the locked package lists from requirements/*.in
	@cd requirements && $(LOCK) base.in -o base.txt && $(LOCK) -c base.txt postgres.in -o postgres.txt && \
		$(LOCK) -c base.txt s3.in -o s3.txt && \
		$(LOCK) -c base.txt -c postgres.txt -c s3.txt dev.in -o dev.txt

clean:  ## Remove caches and build leftovers; var/ and .venv stay
	@rm -rf build *.egg-info .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

install:
	@$(if $(PYTHON),,$(error Pendopo needs Python 3.11 or newer, and none was found. On Debian or Ubuntu: apt install python3 python3-venv))$(PYTHON) requirements/install.py base

install-dev:
	@$(if $(PYTHON),,$(error Pendopo needs Python 3.11 or newer, and none was found. On Debian or Ubuntu: apt install python3 python3-venv))$(PYTHON) requirements/install.py dev
