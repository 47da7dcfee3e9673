"""The search over a vocabulary's records, and its classifier that is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.language.encoder import SentenceEncoder
from bot.model.turn import Found
from bot.search.labels import SERVICES, Phrase
from bot.search.records import RecordSearch
from bot.understanding.phrases import other_phrases, record_phrases
from bot.understanding.record_search import record_search
from bot.understanding.vocabulary import Vocabulary

_FEW = ("ext.finance.fx_payments", "ext.cyber.baseline", "strategy.niche.community")


@pytest.fixture(scope="module")
def small(known: Vocabulary) -> Vocabulary:
    """A few records of each kind: enough to tell apart, and quick to learn."""
    return replace(
        known,
        strategies=tuple(record for record in known.strategies if record.id in _FEW),
        dimensions=known.dimensions[:1],
        items=known.items[:1],
        concepts=tuple(record for record in known.concepts if record.id == "concept.promise"),
        tables=(replace(known.tables[0], rows=known.tables[0].rows[:1]),),
        figures=known.figures[:1],
        services=known.services[:4],
        refusals=known.refusals[:2],
        outside=dict(list(known.outside.items())[-2:]),
    )


@pytest.fixture(scope="module")
def phrases(small: Vocabulary) -> list[Phrase]:
    """Its phrases."""
    return [*record_phrases(small), *other_phrases(small)]


class Searching:
    """Makes the search with one cache."""

    def __init__(self, small: Vocabulary, phrases: list[Phrase], encoder: SentenceEncoder, cache: Path) -> None:
        self.small, self.phrases, self.encoder, self.cache = small, phrases, encoder, cache
        self._vectors = encoder.encode([text for _, text in phrases])

    def make(self, leaving_out: int = 0) -> RecordSearch:
        """The search over all phrases but the last few."""
        count = len(self.phrases) - leaving_out
        return record_search(self.small, self.phrases[:count], self._vectors[:count], self.cache)

    def ask(self, text: str) -> Found:
        """What is found for a text."""
        return self.make().search(text, self.encoder.encode([text])[0], 6)


@pytest.fixture(scope="module")
def searching(
    small: Vocabulary, phrases: list[Phrase], encoder: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory
) -> Searching:
    """A search whose classifier is kept."""
    return Searching(small, phrases, encoder, tmp_path_factory.mktemp("cache") / "build")


def test_each_record_is_found_by_its_own_questions(searching: Searching) -> None:
    firsts: dict[str, str] = {}
    for label, text in record_phrases(searching.small):
        if text.endswith("?") or label not in firsts:
            firsts.setdefault(label, text)
    found = {label: searching.ask(text).records[0][0] for label, text in firsts.items()}
    assert found == {label: label for label in firsts}
    assert {SERVICES, "table1", "table1.service", searching.small.figures[0].id} <= found.keys()


def test_what_is_refused_and_what_lies_outside_is_found_as_such(searching: Searching) -> None:
    for refusal in searching.small.refusals:
        found = searching.ask(refusal.examples[0])
        assert found.refusals[0][0] == refusal.id and found.refusals[0][1] > found.records[0][1]
    for examples in searching.small.outside.values():
        assert searching.ask(examples[0]).outside > 0.5


def test_the_classifier_is_fitted_once_and_taken_from_the_cache_then(searching: Searching) -> None:
    searching.make()
    (folder,) = searching.cache.glob("records-*")
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    first, again = searching.ask("dollar"), searching.ask("dollar")
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before and before
    assert first == again


def test_other_phrases_make_another_classifier_and_no_earlier_one_stays(searching: Searching) -> None:
    searching.make()
    (old,) = searching.cache.glob("records-*")
    searching.make(leaving_out=1)
    (new,) = searching.cache.glob("records-*")
    assert new.name != old.name and not old.exists()


@pytest.mark.parametrize("name", ["classifier.json", "classifier.npz"])
@pytest.mark.parametrize("left", ["gone", "empty", "half", "other"])
def test_a_damaged_cache_costs_the_time_to_fit_anew(searching: Searching, name: str, left: str) -> None:
    expected = searching.ask("dollar")
    (folder,) = searching.cache.glob("records-*")
    content = (folder / name).read_bytes()
    if left == "gone":
        (folder / name).unlink()
    else:
        (folder / name).write_bytes({"empty": b"", "half": content[: len(content) // 2], "other": b"{}"}[left])
    try:
        assert searching.ask("dollar") == expected
    finally:
        (folder / name).write_bytes(content)


def test_a_folder_that_cannot_be_written_is_said_and_costs_nothing_else(
    small: Vocabulary, phrases: list[Phrase], encoder: SentenceEncoder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    found = Searching(small, phrases, encoder, tmp_path / "file").ask("hedging")
    assert found.records and "could not be kept" in caplog.text
