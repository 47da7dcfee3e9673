"""From "check my business" to a plan: by buttons, and in a firm's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pytest

from tests.conversations.person import CHOICES, OPENING, QUICK, Person, kinds, payloads

pytestmark = pytest.mark.trained

FAMILIES = ("niche", "collaboration", "automation")
# Of the eight diagnosis questions; the others are asked back, which is right where words leave room.
TAKEN_FROM_WORDS = 6


@dataclass(frozen=True)
class Firm:
    """How somebody tells of a firm, and what should be understood."""

    opening: str
    facts: dict[str, object]
    rival: str
    answers: dict[str, tuple[str, str]]


BAKERY = Firm(
    opening="we're a bakery in Lyon, twelve of us",
    facts={"sector": "food_retail", "country": "France", "team_size": 12, "rival": "economic"},
    rival="aldi sells bread far cheaper than we can bake it",
    answers={
        "E1": ("I've put my own savings in, and the miller gives us sixty days to pay", "3"),
        "E4": ("two months, maybe ten weeks", "2"),
        "T1": ("the phone rings all day, we write the orders down and type them in at night", "3"),
        "P1": ("people find us on google maps, but they buy in the shop", "0"),
        "R1": ("we fill in the hygiene lists every day, it's routine by now", "1"),
        "I1": ("people at the counter kept asking for sourdough, so we made it", "3"),
        "S2": ("the miller tells us the new price and that's it", "3"),
        "G1": ("we have a main mill and a second one", "1"),
    },
)
SOFTWARE = Firm(
    opening="a software firm in Tallinn, six people",
    facts={"sector": "saas", "country": "Estonia", "team_size": 6, "rival": "platform"},
    rival="the app store changes its rules and shows its own app first",
    answers={
        "E1": ("we asked the bank once and got a loan at a decent rate", "1"),
        "E4": ("we could go on for about five months", "1"),
        "T1": ("maybe five percent, it mostly runs by itself", "0"),
        "P1": ("about 60 percent of our signups come through the shopify app store", "3"),
        "R1": ("we think we're fine on privacy, but nobody has ever checked it", "2"),
        "I1": ("we tested two prices on different visitors and kept the better one", "0"),
        "S2": ("we publish our price list and customers accept it", "0"),
        "G1": ("everything runs on AWS, moving would take us half a year", "3"),
    },
)
MACHINE_PARTS = Firm(
    opening="we make machine parts near Stuttgart, 40 people",
    facts={"sector": "manufacturing", "country": "Germany", "team_size": 40, "rival": "technological"},
    rival="the big group has robots in every hall",
    answers={
        "E1": ("an online lender, quick but the interest is terrible", "2"),
        "E4": ("six weeks or so", "3"),
        "T1": ("about half, the shop floor system prints the orders but offers are typed", "2"),
        "P1": ("we don't sell on any platform", "none"),
        "R1": ("a shipment was held at the border over a missing certificate and we paid a fine", "4"),
        "I1": ("we looked at our own sales figures", "1"),
        "S2": ("one carmaker decides everything and we couldn't survive without them", "4"),
        "G1": ("a single foundry, and replacing it would take most of a year", "3"),
    },
)


def test_the_first_question_comes_at_once(person: Person) -> None:
    person.say("check my business")
    assert kinds(person.heard) == ["question"]
    assert person.asked == "fact.sector"
    assert person.heard[0]["custom"]["data"]["mode"] == "quick"


def test_the_last_answer_brings_the_profile_in_the_same_reply(person: Person) -> None:
    person.walk_to("G1")
    done = person.heard[-1]["custom"]["data"]
    assert done["done"] == done["of"] - 1
    person.press(f"G1:{QUICK['G1']}")
    scores = person.one("profile")["custom"]["data"]["dimensions"]
    assert len(scores) == 7 and all(score["severity"] is not None for score in scores.values())


def test_the_answers_stand_in_the_case_store(person: Person) -> None:
    person.walk_to_profile()
    assert person.answers() == QUICK
    assert person.facts() == {name.removeprefix("fact."): value for name, value in OPENING.items()}
    assert len(person.stored()["profiles"]) == 7


def test_buttons_lead_from_the_profile_through_every_stage_to_the_plan(person: Person) -> None:
    person.walk_to_profile()
    person.press("recommend")
    person.answer_until("")
    for family in FAMILIES:
        assert person.one("strategy")["custom"]["data"]["family"] == family
        person.press("next")
    others = person.one("ranking")
    assert others["custom"]["about"]
    person.press("plan")
    assert person.asked == "fact.hours"
    person.answer_until("")
    assert person.one("plan")["custom"]["data"]["now"]


def test_the_plan_has_waves_dates_and_a_code_to_come_back_with(person: Person) -> None:
    plan = person.walk_to_plan()
    data = plan["custom"]["data"]
    assert data["status"] == "ready"
    assert 1 <= len(data["now"]) <= 2 and data["next"] and data["later"]
    assert plan["custom"]["about"] == [*data["now"], *data["next"], *data["later"]]
    assert [step["id"] for step in data["steps"]] == plan["custom"]["about"]
    due = [date.fromisoformat(step["due"]) for step in data["steps"]]
    assert date.today() < due[0] and due == sorted(due)
    assert re.fullmatch(r"LF-[A-Z0-9]{4}-[A-Z0-9]{4}", data["resume_code"]) and data["resume_code"] in plan["text"]
    assert "First step:" in plan["text"] and f"{due[0].day} {due[0]:%B}" in plan["text"]


def test_the_plan_and_what_it_rests_on_stand_in_the_case_store(person: Person) -> None:
    planned = person.walk_to_plan()["custom"]["data"]
    kept = sorted(person.stored()["steps"], key=lambda row: row[2])
    assert [row[0] for row in kept] == [step["id"] for step in planned["steps"]]
    assert {name: person.facts()[name] for name in ("hours", "budget", "goal")} == {
        "hours": int(CHOICES["fact.hours"]),
        "budget": int(CHOICES["fact.budget"]),
        "goal": CHOICES["fact.goal"],
    }


@pytest.mark.parametrize("firm", [BAKERY, SOFTWARE, MACHINE_PARTS], ids=["bakery", "software", "machine parts"])
def test_a_firm_is_understood_in_its_own_words(person: Person, firm: Firm) -> None:
    person.say("check my business")
    person.say(firm.opening)
    assert person.one("noted")["custom"]["data"]["facts"].items() >= {
        (name, value) for name, value in firm.facts.items() if name != "rival"
    }
    expected = {"fact.rival": (firm.rival, str(firm.facts["rival"])), **firm.answers}
    taken = []
    while person.asked:
        question = person.asked
        words, value = expected.pop(question)
        person.say(words)
        if person.asked != question and "question" not in kinds(person.heard)[:-1]:
            taken.append(question)
        else:
            assert f"{question}:{value}" in payloads(person.heard), f"{words!r} was taken for {payloads(person.heard)}"
            person.press(f"{question}:{value}")
    assert person.one("profile")
    assert person.answers() == {question: value for question, (_, value) in firm.answers.items()}
    assert {name: person.facts()[name] for name in firm.facts} == firm.facts
    assert len([question for question in taken if question in firm.answers]) >= TAKEN_FROM_WORDS, taken


def test_the_opening_line_alone_begins_the_check_up(person: Person) -> None:
    person.say("we're a 12-person bakery in Lyon, swamped with phone orders")
    facts = person.one("noted")["custom"]["data"]["facts"]
    assert facts["sector"] == "food_retail" and facts["country"] == "France" and facts["team_size"] == 12
    assert person.asked == "fact.rival"
