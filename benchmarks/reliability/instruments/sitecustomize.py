"""Read by Python at the start of a server under test: counts its SQL statements, and sets its clock wrong.

The product knows nothing of this; `benchmarks/reliability/adviser.py` puts the folder on the servers' PYTHONPATH.
"""

from __future__ import annotations

import os
import time
from typing import Any

_counted, _skew = os.environ.get("RELIABILITY_STATEMENTS"), float(os.environ.get("RELIABILITY_CLOCK", "0"))

if _counted:
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    # One byte a statement; small appends of several processes do not mix.
    _file = os.open(_counted, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    @event.listens_for(Engine, "before_cursor_execute")
    def _count(*call: Any) -> None:
        os.write(_file, b".")


if _skew:
    _true = time.time
    time.time = lambda: _true() + _skew
