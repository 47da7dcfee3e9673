"""What is only said around a message is left out of it, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.language.encoder import SentenceEncoder
from bot.language.linear import Fit
from bot.language.said import Said
from bot.language.small_talk import SmallTalk, fit_small_talk
from bot.settings import ROOT
from bot.understanding import vocabulary

# Fewer examples than the product learns from are told apart as surely with less regularisation.
HOW = Fit(strength=500, ngram_weight=0.8)


@pytest.fixture(scope="module")
def small_talk(encoder: SentenceEncoder) -> SmallTalk:
    known = vocabulary.read(Path(ROOT / "knowledge"))
    talk = [text for examples in known.small_talk.values() for text in examples]
    matter = [text for question in known.questions for option in question.options for text in option.examples[:5]]
    return fit_small_talk(talk, encoder.encode(talk), matter, encoder.encode(matter), HOW)


def left(small_talk: SmallTalk, encoder: SentenceEncoder, text: str) -> str:
    return small_talk.without(Said.of(text, encoder.encode([text])[0], encoder), encoder).texts[0]


@pytest.mark.parametrize(
    ("typed", "matter"),
    [
        ("sorry, got interrupted there. the bank refused our loan twice", "the bank refused our loan twice"),
        ("most of it is typed in by hand. thanks for reading all of this", "most of it is typed in by hand."),
    ],
)
def test_openings_excuses_and_endings_are_left_out(
    small_talk: SmallTalk, encoder: SentenceEncoder, typed: str, matter: str
) -> None:
    assert left(small_talk, encoder, typed) == matter


def test_a_message_of_small_talk_alone_stays_whole(small_talk: SmallTalk, encoder: SentenceEncoder) -> None:
    typed = "sorry for the long message. have a nice day"
    assert left(small_talk, encoder, typed) == typed


def test_what_is_told_of_the_firm_stays(small_talk: SmallTalk, encoder: SentenceEncoder) -> None:
    typed = "we have one supplier for flour, the platform takes a third of each order"
    assert left(small_talk, encoder, typed) == typed


def test_of_several_clauses_of_the_matter_each_is_kept(small_talk: SmallTalk, encoder: SentenceEncoder) -> None:
    typed = "sorry about the typos. we do everything on paper. nobody here can set up a tool. that's all from me"
    said = small_talk.without(Said.of(typed, encoder.encode([typed])[0], encoder), encoder)
    assert said.texts[1:] == ("we do everything on paper.", "nobody here can set up a tool.")
    assert said.vectors.shape == (3, 384)
