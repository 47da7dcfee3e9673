"""Web pages, as an association's site has them."""

from __future__ import annotations

import time

import pytest

from bot.errors import DocumentUnreadable
from bot.library.reading import read_content
from bot.library.web_page import read_web_page
from tests.unit.library.seen import Read, looks, words, words_of

CONTENT = """
<h1>Selling abroad</h1>
<p>Members who sell across the border for the first time ask us the same questions every year.</p>
<h2>Before the first order</h2>
<p>Check the product rules of the country, and note who pays for the <em>carriage</em>.</p>
<ul>
  <li><strong>Labels</strong>: translate them before you print.
    <ul><li>Ingredients in the order of weight</li><li>Address of the importer</li></ul>
  </li>
  <li>Prices: quote in one currency only.</li>
</ul>
FIGURE
<h3>Papers</h3>
<ol><li><p>Commercial invoice</p></li><li><a href="/packing.pdf">Packing list</a></li></ol>
<table>
  <caption>Charges at our desk</caption>
  <thead><tr><th>Service</th><th>Members</th><th>Others</th></tr></thead>
  <tbody>
    <tr><td>Certificate of origin</td><td>20 euros</td><td>45 euros</td></tr>
    <tr><td>Carnet</td><td>60 euros</td><td>90 euros</td></tr>
  </tbody>
</table>
<h2>Words you will meet</h2>
<dl>
  <dt>Incoterm</dt><dd>A three-letter rule on who carries cost and risk.</dd>
  <dt>Tariff</dt><dt>Duty</dt><dd>A charge at the border.</dd>
</dl>
<blockquote><p>We lost a month because of one wrong code.</p></blockquote>
<h2>Forms</h2>
<ul>
  <li><a href="/a">Application for membership</a></li>
  <li><a href="/b">Complaint about an invoice</a></li>
  <li><a href="/c">Change of seat</a></li>
</ul>
<p>Ring us on Tuesdays.<br>Or write a letter.</p>
""".replace(
    "FIGURE",
    '<figure><img src="x.jpg" alt="Kranbild"><figcaption>Gantries lifting boxes at sunrise</figcaption></figure>',
)
SHOWN = [
    "# Selling abroad",
    "Members who sell across the border for the first time ask us the same questions every year.",
    "## Before the first order",
    "Check the product rules of the country, and note who pays for the carriage.",
    "- Labels: translate them before you print.",
    "- Ingredients in the order of weight",
    "- Address of the importer",
    "- Prices: quote in one currency only.",
    "### Papers",
    "- Commercial invoice",
    "- Packing list",
    "Charges at our desk",
    "| Service: Certificate of origin; Members: 20 euros; Others: 45 euros",
    "| Service: Carnet; Members: 60 euros; Others: 90 euros",
    "## Words you will meet",
    "- Incoterm: A three-letter rule on who carries cost and risk.",
    "- Tariff, Duty: A charge at the border.",
    "We lost a month because of one wrong code.",
    "## Forms",
    "- Application for membership",
    "- Complaint about an invoice",
    "- Change of seat",
    "Ring us on Tuesdays. Or write a letter.",
]
ABOVE = """
<a class="skip" href="#main">Skip to main content</a>
<header class="site"><a href="/">Riverside logo</a>
  <nav><ul>
    <li><a href="/">Start</a></li><li><a href="/join">Joining</a></li><li><a href="/ev">Calendar</a></li>
  </ul></nav>
</header>
<div id="cookieBanner" class="consent"><p>Biscuits improve your visit.</p><button>Agree</button></div>
<ol class="breadcrumb"><li><a href="/">Root</a></li><li><a href="/g">Guidebooks</a></li></ol>
"""
BELOW = """
<aside>
  <h3>Latest posts</h3><ul><li><a href="/1">Summer party</a></li><li><a href="/2">Elected chairwoman</a></li></ul>
</aside>
<footer><p>Copyright 2024 Riverside. Imprint. Privacy.</p></footer>
<script>track("pixel")</script>
"""
FURNITURE = words(
    "skip logo joining calendar biscuits agree root guidebooks latest posts party chairwoman imprint privacy"
)
FURNITURE |= words("track pixel gantries sunrise kranbild riverside")


def page(body: str, head: str = "") -> str:
    return f'<!DOCTYPE html><html lang="en"><head><title>Selling abroad</title>{head}</head><body>{body}</body></html>'


