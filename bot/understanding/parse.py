"""From parse data, as the pipeline leaves it in a message, to a turn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.model.turn import Found, Moment, Open, Turn, Understanding


def turn_from_parse(parse: Mapping[str, Any], *, address: str = "", open_now: Open | None = None) -> Turn:
    """The turn that one parsed message makes."""
    intent = parse.get("intent") or {}
    entities = tuple((entity["entity"], entity["value"]) for entity in parse.get("entities") or ())
    return Turn(
        address=address,
        message_id=str(parse.get("message_id") or ""),
        text=parse.get("text") or "",
        intent=intent.get("name") or "",
        confidence=float(intent.get("confidence") or 0.0),
        entities=entities,
        understanding=understanding_from(parse.get("understanding") or {}),
        token=next((str(value) for name, value in entities if name == "token"), ""),
        open=open_now or Open(),
    )


def understanding_from(raw: Mapping[str, Any]) -> Understanding:
    """What the meaning reader found, as a frozen shape."""
    feelings = raw.get("distress") or {}
    return Understanding(
        topics=tuple((name, similarity) for name, similarity in raw.get("topics") or ()),
        options={
            name: tuple((str(value), likelihood) for value, likelihood in found)
            for name, found in (raw.get("options") or {}).items()
        },
        problems=tuple((name, score, similarity) for name, score, similarity in raw.get("problems") or ()),
        distress=feelings.get("distress", 0.0),
        despair=feelings.get("despair", 0.0),
        facts=raw.get("facts") or {},
        found=_found(raw.get("search") or {}),
        language=(raw.get("language") or [""])[0],
        says_and_asks=bool(raw.get("says_and_asks")),
        moment=_moment(raw.get("moment") or {}),
    )


def _moment(raw: Mapping[str, Any]) -> Moment:
    return Moment(raw.get("id", ""), raw.get("likeness", 0.0), tuple(raw.get("answers") or ()))


_FOUND = ("records", "refusals", "passages", "services")


def _found(raw: Mapping[str, Any]) -> Found:
    lists = {name: tuple((i, score) for i, score in raw.get(name) or ()) for name in _FOUND}
    return Found(**lists, outside=raw.get("outside", 0.0))
