"""Accepts the golden people's rankings and plans as they are now: `python -m tests.golden.accept`.

What a person must and must not be advised is never rewritten; where it is missed, nothing is accepted for them.
"""

from __future__ import annotations

import sys

from bot.documents.load import load_knowledge
from bot.settings import ROOT
from tests.golden.people import accept, assessed, difference, outcome, people, planned


def main() -> int:
    """Accept, and show what moved; 1 where somebody must not be advised so."""
    knowledge = load_knowledge(ROOT / "knowledge")
    refused = 0
    for person in people():
        found = assessed(knowledge, person)
        now, advised = outcome(found), planned(found)
        missing, wrong = set(person.must) - advised, set(person.must_not) & advised
        if missing or wrong:
            refused += 1
            print(f"{person.name}: not accepted; missing {sorted(missing)}, not to be advised {sorted(wrong)}")
            continue
        moved = difference(person, now)
        if accept(person, now):
            print(
                f"{person.name}: accepted\n{moved}"
                if person.accepted
                else f"{person.name}: accepted for the first time"
            )
        else:
            print(f"{person.name}: as before")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
