"""Leaves out of a model that is loaded to serve what it was trained with. Importing this replaces a method of Rasa's.

A model names the components of its training as well, and Rasa imports them all: its validator of recipes brings
DIET and TED along, and they bring TensorFlow.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.storage.storage import ModelMetadata

_from_dict = ModelMetadata.from_dict.__func__


def from_dict(cls: type[ModelMetadata], serialized: dict[str, Any]) -> ModelMetadata:
    """Rasa's metadata of a model, with nothing in the graph of its training; a server never trains."""
    return _from_dict(cls, {**serialized, "train_schema": {"nodes": {}}})


ModelMetadata.from_dict = classmethod(from_dict)
