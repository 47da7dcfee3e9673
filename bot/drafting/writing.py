"""Writes a guess as a draft file: a strategy's form, every guess marked, every quotation with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.drafting.guessing import Guess

_SECTIONS = (
    *("In short", "Why it helps", "First step this week", "How to go on", "What you need"),
    *("When not to", "Beware", "Who helps", "How you know it works"),
)
# What no document says in the form that ranking needs.
_ALWAYS_MISSING = ("effort", "cost", "evidence", "aliases", "questions", "sources")
_LONGEST_TITLE, _LONGEST_ID = 60, 40
_TO_DO = "TODO: write this section in your own words."


def write_drafts(guesses: Sequence[Guess], folder: Path, document: str) -> list[Path]:
    """Write one file a guess into `folder`; a draft that is there already is left alone, since somebody may be at it.

    Returns:
        the files that were written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for guess in guesses:
        path = folder / f"{_id(guess).removeprefix('strategy.')}.md"
        if not path.exists():
            path.write_text(draft_text(guess, document), encoding="utf-8")
            written.append(path)
    return written


def draft_text(guess: Guess, document: str) -> str:
    """A draft: `draft` says what was guessed, quoted and missed; nobody is advised by it before it is removed."""
    proposal = guess.proposal
    quoted = {name: [proposal.statements[place] for place in places] for name, places in guess.sections.items()}
    missing = [*_ALWAYS_MISSING, *(name for name in _SECTIONS if name not in quoted)]
    about: dict[str, Any] = {
        "document": document,
        "place": proposal.place,
        "found_as": proposal.kind,
        "also_named": [f"{other.name} ({other.place})" for other in guess.also],
        "likelihood_that_it_is_a_strategy": round(guess.likelihood, 2),
        "nearest_known": guess.nearest,
        "guessed": ["family", "level", "relief", *(f"the section of a quotation ({name})" for name in quoted)],
        "missing": missing,
        "quotes": {
            "title": [{"quote": proposal.name, "place": proposal.place}],
            **{name: [_quote(statement) for statement in statements] for name, statements in quoted.items()},
        },
    }
    data: dict[str, Any] = {
        "draft": about,
        "id": _id(guess),
        "title": proposal.name[:_LONGEST_TITLE],
        "family": guess.family,
        "level": guess.level,
        "origin": "added",
        "relief": {name.removeprefix("dimension."): value for name, value in guess.relief.items()},
        "effort": None,
        "cost": None,
        **{name: [] for name in ("functions", "strong", "weak", "needs", "after", "evidence")},
        **{name: [] for name in ("aliases", "questions", "sources")},
    }
    front = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)
    sections = [f"## {name}\n{_section(name, quoted)}\n" for name in _SECTIONS]
    return f"---\n{front}---\n" + "\n".join(sections)


def _quote(statement: Any) -> dict[str, str]:
    column = {"column": statement.column} if statement.column else {}
    return {"quote": statement.quote, "place": statement.place, **column}


def _section(name: str, quoted: dict[str, list[Any]]) -> str:
    lines = [f"> {statement.quote}" for statement in quoted.get(name, ())]
    return "\n".join([*lines, _TO_DO])


def _id(guess: Guess) -> str:
    plain = unicodedata.normalize("NFKD", guess.proposal.name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST_ID].strip("_")
    return f"strategy.{guess.family}.{words or 'unnamed'}"
