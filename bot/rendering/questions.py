"""Questions with their options, why they are asked, what they mean, and what was noted."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.model.knowledge import CLASH, DONT_KNOW, NOT_APPLICABLE, SKIP, Knowledge, Option, Question
from bot.model.message import Button, Message
from bot.rendering.phrases import button, joined, lines, listed, lowered, say

# A country list is no choice of buttons; those questions are answered in words.
_MOST_BUTTONS = 12
_FACT = "fact."
_CLAUSE_END = re.compile(r"[,;.!–—]\s|\s-\s")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
# "The third", "third one", "option c", "number 4"; "a third" is a share.
_NAMED_PLACE = re.compile(
    rf"(?:the )?(?:option|number|answer|letter|no\.|nr\.?|#) ?(?:(?P<letter>[a-l])|(?P<number>\d{{1,2}}))"
    rf"|(?:the (?=\w)|(?=\w+ (?:one|option|answer)$))(?P<ordinal>{'|'.join(_ORDINALS)}|last)(?: one| option| answer)?"
)
# An option copied with its letter: "b) About half".
_LETTERED = re.compile(r"^[a-z]\) ")
_MOST_IN_A_SENTENCE = 3
_OF_COUNTRIES = frozenset({"country", "market_countries"})
# Country names that stand with "the" inside a sentence.
_WITH_ARTICLE = re.compile(
    r"(?:British|Democratic|French|Republic|United) .*|.*(?:Islands|Republic|Netherlands)"
    r"|Bahamas|Comoros|Gambia|Maldives|Philippines"
)


@dataclass(frozen=True, slots=True)
class Asking:
    """How a question is put: the `attempts` that failed, the likeliest `offered` values, where we are.

    `before` is what was answered earlier, `heard` what was understood and not confirmed; `repeated` that it
    was asked just now and something came between; `about`: the answer that brought a contradiction up;
    `place`: which one of the agenda it is, counted from 1, where it is put once more (0: the next one);
    `returned`: something came between since the last attempt, after which it was said that it is asked anew.
    """

    done: int
    of: int
    mode: str
    attempts: int = 0
    offered: tuple[str, ...] = ()
    before: str = ""
    heard: str = ""
    repeated: bool = False
    about: str = ""
    place: int = 0
    returned: bool = False


def choices(knowledge: Knowledge, question: Question) -> tuple[Option, ...]:
    """The options of a question; a vocabulary's values where it has none of its own."""
    if question.options or not question.vocabulary:
        return question.options
    terms = knowledge.terms[question.vocabulary].values()
    if len(terms) > _MOST_BUTTONS:
        return ()
    return tuple(Option(t.id, t.title, None, t.title, t.words, (), t.sets) for t in terms)


def label_of(knowledge: Knowledge, question: Question, value: str) -> str:
    """How an answer reads."""
    if value in {SKIP, DONT_KNOW}:
        return say(knowledge, "noted.skipped").rstrip(".").lower()
    if value == NOT_APPLICABLE:
        return question.doesnt_apply
    return next((option.label for option in choices(knowledge, question) if option.value == value), value)


def typed_choice(knowledge: Knowledge, question: Question, text: str) -> str | None:
    """The value that a letter (`b`, `b)`), a place ("the third") or an option's whole wording picks, or None.

    To a question of the check-up the wording may be followed by more: "most of it, my sister types everything".
    """
    options = choices(knowledge, question)
    typed = _plain(text)
    place = _place(typed, len(options), numbered=question.scale is None)
    if options and place is not None:
        return options[place].value if place < len(options) else None
    labels = {_plain(option.label): option.value for option in options}
    if question.doesnt_apply:
        labels[_plain(question.doesnt_apply)] = NOT_APPLICABLE
    said = [typed, _LETTERED.sub("", typed)]
    if question.kind == "diagnosis":
        said.append(_plain(_CLAUSE_END.split(text.strip(), 1)[0]))
    return next((labels[words] for words in said if words in labels), None)


def _place(typed: str, count: int, *, numbered: bool) -> int | None:
    """The place in a list of `count` that a text names, from 0, or None; a bare number where `numbered` allows it."""
    if len(typed) == 1 and typed in string.ascii_lowercase:
        return string.ascii_lowercase.index(typed)
    named = _NAMED_PLACE.fullmatch(typed)
    if named and named["letter"]:
        return string.ascii_lowercase.index(named["letter"])
    if named and named["ordinal"]:
        return _ORDINALS.index(named["ordinal"]) if named["ordinal"] in _ORDINALS else count - 1
    number = named["number"] if named else typed if numbered and typed.isdigit() else ""
    return int(number) - 1 if number and 1 <= int(number) <= count else None


