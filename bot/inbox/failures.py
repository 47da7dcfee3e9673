"""How a sending fails."""

from __future__ import annotations


class Unsent(Exception):
    """A letter could not be handed over; says what happened without any address."""

    def __init__(self, fault: str, *, for_good: bool = False, after: float | None = None) -> None:
        super().__init__(fault)
        self.fault, self.for_good, self.after = fault, for_good, after
