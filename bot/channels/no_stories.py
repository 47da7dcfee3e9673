"""Asks the policy that remembers stories nothing where there are none. Importing this replaces a method of Rasa's.

Levelfield's conversations are rules. `MemoizationPolicy` stands in `config.yml` for whoever adds a story; until then it
works out every state of the conversation, three or four times a turn, to find none of them in an empty list.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from rasa.core.policies.memoization import MemoizationPolicy
from rasa.core.policies.policy import PolicyPrediction

Predict = Callable[..., PolicyPrediction]


def _install() -> None:
    predict: Predict = MemoizationPolicy.predict_action_probabilities
    # A module that is imported twice under two names must not wrap the wrapper.
    if hasattr(predict, "__wrapped__"):
        return

    @functools.wraps(predict)
    def predict_action_probabilities(
        self: MemoizationPolicy, tracker: Any, domain: Any, *arguments: Any, **named: Any
    ) -> PolicyPrediction:
        if self.lookup:
            return predict(self, tracker, domain, *arguments, **named)
        # What Rasa says of a conversation that it does not remember.
        return self._prediction(self._default_predictions(domain))

    MemoizationPolicy.predict_action_probabilities = predict_action_probabilities


_install()
