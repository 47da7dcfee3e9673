"""How long a reply takes from the click to being seen, in a real browser on the trained adviser.

Prints the median and the 95th percentile of walks through the check-up by buttons.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from tests.conversations.browser import Visitor, chromium
from tests.conversations.running_bot import RunningBot

WALKS = 5
# From the click to the frame in which the next question or the profile is drawn, by the page's own clock.
_PRESS = """() => new Promise((done) => {
  const chat = document.querySelector("levelfield-adviser").shadowRoot.querySelector("levelfield-chat");
  const log = chat.shadowRoot.querySelector("#log");
  const buttons = [...log.querySelectorAll(".kind-question .choices button")];
  const before = log.querySelectorAll(".bot").length, began = performance.now();
  new MutationObserver((_, watching) => {
    if (log.querySelectorAll(".bot").length <= before) return;
    watching.disconnect();
    requestAnimationFrame(() => done(performance.now() - began));
  }).observe(log, { childList: true, subtree: true });
  buttons[Math.min(2, buttons.length - 1)].click();
})"""


def main() -> None:
    """Walk and print."""
    times: list[float] = []
    with tempfile.TemporaryDirectory() as var, RunningBot(Path(var) / "var") as bot, chromium() as browser:
        for number in range(WALKS + 1):
            someone = Visitor(browser, bot.url).open()
            someone.page.get_by_role("button", name="Check my business").click()
            while someone.question() is not None:
                taken = someone.page.evaluate(_PRESS)
                # The first walk warms the server up.
                if number:
                    times.append(taken)
            someone.close()
    times.sort()
    p95 = times[int(0.95 * (len(times) - 1))]
    median = statistics.median(times)
    print(f"click to reply, {len(times)} replies: median {median:.0f} ms, p95 {p95:.0f} ms (to reach: 300)")


if __name__ == "__main__":
    main()