LAYOUTS = {
    "main": f"{ABOVE}<main id='main'><article>{CONTENT}</article></main>{BELOW}",
    "a role": f"{ABOVE}<div role='main'>{CONTENT}</div>{BELOW}",
    "article only": f"{ABOVE}<article>{CONTENT}</article>{BELOW}",
    "neither": f"{ABOVE}<div class='wrap'><div class='col has-sidebar'>{CONTENT}</div></div>{BELOW}",
    "a form around all": f"<form action='/'>{ABOVE}<div>{CONTENT}</div>{BELOW}<input type='hidden'></form>",
    "a table for the layout": f"<table><tr><td>{ABOVE}</td></tr><tr><td>{CONTENT}</td><td>{BELOW}</td></tr></table>",
}


@pytest.mark.parametrize("body", LAYOUTS.values(), ids=LAYOUTS)
def test_the_content_is_whole_and_nothing_around_it_is_kept(passages: Read, body: str) -> None:
    html = page(body)
    shown = [line for line in looks(read_web_page(html)) if line != "Skip to main content"]
    assert shown == SHOWN
    found = words_of(passages(html.encode(), "page.html"))
    assert words(*SHOWN) <= found
    assert not FURNITURE & found


def test_a_list_of_links_without_a_mark_is_navigation() -> None:
    links = "".join(f'<div><a href="/{name}">{name}</a></div>' for name in ("Kiosk", "Tower", "Harbour", "Meadow"))
    body = f"<div class='x1'>{links}</div><div class='x2'>{CONTENT}</div><div class='x3'>{links}</div>"
    assert looks(read_web_page(page(body))) == SHOWN


@pytest.mark.parametrize("tag", ["div", "main"])
def test_a_page_of_two_short_paragraphs(tag: str) -> None:
    html = page(f"<{tag}><p>We open at nine.</p><p>Ring the bell twice.</p></{tag}>")
    assert looks(read_web_page(html)) == ["We open at nine.", "Ring the bell twice."]


def test_an_empty_main_is_not_believed() -> None:
    assert looks(read_web_page(page("<main></main><p>We open at nine.</p>"))) == ["We open at nine."]


def test_a_page_in_windows_1252() -> None:
    text = "<p>The fee for the café’s licence is 20 € – payable at Müller & Söhne.</p>"
    shown = ["The fee for the café’s licence is 20 € – payable at Müller & Söhne."]
    for head in ('<meta charset="windows-1252">', '<meta http-equiv="x" content="text/html; charset=iso-8859-1">', ""):
        content = page(text, head).encode("cp1252")
        assert looks(read_content(content, "page.html")) == shown


def test_a_declared_encoding_is_believed() -> None:
    content = page("<p>Членский взнос платят весной.</p>", '<meta charset="windows-1251">').encode("cp1251")
    assert looks(read_content(content, "page.htm")) == ["Членский взнос платят весной."]


@pytest.mark.parametrize("depth", [300, 20_000])
def test_deep_nesting_loses_nothing(depth: int) -> None:
    body = "<div class=a>" * depth + "<h2>Deep</h2><p>The text below.</p>" + "</div>" * depth + "<p>After.</p>"
    begun = time.thread_time()
    assert looks(read_web_page(page(body))) == ["## Deep", "The text below.", "After."]
    assert time.thread_time() - begun < 5


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(DocumentUnreadable, match=r"too deep.*Save"):
        read_web_page(page("<ul><li>" * 20_000 + "bottom"))


def test_short_blocks_of_any_kind_are_kept() -> None:
    body = """<main><h1>Desk</h1><p class="meta">Read this before you sign.</p><div>Monday nine to five</div>
    <address>Dock Road 4</address><details><summary>Who may join?</summary><p>Any firm of the county.</p></details>
    <pre>IBAN XX00\n1111</pre><section class="related-duties"><h5>Duties</h5>Keep invoices.</section>
    <div>Loose <b>bold</b> words<p>a paragraph inside</p>and a tail</div><footer>Ends here.</footer><hr>Last.</main>"""
    assert looks(read_web_page(page(body))) == [
        *("# Desk", "Read this before you sign.", "Monday nine to five", "Dock Road 4", "###### Who may join?"),
        *("Any firm of the county.", "IBAN XX00 1111", "##### Duties", "Keep invoices.", "Loose bold words"),
        *("a paragraph inside", "and a tail", "Last."),
    ]


