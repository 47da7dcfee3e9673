"""Sends one letter to a Slack incoming webhook."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from typing import Any

from bot.inbox.failures import Unsent
from bot.model.letter import Posted

_SECONDS = 20
# Refusals that a later attempt may not meet.
_PASSING = {408, 425, 429}


class _NoDetour(urllib.request.HTTPRedirectHandler):
    """A webhook that answers from elsewhere is a wrong address: what was consented to goes nowhere else."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow no redirection."""


class Webhook:
    """An incoming webhook by its address, which is a secret."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opener = urllib.request.build_opener(_NoDetour())

    def send(self, letter: Posted) -> None:
        """Hand a letter over.

        Raises:
            Unsent: saying what happened without the address, and whether trying again may help.
        """
        body = json.dumps({"text": f"*{escaped(letter.subject)}*\n\n{escaped(letter.body)}"}).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": letter.id}
        request = urllib.request.Request(self._url, data=body, headers=headers, method="POST")
        try:
            with self._opener.open(request, timeout=_SECONDS) as answer:
                answer.read(1000)
        except urllib.error.HTTPError as error:
            with error:
                raise Unsent(f"HTTP {error.code}", for_good=error.code < 500 and error.code not in _PASSING) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unsent(f"webhook: {type(error).__name__}") from None


def escaped(text: str) -> str:
    """A text that Slack shows as it is: nobody calls a whole channel with `<!channel>`."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
