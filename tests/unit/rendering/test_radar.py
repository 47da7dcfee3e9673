"""The radar: well-formed, small, the same as the numbers, and readable without seeing it."""

from __future__ import annotations

from base64 import b64decode
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from bot.diagnosis.scoring import score_profile
from bot.model.knowledge import Knowledge
from bot.rendering.radar import radar_svg, radar_uri

SVG = "{http://www.w3.org/2000/svg}"


def drawn(knowledge: Knowledge, answers: dict[str, str]) -> ElementTree.Element:
    return ElementTree.fromstring(radar_svg(knowledge, score_profile(knowledge, answers)))


@pytest.mark.parametrize("value", ["0", "2", "4"])
def test_every_dimension_has_a_point_as_far_out_as_it_is_severe(knowledge: Knowledge, value: str) -> None:
    picture = drawn(knowledge, {question.id: value for question in knowledge.of_kind("diagnosis")})
    dots = picture.findall(f".//{SVG}circle")
    assert len(dots) == len(knowledge.dimensions) == 7
    for dot in dots:
        reach = ((float(dot.get("cx", 0)) - 150) ** 2 + (float(dot.get("cy", 0)) - 116) ** 2) ** 0.5
        assert reach == pytest.approx(76 * int(value) / 4, abs=0.2)


def test_what_was_not_looked_at_has_no_point_and_what_is_unsure_a_hollow_one(knowledge: Knowledge) -> None:
    (dot,) = drawn(knowledge, {"T2": "4"}).findall(f".//{SVG}circle")
    assert dot.get("fill") == "#fff"


def test_each_spoke_is_named_and_the_title_says_it_in_words(knowledge: Knowledge) -> None:
    picture = drawn(knowledge, {"E1": "3", "E4": "3", "T2": "4"})
    names = [" ".join(line.text or "" for line in label) for label in picture.findall(f".//{SVG}text")]
    assert names == [dimension.plain for dimension in knowledge.dimensions.values()]
    title = picture.findtext(f"{SVG}title") or ""
    assert "money: 75 of 100" in title and "not looked at" in title and "looks steep" in title


def test_the_address_holds_the_whole_picture_and_is_small(knowledge: Knowledge) -> None:
    profile = score_profile(knowledge, {question.id: "3" for question in knowledge.of_kind("diagnosis")})
    address = radar_uri(knowledge, profile) or ""
    head, _, body = address.partition(",")
    assert head == "data:image/svg+xml;base64" and len(address) < 6000
    assert b64decode(body).decode() == radar_svg(knowledge, profile)
    assert radar_uri(knowledge, score_profile(knowledge, {})) is None


def test_the_lines_of_the_names_stay_in_the_picture_and_apart(knowledge: Knowledge) -> None:
    picture = drawn(knowledge, {"E1": "3"})
    _, _, width, height = (float(number) for number in picture.get("viewBox", "").split())
    for label in picture.findall(f".//{SVG}text"):
        rows = [float(line.get("y", 0)) for line in label]
        # Letters of 13 are about 0.55 as wide, and rise 10 above their line and hang 3 below it.
        room = {"start": lambda x: width - x, "end": lambda x: x, "middle": lambda x: 2 * min(x, width - x)}
        side = room[label.get("text-anchor", "")]
        assert all(side(float(line.get("x", 0))) >= 13 * 0.55 * len(line.text or "") for line in label)
        assert rows[0] >= 10 and rows[-1] <= height - 3
        assert all(later - earlier >= 13 for earlier, later in pairwise(rows))