def test_a_header_with_the_title_is_content() -> None:
    body = (
        f"<header><nav><a href='/'>Start</a></nav><h1>Dues</h1><p>What we charge.</p></header><div>{'Pay. ' * 9}</div>"
    )
    assert looks(read_web_page(page(body)))[:2] == ["# Dues", "What we charge."]


def test_what_is_most_of_the_page_is_content_whatever_it_is_called() -> None:
    body = f"<div class='newsletter cookie sidebar modal'>{CONTENT}<button>Agree</button></div>"
    assert looks(read_web_page(page(body))) == SHOWN


def test_two_line_breaks_part_paragraphs_and_bold_alone_is_a_heading() -> None:
    body = "<b>Opening hours</b><br><br>From nine.<br>To five.<br><br>Closed on Sunday."
    body += "<p><strong>Dues</strong></p><p>Ten.</p>"
    shown = ["Opening hours", "From nine. To five.", "Closed on Sunday.", "###### Dues", "Ten."]
    assert looks(read_web_page(page(body))) == shown


def test_bold_words_name_an_item_but_stress_does_not() -> None:
    body = "<ul><li><b>Carnet</b> Spares you the duty.</li><li><b>Never</b> sign a blank form.</li></ul>"
    assert looks(read_web_page(page(body))) == ["- Carnet: Spares you the duty.", "- Never sign a blank form."]


TABLES = {
    "heads at the side": (
        "<tr><th>Day</th><td>Monday</td><td>Friday</td></tr><tr><th>Desk</th><td>Anna</td><td>Bela</td></tr>",
        ["| Day; Monday; Friday", "| Desk; Anna; Bela"],
    ),
    "an empty corner": (
        "<tr><td></td><th>2023</th><th>2024</th></tr><tr><th>Dues</th><td>10</td><td>12</td></tr>",
        ["| Dues; 2023: 10; 2024: 12"],
    ),
    "names and values": (
        "<tr><td>Phone</td><td>0123 456</td></tr><tr><td>Post</td><td>Dock Road</td></tr>",
        ["| Phone; 0123 456", "| Post; Dock Road"],
    ),
    "no marks at all": (
        "<tr><td>Firm</td><td>Seat</td><td>Staff</td></tr><tr><td>Alder</td><td>Quay</td><td>9</td></tr>",
        ["| Firm: Alder; Seat: Quay; Staff: 9"],
    ),
    "spanned": (
        "<tr><th rowspan=2>Firm</th><th colspan=2>Staff</th></tr><tr><th>2023</th><th>2024</th></tr>"
        "<tr><td rowspan=2>Alder</td><td>7</td><td>9</td></tr><tr><td colspan=2>closed</td></tr>",
        ["| Firm: Alder; Staff 2023: 7; Staff 2024: 9", "| Firm: Alder; Staff 2023: closed"],
    ),
    "a head without rows": ("<tr><th>Firm</th><th>Seat</th></tr><tr></tr>", ["| Firm; Seat"]),
    "silly spans": (
        "<tr><td colspan=99999999>One<td>Two<tr><td rowspan=-3>Three<td colspan=x>Four",
        ["| One; Two", "| Three; Four"],
    ),
    "lists in cells": (
        "<tr><th>Step</th><th>Bring</th></tr><tr><td>Apply</td><td><ul><li>passport</li><li>deed</li></ul></td></tr>",
        ["| Step: Apply; Bring: passport deed"],
    ),
}


@pytest.mark.parametrize(("rows", "shown"), TABLES.values(), ids=TABLES)
def test_tables(rows: str, shown: list[str]) -> None:
    assert looks(read_web_page(page(f"<main><p>Before.</p><table>{rows}</table></main>"))) == ["Before.", *shown]


def test_what_a_page_says_of_itself() -> None:
    head = """<link rel="canonical" href="https://chamber.example/abroad">
    <meta property="article:published_time" content="2024-03-05T10:00:00Z">"""
    found = read_web_page(page(LAYOUTS["main"], head))
    assert (found.title, found.date, found.address) == (
        "Selling abroad",
        "2024-03-05",
        "https://chamber.example/abroad",
    )


def test_a_year_in_the_footer_is_no_date() -> None:
    assert read_web_page(page(LAYOUTS["main"])).date == ""


def test_many_nested_tables_and_links_end_in_time() -> None:
    body = "<table><tr><td>" * 400 + "<p>Inside.</p>" + '<a href="/x">link</a> ' * 20_000
    begun = time.thread_time()
    assert "Inside." in looks(read_web_page(page(body)))
    assert time.thread_time() - begun < 10
