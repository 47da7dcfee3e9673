"""Runs the reliability scenarios, prints each figure beside the one to reach, and keeps the table of the last run.

python -m benchmarks.reliability.run [t03 t10 ...] [--embedded | --engines] [--short] [--page docs/reliability.md]

A scenario is a module `t<number>_<name>.py` beside this one with `run()`. One that also has `measure` and `ON` shares
its servers with the others of its kind. The last run of each is kept in last_run.json; the page is made from all of it.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import inspect
import json
import os
import platform
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timezone
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.reliability.pair import Pair, missing
from benchmarks.reliability.result import Result
from bot.settings import ROOT

HERE = Path(__file__).parent
# In the repository: a whole run takes two hours, so the scenarios are run again one by one, each with its own date.
KEPT = HERE / "last_run.json"
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- the last run: make reliability writes this -->", "<!-- end of the last run -->"


def scenarios(chosen: Sequence[str]) -> list[ModuleType]:
    """The modules whose names begin as chosen, or all, by number."""
    names = sorted(path.stem for path in HERE.glob("t[0-9]*_*.py"))
    wanted = [name for name in names if not chosen or any(name.startswith(one.lower()) for one in chosen)]
    if not wanted:
        raise SystemExit(f"There is no scenario {' '.join(chosen)}. There are: {', '.join(names)}.")
    return [importlib.import_module(f"benchmarks.reliability.{name}") for name in wanted]


def needs_engines(module: ModuleType) -> bool:
    """Whether PostgreSQL, Redis and nginx must be there."""
    return getattr(module, "ON", None) is Pair or bool(getattr(module, "NEEDS_ENGINES", False))


@contextlib.contextmanager
def _servers(kind: type) -> Iterator[Any]:
    if kind is Pair:
        with Pair() as pair:
            yield pair
        return
    with tempfile.TemporaryDirectory() as folder, kind(Path(folder) / "var") as adviser:
        yield adviser


def run(modules: Sequence[ModuleType], short: bool) -> Iterator[tuple[str, list[Result]]]:
    """Each scenario's name and results; those on the same servers come together."""
    by_servers: dict[type | None, list[ModuleType]] = {}
    for module in modules:
        by_servers.setdefault(getattr(module, "ON", None), []).append(module)
    for kind, together in by_servers.items():
        if kind is None:
            for module in together:
                shorter = {"short": short} if "short" in inspect.signature(module.run).parameters else {}
                yield _name(module), _guarded(module, module.run, **shorter)
            continue
        with _servers(kind) as servers:
            for module in together:
                lengths = module.SHORT if short else module.FULL
                yield _name(module), _guarded(module, module.measure, servers, *lengths)


def _guarded(module: ModuleType, work: Callable[..., Iterable[Result]], *arguments: Any, **named: Any) -> list[Result]:
    """A scenario that breaks is a failed line, and the others still run."""
    try:
        return list(work(*arguments, **named))
    except Exception as error:
        traceback.print_exc()
        return [Result(_name(module), f"broke off: {type(error).__name__}", "a result", "-", holds=False)]


def _name(module: ModuleType) -> str:
    return module.__name__.rsplit(".", 1)[-1]


def _keep(found: dict[str, list[Result]], short: bool) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    at = datetime.now(timezone.utc).strftime("%Y-%m-%d")
    for name, results in found.items():
        kept[name] = {"at": at, "short": short, "results": [asdict(result) for result in results]}
    KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    return kept


def write_page(page: Path, kept: dict[str, Any]) -> None:
    """Put the table of all that ran between the page's two marks."""
    lines = ["| scenario | seen | to reach | stock Rasa | holds | run |", "|---|---|---|---|---|---|"]
    for _, ran in sorted(kept.items()):
        when = f"{ran['at']}, {'short' if ran['short'] else 'full'}"
        for result in ran["results"]:
            verdict = "yes" if result["holds"] else "no (timed)" if result["timed"] else "**no**"
            cells = (result["name"], result["figure"], result["to_reach"], result["stock"], verdict, when)
            lines.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    where = f"{os.cpu_count()} cores, Python {platform.python_version()}; the last column has the day and the length."
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    page.write_text(
        f"{before}{BEGIN}\n\n{where}\n\n" + "\n".join(lines) + f"\n\n{END}{rest.split(END)[1]}", encoding="utf-8"
    )


def main() -> None:
    """Run what was chosen; ends with 1 where a figure that no timing decides was not reached."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("chosen", nargs="*", help="beginnings of names, such as t03; all where none is given")
    parser.add_argument("--embedded", action="store_true", help="only those that need no engine")
    parser.add_argument("--engines", action="store_true", help="only those on PostgreSQL, Redis and nginx")
    parser.add_argument("--short", action="store_true", help="as short as in the tests")
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    modules = [
        module
        for module in scenarios(options.chosen)
        if not (options.embedded and needs_engines(module)) and not (options.engines and not needs_engines(module))
    ]
    lacking = missing()
    if lacking and any(map(needs_engines, modules)):
        print(f"without {', '.join(lacking)} (Debian: apt install them), the scenarios that need them are left out")
        modules = [module for module in modules if not needs_engines(module)]
    # What was started is ended also where this command is.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    found: dict[str, list[Result]] = {}
    for name, results in run(modules, options.short):
        found[name] = results
        print(*results, sep="\n", flush=True)
        # Kept at once: a run that is broken off has not run for nothing.
        write_page(options.page, _keep({name: results}, options.short))
    failed = [result for results in found.values() for result in results if not result.holds and not result.timed]
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
