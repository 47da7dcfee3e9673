"""The page on the last run of the simulated population."""

from __future__ import annotations

import datetime
import subprocess
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.model.knowledge import Knowledge
from bot.settings import ROOT

_MOST_SHOWN = 20


def write_page(path: Path, talks: Sequence[dict[str, Any]], seed: int, knowledge: Knowledge) -> None:
    """Write date, seed, versions, counts and findings."""
    said: Counter[str] = Counter()
    for talk in talks:
        said.update(talk["said"])
    wrong = [talk for talk in talks if talk["faults"]]
    kinds = Counter(fault.partition(":")[0] for talk in wrong for fault in talk["faults"])
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, text=True, capture_output=True).stdout
    turns = sum(talk["turns"] for talk in talks)
    lines = [
        "# A simulated population",
        "",
        "Seeded random people talk with the trained adviser over REST, up to 60 turns each: they answer by button, by",
        "the words or the letter of an option, by examples from the knowledge; they interrupt, correct themselves,",
        "tell facts and troubles, ask, type nonsense or another language, stop, come back, start over, and press what",
        "is there. After each turn must hold: every reply has a text and a way on (a button or an open question), none",
        "comes three times in a row, what is recorded equals what was said to be noted, nothing is an apology for an",
        "error, every message keeps the contract, and a button just shown works. A talk ends at its first fault.",
        "",
        "`python -m benchmarks.population.run --count 2000 --seed 7` repeats it (and goes on where it was broken off);",
        "`tests/conversations/test_population.py` talks with a hundred.",
        "",
        "| | |",
        "|---|---|",
        f"| date | {datetime.date.today().isoformat()} |",
        f"| seed | {seed} |",
        f"| versions | commit {commit.strip()}, rasa {version('rasa')}, knowledge {knowledge.version[:12]} |",
        f"| conversations | {len(talks):,} |",
        f"| turns | {turns:,} |",
        f"| conversations with a fault | {len(wrong)} |",
        "",
        "What was said: " + ", ".join(f"{kind} {count:,}" for kind, count in said.most_common()) + ".",
        "",
        "## Findings",
        "",
    ]
    lines += [f"- {kind}: {count}" for kind, count in kinds.most_common()] or ["None."]
    lines += [f"- seed {talk['seed']}: {fault[:200]}" for talk in wrong[:_MOST_SHOWN] for fault in talk["faults"][:1]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
