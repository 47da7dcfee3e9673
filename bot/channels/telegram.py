"""Telegram: updates by long polling or webhook into the inbox, and from there to Rasa and back, each once."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.cases.repository import CaseStore
from bot.channels import action_endpoint as action_endpoint  # imported for what it replaces in Rasa
from bot.channels.attachments import attachment_of, in_steps
from bot.channels.faults import Fault
from bot.channels.intake import Intake, Undelivered
from bot.channels.limits import PASSED_OVER, READ, TOLD, Limits, installed_limits
from bot.channels.papers import papers_of
from bot.channels.refusals import log_failure, refuse
from bot.channels.telegram_api import WEBHOOK, TelegramApi, TelegramError
from bot.channels.telegram_updates import COMMANDS, WANTED, Heard, needs_name, read_update
from bot.channels.turns import Handler, answer_received
from bot.channels.wording import installed_wording, notices, say
from bot.inbox.inbox import Inbox
from bot.model.received import Received
from bot.rendering.telegram import as_plain, parts, pressed_keyboard, telegram_messages
from bot.settings import Settings

logger = logging.getLogger(__name__)

# How long Telegram holds a question for updates open; below what proxies cut off.
POLL_SECONDS = 25
# While Telegram cannot be reached, it is asked again after 1, 2, 4 ... seconds, at most this many.
LONGEST_PAUSE_SECONDS = 30.0
# What will not be otherwise at the next attempt: the chat is gone or was closed to us, or Telegram finds fault with us.
REFUSED = {400, 403}


class TelegramChannel(InputChannel):  # type: ignore[misc]  # Rasa is untyped
    """The Telegram door; it stays closed where no token is set."""

    def __init__(
        self,
        settings: Settings,
        wording: Mapping[str, str],
        inbox: Inbox | None = None,
        *,
        limits: Limits | None = None,
        fault: Fault | None = None,
    ) -> None:
        self._settings, self._wording = settings, wording
        self._api = TelegramApi(settings.telegram_api, settings.telegram_token)
        self._bot_id, self._bot_name = settings.telegram_token.partition(":")[0], ""
        self._inbox, self._limits, self._fault = inbox, limits, fault or Fault(*settings.fault)
        self._courtesies: set[asyncio.Task[None]] = set()

    @classmethod
    def name(cls) -> str:
        """The channel's name, and the first part of a person's identity (`telegram:user`)."""
        return "telegram"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TelegramChannel:
        """Made by Rasa from `credentials.yml`, which sets nothing for this channel: its secrets are settings."""
        return cls(Settings.from_env(), installed_wording(), limits=installed_limits())

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The webhook, where one is set; the worker on the inbox, and the asking for updates."""
        routes = Blueprint("levelfield_telegram")
        if not self._settings.telegram_token:
            return routes
        missing = self._settings.missing_for_telegram
        if missing:
            logger.error("Telegram stays closed: %s", missing)
            return routes
        inbox = self._inbox or Inbox(CaseStore(self._settings.cases_url))

        async def answer(received: Received, agent: Any) -> list[dict[str, Any]]:
            if received.attempts > 1 and received.body.get("press"):
                # Who took it first may have died before that.
                self._in_background(self._show_what_was_chosen(received.body))
            self._in_background(self._try("sendChatAction", chat_id=received.body["chat"], action="typing"))
            return in_steps(await answer_received(on_new_message, self._wording, self.name(), received, agent))

        intake = Intake(inbox, self.name(), answer, self._deliver, self._fault, notices(self._wording))
        intake.attach(routes)
        if self._settings.telegram_secret:
            self._serve_webhook(routes, intake, inbox)
        self._run_beside(routes, intake, inbox)
        return routes

    def _run_beside(self, routes: Blueprint, intake: Intake, inbox: Inbox) -> None:
        async def begin(app: Any, loop: Any) -> None:
            work = self._set_webhook() if self._settings.telegram_secret else self._poll(intake, inbox)
            self._worker = asyncio.ensure_future(work)

        async def end(app: Any, loop: Any) -> None:
            self._worker.cancel()

        async def close(app: Any, loop: Any) -> None:
            await self._api.close()

        routes.listener("before_server_start")(begin)
        routes.listener("before_server_stop")(end)
        routes.listener("after_server_stop")(close)

    def _serve_webhook(self, routes: Blueprint, intake: Intake, inbox: Inbox) -> None:
        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            given = request.headers.get("X-Telegram-Bot-Api-Secret-Token") or ""
            if not hmac.compare_digest(given.encode(), self._settings.telegram_secret.encode()):
                return refuse(401, "This call does not carry Telegram's secret.", "Only Telegram calls this address.")
            try:
                update = json.loads(request.body)
            except (ValueError, RecursionError):
                return refuse(400, "The body is not JSON.", "Only Telegram calls this address.")
            if not self._bot_name and needs_name(update):
                return refuse(503, "The bot has just started.", "Deliver it again.", {"Retry-After": "1"})
            try:
                await self._keep(update, intake, inbox)
            except Exception as error:
                # Not acknowledged: Telegram delivers it again.
                log_failure("an update of telegram could not be kept", error)
                return refuse(503, "The update could not be kept.", "Deliver it again.", {"Retry-After": "5"})
            return json_response({})

    async def _set_webhook(self) -> None:
        url = self._settings.public_url + WEBHOOK
        secret, wanted = self._settings.telegram_secret, list(WANTED)
        await self._until_it_works("setWebhook", url=url, secret_token=secret, allowed_updates=wanted)
        await self._introduce()

    async def _poll(self, intake: Intake, inbox: Inbox) -> None:
        """Ask for updates for ever; what was kept is confirmed by asking for what follows it."""
        await self._until_it_works("deleteWebhook")
        await self._introduce()
        offset, pause = 0, 1.0
        while True:
            try:
                asked = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": list(WANTED)}
                for update in await self._api.call("getUpdates", seconds=POLL_SECONDS + 10, **asked):
                    await self._keep(update, intake, inbox)
                    offset = max(offset, int(update["update_id"]) + 1)
                pause = 1.0
            except Exception as error:
                pause = await self._wait("getUpdates", error, pause)

    async def _introduce(self) -> None:
        me = await self._until_it_works("getMe")
        self._bot_name = str(me.get("username") or "")
        commands = [{"command": name, "description": say(self._wording, f"command.{name}")} for name in COMMANDS]
        self._in_background(self._try("setMyCommands", commands=commands))

    async def _until_it_works(self, method: str, **parameters: Any) -> Any:
        """The server is up and other channels answer while Telegram cannot be reached."""
        pause = 1.0
        while True:
            try:
                return await self._api.call(method, **parameters)
            except TelegramError as error:
                pause = await self._wait(method, error, pause)

    async def _wait(self, method: str, error: Exception, pause: float) -> float:
        """Wait after a failure; how long to wait after the next."""
        fault = error.fault if isinstance(error, TelegramError) else type(error).__name__
        logger.warning("%s failed and is tried again: %s", method, fault)
        if isinstance(error, TelegramError) and error.status in {401, 404}:
            logger.error("Telegram does not accept LEVELFIELD_TELEGRAM_TOKEN; @BotFather shows the right one")
        asked = error.retry_after if isinstance(error, TelegramError) else None
        await asyncio.sleep(pause if asked is None else asked)
        return min(2 * pause, LONGEST_PAUSE_SECONDS)

    async def _keep(self, update: Any, intake: Intake, inbox: Inbox) -> None:
        heard = read_update(update, self._bot_id, self._bot_name)
        if heard is None:
            return
        if heard.press:
            # At once, also where it counts for nothing: until then the button shows a clock.
            text = say(self._wording, heard.unread) if heard.unread not in {"", "-"} else ""
            self._in_background(self._try("answerCallbackQuery", callback_query_id=heard.press["query"], text=text))
            if heard.unread:
                # Somebody else's button, or one that was pressed already: said in passing, and no message.
                return
        verdict = READ if self._limits is None else await self._limits.in_chat(heard.person)
        if verdict == PASSED_OVER:
            return
        if verdict == TOLD:
            # As a reply to the first that is not read, where it is none to a press.
            number = int(heard.reference.rpartition("/")[2] or 0) or heard.reply_to
            heard = replace(heard, text="", press={}, reply_to=number, unread="chat.too_many")
        unread = heard.unread
        if heard.edited and not unread:
            last = await asyncio.to_thread(inbox.last_reference, heard.person)
            # What was said further back has been answered and gone on from.
            unread = "" if last == heard.reference else "chat.edited_late"
        body = _body(heard, unread)
        if await intake.put(heard.person, heard.key, body, reference=heard.reference) and heard.press:
            # At once, however long the answer takes: what is seen next is what has been pressed.
            self._in_background(self._show_what_was_chosen(body))

    async def _show_what_was_chosen(self, body: Mapping[str, Any]) -> None:
        press = body["press"]
        markup = pressed_keyboard(press["shown"], body["text"])
        await self._try(
            "editMessageReplyMarkup", chat_id=body["chat"], message_id=press["message"], reply_markup=markup
        )

    async def _try(self, method: str, **parameters: Any) -> None:
        try:
            await self._api.call(method, **parameters)
        except TelegramError as error:
            logger.info("%s: %s", method, error.fault)

    def _in_background(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        # The event loop itself holds running tasks only weakly.
        self._courtesies.add(task)
        task.add_done_callback(self._courtesies.discard)

    async def _deliver(self, received: Received, message: Mapping[str, Any]) -> None:
        where: dict[str, Any] = {"chat_id": received.body["chat"]}
        if received.body.get("thread"):
            where["message_thread_id"] = received.body["thread"]
        if received.body.get("reply_to"):
            where["reply_parameters"] = {"message_id": received.body["reply_to"], "allow_sending_without_reply": True}
        try:
            await (self._send_file if "file" in message else self._send)(where, message)
        except TelegramError as error:
            raise Undelivered(error.fault, after=error.retry_after, for_good=error.status in REFUSED) from None

    async def _send_file(self, where: Mapping[str, Any], message: Mapping[str, Any]) -> None:
        """Profile or plan as a file; the text that follows says all of it, and goes out without it as well."""
        attachment = await attachment_of(message["file"], papers_of(self._settings))
        if attachment is None:
            return
        try:
            await self._api.send_file(attachment, **where)
        except TelegramError as error:
            if error.retry_after is not None:
                raise
            logger.warning("a file was not sent: %s", error.fault)

    async def _send(self, where: Mapping[str, Any], message: Mapping[str, Any]) -> None:
        calls = telegram_messages(message["text"], message.get("buttons") or ())
        try:
            for call in calls:
                await self._api.call("sendMessage", **where, **call)
        except TelegramError as error:
            if error.status != 400 or "can't parse entities" not in error.description:
                raise
            logger.error("Telegram refused the markup of a message; it goes out without")
            plain = parts(as_plain(message["text"]))
            markup = calls[-1].get("reply_markup")
            for number, text in enumerate(plain, 1):
                last = {"reply_markup": markup} if markup and number == len(plain) else {}
                await self._api.call("sendMessage", **where, text=text, **last)


def _body(heard: Heard, unread: str) -> dict[str, Any]:
    kept = {name: value for name, value in asdict(heard).items() if name in {"text", "chat", "reply_to", "thread"}}
    return {**kept, "unread": unread, **({"press": dict(heard.press)} if heard.press else {})}
