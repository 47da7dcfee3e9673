"""What is measured of a widget: each function has one visit or a few, and returns plain values for the table.

All of them speak to a widget through `Visit`, so that the three are measured by the same lines.
"""

from __future__ import annotations

import gzip
import io
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Request

from benchmarks.widgets.stand import HOSTILE_ASKED, Stand
from benchmarks.widgets.talk import ASKED, BEGIN, Talk
from benchmarks.widgets.visit import (
    QUIET_SECONDS,
    Visit,
    Widget,
    after,
    is_near,
    lacking,
    missing,
    plain,
    unread,
)
from tests.conversations.browser import NARROW, RULES

Values = dict[str, Any]
# A reply counts as come, and lines as kept, where most of it can be read.
_COME = 0.2
# Median of five: one slow start among them does not count.
_RUNS = 5
# "Slow 4G" of Chromium's own tools: a phone on a middling line.
_LINE = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
_KEYS = 40
# chat-widget comes back every four seconds; three times that is long enough for each.
_BACK_SECONDS = 30.0
_GREETING = "hello"
# Whether anything of the hostile text has run in a page.
_HIT = "() => Boolean(globalThis.hit)"


def weight(stand: Stand, widget: Widget, talk: Talk) -> Values:
    """Requests and bytes before and after the first click, and who else is asked for something."""
    with stand.visit(widget) as visit:
        visit.go()
        visit.page.wait_for_load_state("networkidle")
        visit.page.wait_for_timeout(QUIET_SECONDS * 1000)
        first = _own(visit)
        visit.open()
        visit.say(_GREETING)
        visit.say(BEGIN)
        hosts = sorted({urlsplit(one.url).hostname or "" for one in visit.asked if not is_near(one.url)})
        return {
            "requests_first": len(first),
            "kb_first": _kilobytes(first),
            "kb_whole": _kilobytes(_own(visit)),
            "foreign": hosts,
        }


def _own(visit: Visit) -> list[Request]:
    """What the widget asked for: all but the page with its style sheet, and the icon that a browser asks for."""
    page = re.compile(r"^data:|/pages/page\.css$|/favicon\.ico$")
    return [one for one in visit.asked if one.resource_type != "document" and not page.search(one.url)]


def _kilobytes(requests: Sequence[Request]) -> float:
    """Kilobytes of scripts, styles, fonts and pictures, each as small as gzip makes it; each counts once."""
    kinds = {"script", "stylesheet", "font", "image"}
    files: dict[str, int] = {}
    for one in requests:
        response = one.response() if one.resource_type in kinds and is_near(one.url) else None
        if response is not None and response.ok:
            files[one.url] = len(gzip.compress(response.body(), compresslevel=9))
    return round(sum(files.values()) / 1000, 1)


def times(stand: Stand, widget: Widget, talk: Talk) -> Values:
    """Milliseconds from asking for the page until one can write, on a slow line; and from Enter to the question."""
    usable = [_until_usable(stand, widget) for _ in range(_RUNS)]
    replies = [_until_asked(stand, widget, talk.question["text"]) for _ in range(_RUNS)]
    return {"ms_usable": statistics.median(usable), "ms_reply": statistics.median(replies)}


def _until_usable(stand: Stand, widget: Widget) -> int:
    with stand.visit(widget) as visit:
        visit.context.new_cdp_session(visit.page).send("Network.emulateNetworkConditions", dict(_LINE))
        began = time.monotonic()
        visit.page.goto(f"{stand.site.url}/{widget.name}", wait_until="commit")
        if widget.launcher:
            visit.page.locator(widget.launcher).click()
        visit.field.click()
        return round((time.monotonic() - began) * 1000)


def _until_asked(stand: Stand, widget: Widget, question: str) -> int:
    """From Enter until most of the question stands there, looked at in each frame."""
    with stand.visit(widget) as visit:
        visit.go().open()
        visit.say(_GREETING)
        began = time.monotonic()
        visit.write(BEGIN)
        while missing(question, visit.shown()) > _COME and time.monotonic() - began < _BACK_SECONDS:
            visit.page.evaluate("() => new Promise(requestAnimationFrame)")
        return round((time.monotonic() - began) * 1000)


