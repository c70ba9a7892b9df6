"""Schema changes, by Alembic; the tables are handed in by whoever knows all rooms."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, MetaData


def configuration(engine: Engine, metadata: MetaData | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["engine"] = engine
    config.attributes["metadata"] = metadata
    return config


def upgrade(engine: Engine, to: str = "head") -> None:
    command.upgrade(configuration(engine), to)


def downgrade(engine: Engine, to: str) -> None:
    command.downgrade(configuration(engine), to)
