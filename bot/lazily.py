"""Puts off what is imported at every start and hardly ever called, until somebody does call it."""

from __future__ import annotations

import importlib
import sys
from importlib.util import find_spec
from types import ModuleType
from typing import Any

# Rasa's base class of all entity extractors imports its training helpers, and those TensorFlow: ten seconds of CPU time
# at each start and 310 MB of memory, for a pipeline without any network. Rasa's own networks import it for themselves.
TRAINING_HELPERS = "rasa.utils.train_utils"


def put_off(name: str) -> None:
    """Let a module be imported without being run, until something in it is asked for; one that has run stays as it is.

    The standard library's LazyLoader will not do: it runs a module that is imported a second time.

    Args:
        name: Its full name. The packages that it lies in are imported at once.

    Raises:
        ModuleNotFoundError: there is no such module.
    """
    if name in sys.modules:
        return
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    module, loader = ModuleType(name), spec.loader
    module.__spec__, module.__loader__, module.__file__ = spec, loader, spec.origin

    def run_now(attribute: str) -> Any:
        # The import system looks for such names at each import.
        if attribute.startswith("__"):
            raise AttributeError(f"module {name!r} has no attribute {attribute!r}")
        vars(module).pop("__getattr__", None)
        loader.exec_module(module)
        return getattr(module, attribute)

    vars(module)["__getattr__"] = run_now
    sys.modules[name] = module
    parent, _, last = name.rpartition(".")
    if parent:
        setattr(importlib.import_module(parent), last, module)
