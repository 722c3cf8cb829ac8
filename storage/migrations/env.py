"""Alembic's entry: runs migrations on the connection, and inside the transaction, that `storage.migrations` opened."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel

from storage import tables  # noqa: F401 - fills the metadata
from storage.columns import Instant


def plain(kind: str, what: Any, _: Any) -> str | Literal[False]:
    """Render our own column types as the plain ones they are kept as."""
    if kind != "type" or not isinstance(what, sa.types.TypeDecorator):
        return False
    return "sa.DateTime(timezone=True)" if isinstance(what, Instant) else f"sa.{what.impl!r}"


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    render_item=plain,
    compare_type=True,
)
context.run_migrations()
