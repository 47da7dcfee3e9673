"""Lets a simulated population talk with the trained adviser and writes down what went wrong.

python -m benchmarks.population.run --count 2000 --seed 7 [--at-once 4] [--page docs/population.md]

What was talked is kept in build/population-<seed>.jsonl: a run that was broken off goes on where it stopped.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import yaml

from benchmarks.population.page import write_page
from benchmarks.population.talk import Talk, talk
from bot.documents.load import load_knowledge
from bot.model.knowledge import Knowledge
from bot.settings import ROOT, Settings
from tests.conversations.running_bot import RunningBot

PHRASES = Path(__file__).parent / "phrases.yml"


def phrases() -> dict[str, list[str]]:
    """What simulated people say besides answering."""
    found: dict[str, list[str]] = yaml.safe_load(PHRASES.read_text(encoding="utf-8"))
    return found


def run(bot: RunningBot, knowledge: Knowledge, seeds: list[str], at_once: int) -> list[Talk]:
    """One conversation for each seed, several at once."""
    cases, words = bot.settings.cases_url.removeprefix("sqlite:///"), phrases()
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(lambda seed: talk(bot, cases, knowledge, words, seed), seeds))


def main() -> None:
    """Run what is still to run, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "population.md")
    chosen = parser.parse_args()
    settings = Settings.from_env()
    knowledge = load_knowledge(settings.knowledge)
    kept = ROOT / "build" / f"population-{chosen.seed}.jsonl"
    kept.parent.mkdir(parents=True, exist_ok=True)
    done = {entry["seed"]: entry for entry in _kept(kept)}
    seeds = [f"{chosen.seed}-{number}" for number in range(chosen.count)]
    todo = [seed for seed in seeds if seed not in done]
    if todo:
        with tempfile.TemporaryDirectory() as folder, RunningBot(Path(folder) / "var") as bot:
            for first in range(0, len(todo), chosen.at_once * 5):
                for found in run(bot, knowledge, todo[first : first + chosen.at_once * 5], chosen.at_once):
                    done[found.seed] = found.as_json()
                    _keep(kept, found)
                print(f"{len(done)} of {chosen.count}", file=sys.stderr, flush=True)
    write_page(chosen.page, [done[seed] for seed in seeds], chosen.seed, knowledge)


def _kept(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _keep(path: Path, found: Talk) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(found.as_json(), ensure_ascii=False) + "\n")
    if found.faults:
        print(found.as_text(), file=sys.stderr)


if __name__ == "__main__":
    main()
