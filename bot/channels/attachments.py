"""What a chat gets beside the text of a message: the profile as a picture, the plan as a PDF."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.papers import Papers
from bot.channels.refusals import log_failure
from bot.rendering.picture import png_of
from bot.rendering.plan_pdf import pdf_file


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file with its name and media type."""

    content: bytes
    name: str
    media_type: str

    @property
    def is_picture(self) -> bool:
        """Whether it is shown, not offered for download."""
        return self.media_type.startswith("image/")


def in_steps(reply: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A reply as it is handed over: a file goes out as a step of its own, above the text that says all of it.

    What has gone out is counted by steps, so that a file comes once however often its text has to be tried.

    Args:
        reply: messages as clients get them; a profile carries its picture (`data.image`), a plan the address of its PDF
            (`data.links.pdf`, `plan/<code>/...`).

    Returns:
        Steps with `text` and `buttons`, or with `text` and `file`: its `image` or its `pdf`.
    """
    steps: list[dict[str, Any]] = []
    for message in reply:
        data = (message.get("custom") or {}).get("data") or {}
        found = {"image": data.get("image"), "pdf": (data.get("links") or {}).get("pdf")}
        file = {name: str(value) for name, value in found.items() if value}
        steps += [{"text": message["text"], "file": file}] if file else []
        steps.append({name: message[name] for name in ("text", "buttons") if name in message})
    return steps


async def attachment_of(file: Mapping[str, str], papers: Papers) -> Attachment | None:
    """The file of a step; None where it cannot be made."""
    try:
        if uri := file.get("image"):
            return Attachment(png_of(uri), "profile.png", "image/png")
        if address := file.get("pdf"):
            # It takes up to a second, in which others would have to wait.
            return await asyncio.to_thread(_pdf, address.split("/")[1], papers)
    # A file is never worth the message.
    except Exception as error:
        log_failure("a file for a message could not be made", error)
    return None


def _pdf(code: str, papers: Papers) -> Attachment | None:
    found = papers.find(code)
    return Attachment(pdf_file(found[0]), "levelfield.pdf", "application/pdf") if found else None
