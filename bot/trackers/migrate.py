"""Brings the tracker store to the present layout; any number of processes may do so at once."""

from __future__ import annotations

from pathlib import Path

from bot.cases.migrate import migrate as apply_migrations

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(url: str) -> None:
    """Apply every migration that the store at `url` lacks; a new store is made, one of stock Rasa is taken over."""
    apply_migrations(url, MIGRATIONS)
