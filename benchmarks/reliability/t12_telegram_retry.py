"""T12: Telegram down at start, 429, updates that come again, calls without the secret, and who may set the webhook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks.reliability.chat_scene import ChatScene, forge_at_once, in_a_scene
from benchmarks.reliability.result import Result, tell
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_api import WEBHOOK
from bot.settings import Settings
from tests.channels.telegram_server import TOKEN, Refused, TelegramServer, post

FORGED = 1_000
SECRET = "a-secret_of-the-tests"


class Scene(ChatScene):
    """Telegram's side, an inbox, and Rasa with a small model."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.telegram = TelegramServer()

    def play(self, script: Callable[[str], None], **more: str) -> None:
        """Run the door while a script runs; it gets the door's address."""
        env = {"LEVELFIELD_TELEGRAM_TOKEN": TOKEN, "LEVELFIELD_TELEGRAM_API": self.telegram.url, **more}
        self.serve(TelegramChannel(Settings.from_env(env), {}, self.inbox), script)

    def close(self) -> None:
        """End everything."""
        self.telegram.stop()
        super().close()


def measure(scene: Scene, forged: int) -> list[Result]:
    """All parts, one after the other."""
    return [_down_and_again(scene), _forged(scene, forged)]


def _down_and_again(scene: Scene) -> Result:
    telegram, seen = scene.telegram, {"ready": False}

    def script(address: str) -> None:
        # The door is open, though Telegram is not there.
        seen["ready"] = True
        telegram.start()
        telegram.faults["sendMessage"] = [
            Refused(429, "Too Many Requests: retry after 1", retry_after=1),
            Refused(500, "Internal Server Error"),
        ]
        for user in range(1, 6):
            update = telegram.update(message=telegram.message(user, "check"))
            for _ in range(3):
                telegram.deliver(update)
        telegram.wait_for(lambda: len({message["chat"]["id"] for message in telegram.sent}) == 5, 30)
        telegram.wait_for(lambda: not telegram.updates or "getUpdates" in telegram.calls)

    scene.play(script)
    sent, turns = len(telegram.sent), scene.turns()
    holds = seen["ready"] and sent == 5 and turns == 5
    return Result(
        name="T12 telegram_retry: down at start, 429, 500, each update three times",
        figure=f"started {seen['ready']}, 5 messages: {turns} turns, {sent} replies",
        to_reach="starts; 1 turn and 1 reply an update",
        stock="does not start without Telegram; a turn for each delivery",
        holds=holds,
        timed=False,
    )


def _forged(scene: Scene, count: int) -> Result:
    telegram, accepted = scene.telegram, []
    before = len(scene.inbox.messages())

    def script(address: str) -> None:
        telegram.wait_for(lambda: bool(telegram.webhook))
        told = telegram.webhook["url"]
        secrets = ["", SECRET[:-1], SECRET + "x", SECRET.upper(), "\x7f", SECRET.replace("-", "_")]

        def forge(numbers: range) -> None:
            for number in numbers:
                update = telegram.update(message=telegram.message(66, "check"))
                if post(address + WEBHOOK, update, secrets[number % len(secrets)] or None) < 400:
                    accepted.append(number)

        forge_at_once(count, forge)
        # Stock Rasa lets anybody move the webhook.
        if post(f"{address}/webhooks/telegram/set_webhook", {"url": "https://evil.example"}, None) < 400:
            accepted.append(-1)
        if telegram.webhook["url"] != told:
            accepted.append(-2)

    scene.play(script, LEVELFIELD_TELEGRAM_SECRET=SECRET, LEVELFIELD_PUBLIC_URL="https://adviser.example.org")
    kept = len(scene.inbox.messages()) - before
    return Result(
        name="T12 telegram_retry: forged updates",
        figure=f"{len(accepted)} of {count} accepted, {kept} kept",
        to_reach="0 accepted",
        stock="accepts any, and lets anybody call /set_webhook",
        holds=not accepted and not kept,
        timed=False,
    )


def run(forged: int = FORGED) -> list[Result]:
    """The scenario in its full length."""
    return in_a_scene(Scene, measure, forged)


if __name__ == "__main__":
    tell(run())
