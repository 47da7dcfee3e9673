"""Notes where every Python process that has this folder on its path looks up names and connects to.

Python imports a module of this name at its start. The file to write to is named by LEVELFIELD_TEST_SOCKETS.
"""

from __future__ import annotations

import json
import os
import sys

_EVENTS = {
    *("socket.connect", "socket.sendto", "socket.sendmsg"),
    *("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"),
}


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event in _EVENTS:
        # The first argument is the socket, or the name that is looked up.
        where = arguments[1] if event in {"socket.connect", "socket.sendto", "socket.sendmsg"} else arguments[0]
        host = where[0] if isinstance(where, tuple) else where
        line = {"program": sys.argv[1:3] if hasattr(sys, "argv") else [], "event": event, "host": _text(host)}
        with open(os.environ["LEVELFIELD_TEST_SOCKETS"], "a", encoding="utf-8") as notes:
            notes.write(json.dumps(line) + "\n")


def _text(host: object) -> str:
    return host.decode(errors="replace") if isinstance(host, bytes) else str(host or "")


if "LEVELFIELD_TEST_SOCKETS" in os.environ:
    sys.addaudithook(_note)
