"""Farewell, and check-ins whose prompt waits too long"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("engine") as engine:
        engine.add_column(sa.Column("farewell_on", sa.Date(), nullable=True))
        engine.add_column(sa.Column("farewell_from_at", sa.DateTime(timezone=True), nullable=True))
        engine.add_column(sa.Column("farewell_done", sa.String(length=32), nullable=True))
        engine.add_column(sa.Column("farewell_next_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_checkins_queued",
        "checkins",
        ["planned_at"],
        unique=False,
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
