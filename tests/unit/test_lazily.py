"""What is put off is loaded when it is asked for, and not before."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.lazily import put_off


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
