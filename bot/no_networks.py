"""Stands in for those modules of Rasa's that are neural networks and need TensorFlow, which is not installed.

Rasa imports all of its components wherever it trains, loads or checks a model. Levelfield's pipeline has no network,
and TensorFlow is half of an installation (0.9 of 1.8 GB), 310 MB of memory and ten seconds of each start. Import this
before anything of Rasa's; it changes no module that is there already.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NoReturn

# What other modules of Rasa 3.6.21 take from each when they are imported. Of the last, which extractors import as a
# whole, only Rasa's own networks and its extractor of entities by conditional random fields call something.
NETWORKS: dict[str, tuple[str, ...]] = {
    "rasa.core.policies.ted_policy": ("TEDPolicy",),
    "rasa.core.policies.unexpected_intent_policy": ("UnexpecTEDIntentPolicy",),
    "rasa.nlu.classifiers.diet_classifier": ("DIETClassifier",),
    "rasa.nlu.featurizers.dense_featurizer.convert_featurizer": ("ConveRTFeaturizer",),
    "rasa.nlu.featurizers.dense_featurizer.lm_featurizer": ("LanguageModelFeaturizer",),
    "rasa.nlu.selectors.response_selector": ("ResponseSelector",),
    "rasa.utils.train_utils": (),
}


class Network:
    """What stands in for a component of Rasa's: it can be named and compared, not used."""

    def __init__(self, *_: Any, **__: Any) -> None:
        """Say what is missing.

        Raises:
            ModuleNotFoundError: always.
        """
        _missing(f"{type(self).__module__}.{type(self).__name__}")

    @classmethod
    def create(cls, *_: Any, **__: Any) -> NoReturn:
        """Say what is missing, as Rasa makes its components by this.

        Raises:
            ModuleNotFoundError: always.
        """
        _missing(f"{cls.__module__}.{cls.__name__}")


class _StandIns(MetaPathFinder, Loader):
    """Finds the modules of `NETWORKS` before Python looks on the disk."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self) if fullname in NETWORKS else None

    def exec_module(self, module: ModuleType) -> None:
        name = module.__name__

        def missing(attribute: str) -> Any:
            # The import system looks for such names at each import.
            if attribute.startswith("__"):
                raise AttributeError(f"module {name!r} has no attribute {attribute!r}")
            _missing(f"{name}.{attribute}")

        for network in NETWORKS[name]:
            setattr(module, network, type(network, (Network,), {"__module__": name}))
        vars(module)["__getattr__"] = missing


def _missing(what: str) -> NoReturn:
    hint = "Levelfield leaves Rasa's neural networks out: name another component in config.yml."
    raise ModuleNotFoundError(f"{what} needs TensorFlow. {hint}", name="tensorflow")


if not any(isinstance(finder, _StandIns) for finder in sys.meta_path):
    sys.meta_path.insert(0, _StandIns())
