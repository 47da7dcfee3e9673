"""What a server loads to serve the trained model: none of Rasa's networks, and none of what they need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Each import of Rasa is a process of its own: in this one, some other test may have loaded all of it.
LOADS = """
import sys
import bot.channels.site, bot.nlu.meaning_resolver
from pathlib import Path
from tempfile import mkdtemp
from rasa.engine.storage.local_model_storage import LocalModelStorage
LocalModelStorage.from_model_archive(Path(mkdtemp()), Path("models/levelfield.tar.gz"))
assert not {"tensorflow", "keras", "h5py"} & sys.modules.keys(), "somebody imports TensorFlow"
"""


@pytest.mark.trained
def test_rasa_serves_without_tensorflow() -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOADS], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
