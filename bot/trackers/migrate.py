"""Brings the tracker store to the present layout; any number of processes may do so at once."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config


def migrate(url: str) -> None:
    """Apply every migration that the store at `url` lacks; a new store is made, one of stock Rasa is taken over."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(config_for(url), "head")


def config_for(url: str) -> Config:
    """Alembic's settings for the store at `url`."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    # Alembic reads the address through a formatter for which % is special.
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config
