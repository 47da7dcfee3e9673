"""Checks one document against the JSON Schema of its kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError
from rapidfuzz import process

from bot.documents.read import Document
from bot.errors import Fault


@cache
def _validator(path: Path) -> Draft7Validator:
    return Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


def shape_faults(document: Document, schema: Path) -> Iterator[Fault]:
    """Every way in which a document differs from its schema."""
    for error in _validator(schema).iter_errors(document.value):
        steps = list(error.absolute_path)
        yield from _explain(document, error, steps)


def _explain(document: Document, error: ValidationError, steps: list[Any]) -> Iterator[Fault]:
    where = ".".join(str(step) for step in steps)
    rule = str(error.validator)
    if rule == "additionalProperties":
        allowed = list(error.schema.get("properties", {}))
        for name in [name for name in error.instance if name not in allowed]:
            yield document.fault(f'unknown {_word(steps)} "{name}".{_did_you_mean(name, allowed)}', *steps, name)
    elif rule == "required":
        for name in [name for name in error.validator_value if name not in error.instance]:
            yield document.fault(f'missing {_word(steps)} "{name}". Add it.', *steps)
    elif rule == "enum":
        allowed = [str(value) for value in error.validator_value]
        yield document.fault(f'"{error.instance}" is not allowed for {where}. Use one of {", ".join(allowed)}.', *steps)
    elif rule == "maxLength":
        limit, length = error.validator_value, len(error.instance)
        yield document.fault(f"{where} has {length} characters, {limit} at most. Shorten it.", *steps)
    elif rule == "minItems":
        yield document.fault(
            f"{where} has {len(error.instance)} entries, at least {error.validator_value}. Add some.", *steps
        )
    elif rule == "type":
        hint = " Quote it." if error.validator_value == "string" else ""
        yield document.fault(
            f"{where or 'the file'} must be {error.validator_value}, not {error.instance!r:.60}.{hint}", *steps
        )
    elif rule == "pattern":
        yield document.fault(
            f'{where} "{error.instance}" has not the form {error.validator_value}. Correct it.', *steps
        )
    else:
        yield document.fault(f"{where}: {error.message[:200]}. See the schema.", *steps)


def _word(steps: list[Any]) -> str:
    return "section" if steps[:1] == ["parts"] else "field"


def _did_you_mean(name: str, allowed: list[str]) -> str:
    best = process.extractOne(str(name), allowed, score_cutoff=60)
    return f' Did you mean "{best[0]}"?' if best else f" Known are {', '.join(sorted(allowed))}."
