"""What a chat gets beside the text of a message: the profile as a picture, the plan as a PDF."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
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


async def attachment_of(message: Mapping[str, Any], papers: Papers) -> Attachment | None:
    """The file that belongs to a message, or None where there is none or it cannot be made.

    Args:
        message: as clients get it; a profile carries its picture, a plan the address of its PDF (`plan/<code>/...`).
    """
    data = (message.get("custom") or {}).get("data") or {}
    try:
        if uri := data.get("image"):
            return Attachment(png_of(uri), "profile.png", "image/png")
        if address := (data.get("links") or {}).get("pdf"):
            # It takes up to a second, in which others would have to wait.
            return await asyncio.to_thread(_pdf, str(address).split("/")[1], papers)
    # A file is never worth the message.
    except Exception as error:
        log_failure("a file for a message could not be made", error)
    return None


def _pdf(code: str, papers: Papers) -> Attachment | None:
    found = papers.find(code)
    return Attachment(pdf_file(found[0]), "levelfield.pdf", "application/pdf") if found else None
