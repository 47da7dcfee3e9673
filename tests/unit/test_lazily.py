"""What is put off is loaded when it is asked for, and not before."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.lazily import put_off

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


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of two modules, the second of which says that it was run."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "shelf.py").write_text("from pathlib import Path\nPath(__file__).with_name('ran').touch()\nBREAD = 3\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    for name in [name for name in sys.modules if name.split(".")[0] == "shop"]:
        del sys.modules[name]


def test_a_module_that_is_put_off_runs_at_the_first_use(package: Path) -> None:
    put_off("shop.shelf")
    import shop.shelf as once
    import shop.shelf as twice
    from shop import shelf

    assert once is twice is shelf and not (package / "ran").exists()
    assert shelf.BREAD == 3 and (package / "ran").exists()
    with pytest.raises(AttributeError):
        _ = shelf.BUTTER


def test_a_name_taken_from_it_is_a_use(package: Path) -> None:
    put_off("shop.shelf")
    from shop.shelf import BREAD

    assert BREAD == 3


def test_a_module_that_has_run_stays_as_it_is(package: Path) -> None:
    import shop.shelf

    shop.shelf.BREAD = 4
    put_off("shop.shelf")
    import shop.shelf as again

    assert again.BREAD == 4


def test_what_is_not_there_is_said_at_once(package: Path) -> None:
    with pytest.raises(ModuleNotFoundError, match=r"shop\.cellar"):
        put_off("shop.cellar")


@pytest.mark.trained
def test_rasa_serves_without_tensorflow_and_its_own_networks_work_all_the_same() -> None:
    command = [sys.executable, "-W", "ignore", "-c", NOTHING + ALL_THE_SAME]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr[-2000:]
