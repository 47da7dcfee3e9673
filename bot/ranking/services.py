"""Chooses who helps: by country and by the dimension that hurts, the operator's own first."""

from __future__ import annotations

from collections.abc import Collection

from bot.model.knowledge import Knowledge, Service

ANYWHERE = "any"


def choose_services(
    knowledge: Knowledge, country: str | None, dimensions: Collection[str], strategies: Collection[str], most: int
) -> list[Service]:
    """The services that fit, best first.

    Args:
        country: where the firm is, or None: then only what helps anywhere.
        dimensions: what it needs help with; none means with anything.
        strategies: what it wants to do; a service that names one of them fits better than by its dimension alone.
    """
    here = [s for s in knowledge.services.values() if ANYWHERE in s.countries or (country and country in s.countries)]
    fitting = [
        s for s in here if not dimensions or set(dimensions) & set(s.dimensions) or set(strategies) & set(s.strategies)
    ]
    # The operator's own come first, then those for this country; what names the strategy before what names the trouble.
    # Examples of entries come last: they help nobody but the operator.
    return sorted(
        fitting,
        key=lambda s: (
            s.demo,
            not s.own,
            ANYWHERE in s.countries,
            not set(strategies) & set(s.strategies),
            -len(set(dimensions) & set(s.dimensions)),
        ),
    )[:most]
