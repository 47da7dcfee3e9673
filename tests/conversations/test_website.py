"""The website in a real browser, on the trained adviser: every way of using it, and what may go wrong on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from bot.cases.repository import CaseStore
from bot.cases.website import WebsiteStore
from tests.conversations.browser import NARROW, PHONE, Visitor, chromium, host_page
from tests.conversations.running_bot import RunningBot
from tests.conversations.states import BREAK

Visit = Callable[..., Visitor]
# As strict as a page can be that embeds the adviser (docs/embedding.md).
POLICY = (
    "default-src 'none'; script-src {url}; connect-src {url} {socket}; style-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types lit-html"
)
# The element that has the focus, however deep, by what stands on it.
FOCUSED = """() => {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found?.innerText || found?.tagName;
}"""
# How parts of the talk look.
LOOK = """(selectors) => {
  const chat = document.querySelector("levelfield-adviser").shadowRoot.querySelector("levelfield-chat").shadowRoot;
  return selectors.map((selector) => {
    const node = chat.querySelector(selector);
    const { color, fontSize, display, opacity, transform } = getComputedStyle(node);
    return [color, fontSize, display, opacity, transform, node.getBoundingClientRect().width];
  });
}"""
ADD_STYLES = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""
HOSTILE_TEXT = """<img src=x onerror="window.hit = 1"><script>window.hit = 2</script>
[click](javascript:window.hit=3) [data](data:text/html,<script>window.hit=4</script>) ![pixel](https://evil.example/pixel.png)
<a href="javascript:window.hit=5">here</a> [fine](https://example.org/?a=1&b=2) **bold** <svg onload="window.hit=6">"""
HOSTILE_CSS = """
* { all: revert !important; color: red !important; font-size: 40px !important; transform: rotate(3deg) !important; }
button, textarea, dialog, div { display: none !important; }
levelfield-adviser { display: none !important; position: static !important; opacity: 0 !important; filter: blur(9px); }
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests here."""
    with chromium() as found:
        yield found


@pytest.fixture
def visit(browser: Browser, bot: RunningBot) -> Iterator[Visit]:
    """Somebody with a browser of their own, who leaves at the end having complained of nothing."""
    visitors: list[Visitor] = []

    def come(**options: Any) -> Visitor:
        visitors.append(Visitor(browser, bot.url, **options))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.close()


def done(visitor: Visitor) -> int:
    """How many questions the bar says are answered."""
    return int(visitor.page.locator("progress").get_attribute("value") or 0)


def test_the_whole_way_by_mouse(visit: Visit) -> None:
    anna = visit().open()
    anna.wait_for("Hello, I'm Levelfield")
    anna.check_access("open")
    anna.page.get_by_role("button", name="Check my business").click()
    anna.question()
    anna.check_access("question")
    anna.answer_on()
    anna.wait_for("How the field lies for you")
    anna.check_access("profile")
    picture = anna.page.get_by_role("img", name=re.compile("Your profile as a picture.*money: "))
    assert picture.is_visible()
    anna.page.get_by_text("The same as a table").click()
    assert anna.page.get_by_role("row", name=re.compile("money")).is_visible()
    anna.page.get_by_role("button", name="What can I do about it?").last.click()
    anna.answer_on()
    anna.says("plan")
    anna.answer_on()
    anna.page.get_by_role("heading", name="Now", exact=True).wait_for()
    anna.check_access("plan")
    anna.check_fits("plan")
    anna.says("what should I do first?")
    anna.settle()
    anna.says("compare automation and collaboration")
    anna.settle()
    assert anna.page.locator(".kind-comparison table").is_visible()
    anna.check_access("comparison")
    anna.page.get_by_role("button", name="This helps", exact=True).last.click()
    anna.page.emulate_media(color_scheme="dark")
    anna.check_access("dark")
    anna.page.get_by_role("link", name="Open the plan page").last.evaluate("(link) => (link.target = '')")
    anna.page.get_by_role("link", name="Open the plan page").last.click()
    anna.page.get_by_role("heading", name="Your plan").wait_for()
    anna.check_access("plan page")
    anna.page.set_viewport_size(NARROW)
    anna.check_fits("plan page at 320 px")
    own = re.compile(rf"(?:http|ws)://127\.0\.0\.1:{anna.url.rpartition(':')[2]}/")
    assert [url for url in anna.asked if not own.match(url)] == []


def test_by_keyboard_alone(visit: Visit, bot: RunningBot) -> None:
    ben = visit()
    ben.serve(f"{bot.url}/host", host_page(bot.url))
    ben.page.goto(f"{bot.url}/host")
    ben.check_access("closed")
    ben.page.keyboard.press("Tab")
    ben.page.keyboard.press("Tab")
    ben.page.keyboard.press("Enter")
    ben.wait_for("Hello, I'm Levelfield")
    assert ben.page.evaluate(FOCUSED) == "TEXTAREA"
    ben.page.keyboard.type("check my business")
    ben.page.keyboard.press("Enter")
    answered = 0
    while (choices := ben.question()) is not None:
        wanted = choices.get_by_role("button").nth(1).inner_text()
        for _ in range(15):
            if ben.page.evaluate(FOCUSED) == wanted:
                break
            ben.page.keyboard.press("Shift+Tab")
        assert ben.page.evaluate(FOCUSED) == wanted
        ben.page.keyboard.press("Enter")
        ben.wait_for(wanted)
        # The button is gone, and the focus stands where the talk goes on.
        assert ben.page.evaluate(FOCUSED) == "TEXTAREA"
        answered += 1
        assert answered < 20
    ben.wait_for("How the field lies for you")
    ben.page.keyboard.press("Escape")
    assert ben.page.evaluate(FOCUSED) == "Ask the adviser"
    ben.page.keyboard.press("Enter")
    ben.wait_for("How the field lies for you")


def test_on_a_phone(visit: Visit, bot: RunningBot) -> None:
    carla = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    carla.serve(f"{bot.url}/host", host_page(bot.url))
    carla.page.goto(f"{bot.url}/host")
    carla.page.get_by_role("button", name="Ask the adviser").tap()
    carla.wait_for("Hello, I'm Levelfield")
    box = carla.page.get_by_role("dialog").bounding_box()
    assert box == {"x": 0, "y": 0, "width": PHONE["width"], "height": PHONE["height"]}
    carla.page.get_by_role("button", name="Check my business").tap()
    carla.question()
    carla.check_access("phone")
    # Nothing behind the talk can be reached.
    for _ in range(12):
        carla.page.keyboard.press("Tab")
        assert carla.page.evaluate(FOCUSED) != "A link"
    carla.answer_on()
    carla.wait_for("How the field lies for you")
    carla.page.set_viewport_size(NARROW)
    carla.check_fits("320 px")
    carla.check_access("320 px")


def test_a_reload_in_the_middle_of_a_question(visit: Visit) -> None:
    dora = visit().open()
    dora.page.get_by_role("button", name="Check my business").click()
    choices = dora.question()
    assert choices is not None
    before, session, earlier = dora.told(), dora.kept()["session"], done(dora)
    # What is said while the page is being left is neither lost nor said twice.
    choices.get_by_role("button").first.click(no_wait_after=True)
    dora.page.reload()
    dora.question()
    after = dora.told()
    assert dora.kept()["session"] == session
    assert before.splitlines()[1] in after and after.count("Hello, I'm Levelfield") == 1
    assert done(dora) == earlier + 1


def test_the_server_is_killed_and_comes_back(visit: Visit, bot: RunningBot) -> None:
    emil = visit().open()
    emil.page.get_by_role("button", name="Check my business").click()
    emil.question()
    earlier = done(emil)
    bot.kill_rasa()
    emil.page.get_by_text("No connection.").wait_for()
    emil.check_access("error")
    emil.says("They have more money to spend")
    emil.page.get_by_text("Waits for the connection").wait_for()
    bot.start_rasa()
    emil.settle()
    assert emil.told().count("They have more money to spend") == 1
    assert done(emil) == earlier + 1


def test_offline_and_back(visit: Visit) -> None:
    fritz = visit().open()
    fritz.wait_for("Hello, I'm Levelfield")
    fritz.settle()
    fritz.context.set_offline(True)
    fritz.page.evaluate(BREAK)
    fritz.page.get_by_text("No connection.").wait_for()
    fritz.says("what is platform asymmetry?")
    fritz.page.get_by_text("Waits for the connection").wait_for()
    fritz.context.set_offline(False)
    fritz.wait_for("Platform asymmetry")
    fritz.settle()
    assert fritz.page.locator(".kind-answer").count() == 1


def test_two_tabs_show_the_same_talk(visit: Visit) -> None:
    gina = visit().open()
    gina.wait_for("Hello, I'm Levelfield")
    gina.settle()
    other = gina.another_tab()
    other.goto(gina.url)
    gina.wait_for("Hello, I'm Levelfield", other)
    gina.says("what is platform asymmetry?")
    gina.settle()
    other.locator(".kind-answer").wait_for()
    assert gina.told(other) == gina.told()
    assert other.locator(".kind-answer").count() == 1 and other.locator(".me").count() == 1


def test_a_new_talk_forgets_the_old_one_in_this_browser(visit: Visit) -> None:
    hanna = visit().open()
    hanna.says("we're a bakery with six people")
    hanna.wait_for(re.compile("Noted: you're in food shops"))
    hanna.settle()
    before = hanna.kept()["session"]
    hanna.page.on("dialog", lambda dialog: dialog.accept())
    hanna.page.get_by_role("button", name="More", exact=True).click()
    with hanna.page.expect_download() as download:
        hanna.page.get_by_role("button", name="Download this talk").click()
    assert "You: we're a bakery with six people" in download.value.path().read_text()
    hanna.page.get_by_role("button", name="More", exact=True).click()
    hanna.page.get_by_role("button", name="Begin a new talk").click()
    hanna.page.locator(".me").wait_for(state="detached")
    hanna.wait_for("Hello, I'm Levelfield")
    hanna.settle()
    assert hanna.kept()["session"] != before and "bakery" not in hanna.told()


def test_deleting_the_data_empties_the_page(visit: Visit) -> None:
    ida = visit().open()
    ida.says("we're a bakery with six people")
    ida.wait_for(re.compile("Noted: you're in food shops"))
    ida.settle()
    ida.says("delete my data")
    ida.settle()
    ida.page.get_by_role("button", name=re.compile("delete", re.IGNORECASE)).last.click()
    ida.wait_for(re.compile("Done. Deleted:"))
    ida.settle()
    assert "bakery" not in ida.told()
    ida.page.reload()
    ida.wait_for(re.compile("Done. Deleted:"))
    assert "bakery" not in ida.told()


def test_a_strict_policy_and_hostile_styles_of_another_site(visit: Visit, bot: RunningBot) -> None:
    site = "http://association.test/"
    jan = visit()
    policy = POLICY.format(url=bot.url, socket=bot.url.replace("http", "ws"))
    jan.serve(site, host_page(bot.url), {"Content-Security-Policy": policy})
    jan.page.goto(site)
    jan.page.get_by_role("button", name="Ask the adviser").click()
    jan.wait_for("Hello, I'm Levelfield")
    jan.page.get_by_role("button", name="Check my business").click()
    jan.answer_on()
    jan.wait_for("How the field lies for you")
    parts = [".bubble", "textarea", "dialog", ".choices button"]
    before = jan.page.evaluate(LOOK, parts)
    jan.page.evaluate(ADD_STYLES, HOSTILE_CSS)
    assert jan.page.evaluate(LOOK, parts) == before
    jan.says("plan")
    jan.settle()


def test_a_hostile_text_is_shown_and_does_nothing(visit: Visit, bot: RunningBot) -> None:
    karl = visit().open()
    karl.wait_for("Hello, I'm Levelfield")
    karl.settle()
    cases = CaseStore(bot.settings.cases_url)
    kinds = (
        "answer",
        "question",
        "profile",
        "ranking",
        "strategy",
        "comparison",
        "plan",
        "progress",
        "handoff",
        "made_up",
    )
    for kind in kinds:
        row = {"name": HOSTILE_TEXT, "values": [HOSTILE_TEXT] * 2, "id": HOSTILE_TEXT, "title": HOSTILE_TEXT}
        score = {"plain": HOSTILE_TEXT, "severity": 50, "band": "high", "confidence_word": HOSTILE_TEXT}
        data = {
            "rows": [row],
            "titles": [HOSTILE_TEXT] * 2,
            "strategies": [{**row, "score": 5, "because": [HOSTILE_TEXT]}],
        }
        data |= {"dimensions": {HOSTILE_TEXT: score}, "effort": HOSTILE_TEXT, "cost": {"note": HOSTILE_TEXT}}
        data |= {"steps": [{**row, "wave": "now", "due": HOSTILE_TEXT, "measure": HOSTILE_TEXT}]}
        data |= {"links": {"page": "javascript:window.hit=7"}, "moved": {HOSTILE_TEXT: {"then": 1, "now": 2}}}
        custom = {"version": "1", "kind": kind, "about": [HOSTILE_TEXT], "sources": [], "data": data}
        button = {"title": HOSTILE_TEXT, "payload": "javascript:window.hit=8"}
        body = {"recipient_id": "x", "text": HOSTILE_TEXT, "buttons": [button], "custom": custom}
        WebsiteStore(cases).keep(f"web:{karl.kept()['session']}", body)
    cases.close()
    karl.page.reload()
    karl.settle()
    assert karl.page.locator(".bot").count() >= len(kinds)
    assert karl.page.evaluate("() => window.hit") is None
    assert "<script>window.hit = 2</script>" in karl.told()
    links = karl.log().get_by_role("link").evaluate_all("(all) => all.map((one) => one.href)")
    assert links and all(link.startswith(("https://example.org/", f"{bot.url}/")) for link in links)
    assert not [url for url in karl.asked if "evil" in url]
    assert karl.log().locator("img, script, iframe").count() == 0
