"""Free answers read as options, on the real questionnaire."""

import pytest

from bot.settings import ROOT
from bot.understanding import vocabulary
from bot.understanding.options import option_examples


@pytest.fixture(scope="module")
def examples():
    return list(option_examples(vocabulary.read(ROOT / "knowledge")))


@pytest.fixture(scope="module")
def read(real_exemplars, encoder):
    options = real_exemplars.options

    def likeliest(question, text):
        vector = encoder.encode([text])[0]
        return options.read(text, vector, options.likenesses(vector))[question]

    return likeliest


def test_complaints_are_examples_of_the_option_that_they_stand_for(examples):
    assert ("E1", "4", "no bank will lend to us") in examples


def test_no_complaint_is_an_example_of_no_question(examples):
    assert "none" not in {question for question, *_ in examples}


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("E1", "went to two banks and both showed me the door", "4"),
        ("E1", "they did lend us money once, at a fair rate", "1"),
        ("P1", "nearly all our guests find us on airbnb and nowhere else", "4"),
        ("R3", "my wife does the forms after dinner", "3"),
        ("fact.goal", "first of all not go under this winter", "survive"),
    ],
)
def test_an_answer_in_other_words_finds_its_option(read, question, text, value):
    assert read(question, text)[0][0] == value


def test_what_answers_nothing_is_likely_nothing(read):
    # Below `answers.accept` (0.38): it may be asked back as one of two, and is not taken.
    assert read("E1", "the weather in paris is lovely")[0][1] < 0.38


def test_of_each_question_the_two_likeliest_are_told_likeliest_first(read):
    found = read("T1", "most of it")
    assert len(found) == 2 and found[0][1] >= found[1][1]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("making up the new summer menu, there's never a quiet hour for it", "product"),
        ("the ledger and the receipts, each quarter again", "finance"),
        ("lambs' papers and the hygiene man", "compliance"),
        ("somebody calls in sick, every single friday", "people"),
    ],
)
def test_a_part_of_the_work_is_found_by_whole_answers(read, text, part):
    assert read("fact.pains", text)[0][0] == part
