"""Every error Levelfield raises on purpose.

LevelfieldError
    KnowledgeInvalid    knowledge/ has faults; carries all of them
    StoreMissing        the strategy store has not been built
    StoreOutdated       the documents changed after the store was built
    UnknownRecord       an id that the knowledge does not hold
    UnknownAnswer       a value that is no option of its question
    SettingsError       an environment variable has an unusable value
    ModelFileError      a model file of an installed package is missing or altered
    ModelMissing        no model has been trained
    DocumentUnreadable  a file that cannot be added to what is searched
    DocumentUnknown     there is no added document of that name
    PhrasesUnusable     a file of example phrases that cannot be read or added to

A message says what is wrong, where, and what to do. Edges translate: the command line prints one line and exits 1, an
action apologises, a channel answers with an HTTP status.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class LevelfieldError(Exception):
    """Base of all errors that are reported to people as they are."""


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """One thing wrong in one place of the knowledge documents."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class KnowledgeInvalid(LevelfieldError):
    """The knowledge documents have faults; `faults` holds all of them, sorted."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class StoreMissing(LevelfieldError):
    """The strategy store has not been built, or is not a strategy store."""


class StoreOutdated(LevelfieldError):
    """The knowledge documents changed after the strategy store was built."""


class UnknownRecord(LevelfieldError):
    """An id that the knowledge does not hold."""


class UnknownAnswer(LevelfieldError):
    """A value that is no option of its question."""


class SettingsError(LevelfieldError):
    """An environment variable has an unusable value."""


class ModelFileError(LevelfieldError):
    """A model file of an installed package is missing or not the expected one."""


class ModelMissing(LevelfieldError):
    """No model has been trained."""


class DocumentUnreadable(LevelfieldError):
    """A file that cannot be added; the message goes on after the file's name (`is empty.`)."""


class DocumentUnknown(LevelfieldError):
    """There is no added document of that name."""


class PhrasesUnusable(LevelfieldError):
    """A file of example phrases that cannot be read or added to."""
