"""What all widgets are measured on: a trained adviser, the relay for chat-widget, the association's site, a browser."""

from __future__ import annotations

import json
import shutil
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from benchmarks.widgets.peers import Peer
from benchmarks.widgets.site import Site
from benchmarks.widgets.visit import Visit, Widget
from bot.cli.processes import LOOPBACK, Server, free_port, stop
from bot.settings import ROOT, Settings
from tests.conversations.running_bot import RunningBot
from tests.conversations.started import Started

# What is asked to hear the hostile text, and the phrase of `knowledge/wording.yml` that it stands in for.
HOSTILE_ASKED, _PHRASE = "thanks", "  thank: You're welcome.\n"
# Everything that has run in somebody's page before: tags with events, scripts, and links that are programs.
HOSTILE = (
    'You\'re <img src=x onerror="window.hit = 1"><script>window.hit = 2</script><svg onload="window.hit = 3"></svg> '
    'welcome. <a href="javascript:window.hit=4">here</a> [there](javascript:window.hit=5) '
    "![pixel](https://evil.example/pixel.png)"
)


class Stand(Started):
    """All of it; `kill` ends what answers, and `revive` starts it again."""

    def __init__(self, folder: Path, browser: Browser, peers: Mapping[str, Peer]) -> None:
        self.browser = browser
        self.site = Site(peers)
        # The adviser itself is made to say it: each widget gets it as it gets everything.
        knowledge = folder / "knowledge"
        shutil.copytree(Settings.from_env().knowledge, knowledge)
        _poison(knowledge / "wording.yml")
        extra = {"LEVELFIELD_ORIGINS": self.site.url, "LEVELFIELD_KNOWLEDGE": str(knowledge)}
        self.bot = RunningBot(folder / "var", extra)
        port = free_port()
        self.site.bot, self.site.relay = self.bot.url, f"http://{LOOPBACK}:{port}"
        command = (sys.executable, "-m", "benchmarks.widgets.relay", str(port), self.bot.url, self.site.url)
        self._relay = Server("relay", command, {"PYTHONPATH": str(ROOT)}, folder / "var" / "log" / "relay.log")

    def start(self) -> None:
        """Start everything."""
        self.bot.start()
        self._relay.start()
        self.site.start()

    def stop(self) -> None:
        """Stop everything."""
        self.site.stop()
        stop([self._relay])
        self.bot.stop()

    def visit(self, widget: Widget, **options: Any) -> Visit:
        """Somebody new with this widget."""
        return Visit(self.browser, self.site.url, widget, **options)

    def kill(self) -> None:
        """End the Rasa server as a crash would, and the relay, which stands for Rasa's own socket."""
        self._relay.signal(signal.SIGKILL)
        self._relay.reap(5)
        self.bot.kill_rasa()

    def revive(self) -> None:
        """Start both again, and wait until they answer."""
        self.bot.start_rasa()
        self._relay.start()


def _poison(wording: Path) -> None:
    text = wording.read_text(encoding="utf-8")
    assert text.count(_PHRASE) == 1, "the phrase that the hostile text stands in for is gone"
    wording.write_text(text.replace(_PHRASE, f"  thank: {json.dumps(HOSTILE)}\n"), encoding="utf-8")
