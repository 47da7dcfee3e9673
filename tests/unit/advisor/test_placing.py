"""Which question a trouble answers, where its words name an option of another one."""

from __future__ import annotations

import pytest

from tests.unit.advisor.conftest import Talk

PAYMENTS = ("E3", 2, 0.77)


@pytest.mark.parametrize(
    ("options", "proposed"),
    [
        ({"E1": (("0", 0.75), ("2", 0.19))}, "E1:0"),  # named plainly
        ({"E1": (("0", 0.55), ("2", 0.19))}, "E3:2"),  # hardly likelier than not
        (
            {"E1": (("0", 0.75), ("2", 0.19)), "E3": (("2", 0.6), ("0", 0.2))},
            "E3:2",
        ),  # no more plainly than the trouble
    ],
)
def test_an_option_that_is_named_plainly_goes_before_what_a_trouble_resembles(
    talk: Talk, options: dict[str, object], proposed: str
) -> None:
    talk.start(facts={"sector": "retail", "rival": "systemic"})
    assert talk.question not in {"E1", "E3"}
    said = "our bank gives us an overdraft whenever we need"
    talk.say(said, intent="describe_problem", problems=(PAYMENTS,), options=options)
    assert talk.slots["proposal"] == proposed
