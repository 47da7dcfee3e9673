# Levelfield's commands; `make help` lists them. PORT= and HOST= choose where the adviser listens.

.DEFAULT_GOAL := help
.PHONY: help run chat setup store train test test-fast test-stories test-scenarios check format accept-golden \
	benchmark benchmark-nlu reliability sbom audit reliability-embedded widget pictures benchmark-widgets
# A training that is interrupted must not take the last good model with it.
.PRECIOUS: models/levelfield.tar.gz

ifdef PORT
export PORT
endif
ifdef HOST
export HOST
endif

VENV := .venv
PY := $(VENV)/bin/python
UV := .tools/bin/uv
UV_VERSION := 0.13.9
# uv brings its own list of certificates, which a company's proxy is not on; the system's list knows it, where there is one.
CERTIFICATES := $(if $(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt),--system-certs)
# Two at a time, each file on one of them: what a file starts is started once. tests/conftest.py says which come first.
# One thread each, as the servers have: more would only wait for each other at matrices this small.
ONE_THREAD := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
PYTEST := $(ONE_THREAD) $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder
READY := $(VENV)/.ready
MODEL := models/levelfield.tar.gz
LOGS := var/log
SBOM := build/sbom.json
# Another advisory service than OSV's own.
ADVISORIES :=

# What Python has compiled is kept, also where a container image forbids it: without, every start of Rasa takes 13 s of
# CPU time more, and the tests start dozens of programs that import it.
unexport PYTHONDONTWRITEBYTECODE

# Rasa: no telemetry, no advice on newer libraries, no TensorFlow banner (where the benchmarks have it installed).
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export TF_CPP_MIN_LOG_LEVEL := 3
RASA := LOG_LEVEL=WARNING LOG_LEVEL_LIBRARIES=ERROR PYTHONWARNINGS=ignore::DeprecationWarning $(PY) -m bot.channels
# `rasa test` reads endpoints.yml and calls none of them.
NO_ENDPOINTS := LEVELFIELD_ACTIONS_URL=http://127.0.0.1:9/webhook

