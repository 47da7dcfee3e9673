"""The radar: well-formed, small, the same as the numbers, and readable without seeing it."""

from __future__ import annotations

from base64 import b64decode
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
        reach = ((float(dot.get("cx", 0)) - 260) ** 2 + (float(dot.get("cy", 0)) - 160) ** 2) ** 0.5
        assert reach == pytest.approx(105 * int(value) / 4, abs=0.2)


def test_what_was_not_looked_at_has_no_point_and_what_is_unsure_a_hollow_one(knowledge: Knowledge) -> None:
    (dot,) = drawn(knowledge, {"T2": "4"}).findall(f".//{SVG}circle")
    assert dot.get("fill") == "#fff"


def test_each_spoke_is_named_and_the_title_says_it_in_words(knowledge: Knowledge) -> None:
    picture = drawn(knowledge, {"E1": "3", "E4": "3", "T2": "4"})
    names = [label.text for label in picture.findall(f".//{SVG}text")]
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
