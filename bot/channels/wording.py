"""The few sentences that the doors say themselves, from `knowledge/wording.yml`."""

from __future__ import annotations

import functools
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from bot.settings import Settings

logger = logging.getLogger(__name__)

# Said when the wording itself cannot be read: an error is still spoken, and the log has the reason.
LAST_RESORT = "Something went wrong on our side. Please try again in a minute."


class Wording(Mapping[str, str]):
    """Phrases by `topic.name`; the file is read when the first phrase is needed, and once."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @functools.cached_property
    def _phrases(self) -> dict[str, str]:
        topics = yaml.load(self._path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        phrases = {f"{topic}.{name}": text for topic, names in topics.items() for name, text in names.items()}
        # The documents write a literal brace twice, since most phrases have blanks to fill in; ours have none.
        return {key: str(text).strip().replace("{{", "{").replace("}}", "}") for key, text in phrases.items()}

    def __getitem__(self, key: str) -> str:
        return self._phrases[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._phrases)

    def __len__(self) -> int:
        return len(self._phrases)


@functools.cache
def installed_wording() -> Wording:
    """The phrases of this installation."""
    return Wording(Settings.from_env().knowledge / "wording.yml")


def say(wording: Mapping[str, str], key: str) -> str:
    """The phrase, or a last resort when the documents do not give it."""
    try:
        return wording[key]
    # Whatever is wrong with a file that people edit, a door must not fail at the moment it has to apologise.
    except (KeyError, OSError, ValueError, TypeError, AttributeError, yaml.YAMLError) as error:
        logger.error("no wording for %s: %s", key, type(error).__name__)
        return LAST_RESORT


def notices(wording: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What a chat says by itself of a message that it cannot answer yet, or ever, as the intake wants it."""
    return {"kept": {"text": say(wording, "chat.kept")}, "set_aside": {"text": say(wording, "chat.set_aside")}}