# The last rows are what bot/nlu/knowledge_importer.py and the intent classifier learn from.
TRAINED_FROM := config.yml domain.yml $(wildcard bot/nlu/*.py bot/language/*.py) $(shell find data -type f 2>/dev/null) \
	$(wildcard knowledge/questionnaire/*.yml) knowledge/troubles.yml knowledge/outside.yml \
	knowledge/small_talk.yml
FAST_TESTS := $(wildcard tests/test_*.py tests/unit tests/golden tests/integration tests/actions tests/channels tests/nlu)

# A Python 3.11 that can make environments, by its real path: a version manager's `python3.11` on PATH may be an empty
# promise, so each candidate is asked rather than believed.
define find_python
python=; rest="$$PATH:/usr/local/bin:/usr/bin"; \
while [ -n "$$rest" ] && [ -z "$$python" ]; do \
	folder="$${rest%%:*}"; case "$$rest" in *:*) rest="$${rest#*:}";; *) rest=;; esac; \
	for name in python3.11 python3; do \
		[ -z "$$python" ] && [ -x "$$folder/$$name" ] && \
		python="$$("$$folder/$$name" -c 'import ensurepip, os, sys, venv; sys.version_info[:2] == (3, 11) or sys.exit(1); print(os.path.realpath(sys.executable))' 2>/dev/null)"; \
	done; \
done; \
if [ -z "$$python" ]; then \
	echo "Levelfield needs Python 3.11 with its venv module, and found none. On Debian or Ubuntu: apt install python3.11 python3.11-venv" >&2; exit 1; \
fi
endef

# $(call logged,what,log,command): run a command with its output in a log, say every few seconds that it goes on, and
# show the end of the log if it fails. The clock runs in the background so that Ctrl-C reaches the command.
define logged
mkdir -p $(LOGS); echo "$(1) ..."; \
( seconds=0; while sleep 5 >/dev/null 2>&1; do seconds=$$((seconds + 5)); echo "$(1) ... $$seconds s"; done ) & clock=$$!; \
trap 'kill $$clock 2>/dev/null' EXIT; trap 'exit 130' INT; trap 'exit 143' TERM; \
if { $(3); } > $(LOGS)/$(2) 2>&1; then :; else code=$$?; \
	tail -n 30 $(LOGS)/$(2) >&2; echo "$(1) failed; all of it is in $(LOGS)/$(2)" >&2; exit $$code; fi
endef

help: ## Show the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-21s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup store train ## Get everything needed, then answer at http://localhost:5005 (PORT= and HOST= change it)
	@LEVELFIELD_LOG="$${LEVELFIELD_LOG:-text}" exec $(VENV)/bin/levelfield serve

chat: setup store train ## Talk to the adviser in this terminal
	@exec $(VENV)/bin/levelfield shell

setup: $(READY) ## Install what Levelfield needs into .venv

$(READY): pyproject.toml uv.lock
	@$(find_python); \
	if ! $(UV) --version 2>/dev/null | grep -q ' $(UV_VERSION)'; then \
		rm -rf .tools; \
		$(call logged,fetching the installer,setup.log,"$$python" -m venv .tools && .tools/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)); \
		kill $$clock; \
	fi; \
	$(call logged,installing into $(VENV) (a few minutes the first time),setup.log,env -u VIRTUAL_ENV UV_PYTHON_DOWNLOADS=never $(UV) sync --frozen $(CERTIFICATES) --python "$$python"); \
	touch $@

store: setup ## Compile the strategy store from knowledge/
	@$(VENV)/bin/levelfield build

train: $(MODEL) ## Train the model, if what it is made from has changed

$(MODEL): $(TRAINED_FROM) | $(READY)
	@$(call logged,training the model (about ten minutes),train.log,$(RASA) train --fixed-model-name levelfield --out build/model)
	@mkdir -p $(@D); mv build/model/levelfield.tar.gz $@; touch $@

# The two plays of stories run beside each other: each keeps one core busy. CONTRIBUTING.md says what the parts cost.
test: setup store train ## Run every test
	@$(MAKE) --no-print-directory test-fast
	@$(MAKE) --no-print-directory -j 2 test-stories test-scenarios
	$(PYTEST) tests/conversations
	$(PY) -m pytest tests/reliability

# The parts of `make test`; each wants what stands before it there.
test-fast:
	@$(call logged,checking the training data,validate.log,$(RASA) data validate --fail-on-warnings)
	$(PYTEST) $(FAST_TESTS)

test-stories:
	@$(call logged,playing the test stories,stories.log,$(ONE_THREAD) $(NO_ENDPOINTS) $(RASA) test core --stories tests/stories --model $(MODEL) --out $(LOGS)/stories --no-plot --fail-on-prediction-errors)

test-scenarios:
	@$(PY) -m tests.conversations.stories build/stories/scenarios.yml 2>$(LOGS)/telling.log
	@$(call logged,playing the scenarios as stories,scenarios.log,$(ONE_THREAD) $(NO_ENDPOINTS) $(RASA) test core --stories build/stories --model $(MODEL) --out $(LOGS)/scenarios --no-plot --fail-on-prediction-errors)

check: setup ## Look over code, knowledge and training data
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy bot actions
	$(VENV)/bin/levelfield check
	@$(call logged,checking the training data,validate.log,$(RASA) data validate --fail-on-warnings)

format: setup ## Put the code into its form
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

sbom: setup ## Write the bill of materials (CycloneDX) to build/sbom.json
	@mkdir -p $(dir $(SBOM))
	@$(UV) export --quiet --frozen --offline --no-dev --format cyclonedx1.5 --output-file $(SBOM) >/dev/null 2>&1
	@echo "$(SBOM) is written"

audit: setup ## Ask an advisory service (OSV) about every package; SECURITY.md lists what is known
	@code=0; said=$$($(UV) audit --frozen --no-dev $(CERTIFICATES) $(if $(ADVISORIES),--service-url $(ADVISORIES)) 2>&1) || code=$$?; \
	echo "$$said"; \
	case "$$said" in *"error sending request"*|*"dns error"*) \
		echo "no advisory service was reached: nothing was audited. Run it where https://api.osv.dev can be reached." >&2; exit 2;; \
	esac; exit $$code
widget: ## Build the website's widget from widget/src, with Node; what it makes is committed
	@command -v npm >/dev/null || { echo "Building the widget needs Node 20 or newer with npm (Debian: apt install nodejs npm). Running Levelfield needs none." >&2; exit 1; }
	cd widget && npm ci --no-audit --no-fund && npm run build

pictures: setup store train ## Take pictures of the website in every state into build/pictures, with Chromium; three go into docs/
	$(PY) -m tests.conversations.pictures build/pictures
	cp $(foreach name,desk-04-home desk-07-profile phone-09-plan,build/pictures/$(name).png) docs/pictures/

accept-golden: setup ## Store the golden people's rankings and plans as they are now
	$(PY) -m tests.golden.accept

benchmark: setup store train ## Measure answers and search
	@for run in benchmarks/*/run.py; do echo "$$run"; PYTHONPATH=. $(PY) "$$run" || exit 1; done

benchmark-widgets: setup store train ## Measure the website's widget beside two others, with Chromium, Node and npm; a quarter of an hour
	$(PY) -m benchmarks.widgets.compare

reliability: setup store train ## Break things under load and count what is lost, two hours at full length; SCENARIOS="t03 t10" chooses
	$(PY) -m benchmarks.reliability.run $(SCENARIOS)

reliability-embedded: setup store train ## The same without PostgreSQL, Redis and nginx
	$(PY) -m benchmarks.reliability.run --embedded $(SCENARIOS)

benchmark-nlu: setup store train ## Measure understanding beside other pipelines, three hours; PUBLIC= names a folder of public data
	@$(call logged,installing what it is measured beside,peers.log,env -u VIRTUAL_ENV $(UV) sync --frozen --inexact --group peers $(CERTIFICATES))
	$(PY) -m benchmarks.nlu.compare $(if $(PUBLIC),--public "$(PUBLIC)")
	$(PY) -m benchmarks.nlu.own
	$(PY) -m benchmarks.nlu.page
