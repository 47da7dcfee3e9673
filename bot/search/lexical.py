"""Finds texts by their words: BM25 over stems, as a share of what a perfect match would score."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer
from spacy.lang.en.stop_words import STOP_WORDS

Shares = npt.NDArray[np.float32]

# What every question has, so that it tells nothing apart; spaCy's list has most of it.
_FILLING = sorted(
    {*STOP_WORDS, "ok", "hi", "hello", "please", "tell", "explain", "mean", "means", "meant", "know", "im"}
)


def _tokens(texts: Sequence[str]) -> list[list[str]]:
    stemmer = Stemmer.Stemmer("english")
    found: list[list[str]] = bm25s.tokenize(
        list(texts), stopwords=_FILLING, stemmer=stemmer, return_ids=False, show_progress=False
    )
    return found


def content_words(text: str) -> int:
    """How many different words of a text tell what it is about."""
    return len(set(_tokens([text])[0]))


class LexicalIndex:
    """BM25 over a fixed list of texts."""

    def __init__(self, model: bm25s.BM25 | None) -> None:
        """Use a model that was built or loaded; None where there are no words to find."""
        self._model = model
        self._idf = _idf(model) if model is not None else {}

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """Index `texts`; a text is known by its place from then on."""
        tokens = _tokens(texts)
        if not any(tokens):
            return cls(None)
        model = bm25s.BM25()
        model.index(tokens, show_progress=False)
        return cls(model)

    def shares(self, text: str) -> Shares:
        """For each indexed text, how much of a text's weight in words it holds: 0 none, near 1 all of it.

        A word that no indexed text has counts as well, as the rarest: what is asked for and nowhere found must show.
        """
        if self._model is None:
            return np.zeros(0, dtype=np.float32)
        words = list(dict.fromkeys(_tokens([text])[0]))
        count = int(self._model.scores["num_docs"])
        rarest = float(np.log(1 + (count + 0.5) / 0.5))
        whole = sum(self._idf.get(word, rarest) for word in words)
        known = [word for word in words if word in self._idf]
        if not known:
            return np.zeros(count, dtype=np.float32)
        scores: Shares = self._model.get_scores(known)
        return scores / np.float32(whole)

    def to_bytes(self) -> bytes:
        """The index as one archive; empty where it holds nothing."""
        if self._model is None:
            return b""
        archive = io.BytesIO()
        with (
            tempfile.TemporaryDirectory() as folder,
            zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, True, 1) as file,
        ):
            self._model.save(folder)
            for path in sorted(Path(folder).iterdir()):
                file.write(path, path.name)
        return archive.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> LexicalIndex:
        """What `to_bytes` wrote; nothing in it is executed."""
        if not content:
            return cls(None)
        with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(io.BytesIO(content)) as file:
            file.extractall(folder)
            return cls(bm25s.BM25.load(folder, allow_pickle=False))


def _idf(model: bm25s.BM25) -> dict[str, float]:
    """The weight of each word as BM25 (Lucene's form) has it, from the number of texts that hold it."""
    held = np.diff(np.asarray(model.scores["indptr"]))
    count = int(model.scores["num_docs"])
    weights = np.log(1 + (count - held + 0.5) / (held + 0.5))
    return {word: float(weights[place]) for word, place in model.vocab_dict.items() if word and place < len(weights)}
