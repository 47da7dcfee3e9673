"""The profile's picture as PNG shows what the SVG shows."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.model.knowledge import Knowledge
from bot.rendering.picture import png_of
from bot.rendering.radar import radar_uri
from tests.golden.people import assessed, people


def test_every_persons_profile_can_be_drawn(knowledge: Knowledge) -> None:
    drawn = set()
    for person in people():
        uri = radar_uri(knowledge, assessed(knowledge, person).profile)
        assert uri
        image = Image.open(io.BytesIO(png_of(uri)))
        assert image.size == (900, 696)
        colours = {colour for _, colour in image.convert("RGB").getcolors(1_000_000)}
        # The white ground, the shape's line and the letters.
        assert {(255, 255, 255), (168, 69, 26), (31, 41, 51)} <= colours
        drawn.add(image.tobytes())
    assert len(drawn) > 1, "different people have different pictures"


@pytest.mark.parametrize("uri", ["https://evil.example/x.svg", "data:image/png;base64,AAAA", ""])
def test_nothing_else_is_drawn(uri: str) -> None:
    with pytest.raises(ValueError, match="not an SVG"):
        png_of(uri)
