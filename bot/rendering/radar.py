"""The profile as a small picture: a radar of seven spokes, drawn as SVG without any library."""

from __future__ import annotations

import math
from base64 import b64encode
from collections.abc import Mapping
from html import escape
from textwrap import wrap

from bot.diagnosis.scoring import is_sure
from bot.model.case import DimensionScore, Profile
from bot.model.knowledge import Knowledge
from bot.rendering.phrases import lowered, say, whole

# As narrow as the names beside the outermost ring allow, so that their letters can be read on a phone.
_WIDTH, _HEIGHT, _RADIUS = 300, 232, 76
# Letters in one line of a name, and from line to line.
_LINE, _PITCH = 11, 14
_CENTRE = (_WIDTH / 2, _HEIGHT / 2)
_RINGS = (25, 50, 75, 100)
# Contrast above 4.5 on white for the text, above 3 for what is drawn; an unsure point is hollow, not only paler.
_INK, _GRID, _SHAPE = "#1f2933", "#8a94a0", "#a8451a"


def radar_svg(knowledge: Knowledge, profile: Profile) -> str:
    """The picture as SVG text; a point further out means that the field is tilted more.

    What was not looked at has no point; what rests on few answers has a hollow one.
    """
    names = list(profile.scores)
    corners = [_point(place, len(names), 100) for place in range(len(names))]
    rings = "".join(
        f'<polygon points="{_points([_point(place, len(names), ring) for place in range(len(names))])}"/>'
        for ring in _RINGS
    )
    spokes = "".join(f'<path d="M{_xy(_CENTRE)}L{_xy(corner)}"/>' for corner in corners)
    known = [
        (score, _point(place, len(names), score.severity))
        for place, score in enumerate(profile.scores.values())
        if score.severity is not None
    ]
    shape = f'<polygon points="{_points([point for _, point in known])}" fill-opacity=".18"/>' if len(known) > 1 else ""
    dots = "".join(_dot(knowledge, score, point) for score, point in known)
    labels = "".join(_label(knowledge, name, place, len(names)) for place, name in enumerate(names))
    title = escape(say(knowledge, "profile.picture", scores=_in_words(knowledge, profile.scores)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" font-family="sans-serif" '
        f'font-size="13"><title>{title}</title><rect width="100%" height="100%" fill="#fff"/>'
        f'<g fill="none" stroke="{_GRID}" stroke-width=".7">{rings}{spokes}</g>'
        f'<g fill="{_SHAPE}" stroke="{_SHAPE}" stroke-width="2">{shape}{dots}</g><g fill="{_INK}">{labels}</g></svg>'
    )


def radar_uri(knowledge: Knowledge, profile: Profile) -> str | None:
    """The picture as an address that a page can show as it is; None before the first answer."""
    if not profile.answered:
        return None
    return "data:image/svg+xml;base64," + b64encode(radar_svg(knowledge, profile).encode()).decode()


def _point(place: int, of: int, severity: float) -> tuple[float, float]:
    """Where a severity lies on a spoke; the first spoke points upwards, the others follow clockwise."""
    turn = 2 * math.pi * place / of - math.pi / 2
    reach = _RADIUS * severity / 100
    return _CENTRE[0] + reach * math.cos(turn), _CENTRE[1] + reach * math.sin(turn)


def _xy(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _points(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _dot(knowledge: Knowledge, score: DimensionScore, point: tuple[float, float]) -> str:
    hollow = "" if is_sure(knowledge, score) else ' fill="#fff"'
    return f'<circle cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="4"{hollow}/>'


def _label(knowledge: Knowledge, name: str, place: int, of: int) -> str:
    x, y = _point(place, of, 114)
    side = x - _CENTRE[0]
    anchor = "middle" if abs(side) < 1 else "start" if side > 0 else "end"
    parts = wrap(knowledge.dimensions[name].plain, _LINE, break_long_words=False)
    # The lines stand beside the end of the spoke, at the top above it.
    top = y + 4 - (len(parts) - 1) * (_PITCH if y < _CENTRE[1] - _RADIUS else _PITCH / 2)
    lines = "".join(
        f'<tspan x="{x:.1f}" y="{top + line * _PITCH:.1f}">{escape(part)}</tspan>' for line, part in enumerate(parts)
    )
    return f'<text text-anchor="{anchor}">{lines}</text>'


def _in_words(knowledge: Knowledge, scores: Mapping[str, DimensionScore]) -> str:
    """The picture for those who can't see it; no number where few answers carry it."""
    return "; ".join(_score_in_words(knowledge, score) for score in scores.values())


def _score_in_words(knowledge: Knowledge, score: DimensionScore) -> str:
    plain = lowered(knowledge.dimensions[score.dimension].plain)
    if score.severity is None:
        return say(knowledge, "profile.picture_open", plain=plain)
    if not is_sure(knowledge, score):
        return say(
            knowledge, "profile.picture_unsure", plain=plain, looks=say(knowledge, f"profile.looks_{score.band}")
        )
    return say(knowledge, "profile.picture_sure", plain=plain, severity=whole(score.severity))
