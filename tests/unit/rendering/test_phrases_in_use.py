"""Every phrase that the code says is in `knowledge/wording.yml`, and every phrase there is said."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from bot.advisor import talking
from bot.advisor.assessment import PUT_ASIDE
from bot.channels.telegram_updates import COMMANDS
from bot.diagnosis.flags import FLAGS
from bot.model.knowledge import Knowledge
from bot.rendering import talk
from bot.rendering.answers import LEVELS
from bot.rendering.plan_paper import TEXTS
from bot.rendering.strategies import REASONS
from bot.search.decision import Bounds
from bot.settings import ROOT

# How the functions that say a phrase name it: the place of the key among their arguments, and what stands before it.
SAYING = {
    "say": (1, ""),
    "button": (1, "button."),
    "notice": (1, ""),
    "menu": (1, ""),
    "unknown": (1, ""),
    "which_message": (2, ""),
    "noted_message": (3, ""),
    "noted": (3, ""),
}
# What may follow where a key is put together in code.
COMPLETIONS = {
    "talk.": set(talking._FIXED.values()) | {"menu_again"},
    "because.needs_": set(FLAGS),
    "because.": {
        *("because_you_said", "builds_on", "relieves", "serves_pain", "strong_sector", "weak_sector", "goal"),
        *("goal_effort", "beyond_capacity", "not_for_us", "costs_money", "swapped", "doing", "help_in_country"),
    },
    "because.not_for_us_": {*REASONS, "said"},
    "strategy.tier_": set("01234"),
    "strategy.nearness_": {"same", "near", "analogy"},
    "strategy.factor_": {"need", "evidence", "strengths", "fit", "ease", "overreach", "breadth", "goal", "country"},
    "strategy.walk_": {"niche", "collaboration", "automation"},
    "compare.": {"what", "effort", "cost", "eases", "first_step", "when_not", "score"},
    "plan.": {"now", "next", "later"},
    "plan.by_": {"now", "next", "later"},
    "plan.lift_": {"budget", "hours"},
    "change.wave_": {"now", "next", "later"},
    "change.nothing_": {"easier", "cheaper"},
    "button.to_": {"now", "next", "later"},
    "button.reason_": set(REASONS),
    "page.": {*TEXTS, "unknown", "unknown_text"},
    "brief.via_": {"mail", "webhook"},
    "deleted.": {*talk._KINDS.values(), "notes"},
    "profile.band_": {"low", "moderate", "high", "severe"},
    "profile.looks_": {"low", "moderate", "high", "severe"},
    "answer.level_": set(LEVELS),
    "answer.contents_": set(LEVELS),
    "button.level_": set(LEVELS),
    "noted.fact_": {
        *("sector", "team_size", "country", "pains", "budget", "rival_name", "market_countries"),
    },
    "told.": {
        *(f"sells_{value}" for value in ("goods", "services", "digital", "mixed")),
        *(f"customers_{value}" for value in ("consumers_direct", "firms_direct", "through_others", "mixed")),
        *(f"markets_{value}" for value in ("home", "home_wants_abroad", "some_abroad", "mostly_abroad")),
        *(f"hours_{value}" for value in "01234"),
        *(f"goal_{value}" for value in ("survive", "stabilise", "grow_home", "go_abroad")),
        *(f"rival_{value}" for value in ("economic", "technological", "platform", "regulatory", "informational")),
        *("rival_systemic", "rival_geopolitical", "rival_none", "sector_other", "budget_0"),
    },
    "noted.name_": {
        *("sector", "team_size", "country", "sells", "customers", "markets", "pains", "budget", "hours", "goal"),
        "rival",
    },
    "command.": set(COMMANDS),
    "language.": {"ar", "bn", "de", "es", "fr", "hi", "id", "pt", "ru", "ur", "zh"},
}
# `say` completes it itself; what is said there is found where `button` is called.
BY_FUNCTION = {"button."}


def modules() -> Iterator[tuple[Path, ast.Module]]:
    """The code that may say something; drafting writes documents and puts ids together."""
    for folder in ("bot", "actions"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "drafting" not in path.parts:
                yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def constants(node: ast.AST) -> Iterator[str]:
    """The texts in an expression: both sides of a condition, each entry of a table."""
    for child in ast.walk(node):
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value


def said_in_calls() -> Iterator[tuple[str, str]]:
    """Where a phrase is said, and its key."""
    for path, tree in modules():
        for node in ast.walk(tree):
            name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            place, before = SAYING.get(name, (0, ""))
            if not place or not isinstance(node, ast.Call):
                continue
            arguments = node.args[1:2] if name == "say" and len(node.args) > 1 else node.args[place : place + 1]
            for argument in arguments:
                if isinstance(argument, ast.Constant):
                    yield f"{path}:{node.lineno}", f"{before}{argument.value}"


def mentioned(knowledge: Knowledge) -> set[str]:
    """Every text in the code that looks like a key, whatever it is used for."""
    topics = {key.split(".")[0] for key in knowledge.wording}
    shape = re.compile(rf"(?:{'|'.join(sorted(topics))})\.[a-z0-9_]+")
    found = {text for _, tree in modules() for text in constants(tree) if shape.fullmatch(text)}
    # The menu's buttons stand in a table of pairs: the phrase, and the token.
    pairs = re.compile(r'\("([a-z_]+)", "[a-z_.]+"\)')
    source = (ROOT / "bot" / "advisor" / "talking.py").read_text(encoding="utf-8")
    return found | {f"button.{name}" for name in pairs.findall(source)}


def put_together(knowledge: Knowledge) -> dict[str, str]:
    """The beginnings of keys that are put together in code, and where."""
    topics = {key.split(".")[0] for key in knowledge.wording}
    found = {}
    for path, tree in modules():
        for node in ast.walk(tree):
            first = node.values[0] if isinstance(node, ast.JoinedStr) else None
            text = str(first.value) if isinstance(first, ast.Constant) else ""
            # `strategy.automation.` and the like begin the id of a record.
            if text.split(".")[0] in topics and text.count(".") == 1:
                found[text] = f"{path}:{node.lineno}"
            found.update(dict.fromkeys(_begun(node), f"{path}:{getattr(node, 'lineno', 0)}"))
    return found


def _begun(node: ast.AST) -> Iterator[str]:
    """The beginnings of keys in a call whose function completes what stands before them."""
    name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
    place, before = SAYING.get(name, (0, ""))
    for argument in node.args[place : place + 1] if before and isinstance(node, ast.Call) else ():
        first = argument.values[0] if isinstance(argument, ast.JoinedStr) else None
        if isinstance(first, ast.Constant):
            yield f"{before}{first.value}"


def used(knowledge: Knowledge) -> set[str]:
    """Every phrase that can be said."""
    completed = {beginning + end for beginning, ends in COMPLETIONS.items() for end in ends}
    return {key for _, key in said_in_calls()} | mentioned(knowledge) | completed


def test_every_phrase_that_is_said_exists(knowledge: Knowledge) -> None:
    missing = {where: key for where, key in said_in_calls() if key not in knowledge.wording}
    assert missing == {}


def test_every_phrase_is_said(knowledge: Knowledge) -> None:
    assert sorted(knowledge.wording.keys() - used(knowledge)) == []


def test_every_key_that_is_put_together_has_its_endings_here(knowledge: Knowledge) -> None:
    assert put_together(knowledge).keys() == COMPLETIONS.keys() | BY_FUNCTION


@pytest.mark.parametrize("beginning", COMPLETIONS)
def test_every_key_that_is_put_together_exists(knowledge: Knowledge, beginning: str) -> None:
    assert {beginning + end for end in COMPLETIONS[beginning]} <= knowledge.wording.keys()


def test_every_kind_of_reason_has_its_phrase(knowledge: Knowledge) -> None:
    kinds = set()
    for path, tree in modules():
        if path.parts[1] in {"ranking", "plan"}:
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reason":
                    kinds |= {str(a.value) for a in node.args[:1] if isinstance(a, ast.Constant)}
    kinds |= set(PUT_ASIDE.values())
    assert kinds - {"needs"} == COMPLETIONS["because."]


def test_every_weight_that_a_rule_reads_exists_and_every_weight_is_read(knowledge: Knowledge) -> None:
    texts = {text for _, tree in modules() for text in constants(tree)}
    read = knowledge.weights.keys() & texts
    put = {f"scoring.{name}" for name in ("band_moderate", "band_high", "band_severe")}
    put |= {f"scoring.confidence_{name}" for name in ("high", "medium")}
    # Search reads its bounds by their names.
    put |= {f"search.{field.name}" for field in fields(Bounds)}
    assert put <= knowledge.weights.keys()
    assert knowledge.weights.keys() - read - put == set()
    shape = re.compile(r"(?:scoring|ranking|plan|goal|answers|search|topics)\.[a-z_]+")
    known = knowledge.weights.keys() | knowledge.wording.keys()
    assert {text for text in texts if shape.fullmatch(text) and not text.endswith("_")} - known == set()
