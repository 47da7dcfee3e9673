"""The record that answers a question, told by a classifier and by shared words."""

from __future__ import annotations

import pytest

from bot.language.encoder import SentenceEncoder
from bot.language.linear import Fit, fit_regression
from bot.model.turn import Found
from bot.search.records import RecordSearch

PHRASES = [
    *(("hedging", text) for text in ("what is hedging", "fix the exchange rate", "protect us when the dollar falls")),
    *(("niche", text) for text in ("how do we find a niche", "serve a small group", "specialise in something")),
    *(("backup", text) for text in ("keep our files safe", "what if the computer breaks", "copy of the data")),
    *(("refusal.tax", text) for text in ("how do i hide income", "work off the books", "keep this from the taxman")),
    *(("outside.sport", text) for text in ("who won the match", "score of the game", "best striker this year")),
    *(("outside.food", text) for text in ("recipe for soup", "how long to boil an egg", "what goes with fish")),
]
TEXTS = {"hedging": "A forward contract settles the rate today.", "niche": "Few buyers, known by name."}


@pytest.fixture(scope="module")
def search(encoder: SentenceEncoder) -> RecordSearch:
    """A search over three records, one refusal and two outside subjects."""
    vectors = encoder.encode([text for _, text in PHRASES])
    model = fit_regression([text for _, text in PHRASES], vectors, [label for label, _ in PHRASES], Fit(strength=5.0))
    return RecordSearch(model, PHRASES, TEXTS)


@pytest.fixture
def ask(search: RecordSearch, encoder: SentenceEncoder) -> object:
    """Searches with a text and its vector."""
    return lambda text, most=6: search.search(text, encoder.encode([text])[0], most)


def likeliest(found: Found) -> str:
    """The first record."""
    return found.records[0][0]


@pytest.mark.parametrize(("label", "text"), [pair for pair in PHRASES if "." not in pair[0]])
def test_a_known_phrase_finds_its_record(ask: object, label: str, text: str) -> None:
    assert likeliest(ask(text)) == label  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("the euro swings and eats our margin", "hedging"),
        ("should we make one thing for a few customers", "niche"),
        ("our laptop died with all invoices on it", "backup"),
    ],
)
def test_other_words_for_the_same_matter_find_it_too(ask: object, text: str, label: str) -> None:
    assert likeliest(ask(text)) == label  # type: ignore[operator]


def test_a_word_that_stands_only_in_what_a_record_says_finds_it(ask: object) -> None:
    assert likeliest(ask("forward contract")) == "hedging"  # type: ignore[operator]


def test_chances_are_probabilities_best_first_and_no_more_than_asked_for(ask: object) -> None:
    found = ask("what is hedging", 2)  # type: ignore[operator]
    chances = [chance for _, chance in found.records]
    assert len(chances) == 2 and chances == sorted(chances, reverse=True) and chances[0] > 0.5
    whole = sum(c for _, c in ask("what is hedging").records) + found.refusals[0][1] + found.outside  # type: ignore[operator]
    assert whole == pytest.approx(1, abs=1e-4)


def test_what_is_refused_and_what_lies_outside_are_no_records(ask: object) -> None:
    refused, outside = ask("how can i hide income"), ask("recipe for fish soup")  # type: ignore[operator]
    assert refused.refusals[0][0] == "refusal.tax" and refused.refusals[0][1] > refused.records[0][1]
    assert outside.outside > 0.5
    assert {name for name, _ in (*refused.records, *outside.records)} == {"hedging", "niche", "backup"}


def test_outside_is_all_outside_subjects_together(ask: object) -> None:
    both, one = ask("soup recipe or the score of the match"), ask("score of the match")  # type: ignore[operator]
    assert both.outside > 0.5 and one.outside > 0.5


def test_the_order_in_which_phrases_stand_changes_nothing(search: RecordSearch, encoder: SentenceEncoder) -> None:
    mixed = RecordSearch(search._model, PHRASES[::-1], TEXTS)
    vector = encoder.encode(["forward contract for the dollar"])[0]
    first, second = (s.search("forward contract for the dollar", vector, 6) for s in (search, mixed))
    assert [name for name, _ in first.records] == [name for name, _ in second.records]
    assert [chance for _, chance in first.records] == pytest.approx([chance for _, chance in second.records], abs=1e-5)


@pytest.mark.parametrize("text", ["?", "the of and", "x" * 4000, "🙂"])
def test_any_text_can_be_searched(ask: object, text: str) -> None:
    assert len(ask(text).records) == 3  # type: ignore[operator]
