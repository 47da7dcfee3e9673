"""Prints every route of Rasa's own API as JSON: `python -m benchmarks.reliability.rasa_routes`.

In a process of its own, since making Rasa's application changes logging and Sanic itself.
"""

from __future__ import annotations

import json
import re

from rasa.server import create_app


def main() -> None:
    """Print pairs of method and path, blanks in a path filled."""
    routes = create_app().router.routes
    found = {(method, "/" + re.sub(r"<[^>]*>", "t18", route.path)) for route in routes for method in route.methods}
    print(json.dumps(sorted(found)))


if __name__ == "__main__":
    main()
