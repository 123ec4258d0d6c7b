# The two commands: `make run` (the main job on SQLite) and `make test` (everything, installing what it needs).
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check-tools tck miwg oracle bench faults clean

$(VENV)/.runtime: requirements.txt
	@echo "Omgeving klaarzetten …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 of nieuwer is nodig. Geef een andere mee met: make run PYTHON=python3.12"; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install -qq -r requirements.txt
	@touch $@

$(VENV)/.development: requirements-dev.txt requirements.txt $(VENV)/.runtime
	@echo "Gereedschap voor de tests klaarzetten …"
	@$(PY) -m pip install -qq -r requirements-dev.txt
	@touch $@

run: $(VENV)/.runtime
	@$(PY) app.py --demo

browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || sh tests/browser/install_chromium.sh

test: $(VENV)/.development browser
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(PY) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder --reruns 1

tck: $(VENV)/.development
	@$(PY) tests/tck.py $(DIR)

miwg: $(VENV)/.development
	@$(PY) tests/miwg.py $(DIR)

oracle: $(VENV)/.development
	@$(PY) tests/oracle/run.py

bench: $(VENV)/.development
	@$(PY) -m benchmarks

faults: $(VENV)/.development
	@$(PY) -m pytest -q tests/faults --rounds 1000
