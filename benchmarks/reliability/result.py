"""What a scenario found, beside the figure to reach and what stock Rasa did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table. `timed` ones depend on how busy the machine is, so no test is decided by them."""

    name: str
    figure: str
    to_reach: str
    stock: str
    holds: bool
    timed: bool = False

    def __str__(self) -> str:
        verdict = "ok  " if self.holds else "FAIL"
        return f"{verdict} {self.name}: {self.figure}; to reach {self.to_reach}; stock Rasa {self.stock}"


def results_of(returned: Any) -> list[Result]:
    """What a scenario's `run` returned, in whichever of the forms that scenarios use."""
    if isinstance(returned, Result):
        return [returned]
    if isinstance(returned, Mapping):
        return [_from_fields(returned)]
    if isinstance(returned, tuple) and returned and isinstance(returned[0], str):
        return [_from_fields(dict(zip(("name", "figure", "to_reach", "stock", "holds"), returned, strict=False)))]
    if isinstance(returned, Iterable):
        return [result for one in returned for result in results_of(one)]
    return [_from_fields({name: getattr(returned, name) for name in dir(returned) if not name.startswith("_")})]


def _from_fields(fields: Mapping[str, Any]) -> Result:
    holds = next((bool(fields[name]) for name in ("holds", "ok", "passed") if name in fields), True)
    return Result(
        *(str(fields.get(name, "-")) for name in ("name", "figure", "to_reach", "stock")),
        holds,
        bool(fields.get("timed", False)),
    )
