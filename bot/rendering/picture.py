"""The profile's picture as PNG, for channels that show no SVG: draws the few shapes that `radar.py` uses."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree

from PIL import Image, ImageDraw, ImageFont

# Three times as fine as the SVG's own measure, and drawn at twice that and made smaller, for smooth edges.
_FINE, _SMOOTH = 3, 2
_SCALE = _FINE * _SMOOTH
_URI = "data:image/svg+xml;base64,"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
# The height of the letters, as in the SVG.
_LETTERS = 13
_WHITE = "#fff"

Point = tuple[float, float]
Shape = tuple[ElementTree.Element, dict[str, str]]


def png_of(uri: str) -> bytes:
    """A picture of ours, given as an address with the SVG in it.

    Raises:
        ValueError: it is none of ours.
    """
    if not uri.startswith(_URI):
        raise ValueError("not an SVG picture")
    root = ElementTree.fromstring(b64decode(uri.removeprefix(_URI)))
    width, height = (int(number) for number in root.attrib["viewBox"].split()[2:])
    image = Image.new("RGB", (width * _SCALE, height * _SCALE), _WHITE)
    for element, style in _shapes(root, {}):
        _draw(image, element, style)
    smaller = image.resize((width * _FINE, height * _FINE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    smaller.save(out, "PNG", optimize=True)
    return out.getvalue()


def _shapes(
    element: ElementTree.Element, style: dict[str, str]
) -> Iterator[tuple[ElementTree.Element, dict[str, str]]]:
    """Every shape with what it inherits from the groups around it, in the order of drawing."""
    for child in element:
        own = {**style, **child.attrib}
        if child.tag.endswith("}g"):
            yield from _shapes(child, own)
        else:
            yield child, own


def _draw(image: Image.Image, element: ElementTree.Element, style: dict[str, str]) -> None:
    width = max(1, round(float(style.get("stroke-width", 1)) * _SCALE))
    draw = ImageDraw.Draw(image)
    match element.tag.partition("}")[2]:
        case "polygon":
            corners = list(_points(style["points"]))
            if style.get("fill") != "none":
                _fill(image, corners, style["fill"], float(style.get("fill-opacity", 1)))
            draw.line([*corners, corners[0]], style["stroke"], width, joint="curve")
        case "path":
            draw.line(list(_points(style["d"])), style["stroke"], width)
        case "circle":
            x, y, reach = (float(style[name]) * _SCALE for name in ("cx", "cy", "r"))
            draw.ellipse((x - reach, y - reach, x + reach, y + reach), style["fill"], style["stroke"], width)
        case "text":
            font: Any = ImageFont.load_default(_LETTERS * _SCALE)
            for line in element:
                place = float(line.attrib["x"]) * _SCALE, float(line.attrib["y"]) * _SCALE
                draw.text(place, line.text or "", style["fill"], font, anchor=_ANCHORS[style["text-anchor"]])


def _fill(image: Image.Image, corners: Iterable[Point], colour: str, opacity: float) -> None:
    mask = Image.new("L", image.size, 0)
    ImageDraw.Draw(mask).polygon(list(corners), round(255 * opacity))
    image.paste(Image.new("RGB", image.size, colour), mask=mask)


def _points(text: str) -> Iterator[Point]:
    numbers = [float(number) * _SCALE for number in _NUMBER.findall(text)]
    return zip(numbers[::2], numbers[1::2], strict=True)