def _plain(text: str) -> str:
    """A wording without what a keyboard changes: case, the form of its apostrophes, a full stop at the end."""
    return text.replace("’", "'").strip().rstrip(").").casefold()


def question_message(knowledge: Knowledge, question: Question, asking: Asking) -> Message:
    """One question; after failed attempts in other words, then explained, then with a way out."""
    options = choices(knowledge, question)
    if asking.offered:
        picked = [option for option in options if option.value in asking.offered]
        text = lines(say(knowledge, "ask.which"), _option_lines(knowledge, options, picked))
        return _message(question, text, _buttons(knowledge, question, picked), asking, picked)
    stem = _stem(knowledge, question, asking)
    if asking.before:
        stem = lines(stem, say(knowledge, "ask.said_before", label=asking.before))
    if asking.heard:
        stem = lines(stem, say(knowledge, "ask.heard_before", label=asking.heard))
    first = asking.attempts == 0 and not asking.repeated
    text = lines(stem, question.privacy if first else "", _option_lines(knowledge, options, options))
    return _message(question, text, _buttons(knowledge, question, options), asking, options)


def _stem(knowledge: Knowledge, question: Question, asking: Asking) -> str:
    if asking.attempts == 0 and question.kind == "clash":
        return question.text
    if asking.attempts == 0:
        number = asking.place or min(asking.done + 1, asking.of)
        text = say(knowledge, "ask.done_of", number=number, of=asking.of, text=question.text)
        if question.kind == "diagnosis" and not asking.repeated:
            text = lines(text, say(knowledge, "ask.rival", rival=question.large_rival))
        return text
    if asking.returned:
        # "Let me ask it another way" is said once: each time one comes back to it would be a reflex.
        return lines(question.reworded, say(knowledge, "ask.leave") if asking.attempts > 1 else "")
    if asking.attempts == 1:
        return say(knowledge, "ask.again", text=question.reworded)
    explained = say(knowledge, "ask.explained", meaning=question.meaning, text=question.reworded)
    return lines(explained, say(knowledge, "ask.leave"))


def _option_lines(knowledge: Knowledge, options: Sequence[Option], shown: Sequence[Option]) -> str:
    letters = {option.value: string.ascii_lowercase[place] for place, option in enumerate(options)}
    return listed(say(knowledge, "ask.option", letter=letters[o.value], label=o.label) for o in shown)


def _buttons(knowledge: Knowledge, question: Question, options: Iterable[Option]) -> tuple[Button, ...]:
    found = [Button(option.label, f"{question.id}:{option.value}") for option in options]
    if question.doesnt_apply:
        found.append(Button(question.doesnt_apply, f"{question.id}:{NOT_APPLICABLE}"))
    found.append(button(knowledge, "dont_know", f"{question.id}:{DONT_KNOW}"))
    found.append(button(knowledge, "skip", f"{question.id}:{SKIP}"))
    return tuple(found)


def _message(
    question: Question, text: str, buttons: tuple[Button, ...], asking: Asking, options: Sequence[Option]
) -> Message:
    data: dict[str, object] = {
        "options": [{"label": o.label, "payload": f"{question.id}:{o.value}", "score": o.score} for o in options],
        "done": asking.done,
        "of": asking.of,
        "mode": asking.mode,
    }
    if question.kind == "clash":
        # It stands for the answer that brought it up, which is what clients know.
        data["contradiction"] = question.id.removeprefix(CLASH)
        return Message("question", text, about=(asking.about or question.options[0].value,), buttons=buttons, data=data)
    return Message("question", text, about=(question.id,), buttons=buttons, data=data)


def why_message(knowledge: Knowledge, question: Question, asking: Asking) -> Message:
    """Why a question is asked, and what a large competitor has at that point."""
    phrase = "ask.why" if question.large_rival else "ask.why_short"
    text = say(knowledge, phrase, why=question.why, rival=question.large_rival)
    return _message(question, text, (), asking, ())


def meaning_message(knowledge: Knowledge, question: Question, asking: Asking) -> Message:
    """What a question means, in plain words."""
    return _message(question, say(knowledge, "ask.meaning", meaning=question.meaning), (), asking, ())


