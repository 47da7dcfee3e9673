"""`levelfield diagnose`: a firm's facts and answers from a file, to profile, ranking and plan."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TextIO

import click

from bot.advisor.assessment import assess
from bot.advisor.hearing import is_value
from bot.bootstrap import open_knowledge
from bot.diagnosis.flags import FLAGS
from bot.errors import UnknownAnswer
from bot.model.case import Assessment, Facts
from bot.model.knowledge import Knowledge
from bot.rendering.plans import plan_data
from bot.rendering.strategies import ranked_data, reason_phrase
from bot.settings import Settings

# Said in the firm's own words as well as by a known value; other words are kept and change nothing.
_FREE = ("country", "sells", "customers", "markets", "rival")
_NAMES = (
    "sector",
    "team_size",
    "country",
    "sells",
    "customers",
    "markets",
    "pains",
    "budget",
    "hours",
    "goal",
    "rival",
)


@click.command("diagnose")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def diagnose_command(file: TextIO, as_json: bool) -> None:
    """Diagnose a firm from FILE (`-` reads standard input): {"facts": {...}, "answers": {...}}."""
    knowledge = open_knowledge(Settings.from_env())
    try:
        text = file.read()
    except UnicodeDecodeError as error:
        raise UnknownAnswer(f"not UTF-8 text (byte {error.start}). Save the file as UTF-8.") from error
    facts, answers = read_case(knowledge, text)
    result = as_data(knowledge, assess(knowledge, facts, answers))
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        click.echo(as_text(knowledge, result))


def read_case(knowledge: Knowledge, text: str) -> tuple[Facts, dict[str, str]]:
    """Facts and answers from JSON.

    Raises:
        UnknownAnswer: naming everything that is not a fact, a question or an answer to it.
    """
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnknownAnswer(
            f'not JSON (line {error.lineno}: {error.msg}). Write {{"facts": ..., "answers": ...}}.'
        ) from error
    if not isinstance(raw, dict):
        raise UnknownAnswer('not an object. Write {"facts": {...}, "answers": {...}}.')
    facts, answers = raw.get("facts") or {}, raw.get("answers") or {}
    if not isinstance(facts, dict) or not isinstance(answers, dict):
        raise UnknownAnswer('"facts" and "answers" are objects: {"facts": {...}, "answers": {...}}.')
    faults = [*_fact_faults(knowledge, facts), *_answer_faults(knowledge, answers)]
    if faults:
        raise UnknownAnswer("\n".join(faults))
    values = {name: _kept(name, value) for name, value in facts.items()}
    flags = values.pop("flags", None)
    given = Facts(**values, flags=None if flags is None else frozenset(flags))
    return given, {name: str(value) for name, value in answers.items()}


def _kept(name: str, value: Any) -> Any:
    if name in _FREE and isinstance(value, list):
        return ", ".join(value)
    return tuple(value) if isinstance(value, list) else value


def _fact_faults(knowledge: Knowledge, facts: Mapping[str, Any]) -> list[str]:
    faults = []
    for name, value in facts.items():
        if name == "distress":
            if not isinstance(value, bool):
                faults.append(f"distress is {value!r}. Write true or false.")
        elif name == "flags":
            bad = [flag for flag in value if flag not in FLAGS] if isinstance(value, list) else [value]
            if bad:
                faults.append(f"unknown flags {bad}. Known are {', '.join(FLAGS)}.")
        elif name not in _NAMES:
            faults.append(f'unknown fact "{name}". Known are {", ".join(_NAMES)}, flags.')
        elif value is not None:
            faults += _value_faults(knowledge, name, value)
    return faults


def _value_faults(knowledge: Knowledge, name: str, value: Any) -> list[str]:
    if name in _FREE:
        texts = value if isinstance(value, list) else [value]
        good = all(isinstance(entry, str) for entry in texts)
        return [] if good else [f"{name} is {value!r}. Write a text or a list of texts."]
    question = knowledge.questions[f"fact.{name}"]
    if question.free == "number" or name == "team_size":
        good = isinstance(value, int) and not isinstance(value, bool) and value > 0
        return [] if good else [f"{name} is {value!r}. Write a whole number above 0."]
    values = value if isinstance(value, list) else [value]
    known = set(knowledge.terms.get(question.vocabulary, {})) or {option.value for option in question.options}
    bad = [entry for entry in values if str(entry) not in known]
    if name == "pains" and not isinstance(value, list):
        return [f"pains is {value!r}. Write a list."]
    if name in {"budget", "hours"} and not isinstance(value, int):
        return [f"{name} is {value!r}. Write a number from 0 to 4."]
    shown = ", ".join(sorted(known)) if len(known) < 20 else f"in knowledge/{question.vocabulary}.yml"
    return [f"{name} {entry!r} is unknown. Known are {shown}." for entry in bad]


def _answer_faults(knowledge: Knowledge, answers: Mapping[str, Any]) -> list[str]:
    faults = []
    for name, value in answers.items():
        question = knowledge.questions.get(name)
        if question is None or question.kind == "fact":
            faults.append(f'unknown question "{name}". `levelfield ids` lists them.')
        elif isinstance(value, bool) or not is_value(knowledge, question, str(value)):
            options = ", ".join(option.value for option in question.options)
            na = ", na" if question.doesnt_apply else ""
            faults.append(f"{name} cannot be answered by {value!r}. Use one of {options}{na}, skip, dont_know.")
    return faults


def as_data(knowledge: Knowledge, assessment: Assessment) -> dict[str, Any]:
    """The assessment as plain data, in the documented shape."""
    ranking = assessment.ranking
    return {
        "profile": {
            name: {
                "severity": None if score.severity is None else round(score.severity, 1),
                "confidence": round(score.confidence, 2) if score.severity is not None else None,
                "effective": None if score.effective is None else round(score.effective, 1),
                "band": score.band,
            }
            for name, score in assessment.profile.scores.items()
        },
        "capacity": assessment.capacity,
        "ranking": [ranked_data(knowledge, entry) for entry in ranking.ranked],
        "excluded": [{"id": e.strategy, "reason": reason_phrase(knowledge, e.reason)} for e in ranking.excluded],
        "plan": plan_data(knowledge, assessment.plan),
        "contradictions": [
            {"id": clash.id, "questions": list(clash.questions), "ask": clash.wording}
            for clash in assessment.contradictions
        ],
        "next_question": assessment.next_question,
        "knowledge_version": knowledge.version,
    }


def as_text(knowledge: Knowledge, result: Mapping[str, Any]) -> str:
    """The same for reading."""
    lines = ["Profile (severity 0-100, confidence 0-1)"]
    for name, score in result["profile"].items():
        shown = (
            "not assessed"
            if score["severity"] is None
            else f"{score['severity']:5.1f}  {score['confidence']:.2f}  {score['band']}"
        )
        lines.append(f"  {name:26} {shown}")
    lines.append(f"Capacity: {result['capacity'] or 'not known'}")
    lines.append("Ranking")
    lines += [f"  {n:2}. {entry['id']:36} {entry['score']:5.1f}" for n, entry in enumerate(result["ranking"][:10], 1)]
    lines.append(f"Plan ({result['plan']['status']})")
    for wave in ("now", "next", "later"):
        lines.append(f"  {wave}: {', '.join(result['plan'][wave]) or '-'}")
    lines += [f"  also named: {n['strategy']} (for {n['question']})" for n in result["plan"]["also_named"]]
    lines += [f"Left out: {entry['id']}: {entry['reason']}" for entry in result["excluded"]]
    lines += [f"To ask: {clash['ask']}" for clash in result["contradictions"]]
    if result["next_question"]:
        lines.append(
            f"Best next question: {result['next_question']} {knowledge.questions[result['next_question']].text}"
        )
    return "\n".join(lines)
