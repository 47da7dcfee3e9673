"""What came in: a request body becomes a sender and a text that Rasa can be trusted with, or a reason why not."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

# A message of 4,000 characters is at most 48 KB of JSON escapes (a surrogate pair each); the rest is the sender.
LARGEST_BODY = 64 * 1024
LONGEST_TEXT = 4_000

# NUL ends the process on PostgreSQL, and a long or odd id breaks log lines, keys and columns.
_SENDER = re.compile(r"[A-Za-z0-9_.:@+-]{1,100}")
# A client's own id of a message. Any of them may be anything that is printed without a space.
_MESSAGE_ID = re.compile(r"[\x21-\x7e]{1,100}")
# Conversations are kept by sender id alone: over REST, nobody may speak as somebody of another channel.
_OTHER_CHANNELS = ("slack:", "telegram:", "web:", "site:", "cmdline:")
# Control characters that separate words become a space, so that "phone\torders" stays two words.
_SEPARATORS = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85]+")
# Lone surrogates can be neither stored nor sent as UTF-8.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Beyond twenty marks in a row nothing is said, and four thousand apostrophes cost eight seconds of reading.
_MARKS = re.compile(r"((?:[^\w\s]|_){20})(?:[^\w\s]|_)+")
_LEADING_SLASHES = re.compile(r"[\s/]+")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of a person; `message_id` is the client's own, empty where it gives none."""

    sender: str
    text: str
    message_id: str = ""


class UnusableBody(Exception):
    """The request body is not a message; says why, and what would be one."""

    def __init__(self, error: str, hint: str, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.hint, self.status = error, hint, status


def read_body(body: bytes) -> Incoming:
    """Read a JSON body with `sender` and `message`, and `message_id` where the client counts its messages.

    Raises:
        UnusableBody: for anything that is not exactly that.
    """
    if len(body) > LARGEST_BODY:
        hint = f"Keep the body under {LARGEST_BODY // 1024} KB and the message under {LONGEST_TEXT:,} characters."
        raise UnusableBody("The body is too large.", hint, status=413)
    example = 'Send {"sender": "an id of your choice", "message": "what the person wrote"}.'
    try:
        fields = json.loads(body.decode("utf-8-sig"))
    # A body nested a hundred thousand levels deep exhausts the parser's stack instead of being a value error.
    except (ValueError, RecursionError):
        raise UnusableBody("The body is not JSON in UTF-8.", example) from None
    if not isinstance(fields, dict):
        raise UnusableBody("The body is not a JSON object.", example)
    for name in ("sender", "message"):
        if name not in fields:
            raise UnusableBody(f"`{name}` is missing.", example)
        if not isinstance(fields[name], str):
            raise UnusableBody(f"`{name}` is not a string.", example)
    if not _SENDER.fullmatch(fields["sender"]):
        hint = "Use 1 to 100 of the characters A-Z a-z 0-9 _ . : @ + - and nothing else."
        raise UnusableBody("`sender` is not an id.", hint)
    if fields["sender"].lower().startswith(_OTHER_CHANNELS):
        raise UnusableBody("`sender` is an id of another channel.", "Choose one that does not begin with its name.")
    message_id = fields.get("message_id", "")
    if message_id is None or message_id == "":
        return Incoming(fields["sender"], clean(fields["message"]))
    if not isinstance(message_id, str) or not _MESSAGE_ID.fullmatch(message_id):
        hint = "Use 1 to 100 printed characters without spaces, another one for each message; or leave it out."
        raise UnusableBody("`message_id` is not an id.", hint)
    return Incoming(fields["sender"], clean(fields["message"]), message_id)


def clean(text: str) -> str:
    """The text without what is no text: control characters, lone surrogates, endless marks, and slashes in front.

    Rasa takes `/restart` and `/inform{...}` as commands, so a slash that a person typed first must not reach it.
    """
    text = _UNPRINTABLE.sub("", _SEPARATORS.sub(" ", text))
    text = _MARKS.sub(r"\1", text)
    match = _LEADING_SLASHES.match(text)
    return (text[match.end() :] if match else text).rstrip()


def has_words(text: str) -> bool:
    """Whether there is anything to understand: one letter or digit, of any script."""
    return any(character.isalnum() for character in text)
