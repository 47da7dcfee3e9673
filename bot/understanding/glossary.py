"""Says which word of the glossary, or which question by its code, a text asks the meaning of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.language.words_asked import words_asked
from bot.model.knowledge import GlossaryTerm


class Glossary:
    """The words that can be explained, under each way of writing them, and the codes of questions ("T1")."""

    def __init__(self, terms: Iterable[GlossaryTerm], codes: Iterable[str] = ()) -> None:
        """Index the terms; where two share a form, the earlier counts. `codes` are the ids of questions."""
        self._terms: dict[str, str] = {}
        self._codes = {_joined(code): code for code in codes}
        for term in terms:
            for word in (term.title, *term.words):
                for form in _forms(word):
                    self._terms.setdefault(form, term.id)

    def asked(self, *texts: str) -> str:
        """The id of the term or question that the first of some wordings of one text asks for; empty where none does.

        The code of a question asks for it as it stands: nobody types "T1" for another reason.
        """
        known = {**self._terms, **self._codes}
        words = (word for text in texts for word in words_asked(text))
        alone = next((code for text in texts if (code := self._codes.get(_joined(text.strip(" ?!."))))), "")
        return alone or next((known[form] for word in words if (form := _joined(word)) in known), "")


def _joined(word: str) -> str:
    """A word as it is compared: hyphens are blanks, "e-mail" and "e mail" are one."""
    return " ".join(word.lower().replace("-", " ").replace("'", "").split())


def _forms(word: str) -> Iterator[str]:
    """A word and its plurals."""
    plain = _joined(word)
    yield plain
    yield f"{plain}s"
    if plain.endswith("y"):
        yield f"{plain[:-1]}ies"
    elif plain.endswith(("s", "x", "ch", "sh")):
        yield f"{plain}es"
