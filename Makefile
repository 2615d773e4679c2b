# Two commands do everything: `make demo` and `make test`. Each installs what it needs, once.
PYTHON ?= python3
BIN := .venv/bin
# Two processes, each with whole files: what the tests of a file share is made once.
PYTEST := $(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder

.PHONY: demo test quick check lock audit sbom bench-service bench bench-big bench-clock bench-fanout bench-two bench-pack bench-flood simulate crash fuzz promises leaks clean

demo: .venv/.ready node_modules/.ready
	@$(BIN)/rapid-review demo

test: check
	$(PYTEST) -m "not e2e and not crawl"
	$(BIN)/pytest -m e2e

# What needs no browser, no PostgreSQL and no kills, and of transcripts and cards those that tell most: within a minute.
quick: check
	$(PYTEST) -m "not e2e and not postgres and not gallery and not simulation and not thorough and not crawl"

check: .venv/.ready node_modules/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The full vote turn beside the SDKs' own empty echoes, in one run: about two minutes.
bench: .venv/.ready .venv-bench/.ready
	@$(BIN)/python -m bench

bench-big: .venv/.ready
	@$(BIN)/python -m bench --big

# Ten thousand reminders due at once; sending at the pace Teams allows; two processes on one PostgreSQL.
bench-clock: .venv/.ready
	@$(BIN)/python -m bench --clock

bench-fanout: .venv/.ready
	@$(BIN)/python -m bench --fanout

bench-two: .venv/.ready
	@$(BIN)/python -m bench --two

# The Panel pack of a case with twelve agencies, built while the event loop goes on.
bench-pack: .venv/.ready
	@$(BIN)/python -m bench --pack

# What docs/promises.md says, measured: ten virtual years of seeded runs and the planted bugs; a thousand kills; the times.
simulate: .venv/.ready
	@PYTHONPATH=tests PYTHONHASHSEED=0 $(BIN)/python -m simulation --seeds 1150
	@PYTHONPATH=tests PYTHONHASHSEED=0 $(BIN)/python -m simulation --mutants

crash: .venv/.ready
	@$(BIN)/python tests/contract/crash_storm.py --kills 1000
	@$(BIN)/python tests/contract/crash_storm.py --kills 100 --sqlite
	@$(BIN)/python tests/contract/action_storm.py --kills 200
	@$(BIN)/python tests/contract/action_storm.py --kills 200 --sqlite

# Twenty thousand requests that nobody should send; and one person who sends a thousand a second while others work.
fuzz: .venv/.ready
	@$(BIN)/python tests/contract/fuzz_storm.py

bench-flood: .venv/.ready
	@$(BIN)/python -m bench.flood

promises: .venv/.ready
	@$(BIN)/python -m bench.promises

# What docs/faults.md and docs/threats.md name, run on both databases, with what came of each row: about five minutes.
evidence: .venv/.ready
	@PYTHONPATH=tests $(BIN)/python -m evidence

# Everything that can be looked at, looked at by everybody at every stage; then with each cell of the matrix opened.
leaks: .venv/.ready
	@PYTHONPATH=tests $(BIN)/python -m leaks
	@PYTHONPATH=tests $(BIN)/python -m leaks --mutants
	@PYTHONPATH=tests $(BIN)/python -m authority

# What a service costs and promises: idle, under faults, told to stop, in little memory. About six minutes.
bench-service: .venv/.ready
	@$(BIN)/python -m bench.service

# Asks the public advisories, so it needs the network; it says so when they could not be asked.
audit: .venv-audit/.ready
	@.venv-audit/bin/python deploy/audit.py

sbom: .venv-audit/.ready
	@.venv-audit/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible \
		-o rapid-review.cdx.json requirements.lock
	@echo "Written: rapid-review.cdx.json"

lock: export UV_CUSTOM_COMPILE_COMMAND = make lock
lock: .venv/.ready
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
		--no-emit-index-url --no-emit-find-links -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
		--no-emit-index-url --no-emit-find-links --extra dev -o requirements-dev.lock pyproject.toml

	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
		--no-emit-index-url --no-emit-find-links -o bench/peers.txt bench/peers.in
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
		--no-emit-index-url --no-emit-find-links -o deploy/build.lock deploy/build.in
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
		--no-emit-index-url --no-emit-find-links -o deploy/audit.lock deploy/audit.in

clean:
	rm -rf .venv .venv-bench .venv-audit node_modules .demo artefacts .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/.ready: requirements-dev.lock pyproject.toml
	@echo "Setting up Python (once, about a minute)"
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed.")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

.venv-audit/.ready: deploy/audit.lock
	@test -x .venv-audit/bin/python || $(PYTHON) -m venv .venv-audit
	@.venv-audit/bin/pip install --quiet --disable-pip-version-check --require-hashes -r deploy/audit.lock
	@touch $@

.venv-bench/.ready: bench/peers.txt
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/pip install --quiet --disable-pip-version-check --require-hashes -r bench/peers.txt
	@touch $@

node_modules/.ready: package.json package-lock.json
	@echo "Setting up the Teams-like client (once, about a minute)"
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@
