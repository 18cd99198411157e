# Everything also runs by hand as .venv/bin/python -m bot …

PYTHON ?= python3.11
PIP = .venv/bin/python -m pip --disable-pip-version-check --quiet
PYTEST = .venv/bin/python -m pytest

# Tests start many processes: each would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup run check test prove bench wheels audit format system clean

setup: .venv/ready node_modules/ready

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv || python3 -m venv .venv
	$(PIP) install --require-hashes --requirement requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

node_modules/ready: package-lock.json
	npm ci --silent --no-audit --no-fund --ignore-scripts
	touch $@

run: setup
	.venv/bin/python -m bot run

# The quick loop: no browser, no server, fewer examples, under a minute.
check: setup
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PYTEST) -m "not slow" --hypothesis-profile quick --numprocesses auto --dist loadgroup

# All tests, as CI runs them; installs the browser, the wiki and nginx where they are missing. Many
# wait for processes of their own: one more worker than there are cores keeps two cores busy.
test: setup system
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PYTEST) --numprocesses 3 --dist loadgroup

# The same tests at full volume: kills by the hundred, long fuzzing.
prove: setup system
	CIRCUIT_PROVE=1 $(PYTEST) --numprocesses auto --dist loadgroup --durations 15

bench: setup
	.venv/bin/python -m bench

# All that a server is given: our wheel, which holds the page's scripts, and those it needs.
wheels: setup
	rm -rf dist build
	mkdir -p build
	sed '/--hash/d; s/ \\$$//' requirements.lock > build/versions.txt
	$(PIP) wheel --wheel-dir dist --constraint build/versions.txt '.[postgres]'

# What is known of holes in what we depend on; asks the network.
audit: setup
	$(PYTHON) -m venv build/audit || python3 -m venv build/audit
	build/audit/bin/pip --disable-pip-version-check --quiet install pip-audit
	build/audit/bin/pip-audit --strict --requirement requirements.lock --disable-pip
	npm audit --omit=dev

system:
	@command -v chromium >/dev/null || \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; }
	@{ command -v nginx && command -v debootstrap; } >/dev/null || \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    nginx-light debootstrap; }
	@{ test -f /usr/share/mediawiki/api.php && php -m | grep -q pdo_sqlite; } || \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    mediawiki php-cli php-sqlite3 php-xml php-mbstring php-intl diffutils; }

format: setup
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

clean:
	rm -rf .venv node_modules
