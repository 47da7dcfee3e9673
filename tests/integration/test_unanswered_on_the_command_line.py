"""`levelfield unanswered` as an operator runs it: look, label, drop."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from bot.cases.repository import CaseStore
from bot.cli.main import levelfield
from bot.settings import ROOT

VAT = ("how do i charge vat to france", "charging vat to customers in france", "vat for french customers, how")
BREXIT = ("does brexit matter to me", "what does brexit mean for me")
EXAMPLES = 'version: "3.1"\nnlu:\n  - intent: {}\n    examples: |\n      - {}\n'
Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path, empty_cases: Path) -> Path:
    """An installation with a case store and example phrases of two intents."""
    (tmp_path / "var").mkdir()
    shutil.copy(empty_cases, tmp_path / "var" / "cases.db")
    nlu = tmp_path / "data" / "nlu"
    nlu.mkdir(parents=True)
    (nlu / "a.yml").write_text(EXAMPLES.format("ask_cost", "what does it cost"), encoding="utf-8")
    (nlu / "b.yml").write_text(EXAMPLES.format("ask_effect", "what does it do to us"), encoding="utf-8")
    return tmp_path


@pytest.fixture
def store(home: Path) -> Iterator[CaseStore]:
    """Its case store."""
    store = CaseStore(f"sqlite:///{home / 'var' / 'cases.db'}")
    yield store
    store.close()


def settings(home: Path) -> dict[str, str]:
    """The variables of an installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LEVELFIELD_")}
    return kept | {f"LEVELFIELD_{name}": str(home / name.lower()) for name in ("VAR", "DATA")}


@pytest.fixture
def run(home: Path) -> Run:
    """Runs the command in this process."""

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(levelfield, ["unanswered", *arguments], env=settings(home))

    return command


def tell(store: CaseStore, *texts: str, address: str = "rest:anna", **parts: Any) -> None:
    """Keep messages as not understood."""
    case_id = store.case_of(address).id
    for text in texts:
        store.record_unanswered(case_id, text, "", **parts)


def groups(run: Run, *options: str) -> list[dict[str, Any]]:
    """The groups as JSON."""
    done = run("list", "--json", *options)
    assert done.exit_code == 0, done.output
    return list(json.loads(done.stdout))


def learned(home: Path) -> dict[str, list[str]]:
    """Intent -> phrases of the file that labels make."""
    path = home / "data" / "nlu" / "learned.yml"
    raw = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {"nlu": []}
    return {entry["intent"]: [line[2:] for line in entry["examples"].splitlines()] for entry in raw["nlu"]}


def test_groups_are_shown_with_what_they_were_taken_for(store: CaseStore, run: Run) -> None:
    tell(store, *BREXIT, intent="ask_cost", confidence=0.3, nearest="dimension.systemic")
    tell(store, BREXIT[0], language="nl")
    tell(store, "my dog ate the till")
    first, second = groups(run)
    assert {name: first[name] for name in ("times", "intent", "confidence", "nearest", "languages", "more")} == {
        "times": 3,
        "intent": "ask_cost",
        "confidence": 0.3,
        "nearest": "dimension.systemic",
        "languages": ["nl"],
        "more": 0,
    }
    assert first["texts"] == [{"text": BREXIT[0], "times": 2}, {"text": BREXIT[1], "times": 1}]
    assert re.fullmatch("[0-9a-f]{4}", first["group"])
    assert (second["intent"], second["nearest"], second["times"]) == (None, None, 1)
    shown = run()
    assert shown.exit_code == 0
    assert shown.stdout.splitlines()[:3] == [
        f"{first['group']}: 3 messages, taken for ask_cost (0.30), nearest dimension.systemic, also in nl",
        f"   1. {BREXIT[0]} (2 times)",
        f"   2. {BREXIT[1]}",
    ]


def test_five_texts_of_a_group_are_shown_and_all_on_demand(store: CaseStore, run: Run) -> None:
    tell(store, *(f"does brexit matter to me and my {n} shops" for n in range(2, 9)))
    (group,) = groups(run)
    assert (len(group["texts"]), group["more"]) == (5, 2)
    assert "2 more; --all shows them" in run().stdout
    assert len(groups(run, "--all")[0]["texts"]) == 7


