"""`levelfield understand -` on the trained model: a JSON line for each line, and nothing else on standard output."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT

pytestmark = pytest.mark.trained

LINES = [
    {"text": "we're a 12-person bakery in Lyon"},
    {"text": "bank laughed at us", "question": "E1"},
    {"text": "skip this one", "question": "E1"},
    {"text": "👍"},
]


def test_each_line_is_answered_by_one_json_line() -> None:
    given = "\n".join(json.dumps(line) for line in LINES)
    command = [str(Path(sys.executable).parent / "levelfield"), "understand", "-"]
    done = subprocess.run(command, input=given, capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    firm, refused, skipped, emoji = [json.loads(line) for line in done.stdout.splitlines()]
    assert firm["facts"] == {"sector": "food_retail", "country": "France", "team_size": 12, "sells": "goods"}
    assert refused["option"]["question"] == "E1" and refused["option"]["score"] == 4
    assert skipped["option"]["score"] == "skip"
    assert emoji["entities"] == [] and emoji["option"] is None
