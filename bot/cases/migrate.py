"""Brings the case store to the present layout, and tells Alembic of any store with migrations of its own."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(url: str, migrations: Path = MIGRATIONS) -> None:
    """Apply every migration that the store at `url` lacks; a new store is made."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(config_for(url, migrations), "head")


def config_for(url: str, migrations: Path) -> Config:
    """Alembic's settings for the store at `url`, whose migrations lie in that folder."""
    config = Config()
    config.set_main_option("script_location", str(migrations))
    # Alembic reads the address through a formatter for which % is special.
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config
