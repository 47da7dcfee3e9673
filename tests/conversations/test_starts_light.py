"""What a server loads to serve the trained model: nothing that only a training needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Each import of Rasa is a process of its own: in this one, some other test may have loaded all of it.
NOTHING = """
import sys
from bot.lazily import TRAINING_HELPERS, put_off
put_off(TRAINING_HELPERS)
import rasa.server, rasa.core.policies.rule_policy, bot.channels.site, bot.nlu.meaning_resolver
from pathlib import Path
from tempfile import mkdtemp
from bot.channels import no_training
from rasa.engine.storage.local_model_storage import LocalModelStorage
LocalModelStorage.from_model_archive(Path(mkdtemp()), Path("models/levelfield.tar.gz"))
assert "tensorflow" not in sys.modules, "somebody imports TensorFlow"
"""
ALL_THE_SAME = """
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
from rasa.utils import train_utils
import rasa.utils.train_utils as again
assert "tensorflow" in sys.modules and train_utils is again is rasa.utils.train_utils
assert train_utils.init_split_entities(True, False)
"""


@pytest.mark.trained
def test_rasa_serves_without_tensorflow_and_its_own_networks_work_all_the_same() -> None:
    command = [sys.executable, "-W", "ignore", "-c", NOTHING + ALL_THE_SAME]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr[-2000:]
