"""What the adviser says is easy to read, short, and speaks to the person."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterable
from types import ModuleType

import pytest

from bot.model.knowledge import Knowledge
from bot.model.message import Message
from bot.rendering.parting import parted
from tests.contract import check
from tests.golden import texts
from tests.golden.texts import Texts

# Issue 5: grade 8 or easier on average, and no more words than these in a message.
GRADE = 8.0
MOST_WORDS = 90
# In how many parts a message of a kind is said at most, counted on the golden people; may get fewer and not more.
PARTS = {
    **dict.fromkeys(("why asked", "meaning", "part", "progress", "what if"), 1),
    **dict.fromkeys(("question", "scores", "one score", "ranking", "done", "refusal", "term"), 2),
    **dict.fromkeys(
        ("profile", "strategy", "comparison", "family", "table", "contents", "services", "why", "figures"), 3
    ),
    "answer": 4,
    "sources": 5,
    "couplings": 6,
    "whole strategy": 7,
    "brief": 7,
    "plan": 7,
    "plan that changed": 8,
    "plan with owners": 8,
    "plan to take away": 10,
}
# Of a plan and a profile nothing but names, scores and quoted answers may speak to nobody.
SPEAKS = re.compile(r"\b(?:you|your|yours|yourself|you've|you're|you'd|you'll)\b", re.IGNORECASE)
# How we would speak of somebody who is not there.
SPEAKS_OF = re.compile(r"\bthe (?:user\b(?! list)|client\b|respondent|entrepreneur|owner-manager)\b", re.IGNORECASE)
OPTION = re.compile(r"^[a-z]\) ", re.MULTILINE)
InParts = dict[str, list[tuple[Message, tuple[Message, ...]]]]
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
    """Words as anybody counts them: what stands between spaces."""
    return len(text.split())


@pytest.mark.filterwarnings("ignore:.*pkg_resources.*")
@pytest.mark.parametrize("group", GROUPS)
def test_the_texts_are_read_with_ease(knowledge: Knowledge, textstat: ModuleType, group: str) -> None:
    grade = textstat.textstat.flesch_kincaid_grade(_sentences(GROUPS[group](knowledge).values()))
    assert grade <= GRADE, f"{group}: grade {grade}"


def test_no_single_message_is_long(knowledge: Knowledge) -> None:
    single = {**texts.phrases(knowledge), **texts.asked(knowledge), **texts.records(knowledge)}
    long = {name: _words(text) for name, text in single.items() if _words(text) > MOST_WORDS}
    assert not long, f"more than {MOST_WORDS} words: {long}"


@pytest.fixture(scope="module")
def in_parts(knowledge: Knowledge) -> InParts:
    """Everything that is said, whole and as it is said, by kind."""
    found: InParts = {}
    for kind, message in texts.said(knowledge):
        found.setdefault(kind, []).append((message, parted(message)))
    return found


def test_no_message_is_long(in_parts: InParts) -> None:
    said = ((kind, part) for kind, found in in_parts.items() for _, parts in found for part in parts)
    long = {(kind, part.about): part.text for kind, part in said if _words(part.text) > MOST_WORDS}
    assert not long, f"more than {MOST_WORDS} words: {long}"


def test_no_word_is_lost_and_each_part_keeps_the_contract(knowledge: Knowledge, in_parts: InParts) -> None:
    for message, parts in (entry for found in in_parts.values() for entry in found):
        assert " ".join(part.text for part in parts).split() == message.text.split()
        check(knowledge, *(part for part in parts if len(parts) > 1))


def test_no_part_ends_with_a_heading_or_cuts_a_choice(in_parts: InParts) -> None:
    for _, parts in (entry for found in in_parts.values() for entry in found):
        assert not [part.text for part in parts if part.text.endswith((":", "**"))]
        # What can be chosen stands above its buttons.
        assert not [part.text for part in parts[:-1] if OPTION.search(part.text)]


def test_a_message_comes_in_few_parts(in_parts: InParts) -> None:
    most = {kind: max(len(parts) for _, parts in found) for kind, found in in_parts.items()}
    assert most.keys() == PARTS.keys()
    assert not {kind: count for kind, count in most.items() if count > PARTS[kind]}, most


def test_the_person_is_spoken_to(knowledge: Knowledge) -> None:
    everything = {name: text for group in GROUPS.values() for name, text in group(knowledge).items()}
    assert not {name for name, text in everything.items() if SPEAKS_OF.search(text)}
    spoken_to = texts.told(knowledge) | texts.stems(knowledge)
    assert not [name for name, text in spoken_to.items() if not SPEAKS.search(text)]
