"""A small knowledge folder and what components need to be created."""

import os
import shutil

import pytest

from bot.settings import ROOT

os.environ["RASA_TELEMETRY_ENABLED"] = "false"

SECTORS = """
sectors:
  - {id: food_retail, title: Food shops, sells: goods, words: [bakery, butcher]}
  - {id: saas, title: Software, sells: digital, words: [software, web app], case_sensitive: [SaaS]}
"""
FUNCTIONS = """
functions:
  - {id: operations, title: Daily work, words: [phone orders, stock taking]}
  - {id: people, title: Staff, words: [hiring], case_sensitive: [HR]}
"""
FAMILIES = """
families:
  - {id: automation, title: Automate, description: Let machines do it., words: [automation, low-code]}
"""
COUNTRIES = """
countries:
  - {id: France, code: FR, words: [france, french, lyon]}
  - {id: India, code: IN, words: [india]}
  - {id: Croatia, code: HR, words: [croatia]}
  - {id: United States, code: US, words: [america], case_sensitive: [USA]}
"""
DIMENSION = """---
id: dimension.economic
title: Economic asymmetry
plain: money
level: intermediate
origin: article
aliases: [money gap, big companies have deeper pockets than all of us]
items:
  - id: cause.economic.capital
    title: Access to capital
    origin: article
    level: intermediate
    text: Banks.
    aliases: [why banks prefer big firms]
sources: [article]
---
## In short
Money.
"""
STRATEGY = """---
id: strategy.automation.lowcode
title: Build small tools without code
family: automation
level: intermediate
origin: article
relief: {technological: 3}
effort: 3
cost: {class: 1, note: Little.}
functions: [operations]
strong: []
weak: []
needs: []
after: []
evidence: [T1]
aliases: [no-code apps, drag and drop tools]
sources: [article]
---
## In short
Tools.
"""
QUESTIONS = """
questions:
  - id: E1
    dimension: dimension.economic
    text: How do you get money?
    options:
      - {score: 0, label: A credit line is in place, examples: [our bank has a standing facility for us]}
      - {score: 4, label: "Refused, or haven't asked", examples: [the bank turned us down, banks said no]}
  - id: fact.budget
    kind: fact
    text: What could you spend?
    scale: {unit: money, upper: [0, 99, 500, 2500]}
  - id: fact.hours
    kind: fact
    text: How many hours?
    scale: {unit: hours, upper: [0.9, 2, 5, 10]}
"""
DISTRESS = """
signs: [we cannot pay wages, no money for the rent]
despair: [i cannot go on]
not_signs: [we pay wages by bank transfer, my customer cannot pay me]
distress_text: Help.
despair_text: Help.
"""


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory):
    """A folder with one or two records of each kind."""
    folder = tmp_path_factory.mktemp("knowledge")
    files = {
        "sectors.yml": SECTORS,
        "functions.yml": FUNCTIONS,
        "families.yml": FAMILIES,
        "countries.yml": COUNTRIES,
        "distress.yml": DISTRESS,
        "dimensions/economic.md": DIMENSION,
        "strategies/automation.lowcode.md": STRATEGY,
        "questionnaire/economic.yml": QUESTIONS,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    # How facts are said does not hang on the records.
    shutil.copytree(ROOT / "knowledge" / "signs", folder / "signs")
    shutil.copy(ROOT / "knowledge" / "currencies.yml", folder)
    return folder


@pytest.fixture
def make(tmp_path):
    """Creates a component as Rasa does; its model storage is a temporary folder."""
    return _maker(tmp_path)


@pytest.fixture(scope="module")
def make_once(tmp_path_factory):
    """The same for a component that many tests read and none changes: to compile the signs takes eight seconds."""
    return _maker(tmp_path_factory.mktemp("model"))


def _maker(folder):
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource

    def create(component, constructor="create", **config):
        context = ExecutionContext(GraphSchema({}), node_name=component.__name__)
        settings = {**component.get_default_config(), **config}
        return getattr(component, constructor)(settings, LocalModelStorage(folder), Resource("resource"), context)

    return create
