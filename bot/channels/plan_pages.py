"""The pages of plans at `/plan/<code>`, with what can be taken away below them. Who has the address can read them."""

from __future__ import annotations

import asyncio
import html
from collections.abc import Callable, Mapping
from datetime import timezone
from pathlib import Path
from string import Template
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, raw
from sanic.response import html as html_response
from sanic.response import json as json_response

from bot.cases.repository import CaseStore
from bot.channels.papers import papers_of
from bot.channels.refusals import log_failure
from bot.channels.wording import LAST_RESORT, say
from bot.rendering.plan_calendar import calendar_file
from bot.rendering.plan_page import plan_page
from bot.rendering.plan_paper import Paper
from bot.rendering.plan_pdf import pdf_file
from bot.settings import Settings

_WEB = Path(__file__).resolve().parent.parent / "web"
_PAGE = Template((_WEB / "paper.html").read_text(encoding="utf-8"))
# One style sheet for the screen and for paper; its path is seen from the page.
_STYLE = "../site.css"


def serve_plan_pages(
    routes: Blueprint, settings: Settings, cases: CaseStore, wording: Mapping[str, str], headers: Mapping[str, str]
) -> None:
    """Add the page and its files."""
    papers = papers_of(settings)
    strict = {**headers, "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}

    def unknown(status: int = 404) -> HTTPResponse:
        title, text = (html.escape(say(wording, f"page.{name}")) for name in ("unknown", "unknown_text"))
        body = f'<h1>{title}</h1><p>{text}</p><p><a href="/">{html.escape(say(wording, "page.open_talk"))}</a></p>'
        return html_response(_PAGE.substitute(title=title, style="/site.css", body=body), status=status, headers=strict)

    def page(paper: Paper, code: str, until: str) -> HTTPResponse:
        body = plan_page(papers.advisor.knowledge, paper, code, until)
        title = html.escape(paper.texts["title"])
        return html_response(_PAGE.substitute(title=title, style=_STYLE, body=body), headers=strict)

    def pdf(paper: Paper, code: str, until: str) -> HTTPResponse:
        return raw(pdf_file(paper), content_type="application/pdf", headers=strict)

    def markdown(paper: Paper, code: str, until: str) -> HTTPResponse:
        return raw(paper.markdown.encode(), content_type="text/markdown; charset=utf-8", headers=strict)

    def calendar(paper: Paper, code: str, until: str) -> HTTPResponse:
        made = calendar_file(paper, code, cases.clock().replace(tzinfo=timezone.utc))
        return raw(made, content_type="text/calendar; charset=utf-8", headers=strict)

    def data(paper: Paper, code: str, until: str) -> HTTPResponse:
        return json_response(paper.as_data(), headers=strict)

    kinds: dict[str, Callable[..., HTTPResponse]] = {
        "": page,
        "/levelfield.pdf": pdf,
        "/levelfield.md": markdown,
        "/levelfield.ics": calendar,
        "/levelfield.json": data,
    }

    def add(ending: str, make: Callable[..., HTTPResponse]) -> None:
        def work(code: str) -> HTTPResponse:
            found = papers.find(code)
            return unknown() if found is None else make(found[0], code, found[1])

        async def serve(request: Request, code: str) -> HTTPResponse:
            try:
                # A PDF takes up to a second, in which others would have to wait.
                return await asyncio.to_thread(work, code)
            except Exception as error:
                # Without the address, which is a secret.
                log_failure("the page of a plan failed", error)
                body = f"<p>{html.escape(LAST_RESORT)}</p>"
                sorry: dict[str, Any] = {**strict, "Retry-After": "5"}
                text = _PAGE.substitute(title="Levelfield", style="/site.css", body=body)
                return html_response(text, status=503, headers=sorry)

        routes.add_route(
            serve,
            f"/plan/<code:str>{ending}",
            methods=["GET"],
            name=f"plan{ending.replace('/', '_').replace('.', '_')}",
        )

    for ending, make in kinds.items():
        add(ending, make)
