"""The article's facts carry over, its sentences do not."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# The article lies beside the project where the project was made; it is no part of it.
SOURCE = ROOT.parent / "shared" / "source"
LONGEST_RUN = 7
# Files of other people's making, and numbers.
NOT_OURS = {"uv.lock", "LICENSE"}


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + LONGEST_RUN + 1]) for i in range(len(found) - LONGEST_RUN)}


def our_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip
    return [ROOT / name for name in listed if Path(name).name not in NOT_OURS and (ROOT / name).is_file()]


@pytest.mark.skipif(not SOURCE.is_dir(), reason=f"the article is not beside this project ({SOURCE})")
def test_no_eight_words_in_a_row_are_the_articles() -> None:
    article = set().union(*(runs(path.read_text(encoding="utf-8")) for path in SOURCE.glob("*.txt")))
    assert len(article) > 3000
    taken = {}
    for path in our_files():
        try:
            shared = runs(path.read_text(encoding="utf-8")) & article
        except UnicodeDecodeError:
            continue
        if shared:
            taken[str(path.relative_to(ROOT))] = " ".join(sorted(shared)[0])
    assert taken == {}
