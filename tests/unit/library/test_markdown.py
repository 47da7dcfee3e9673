"""Markdown with all that people put into it."""

from __future__ import annotations

import time

import pytest

from bot.library.markdown import read_markdown
from tests.unit.library.seen import Read, looks, words, words_of

TEXT = """---
title: Guide for exporters
date: 2024-03-05
url: https://chamber.example/guide
licence: CC BY 4.0
---

# Exporting

Ask for payment *before* you ship, at
least from new customers. See [the handbook](https://chamber.example/handbook).

![Kranbild](crane.jpg)

## Steps

1. **Niche markets**: small groups that the large pass by.
   - inner point
     - innermost point

       with a second paragraph
2. Never alone – ask the desk
3. Plain words

| Service | Members | Others |
|---------|:-------:|-------:|
| Carnet  | 60      | 90     |
| Stamp   | 20      |        |

> A member says: it works.

```python
total = price * 2
```

<div class="note" align="center"><p>Raw words matter &amp; stay.</p></div>

<!-- hidden remark -->

Setext heading
--------------

Last <b>line</b>.
"""
SHOWN = [
    "# Exporting",
    "Ask for payment before you ship, at least from new customers. See the handbook.",
    "## Steps",
    "- Niche markets: small groups that the large pass by.",
    "- inner point",
    "- innermost point with a second paragraph",
    "- Never alone: ask the desk",
    "- Plain words",
    "| Service: Carnet; Members: 60; Others: 90",
    "| Service: Stamp; Members: 20",
    "A member says: it works.",
    "total = price * 2",
    "Raw words matter & stay.",
    "## Setext heading",
    "Last line.",
]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_kind_of_block_is_found(line_end: str) -> None:
    assert looks(read_markdown(TEXT.replace("\n", line_end))) == SHOWN


def test_all_words_are_in_passages_and_nothing_else(passages: Read) -> None:
    found = words_of(passages(TEXT, "guide.md"))
    assert words(*SHOWN) == found
    assert not words("Kranbild hidden remark https") & found


def test_front_matter_says_what_the_file_is() -> None:
    found = read_markdown(TEXT)
    assert (found.title, found.date) == ("Guide for exporters", "2024-03-05")
    assert (found.address, found.licence) == ("https://chamber.example/guide", "CC BY 4.0")


def test_without_front_matter_the_first_heading_is_the_title() -> None:
    assert read_markdown("Before.\n\n## Dues *2024*\n\nTen.").title == "Dues 2024"


@pytest.mark.parametrize(
    "above", ["---\n- a\n- b\n---\n", "---\nday: 2024-13-45\n---\n", "---\n[: broken\n---\n", "---\n---\n"]
)
def test_what_is_no_front_matter_loses_no_text(above: str) -> None:
    found = read_markdown(f"{above}\nThe dues are ten.")
    assert looks(found)[-1] == "The dues are ten."
    assert words(above) <= words(*looks(found))


def test_a_date_that_is_none_is_left_out() -> None:
    assert read_markdown("---\ndate: next spring\n---\nText.").date == ""


def test_a_list_that_is_fifteen_deep_loses_nothing() -> None:
    text = "\n".join(f"{'  ' * depth}- point {depth}" for depth in range(15))
    assert looks(read_markdown(text)) == [f"- point {depth}" for depth in range(15)]


ODD = {"brackets": "[", "quotations": "> ", "stress": "*a ", "lists": "- ", "code": "`", "tags": "<a "}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts_end_in_time(text: str) -> None:
    begun = time.thread_time()
    read_markdown(f"Before.\n\n{text * 20_000}\n\nAfter.")
    assert time.thread_time() - begun < 10
