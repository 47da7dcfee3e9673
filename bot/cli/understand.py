"""`levelfield understand` and `levelfield ask`: what was understood, and what is known about it."""

from __future__ import annotations

import json
import logging
import sys
import warnings
from collections.abc import Iterator
from typing import Any

import click

from bot.advisor.hearing import hear
from bot.advisor.noting import facts_said
from bot.advisor.scales import told_value
from bot.advisor.searching import decided, say_decision
from bot.bootstrap import make_advisor, open_knowledge
from bot.errors import UnknownRecord
from bot.model.knowledge import Knowledge
from bot.model.turn import Open, Turn
from bot.settings import Settings
from bot.understanding.parse import turn_from_parse


@click.command("ask")
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as a contract message.")
def ask_command(question: str, as_json: bool) -> None:
    """Answer QUESTION from the knowledge, with its sources, or say that it is not known."""
    # spaCy and scikit-learn take seconds to import, which no other command should wait for.
    from bot.understanding.reader import TextReader

    settings = Settings.from_env()
    advisor = make_advisor(settings)
    entities, understood = TextReader.over(settings.knowledge, settings.store_url, settings.build).read(question)
    turn = turn_from_parse({"text": question, "entities": entities, "understanding": understood})
    message = say_decision(advisor, turn, decided(advisor.knowledge, turn))
    if as_json:
        buttons = [{"title": button.title, "payload": button.payload} for button in message.buttons]
        contract = {"recipient_id": "ask", "text": message.text, "buttons": buttons, "custom": message.custom()}
        click.echo(json.dumps(contract, ensure_ascii=False, indent=1))
    else:
        click.echo(message.text)


@click.command("understand")
@click.argument("text")
@click.option("--question", default="", help="The question that is open, for instance E1.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def understand_command(text: str, question: str, as_json: bool) -> None:
    """Say what was understood of TEXT; `-` reads JSON lines {"text", "question"?} and prints a JSON line each."""
    # What Rasa and TensorFlow warn of while they are imported is not this command's to say.
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    # Rasa takes ten seconds to import, which no other command should wait for.
    from bot.nlu.trained_model import TrainedModel

    settings = Settings.from_env()
    knowledge, model = open_knowledge(settings), TrainedModel(settings.models)
    if text == "-":
        for said, asked in _lines():
            click.echo(json.dumps(understood_as(knowledge, model.parse(said), asked), ensure_ascii=False))
        return
    result = understood_as(knowledge, model.parse(text), question)
    click.echo(json.dumps(result, ensure_ascii=False, indent=1) if as_json else _as_text(result))


def _lines() -> Iterator[tuple[str, str]]:
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            yield str(raw["text"]), str(raw.get("question") or "")
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            hint = 'Write {"text": "...", "question": "E1"}, one a line.'
            raise click.ClickException(f"line {number} is not such an object ({error}). {hint}") from error


def understood_as(knowledge: Knowledge, parse: dict[str, Any], asked: str) -> dict[str, Any]:
    """What was understood, in the documented shape.

    Raises:
        UnknownRecord: there is no question `asked`.
    """
    if asked and asked not in knowledge.questions:
        raise UnknownRecord(f'there is no question "{asked}". `levelfield ids` lists them.')
    turn = turn_from_parse(parse, open_now=Open(question=asked))
    least = knowledge.weight("answers.problem")
    return {
        "intent": turn.intent or None,
        "confidence": round(turn.confidence, 3),
        "entities": [
            {name: entity[name] for name in ("entity", "value", "start", "end")} for entity in parse["entities"]
        ],
        "facts": facts_said(knowledge, turn),
        "problems": [
            {
                "question": name,
                "dimension": knowledge.questions[name].dimension,
                "score": int(told_value(knowledge, turn, name, score)),
            }
            for name, score, similarity in turn.understanding.problems
            if similarity >= least
        ],
        "option": _option(knowledge, turn, asked) if asked else None,
    }


def _option(knowledge: Knowledge, turn: Turn, asked: str) -> dict[str, Any] | None:
    """The answer that was heard; where the conversation would ask which of two was meant, the likelier one."""
    question = knowledge.questions[asked]
    heard = hear(knowledge, turn, question)
    value = heard.offered[0] if heard.kind == "unsure" else heard.value
    if heard.kind not in {"answer", "unsure"} or heard.question != asked:
        return None
    option = question.option(str(value))
    score: Any = option.score if option and option.score is not None else value
    likelihood = dict(turn.understanding.options.get(asked, ())).get(str(value), 1.0)
    return {"question": asked, "score": score, "confidence": round(likelihood, 3)}


def _as_text(result: dict[str, Any]) -> str:
    lines = [f"intent: {result['intent']} ({result['confidence']})"]
    lines += [f"entity: {entity['entity']} = {entity['value']}" for entity in result["entities"]]
    lines += [f"fact: {name} = {value}" for name, value in result["facts"].items()]
    lines += [f"problem: {p['question']} = {p['score']} ({p['dimension']})" for p in result["problems"]]
    if result["option"]:
        lines.append(f"answer: {result['option']['question']} = {result['option']['score']}")
    return "\n".join(lines)
