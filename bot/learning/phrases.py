"""The example phrases under `data/nlu`: which there are, and one file of those that people taught the adviser."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.errors import PhrasesUnusable
from bot.language.redaction import holds_placeholder
from bot.learning.plain import plain
from bot.model.unanswered import LONGEST

LEARNED = "learned.yml"
_HEADER = """\
# What people typed, was not understood, and was given its intent with `levelfield unanswered label`. The command writes
# this file anew each time: phrases may be struck, moved and corrected here; other comments do not stay.
version: "3.1"

nlu:
"""
# Marks of a list, which would be taken for the beginning of the example itself.
_BEFORE = "-*• "


@dataclass(frozen=True, slots=True)
class Learned:
    """What became example phrases, and what did not with the reason."""

    added: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]


def read_phrases(folder: Path) -> dict[str, list[str]]:
    """Intent -> its example phrases, from every file of a folder like `data/nlu`.

    Raises:
        PhrasesUnusable: a file that cannot be read, or no intent in any of them.
    """
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        for intent, examples in _read(path).items():
            found.setdefault(intent, []).extend(examples)
    if not found:
        raise PhrasesUnusable(f"{folder} holds no example phrases. Set LEVELFIELD_DATA to the folder that holds nlu/.")
    return found


def held_out_phrases(folder: Path) -> set[str]:
    """Every phrase, made plain, that understanding is measured on: each `text` in the files of a folder.

    Raises:
        PhrasesUnusable: a file that is no YAML: whether a phrase stands there could not be told.
    """
    return {plain(text) for path in sorted(folder.glob("*.yml")) for text in _texts(_parsed(path))}


def learn(folder: Path, held_out: Set[str], intent: str, texts: Sequence[str]) -> Learned:
    """Add texts to the example phrases of an intent, in `learned.yml`; nothing is written if none fits.

    Args:
        folder: the folder of the files, like `data/nlu`.
        held_out: plain phrases that must not be learnt from.
        intent: one that `read_phrases` knows.
        texts: what was typed, with everything taken out that could lead to a person.

    Raises:
        PhrasesUnusable: a file that cannot be read, or written.
    """
    known = {plain(text): name for name, examples in read_phrases(folder).items() for text in examples}
    added: list[str] = []
    left_out: list[tuple[str, str]] = []
    for text in texts:
        phrase = text.strip(_BEFORE)
        reason = _unfit(phrase) or ("a held-out phrase of benchmarks/nlu" if plain(phrase) in held_out else "")
        if not reason and plain(phrase) in known:
            reason = f"stands there already, under {known[plain(phrase)]}"
        if reason:
            left_out.append((text, reason))
        else:
            known[plain(phrase)] = intent
            added.append(phrase)
    if added:
        path = folder / LEARNED
        there = _read(path) if path.exists() else {}
        _write(path, {**there, intent: [*there.get(intent, []), *added]})
    return Learned(tuple(added), tuple(left_out))


def _unfit(phrase: str) -> str:
    """Why a text can teach nothing, or nothing."""
    if holds_placeholder(phrase):
        return "something was taken out of it"
    if len(phrase) >= LONGEST:
        return "it is cut off"
    if not any(letter.isalpha() for letter in phrase):
        return "it holds no word"
    # Square brackets mark an entity in a file of examples.
    return "it holds square brackets" if "[" in phrase or "]" in phrase else ""


def _parsed(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        why = str(error).splitlines()[0]
        raise PhrasesUnusable(f"{path} cannot be read ({why}). Correct it, or put an earlier one back.") from error


def _read(path: Path) -> dict[str, list[str]]:
    """Intent -> phrases of one file; what is no intent (a synonym, a table) is passed over."""
    raw = _parsed(path)
    entries = raw.get("nlu") if isinstance(raw, dict) else None
    if not isinstance(entries, list):
        raise PhrasesUnusable(f'{path} has no list "nlu" of intents with examples. Correct it, or remove it.')
    found: dict[str, list[str]] = {}
    for entry in entries:
        if isinstance(entry, dict) and "intent" in entry and isinstance(entry.get("examples"), str):
            lines = (line.removeprefix("-").strip() for line in entry["examples"].splitlines())
            found.setdefault(str(entry["intent"]), []).extend(line for line in lines if line)
    return found


def _texts(raw: Any) -> Iterator[str]:
    if isinstance(raw, dict):
        for name, value in raw.items():
            if name == "text" and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(raw, list):
        for value in raw:
            yield from _texts(value)


def _write(path: Path, phrases: Mapping[str, Sequence[str]]) -> None:
    """Write the file whole or not at all."""
    blocks = (
        f"  - intent: {intent}\n    examples: |\n" + "".join(f"      - {phrase}\n" for phrase in phrases[intent])
        for intent in sorted(phrases)
    )
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".learned-", suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(_HEADER + "\n".join(blocks))
            # The temporary file is its maker's alone; the others here can be read by all.
            os.chmod(name, 0o644)
            os.replace(name, path)
        except OSError:
            os.unlink(name)
            raise
    except OSError as error:
        raise PhrasesUnusable(f"{path} cannot be written ({error.strerror}). Make {path.parent} writable.") from error