def access(stand: Stand, widget: Widget, talk: Talk) -> Values:
    """What axe finds closed, open and at a question, and whether replies are announced."""
    with stand.visit(widget) as visit:
        visit.go()
        visit.page.wait_for_timeout(QUIET_SECONDS * 1000)
        closed = _axe(visit) if widget.launcher else None
        visit.open()
        visit.say(_GREETING)
        found = {"axe_closed": closed, "axe_open": _axe(visit)}
        visit.say(BEGIN)
        announced = missing(talk.question["text"], visit.look("announced")) < _COME
        return {**found, "axe_question": _axe(visit), "announced": announced}


def _axe(visit: Visit) -> list[str]:
    """Each violation as `rule (impact)`, the worst first."""
    found = Axe().run(visit.page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    order = ("critical", "serious", "moderate", "minor")
    return [f"{one['id']} ({one['impact']})" for one in sorted(found, key=lambda one: order.index(one["impact"]))]


def keyboard(stand: Stand, widget: Widget, talk: Talk) -> Values:
    """Whether the first question can be answered by keys alone: which step fails, and whether Escape closes."""
    question = talk.question
    titles = {button["title"] for button in question["buttons"]}
    with stand.visit(widget) as visit:
        visit.go()
        visit.page.wait_for_timeout(QUIET_SECONDS * 1000)
        failed: list[str] = []
        if widget.launcher and not _tab(visit, lambda at: at["inside"] and at["button"] and at["seen"]):
            failed.append("the button that opens it cannot be reached")
            visit.open()
        elif widget.launcher:
            visit.page.keyboard.press("Enter")
            visit.field.wait_for()
            visit.settle()
        if not _tab(visit, lambda at: at["inside"] and at["field"] and at["seen"]):
            failed.append("the field cannot be reached")
            visit.field.click()
        before = visit.shown()
        visit.page.keyboard.type(BEGIN)
        visit.page.keyboard.press("Enter")
        visit.hear(BEGIN, before)
        before = visit.shown()
        if _tab(visit, lambda at: at["inside"] and at["text"] in titles, "Shift+Tab"):
            chosen = visit.look("focus")["text"]
            visit.page.keyboard.press("Enter")
            visit.hear(chosen, before)
            if not Counter(plain(visit.shown())) - Counter(plain(before)) - Counter(plain(chosen)):
                failed.append("Enter on an answer does nothing")
        else:
            failed.append("the answers cannot be reached")
        visit.page.keyboard.press("Escape")
        visit.page.wait_for_timeout(QUIET_SECONDS * 1000)
        at = visit.look("focus")
        closes = not visit.field.is_visible() and at["inside"] and at["button"] if widget.launcher else None
        return {"keyboard_failed": failed, "escape": closes}


def _tab(visit: Visit, until: Callable[[Values], bool], key: str = "Tab") -> bool:
    """Press a key until the focus is where it should be; first one looks, without pressing any."""
    for _ in range(_KEYS):
        if until(visit.look("focus")):
            return True
        visit.page.keyboard.press(key)
    return False


def policy(stand: Stand, widget: Widget, talk: Talk) -> Values:
    """What a strict content policy stops, and whether the widget still works under it."""
    with stand.visit(widget) as visit:
        visit.go(strict=True)
        try:
            visit.open()
            works = missing(talk.question["text"], visit.say(BEGIN)) < _COME
        except Exception as error:
            works = False
            visit.faults.append(str(error))
        stopped = Counter(one.split()[0] for one in visit.page.evaluate("() => look.violations"))
        return {"csp": dict(stopped), "csp_works": works}


def hostile(stand: Stand, widget: Widget, talk: Talk) -> Values:
    """What a text of the adviser does that holds tags, scripts and links that are programs."""
    with stand.visit(widget) as visit:
        visit.go().open()
        visit.say(_GREETING)
        heard = visit.say(HOSTILE_ASKED)
        visit.page.wait_for_timeout(QUIET_SECONDS * 1000)
        ran = visit.page.evaluate(_HIT)
        links = _press_programs(visit)
        ran_pressed = not ran and any(page.evaluate(_HIT) for page in visit.context.pages)
        fetched = any("evil.example" in one.url for one in visit.asked)
        come = "welcome" in heard.lower()
        told = {"hostile_ran": ran, "hostile_links": links, "hostile_ran_pressed": ran_pressed}
        return {**told, "hostile_fetched": fetched, "hostile_come": come}


def _press_programs(visit: Visit) -> int:
    """Press each link that is a program; how many there are."""
    links = visit.page.locator(visit.widget.root).locator("a").all()
    programs = [
        one for one in links if re.match(r"\s*(javascript|data):", one.get_attribute("href") or "", re.IGNORECASE)
    ]
    for link in programs:
        link.click()
        visit.page.wait_for_timeout(QUIET_SECONDS * 1000)
    return len(programs)


def reload(stand: Stand, widget: Widget, talk: Talk) -> Values:
    """What is left of the talk after a reload: lines, buttons of the open question, and the adviser's own memory."""
    question, following = talk.question, talk.following
    with stand.visit(widget) as visit:
        visit.go().open()
        visit.say(_GREETING)
        visit.say(BEGIN)
        before = visit.shown()
        visit.page.reload()
        visit.page.wait_for_timeout(QUIET_SECONDS * 1000)
        visit.open()
        lost = len(unread(before, visit.shown())) / len(set(plain(before)))
        buttons = not lacking([question], visit)
        heard = visit.press(following.said)
        goes_on = missing(following.reply[-1]["text"], heard) < _COME
        return {"reload_lines": lost < _COME, "reload_buttons": buttons, "reload_goes_on": goes_on}


def offline(stand: Stand, widget: Widget, talk: Talk) -> Values:
    """What becomes of something said while the line is away."""
    with stand.visit(widget) as visit:
        visit.go().open()
        visit.say(_GREETING)
        return {"offline": _said_away(visit, talk, lambda: visit.offline(True), lambda: visit.offline(False))}


def killed(stand: Stand, widget: Widget, talk: Talk) -> Values:
    """What becomes of something said while the server is dead."""
    with stand.visit(widget) as visit:
        visit.go().open()
        visit.say(_GREETING)
        return {"killed": _said_away(visit, talk, stand.kill, stand.revive)}


def _said_away(visit: Visit, talk: Talk, go: Callable[[], None], come: Callable[[], None]) -> str:
    """Say something while nobody listens.

    Returns: `sent` by itself, `twice`, `again` after Enter, `lost`, or `lost_told` where the widget says so.
    """
    answer = talk.answer

    def answered() -> bool:
        return missing(answer, after(visit.shown(), ASKED)) < _COME

    go()
    visit.page.wait_for_timeout(QUIET_SECONDS * 1000)
    before = visit.shown()
    visit.write(ASKED)
    visit.page.wait_for_timeout(2 * QUIET_SECONDS * 1000)
    told = set(plain(visit.shown())) - set(plain(before)) - set(plain(ASKED))
    come()
    if visit.wait(answered, _BACK_SECONDS):
        visit.settle()
        return "twice" if missing(f"{answer} {answer}", visit.shown()) < _COME else "sent"
    # Somebody sees that nothing comes, and presses Enter where the words still stand.
    left = visit.field.evaluate("(field) => field.value ?? field.innerText")
    visit.field.click()
    visit.page.keyboard.press("Enter")
    if plain(left) == plain(ASKED) and visit.wait(answered):
        return "again"
    return "lost_told" if told else "lost"


def narrow(stand: Stand, widget: Widget, talk: Talk) -> Values:
    """What sticks out or is cut off in a window of 320 px."""
    with stand.visit(widget, viewport=NARROW) as visit:
        visit.go()
        found = list(visit.look("tooWide"))
        visit.open()
        visit.say(_GREETING)
        visit.say(BEGIN)
        return {"narrow": sorted({*found, *visit.look("tooWide")})}


def dark(stand: Stand, widget: Widget, talk: Talk) -> Values:
    """How light the talk is on a light and on a dark screen, from 0 (black) to 1 (white)."""
    return {f"light_on_{scheme}": _lightness(stand, widget, scheme) for scheme in ("light", "dark")}


def _lightness(stand: Stand, widget: Widget, scheme: str) -> float:
    """The median of the 300 px above the field, where the talk is."""
    with stand.visit(widget, color_scheme=scheme) as visit:
        visit.go().open()
        visit.say(_GREETING)
        box = visit.field.bounding_box()
        assert box is not None, "the field is not seen"
        top = max(0.0, box["y"] - 300)
        clip = {"x": box["x"], "y": top, "width": box["width"], "height": box["y"] - top}
        picture = Image.open(io.BytesIO(visit.page.screenshot(clip=clip))).convert("L")
        return round(statistics.median(picture.tobytes()) / 255, 2)


def motion(stand: Stand, widget: Widget, talk: Talk) -> Values:
    """How many animations and transitions run from opening to the question, as usual and where people want few."""
    return {f"moves_{name.replace('-', '_')}": _moves(stand, widget, name) for name in ("no-preference", "reduce")}


def _moves(stand: Stand, widget: Widget, wanted: str) -> int:
    with stand.visit(widget, reduced_motion=wanted) as visit:
        visit.go()
        visit.look("watchMoves")
        visit.open()
        visit.say(_GREETING)
        visit.say(BEGIN)
        return len({re.sub(r" \d+ ", " ", one) for one in visit.page.evaluate("() => look.moves()")})


def kinds(stand: Stand, widget: Widget, talk: Talk) -> Values:
    """The whole talk: which kinds of the contract are shown whole, with all their buttons, and drawn as what."""
    texts: dict[str, float] = {}
    words: dict[str, list[str]] = {}
    buttons: dict[str, bool] = {}
    with stand.visit(widget) as visit:
        visit.go().open()
        for step in talk.whole:
            visit.press(step.said) if step.pressed else visit.say(step.said)
            visit.look("unfold")
            heard = after(visit.shown(), step.said)
            for message in step.reply:
                kind = message["custom"]["kind"]
                lost = unread(message["text"], heard)
                share = round(len(lost) / len(set(plain(message["text"]))), 3)
                if share >= texts.get(kind, 0.0):
                    texts[kind], words[kind] = share, lost
            last = step.reply[-1]
            kind = last["custom"]["kind"]
            buttons[kind] = buttons.get(kind, True) and not lacking([last], visit)
        drawn = visit.look("kinds")
        signs = len(re.findall(r"\*\*|\]\(|^\s*#+ ", visit.shown(), re.MULTILINE))
        faults = visit.faults
    names = {
        "table": "tables",
        "picture": "pictures",
        "ul": "lists",
        "ol": "lists",
        "strong": "bold",
        "b": "bold",
        "a": "links",
    }
    names |= {"h3": "headings", "h4": "headings", "progress": "progress bar", "meter": "bars", "time": "dates"}
    return {
        "kinds_missing": texts,
        "kinds_words": words,
        "kinds_buttons": buttons,
        "kinds_drawn": sorted({names[name] for name in drawn if name in names}),
        "kinds_signs": signs,
        "kinds_faults": len(faults),
    }


# In this order: what ends servers comes last, so that nothing else waits for them.
MEASURES: tuple[Callable[[Stand, Widget, Talk], Values], ...] = (
    weight,
    times,
    access,
    keyboard,
    policy,
    hostile,
    narrow,
    dark,
    motion,
    reload,
    kinds,
    offline,
    killed,
)
