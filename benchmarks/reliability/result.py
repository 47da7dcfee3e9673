"""What a scenario found, beside the figure to reach and what stock Rasa did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


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


def tell(results: Iterable[Result]) -> None:
    """Print each result."""
    print(*results, sep="\n")
