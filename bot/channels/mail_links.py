"""Where the links in mails lead, and the thread that carries letters out while the server runs."""

from __future__ import annotations

import asyncio
import html
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import html as html_response

from bot.cases.reminders import ReminderStore
from bot.cases.repository import CaseStore
from bot.channels.refusals import log_failure
from bot.channels.wording import LAST_RESORT, say
from bot.inbox.postman import Postman

_PAGE = Template((Path(__file__).resolve().parent.parent / "web" / "mail.html").read_text(encoding="utf-8"))
_FORM = Template('<form method="post"><button type="submit">$title</button></form>')
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")
# A letter in hand is finished before the server goes, if that takes no longer.
_PATIENCE_SECONDS = 5.0


def serve_mail_links(
    routes: Blueprint, cases: CaseStore, wording: Mapping[str, str], headers: Mapping[str, str]
) -> None:
    """Add the pages behind `/mail/confirm/<token>` and `/mail/stop/<token>`.

    Nothing happens on GET, since programs that look for viruses follow links as well: a button on the page does it. A
    POST to the link to stop needs no page before it (RFC 8058), and may come again.
    """
    store, strict = ReminderStore(cases), _for_pages(headers)

    def page(phrase: str, title: str = "", status: int = 200) -> HTTPResponse:
        form = _FORM.substitute(title=html.escape(say(wording, title))) if title else ""
        text = html.escape(say(wording, phrase))
        return html_response(_PAGE.substitute(text=text, form=form), status=status, headers=strict)

    async def ask(token: str, phrase: str, title: str) -> HTTPResponse:
        known = bool(_TOKEN.fullmatch(token)) and await asyncio.to_thread(store.knows, token)
        return page(phrase, title) if known else page("mail.page_unknown", status=404)

    @routes.get("/mail/confirm/<token:str>")
    async def ask_confirm(request: Request, token: str) -> HTTPResponse:
        return await _safely(ask(token, "mail.page_confirm", "mail.page_confirm_button"))

    @routes.post("/mail/confirm/<token:str>")
    async def confirm(request: Request, token: str) -> HTTPResponse:
        async def act() -> HTTPResponse:
            done = bool(_TOKEN.fullmatch(token)) and await asyncio.to_thread(store.confirm, token)
            return page("mail.page_confirmed") if done else page("mail.page_unknown", status=404)

        return await _safely(act())

    @routes.get("/mail/stop/<token:str>")
    async def ask_stop(request: Request, token: str) -> HTTPResponse:
        return await _safely(ask(token, "mail.page_stop", "mail.page_stop_button"))

    @routes.post("/mail/stop/<token:str>")
    async def stop(request: Request, token: str) -> HTTPResponse:
        async def act() -> HTTPResponse:
            if _TOKEN.fullmatch(token):
                await asyncio.to_thread(store.stop, token)
            return page("mail.page_stopped")

        return await _safely(act())


async def _safely(work: Any) -> HTTPResponse:
    """What a page does, or that it failed: an error would name the link, which is a secret."""
    try:
        response: HTTPResponse = await work
    except Exception as error:
        log_failure("a link of a mail failed", error)
        return html_response(_PAGE.substitute(text=LAST_RESORT, form=""), status=503, headers={"Retry-After": "5"})
    return response


def _for_pages(headers: Mapping[str, str]) -> dict[str, str]:
    policy = headers["Content-Security-Policy"].replace("form-action 'none'", "form-action 'self'")
    own = {"Content-Security-Policy": policy, "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    return {**headers, **own}


def let_postman_work(routes: Blueprint, postman: Postman) -> None:
    """Let the postman work in a thread of this server, from its start to its end."""
    stopping = threading.Event()
    worker = threading.Thread(target=postman.work, args=(stopping,), name="postman", daemon=True)

    async def begin(app: Any, loop: Any) -> None:
        worker.start()

    async def end(app: Any, loop: Any) -> None:
        stopping.set()
        await loop.run_in_executor(None, worker.join, _PATIENCE_SECONDS)

    routes.listener("after_server_start")(begin)
    routes.listener("before_server_stop")(end)