def test_only_the_last_days_count_and_the_keys_stay(home: Path, store: CaseStore, run: Run) -> None:
    now = datetime.now(timezone.utc).replace(tzinfo=None)
    early = CaseStore(f"sqlite:///{home / 'var' / 'cases.db'}", clock=lambda: now - timedelta(days=30))
    tell(early, *VAT, BREXIT[0])
    early.close()
    tell(store, BREXIT[1])
    (recent,) = groups(run, "--since", "7")
    assert recent["times"] == 1 and recent["group"] in {group["group"] for group in groups(run)}
    assert run("label", recent["group"], "ask_effect").exit_code == 0


def test_a_label_makes_example_phrases_and_the_group_is_gone(home: Path, store: CaseStore, run: Run) -> None:
    tell(store, *VAT, VAT[0], *BREXIT)
    vat, brexit = groups(run)
    done = run("label", vat["group"], "ask_cost")
    assert done.exit_code == 0 and "3 phrases added" in done.stdout and "`make train` is next" in done.stdout
    assert {intent: sorted(phrases) for intent, phrases in learned(home).items()} == {"ask_cost": sorted(VAT)}
    assert groups(run) == [brexit]
    assert {entry.label for entry in store.unanswered(labelled=True)} == {"ask_cost", None}


def test_only_some_texts_of_a_group(home: Path, store: CaseStore, run: Run) -> None:
    tell(store, *VAT)
    (group,) = groups(run)
    wanted = [group["texts"][place]["text"] for place in (0, 2)]
    assert run("label", group["group"], "ask_cost", "--only", "1", "--only", "3").exit_code == 0
    assert sorted(learned(home)["ask_cost"]) == sorted(wanted)
    (left,) = groups(run)
    assert [entry["text"] for entry in left["texts"]] == [group["texts"][1]["text"]]
    beyond = run("drop", left["group"], "--only", "2")
    assert beyond.exit_code == 1 and "has no text number 2. Its last one is number 1." in beyond.output


def test_what_is_left_out_is_said_and_settled(home: Path, store: CaseStore, run: Run) -> None:
    measured = yaml.safe_load((ROOT / "benchmarks" / "nlu" / "development.yml").read_text(encoding="utf-8"))["phrases"]
    phrase = next(entry["text"] for entry in measured if len(entry["text"].split()) > 4)
    for text, reason in [
        ("What does it cost?", "stands there already, under ask_cost"),
        ("mail <email> the vat rate", "something was taken out of it"),
        (phrase.upper(), "a held-out phrase"),
    ]:
        tell(store, text)
        (group,) = groups(run)
        done = run("label", group["group"], "ask_effect")
        assert done.exit_code == 0 and reason in done.stdout and "no phrase was added" in done.stdout
        assert groups(run) == []
    assert learned(home) == {}


def test_a_group_is_dropped(home: Path, store: CaseStore, run: Run) -> None:
    tell(store, *BREXIT)
    (group,) = groups(run)
    assert run("drop", group["group"]).stdout == "2 messages dropped.\n"
    assert run().stdout == "nothing is left unanswered.\n" and groups(run) == [] and learned(home) == {}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["label", "KEY", "ask_csot"], 'there is no intent "ask_csot". There are ask_cost, ask_effect.'),
        (["label", "zzzz", "ask_cost"], 'there is no group "zzzz". There are KEY;'),
        (["drop", "zzzz"], 'there is no group "zzzz". There are KEY;'),
    ],
)
def test_an_unknown_intent_or_group_is_one_line_that_says_what_there_is(
    home: Path, store: CaseStore, run: Run, arguments: list[str], said: str
) -> None:
    tell(store, *BREXIT)
    key = groups(run)[0]["group"]
    done = run(*(part.replace("KEY", key) for part in arguments))
    assert done.exit_code == 1 and said.replace("KEY", key) in done.output
    assert len(done.output.splitlines()) == 1
    assert learned(home) == {} and len(store.unanswered()) == 2


def test_what_was_deleted_is_no_longer_shown(store: CaseStore, run: Run) -> None:
    tell(store, *BREXIT)
    tell(store, VAT[0], address="rest:ben")
    store.erase(store.case_of("rest:anna").id)
    assert [group["texts"][0]["text"] for group in groups(run)] == [VAT[0]]


def test_as_a_program_on_an_installation_that_was_never_started(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from bot.cli.main import main; main()", "unanswered"]
    env = settings(tmp_path) | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=env, text=True, capture_output=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "nothing is left unanswered.\n", "")
    done = subprocess.run(
        [*command, "label", "abcd", "greet"], cwd=tmp_path, env=env, text=True, capture_output=True, timeout=60
    )
    assert done.returncode == 1 and "LEVELFIELD_DATA" in done.stderr and "Traceback" not in done.stderr
