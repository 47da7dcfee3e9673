"""A short talk with an adviser of its own, as a program: `python -m tests.conversations.short_talk VAR`.

Run in a network namespace of its own, it shows what works where there is no network. It prints JSON: what was
answered, the network interfaces, and the environment of both servers.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import struct
import sys
from pathlib import Path

from tests.conversations.person import Person, kinds
from tests.conversations.running_bot import RunningBot

SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1
SAID = ["hello", "check my business", "we're a bakery in Lyon, twelve of us", "what is platform asymmetry?", "stop"]


def raise_loopback() -> None:
    """Switch the loopback interface on, which a new namespace has switched off."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        (flags,) = struct.unpack("16xH14x", fcntl.ioctl(control, SIOCGIFFLAGS, struct.pack("16sH14x", b"lo", 0)))
        if not flags & IFF_UP:
            fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | IFF_UP))


def environments_of_children() -> list[dict[str, str]]:
    """The environment of every child process."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    found = [Path(f"/proc/{child}/environ").read_bytes().decode().split("\0") for child in children]
    return [dict(line.partition("=")[::2] for line in lines if line) for lines in found]


def main(var: Path) -> None:
    """Start, talk, stop, and print what happened."""
    raise_loopback()
    interfaces = [name for _, name in socket.if_nameindex()]
    with RunningBot(var) as bot:
        person = Person(bot, "short-talk")
        replies = [kinds(person.say(words)) for words in SAID]
        environments = environments_of_children()
    print(json.dumps({"replies": replies, "interfaces": interfaces, "environments": environments}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
