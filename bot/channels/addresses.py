"""Where a request comes from: what a proxy says counts only where the proxy is trusted."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from urllib.parse import urlsplit


def client_address(peer: str, forwarded_for: str, trusted: Sequence[str]) -> str:
    """The address of the client.

    Args:
        peer: who holds the connection.
        forwarded_for: the header `X-Forwarded-For`, to which each proxy adds whom it heard from.
        trusted: networks of proxies that tell the truth.

    Returns:
        The last address that no trusted proxy has: what stands before it, anybody may have written.
    """
    networks = [ipaddress.ip_network(network) for network in trusted]

    def is_trusted(address: str) -> bool:
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(ip in network for network in networks)

    address = peer
    for heard_from in reversed([part.strip() for part in forwarded_for.split(",") if part.strip()]):
        if not is_trusted(address):
            break
        try:
            ipaddress.ip_address(heard_from)
        except ValueError:
            break
        address = heard_from
    return address


def is_own_origin(origin: str, host: str, public_url: str) -> bool:
    """Whether a page of ours sent this: the origin is the host that was asked, or the public address."""
    own = urlsplit(public_url)
    return urlsplit(origin).netloc == host or (bool(public_url) and origin == f"{own.scheme}://{own.netloc}")
