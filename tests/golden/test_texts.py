"""What the adviser says is easy to read, short, and speaks to the person."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterable
from types import ModuleType

import pytest

from bot.model.knowledge import Knowledge
from tests.golden import texts
from tests.golden.texts import Texts

# Issue 5: grade 8 or easier on average, and no more words than these in a message.
GRADE = 8.0
MOST_WORDS = 90
# What is put together from many parts is longer, and listed here with what the longest has today (docs/texts.md is
# the place to say why); it may get shorter and not longer.
LONGER = {
    "profile": 205,
    "scores": 245,
    "ranking": 235,
    "strategy": 350,
    "whole strategy": 540,
    "plan": 540,
}
# Of a plan and a profile nothing but names, scores and quoted answers may speak to nobody.
SPEAKS = re.compile(r"\b(?:you|your|yours|yourself|you've|you're|you'd|you'll)\b", re.IGNORECASE)
# How we would speak of somebody who is not there.
SPEAKS_OF = re.compile(r"\bthe (?:user\b(?! list)|client\b|respondent|entrepreneur|owner-manager)\b", re.IGNORECASE)
GROUPS: dict[str, Callable[[Knowledge], Texts]] = {
    "wording": texts.phrases,
    "questions": texts.stems,
    "strategies": texts.parts,
    "golden people": texts.told,
    "records": texts.records,
}


@pytest.fixture(scope="module")
def textstat() -> ModuleType:
    """The readability library; its absence is a failure, not a skip."""
    if importlib.util.find_spec("textstat") is None:
        pytest.fail("textstat is not installed. Add textstat==0.7.3 to the group dev in pyproject.toml, and lock.")
    import textstat as library

    return library


def _sentences(found: Iterable[str]) -> str:
    """Prose for the formula: list items and titles end as sentences do, marks of layout are no letters."""
    lines = (re.sub(r"[*«»]|^- ", "", line).strip() for text in found for line in text.splitlines())
    return "\n".join(line if line[-1] in ".!?" else f"{line}." for line in lines if line)


def _words(text: str) -> int:
    """Words as one reads them: the letters before options and bullets are none."""
    return sum(1 for word in text.split() if re.search(r"\w", word) and not re.fullmatch(r"[a-z]\)", word))


@pytest.mark.filterwarnings("ignore:.*pkg_resources.*")
@pytest.mark.parametrize("group", GROUPS)
def test_the_texts_are_read_with_ease(knowledge: Knowledge, textstat: ModuleType, group: str) -> None:
    grade = textstat.textstat.flesch_kincaid_grade(_sentences(GROUPS[group](knowledge).values()))
    assert grade <= GRADE, f"{group}: grade {grade}"


def test_no_single_message_is_long(knowledge: Knowledge) -> None:
    single = {**texts.phrases(knowledge), **texts.asked(knowledge), **texts.records(knowledge)}
    long = {name: _words(text) for name, text in single.items() if _words(text) > MOST_WORDS}
    assert not long, f"more than {MOST_WORDS} words: {long}"


def test_what_is_put_together_does_not_get_longer(knowledge: Knowledge) -> None:
    found: dict[str, int] = {}
    for name, text in texts.told(knowledge).items():
        kind = name.rpartition(" ")[0]
        found[kind] = max(found.get(kind, 0), _words(text))
    assert found.keys() == LONGER.keys()
    assert not {kind: count for kind, count in found.items() if count > LONGER[kind]}, found


def test_the_person_is_spoken_to(knowledge: Knowledge) -> None:
    everything = {name: text for group in GROUPS.values() for name, text in group(knowledge).items()}
    assert not {name for name, text in everything.items() if SPEAKS_OF.search(text)}
    spoken_to = texts.told(knowledge) | texts.stems(knowledge)
    assert not [name for name, text in spoken_to.items() if not SPEAKS.search(text)]