def named_message(knowledge: Knowledge, question: Question, asking: Asking, *, is_open: bool) -> Message:
    """What the question behind a code is, what was answered, and a way to answer it where it is not open anyway."""
    said = say(knowledge, "ask.said_before", label=asking.before) if asking.before else ""
    text = say(
        knowledge,
        "ask.named",
        code=question.id,
        subject=question.subject,
        text=question.text,
        meaning=question.meaning,
    )
    token = f"ask:{question.id}"
    way = button(knowledge, "change", token) if asking.before else button(knowledge, "answer_it", token)
    ways = () if is_open else (way,)
    return _message(question, lines(text, said), ways, asking, ())


def which_number_message(knowledge: Knowledge, question: Question, value: str, heads: str) -> Message:
    """Whether a number alone answers the question, as `value`, or is the number of people, as `heads`."""
    label, people = label_of(knowledge, question, value), fact_phrase(knowledge, "team_size", int(heads))
    text = say(knowledge, "noted.which_number", number=heads, subject=question.subject, label=label, people=people)
    ways = (
        Button(label, f"{question.id}:{value}"),
        Button(people, f"fact.team_size:{heads}"),
        button(knowledge, "no", "no"),
    )
    data = {"answers": {question.id: value}, "facts": {}, "confirmed": False}
    return Message("noted", text, about=(question.id,), buttons=ways, data=data)


def noted_message(
    knowledge: Knowledge, answers: Mapping[str, str], facts: Mapping[str, object], phrase: str
) -> Message:
    """What was just recorded, said back."""
    parts = [fact_phrase(knowledge, name, value) for name, value in facts.items()]
    for name, value in answers.items():
        parts.append(answer_phrase(knowledge, knowledge.questions[name], value))
    # The large one's name and the countries that one sells to are told, never asked for.
    asked = (f"{_FACT}{name}" for name in facts)
    about = (*(name for name in asked if name in knowledge.questions), *answers)
    # Commas stand within the parts of a longer account.
    text = say(knowledge, phrase, what="; ".join(parts) if len(parts) > _MOST_IN_A_SENTENCE else joined(parts))
    data = {"answers": dict(answers), "facts": dict(facts)}
    return Message("noted", text, about=about, buttons=_ways_to_change(knowledge, about), data=data)


def _ways_to_change(knowledge: Knowledge, about: Sequence[str]) -> tuple[Button, ...]:
    """A tap opens the question again whose answer was taken wrongly: one button where one thing was noted, or each."""
    asked = [name for name in about if name in knowledge.questions]
    if len(about) == 1:
        return tuple(button(knowledge, "change", f"ask:{name}") for name in asked)
    facts = [name for name in asked if name.startswith(_FACT)]
    return tuple(
        button(knowledge, "change_fact", f"ask:{name}", what=say(knowledge, f"noted.name_{name.removeprefix(_FACT)}"))
        for name in facts
    )


def answer_phrase(knowledge: Knowledge, question: Question, value: str) -> str:
    """An answer inside a sentence."""
    label = label_of(knowledge, question, value)
    return f"«{label}»" if value not in {SKIP, DONT_KNOW} else label


def fact_phrase(knowledge: Knowledge, name: str, value: object) -> str:
    """A fact inside a sentence: `12 people`."""
    if name == "team_size" and value == 1:
        return say(knowledge, "noted.fact_team_size_one")
    if f"told.{name}_{value}" in knowledge.wording:
        # An option is worded for who is asked: "we'd like to sell abroad".
        return say(knowledge, f"told.{name}_{value}")
    question = knowledge.questions.get(f"fact.{name}")
    values = value if isinstance(value, (tuple, list)) else (value,)
    if name in _OF_COUNTRIES:
        shown = joined(_with_article(str(entry)) for entry in values)
    elif question is None or question.free:
        shown = joined(str(entry) for entry in values)
    elif len(values) > 1:
        shown = joined(f"«{label_of(knowledge, question, str(entry))}»" for entry in values)
    else:
        shown = lowered(label_of(knowledge, question, str(values[0])))
    return say(knowledge, f"noted.fact_{name}", value=shown)


def _with_article(country: str) -> str:
    """A country inside a sentence: `the Netherlands`."""
    return f"the {country}" if _WITH_ARTICLE.fullmatch(country) else country
