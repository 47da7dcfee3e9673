"""Chooses who helps: by country and by the dimension that hurts, the operator's own first."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.model.knowledge import Knowledge, Service

ANYWHERE = "any"
# How much nearer to the question an office abroad must be than one at home.
_NEAR_HOME = 0.15


def choose_services(
    knowledge: Knowledge,
    country: str | None,
    dimensions: Collection[str],
    strategies: Collection[str],
    most: int,
    likeness: Mapping[str, float] | None = None,
) -> list[Service]:
    """The services that fit, best first.

    Args:
        country: where the firm is, or None: then only what helps anywhere.
        dimensions: what it needs help with; none means with anything.
        strategies: what it wants to do; a service that names one of them fits better than by its dimension alone.
        likeness: how near each service is to what was asked, where something was.
    """
    here = [s for s in knowledge.services.values() if ANYWHERE in s.countries or (country and country in s.countries)]
    fitting = [
        s for s in here if not dimensions or set(dimensions) & set(s.dimensions) or set(strategies) & set(s.strategies)
    ]
    # The operator's own come first, then what fits the words, those for this country a little before those for all;
    # then what names the strategy before what names the trouble. Examples of entries help nobody but the operator.
    near = likeness or {}
    return sorted(
        fitting,
        key=lambda s: (
            s.demo,
            not s.own,
            -(near.get(s.id, 0.0) + (0.0 if ANYWHERE in s.countries else _NEAR_HOME)),
            not set(strategies) & set(s.strategies),
            -len(set(dimensions) & set(s.dimensions)),
        ),
    )[:most]
