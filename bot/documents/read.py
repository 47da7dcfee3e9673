"""Reads one document into plain values that remember their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.errors import Fault

# A document is prose and short tables; 1 MB is fifty times the largest one there is.
LARGEST_DOCUMENT = 1_000_000
# Our deepest table has eight levels; the YAML library ends the process on some ten thousand.
DEEPEST_NESTING = 50
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n?", re.DOTALL)
_HEADING = re.compile(r"^## +(.+?) *$", re.MULTILINE)


class _Loader(yaml.CSafeLoader):
    """YAML as people write it: dates and yes, no, on and off stay text; true and false are the only booleans."""


_Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] not in {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}]
    for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed document: `value` is its data, `line_of` finds where a part of it stands."""

    path: str
    value: Any
    node: yaml.Node | None
    offset: int = 0
    part_lines: dict[str, int] | None = None

    def line_of(self, steps: Sequence[str | int]) -> int:
        """The line (from 1) of the value reached by `steps`, or of the nearest part of the way there."""
        if steps and steps[0] == "parts":
            return (self.part_lines or {}).get(str(steps[1]) if len(steps) > 1 else "", 1)
        node, line = self.node, 1
        for step in steps:
            found = _child(node, step)
            if found is None:
                break
            line, node = found[0] + 1 + self.offset, found[1]
        return line

    def fault(self, message: str, *steps: str | int) -> Fault:
        """A fault at the line of `steps`."""
        return Fault(self.path, self.line_of(steps), message)


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child = node.value[step]
        return child.start_mark.line, child
    return None


def read_document(path: Path, name: str) -> tuple[Document, list[Fault]]:
    """Read a `.yml` or `.md` file.

    Args:
        path: the file.
        name: how the file is called in faults.

    Returns:
        The document (its value is None where nothing could be read) and the faults found on the way.
    """
    empty = Document(name, None, None)
    if path.stat().st_size > LARGEST_DOCUMENT:
        return empty, [Fault(name, 1, f"larger than {LARGEST_DOCUMENT:,} bytes. Split it by topic.")]
    try:
        # Some editors begin a file with a byte order mark.
        text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return empty, [Fault(name, 1, f"not UTF-8 text (byte {error.start}). Save it as UTF-8.")]
    if path.suffix == ".md":
        return _read_markdown(text, name)
    return _read_yaml(text, name)


def _read_yaml(text: str, name: str, offset: int = 0) -> tuple[Document, list[Fault]]:
    loader = _Loader(text)
    try:
        _refuse_odd_structure(text)
        node = loader.get_single_node()
        if node is None:
            return Document(name, None, None), [Fault(name, 1, "empty. Fill it in or remove it.")]
        value = loader.construct_document(node)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        line = (mark.line if mark else 0) + 1 + offset
        hint = "Check the indentation, and quote text that holds ': ' or begins with a special character."
        return Document(name, None, None), [Fault(name, line, f"not valid YAML: {problem}. {hint}")]
    finally:
        loader.dispose()
    document = Document(name, value, node, offset)
    twice = [
        Fault(name, key.start_mark.line + 1 + offset, f'"{key.value}" stands twice. Keep one.')
        for key in _doubled_keys(node)
    ]
    return document, twice


class _OddStructure(yaml.YAMLError):
    """Nesting or a reference that no document needs."""

    def __init__(self, problem: str, event: yaml.Event) -> None:
        super().__init__(problem)
        self.problem, self.problem_mark = problem, event.start_mark


def _refuse_odd_structure(text: str) -> None:
    """Refuse what would not end well: the library follows both until the memory or the stack is full."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST_NESTING:
            raise _OddStructure("nested too deeply", event)
        if isinstance(event, yaml.AliasEvent):
            raise _OddStructure(f"*{event.anchor} refers to another place", event)


def _doubled_keys(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen:
                yield key
            seen.add(str(key.value))
            yield from _doubled_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _doubled_keys(child)


def _unwrapped(text: str) -> str:
    """Each paragraph and each list item on one line: lines are broken for the writer, not for the reader."""
    lines: list[str] = []
    for line in text.split("\n"):
        starts = not line.strip() or line.lstrip().startswith("- ") or not lines or not lines[-1]
        if starts:
            lines.append(line.strip())
        else:
            lines[-1] = f"{lines[-1]} {line.strip()}"
    return "\n".join(lines)


def _read_markdown(text: str, name: str) -> tuple[Document, list[Fault]]:
    match = _FRONT_MATTER.match(text)
    if match is None:
        hint = "Begin with a line ---, the data, and another line ---."
        return Document(name, None, None), [Fault(name, 1, f"no front matter. {hint}")]
    document, faults = _read_yaml(match.group(1), name, offset=1)
    if not isinstance(document.value, dict):
        hint = "Write one `name: value` a line."
        unread = Document(name, None, None)
        return unread, faults or [Fault(name, 1, f"the front matter is not a list of names and values. {hint}")]
    body, first_line = text[match.end() :], text[: match.end()].count("\n") + 1
    parts, lines = {}, {}
    headings = list(_HEADING.finditer(body))
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        title = heading.group(1)
        lines[title] = first_line + body[: heading.start()].count("\n")
        if title in parts:
            faults.append(Fault(name, lines[title], f'the section "{title}" stands twice. Keep one.'))
        parts[title] = _unwrapped(body[heading.end() : following.start() if following else None].strip())
    document.value["parts"] = parts
    return Document(name, document.value, document.node, 1, lines), faults
