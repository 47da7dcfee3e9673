"""Names of things in a text, as written and misspelt."""

import pytest

from bot.language.gazetteer import Entry, Gazetteer

ENTRIES = [
    Entry("sector", "food_retail", "bakery"),
    Entry("sector", "food_retail", "cheese shop"),
    Entry("sector", "hospitality", "restaurant"),
    Entry("sector", "hospitality", "italian restaurant"),
    Entry("sector", "manufacturing", "furniture maker"),
    Entry("country", "Italy", "italian"),
    Entry("country", "Italy", "Italy"),
    Entry("country", "United States", "US", case_sensitive=True),
    Entry("country", "Germany", "germany"),
    Entry("function", "people", "HR", case_sensitive=True),
    Entry("function", "service", "customer service"),
    Entry("topic", "automation", "low-code"),
    Entry("topic", "niche", "niche"),
    Entry("strategy", "strategy.niche.underserved", "niche"),
    Entry("dimension", "dimension.economic", "economic asymmetry"),
]


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer(ENTRIES)


def values(gazetteer, text):
    return [(hit.entity, hit.value) for hit in gazetteer.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we run a bakery", [("sector", "food_retail")]),
        ("We Run A BAKERY in germany", [("sector", "food_retail"), ("country", "Germany")]),
        ("two bakeries", [("sector", "food_retail")]),
        ("my bakery's oven", [("sector", "food_retail")]),
        ("an italian restaurant", [("sector", "hospitality")]),
        ("a restaurant in Italy", [("sector", "hospitality"), ("country", "Italy")]),
        ("we sell to the US", [("country", "United States")]),
        ("HR is a mess", [("function", "people")]),
        ("low code tools", [("topic", "automation")]),
        ("lowcode tools", [("topic", "automation")]),
        ("low-code", [("topic", "automation")]),
    ],
)
def test_names_are_found_as_written(gazetteer, text, expected):
    assert values(gazetteer, text) == expected


@pytest.mark.parametrize("text", ["they told us so", "hr", "it is what it is", "", "   ", "🙂", "TELL US MORE"])
def test_words_that_only_look_like_names_are_left(gazetteer, text):
    assert values(gazetteer, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we run a bakry", [("sector", "food_retail")]),
        ("small restarant", [("sector", "hospitality")]),
        ("costumer service", [("function", "service")]),
        ("economic asymetry", [("dimension", "dimension.economic")]),
        ("in gremany", [("country", "Germany")]),
        ("a furnitur maker", [("sector", "manufacturing")]),
    ],
)
def test_a_typo_is_forgiven(gazetteer, text, expected):
    assert values(gazetteer, text) == expected


@pytest.mark.parametrize("text", ["these shop", "the banker", "people there", "we were rather late", "nice"])
def test_an_everyday_word_is_no_typo(gazetteer, text):
    assert values(gazetteer, text) == []


def test_a_typo_does_not_reach_over_a_comma(gazetteer):
    assert values(gazetteer, "costumer, service") == []


def test_one_place_may_name_two_things(gazetteer):
    assert values(gazetteer, "find a niche") == [("strategy", "strategy.niche.underserved"), ("topic", "niche")]


def test_a_hit_knows_its_place_and_its_confidence(gazetteer):
    text = "our bakery, or bakrey"
    exact, fuzzy = gazetteer.find(text)
    assert (text[exact.start : exact.end], exact.confidence) == ("bakery", 1.0)
    assert text[fuzzy.start : fuzzy.end] == "bakrey"
    assert 0.83 <= fuzzy.confidence < 1


def test_of_two_values_with_one_phrase_the_first_counts():
    gazetteer = Gazetteer([Entry("sector", "a", "tailor"), Entry("sector", "b", "tailor")])
    assert values(gazetteer, "tailor") == [("sector", "a")]


def test_long_and_foreign_texts_are_read(gazetteer):
    assert values(gazetteer, "пекарня в Берлине") == []
    assert values(gazetteer, "bakery " * 500)[0] == ("sector", "food_retail")
    assert values(gazetteer, "x" * 3000) == []


def test_an_empty_gazetteer_finds_nothing():
    assert Gazetteer([]).find("a bakery") == []
