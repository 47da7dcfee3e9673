"""Rasa is imported whole without its networks, and says what is missing where one is named."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot import no_networks
from bot.settings import ROOT

# A process of its own, in which TensorFlow and what comes with it cannot be imported, installed or not.
WITHOUT = """
import sys
for name in ("tensorflow", "keras", "h5py", "tensorflow_hub", "transformers"):
    sys.modules[name] = None
import bot.no_networks
import rasa.__main__, rasa.core.test, rasa.model_training, rasa.server, rasa.validator
import rasa.engine.recipes.default_components as components
assert len(components.DEFAULT_COMPONENTS) > 30
"""


def test_all_of_rasas_commands_are_imported_without_tensorflow() -> None:
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", WITHOUT], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-2000:]


def test_a_network_can_be_named_and_says_what_is_missing_when_it_is_made() -> None:
    from rasa.nlu.classifiers.diet_classifier import DIETClassifier

    assert issubclass(DIETClassifier, no_networks.Network)
    with pytest.raises(ModuleNotFoundError, match=r"DIETClassifier needs TensorFlow.*config\.yml"):
        DIETClassifier.create({}, None, None, None)


def test_what_networks_share_says_so_too() -> None:
    from rasa.utils import train_utils

    with pytest.raises(ModuleNotFoundError, match=r"train_utils\.init_split_entities needs TensorFlow"):
        train_utils.init_split_entities(True, False)
    assert not hasattr(train_utils, "__path__")
