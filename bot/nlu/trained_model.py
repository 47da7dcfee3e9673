"""The trained model outside a server: parses texts as the conversation does."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import structlog
from rasa.core.agent import Agent

from bot.errors import ModelMissing


class TrainedModel:
    """A model archive, loaded."""

    def __init__(self, models: Path) -> None:
        """Load the newest model below a folder.

        Raises:
            ModelMissing: there is none.
        """
        if not list(models.glob("*.tar.gz")):
            raise ModelMissing(f"no trained model in {models}. Run `make train`.")
        # Rasa logs each message with its text, to standard output, where a caller expects the result alone.
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
        self._agent = Agent.load(str(models))

    def parse(self, text: str) -> dict[str, Any]:
        """The parse data of a text."""
        found: dict[str, Any] = asyncio.run(self._agent.parse_message(text))
        return found
