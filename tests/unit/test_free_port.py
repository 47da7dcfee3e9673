"""Ports for servers that are about to start: free, side by side where asked, and out of the way of connections."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from bot.cli.processes import LOOPBACK, free_port

GIVEN_OUT = Path("/proc/sys/net/ipv4/ip_local_port_range")


@pytest.mark.parametrize("beside", [0, 1, 3])
def test_a_port_and_those_beside_it_are_free(beside: int) -> None:
    port = free_port(beside)
    for number in range(port, port + beside + 1):
        with socket.socket() as server:
            server.bind((LOOPBACK, number))


def test_a_port_in_use_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port(beside=1)
    monkeypatch.setattr("bot.cli.processes._PORTS_OF_SERVERS", (port, port + 2))
    with socket.socket() as server:
        server.bind((LOOPBACK, port))
        assert free_port() == port + 1


@pytest.mark.skipif(not GIVEN_OUT.exists(), reason="only Linux says which ports it gives to outgoing connections")
def test_no_outgoing_connection_can_take_it() -> None:
    first = int(GIVEN_OUT.read_text().split()[0])
    assert all(free_port() < first for _ in range(200))
