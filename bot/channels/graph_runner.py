"""Runs a model's graph along a plan made once. Importing this module replaces the runner of Rasa's `MessageProcessor`.

A turn runs the graph four times: once to understand, and once for each action that is chosen. Each time Rasa works out
anew which nodes it needs, lets dask schedule them, and writes the whole graph out for a line of its log that nobody
reads, whatever the level of the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Any

from rasa.core import processor
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphNode
from rasa.engine.runner.dask import DaskGraphRunner

# A node, its name, and the names of the nodes and inputs that it needs.
Step = tuple[str, GraphNode, tuple[str, ...]]


class PlannedGraphRunner(DaskGraphRunner):  # type: ignore[misc]  # Rasa is untyped
    """Rasa's runner, with the way to each set of targets kept."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """As Rasa's own."""
        super().__init__(*arguments, **named)
        self._plans: dict[tuple[str, ...], tuple[Step, ...]] = {}

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Run what the targets need, each node after those that it needs.

        Args:
            inputs: Values by the names under which nodes ask for them.
            targets: Names of nodes; those of the graph where there are none.

        Returns:
            The output of each target.

        Raises:
            GraphRunError: a node lacks an input.
        """
        wanted = tuple(targets or self._graph_schema.target_names)
        if wanted not in self._plans:
            self._plans[wanted] = tuple(self._steps(wanted))
        # A node takes and gives pairs of name and value; what is not there it is given by name alone, and says so.
        found = {name: (name, value) for name, value in (inputs or {}).items()}
        try:
            for name, node, needs in self._plans[wanted]:
                found[name] = node(*(found.get(need, need) for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(found[target] for target in wanted)

    def _steps(self, wanted: tuple[str, ...]) -> Iterator[Step]:
        nodes = self._graph_schema.minimal_graph_schema(list(wanted)).nodes
        order = TopologicalSorter({name: node.needs.values() for name, node in nodes.items()}).static_order()
        for name in order:
            # What is not a node is an input.
            if name in nodes:
                yield name, self._instantiated_nodes[name], tuple(nodes[name].needs.values())


processor.DaskGraphRunner = PlannedGraphRunner
