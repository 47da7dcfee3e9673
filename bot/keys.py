"""Secret keys of one machine: made once, and kept where only this account can read them."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

# 256 bits, in hexadecimal digits so that a key can be copied into the setting of another machine.
_KEY_BYTES = 32


def kept_key(path: Path) -> bytes:
    """The key in this file; made where there is none. Servers that start at the same time get the same one.

    Raises:
        OSError: the file can neither be read nor made.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Written whole under another name; of several the first one there stays, and nobody reads half a key.
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(_KEY_BYTES))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_bytes()
