"""Puts messages that say nearly the same into groups, so that one look and one label do for all of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sklearn.cluster import AgglomerativeClustering

from bot.language.encoder import SentenceEncoder
from bot.learning.plain import plain
from bot.model.unanswered import Unanswered

# Cosine distance that no two texts of a group exceed. Of 1,200 phrases out of data/nlu, which were written to differ,
# half find a group at this bound, and seven of ten in a group have its commonest intent; at 0.4 it is three in ten and
# three of four, at 0.6 three in four and six of ten. Real messages repeat themselves more.
_FARTHEST = 0.5
# Distances of each to each: at this number 70 MB, and ten seconds for the encoder. What is newest comes first.
MOST_TEXTS = 3_000
# A key is as long as it must be to differ from the others, and no shorter, so that it looks like one.
_SHORTEST_KEY = 4


@dataclass(frozen=True, slots=True)
class Group:
    """Messages that are alike: `texts` are the different ones, the commonest first.

    `name` is a hash of the texts alone, `key` as much of its beginning as tells it from the others.
    """

    name: str
    key: str
    texts: tuple[str, ...]
    entries: tuple[Unanswered, ...]

    def of(self, texts: Iterable[str]) -> list[Unanswered]:
        """The messages that have one of these texts."""
        wanted = {_same(text) for text in texts}
        return [entry for entry in self.entries if _same(entry.text) in wanted]

    @property
    def intent(self) -> tuple[str, float]:
        """What most of them were taken for, and the mean confidence of those; an empty text where it was nothing."""
        name = _commonest(entry.intent for entry in self.entries)
        sure = [entry.confidence for entry in self.entries if entry.intent == name]
        return name, sum(sure) / len(sure) if name else 0.0

    @property
    def nearest(self) -> str:
        """The record or question that most of them came nearest to, or nothing."""
        return _commonest(entry.nearest for entry in self.entries)

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages other than English, in their order."""
        return tuple(sorted({entry.language for entry in self.entries} - {""}))


def grouped(entries: Sequence[Unanswered], encoder: SentenceEncoder) -> list[Group]:
    """Groups of messages by likeness, the largest first.

    The same messages give the same groups with the same keys; taking a whole group away leaves the others as they are.
    Of more than `MOST_TEXTS` different texts the newest are grouped.
    """
    alike: dict[str, list[Unanswered]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.at, entry.key), reverse=True):
        if _same(entry.text) in alike or len(alike) < MOST_TEXTS:
            alike.setdefault(_same(entry.text), []).append(entry)
    # By their letters, since the order in which they came must not count.
    texts = sorted(alike)
    found: dict[int, list[str]] = {}
    for text, number in zip(texts, _numbers(texts, encoder), strict=True):
        found.setdefault(number, []).append(text)
    named = {hashlib.sha256("\n".join(texts).encode()).hexdigest(): texts for texts in found.values()}
    length = _length(named)
    groups = [_group(name, length, [alike[text] for text in texts]) for name, texts in named.items()]
    return sorted(groups, key=lambda group: (-len(group.entries), group.key))


def find_group(groups: Sequence[Group], key: str) -> Group | None:
    """The group that a key, or enough of its beginning, names; None where none or several do."""
    found = [group for group in groups if group.name.startswith(key.lower())]
    return found[0] if len(found) == 1 and len(key) >= _SHORTEST_KEY else None


def _same(text: str) -> str:
    """What messages of one text share; of nothing but marks the text itself."""
    return plain(text) or text


def _numbers(texts: Sequence[str], encoder: SentenceEncoder) -> list[int]:
    """The number of each text's group."""
    if len(texts) < 2:
        return [0] * len(texts)
    how = AgglomerativeClustering(n_clusters=None, metric="cosine", linkage="complete", distance_threshold=_FARTHEST)
    return [int(number) for number in how.fit_predict(encoder.encode(texts).astype("float64"))]


def _length(names: Collection[str]) -> int:
    """How many letters tell the names from each other."""
    length = _SHORTEST_KEY
    while len({name[:length] for name in names}) < len(names):
        length += 1
    return length


def _group(name: str, length: int, alike: Sequence[Sequence[Unanswered]]) -> Group:
    by_number = sorted(alike, key=lambda entries: (-len(entries), _same(entries[0].text)))
    # Of several spellings the one that came first stands for all.
    texts = tuple(entries[-1].text for entries in by_number)
    return Group(name, name[:length], texts, tuple(entry for entries in by_number for entry in entries))


def _commonest(names: Iterable[str]) -> str:
    counted = Counter(name for name in names if name)
    return min(counted, key=lambda name: (-counted[name], name), default="")
