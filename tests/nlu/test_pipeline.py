"""The configured pipeline as Rasa trains and runs it."""

import asyncio
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ODD = ["", "   ", "🙂", "?", "x" * 3000, "мы пекарня", "E1:3", "banks turn us down"]
NLU = """
version: "3.1"
nlu:
  - intent: greet
    examples: |
      - hello
      - hi there
      - good morning
      - hey you
      - good evening
      - greetings
  - intent: start_diagnosis
    examples: |
      - check my business
      - start the check
      - test my firm
      - begin the diagnosis
      - how level is my field
      - diagnose us
"""


@pytest.fixture(scope="module")
def agent(tmp_path_factory):
    """An agent with the NLU of config.yml, trained on a dozen examples."""
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    folder = tmp_path_factory.mktemp("model")
    (folder / "nlu.yml").write_text(NLU, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RASA_CACHE_DIRECTORY", str(folder / "cache"))
        path = train_nlu(str(ROOT / "config.yml"), str(folder / "nlu.yml"), str(folder))
    return Agent.load(path)


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_every_message_is_parsed(agent, text):
    result = asyncio.run(agent.parse_message(text))
    assert {"text", "intent", "entities", "intent_ranking", "understanding", "classifier"} <= set(result)


def test_the_intent_is_found_and_ranked(agent):
    result = asyncio.run(agent.parse_message("hi, good morning"))
    assert result["intent_ranking"][0]["name"] == "greet"
    assert len(result["intent_ranking"]) == 2


def test_entities_and_facts_come_from_the_real_vocabularies(agent):
    result = asyncio.run(agent.parse_message("we're a 12-person bakery in France"))
    found = {entity["entity"]: entity["value"] for entity in result["entities"]}
    assert found == {"sector": "food_retail", "team_size": 12, "country": "France"}
    assert result["understanding"]["facts"] == {**found, "sells": "goods"}


def test_a_token_overrules_the_guess(agent):
    result = asyncio.run(agent.parse_message("menu.check"))
    assert result["intent"] == {"name": "start_diagnosis", "confidence": 1.0}
    assert result["entities"][0]["entity"] == "token"


def test_a_command_for_rasa_still_passes(agent):
    assert asyncio.run(agent.parse_message("/greet"))["intent"]["name"] == "greet"
