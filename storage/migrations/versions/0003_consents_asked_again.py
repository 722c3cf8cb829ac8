"""Consents know when the member is next asked about them"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FIRST_ASKED_BEFORE = timedelta(days=30)


def upgrade() -> None:
    with op.batch_alter_table("sharing", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ask_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_sharing_ask_at",
            ["ask_at"],
            unique=False,
            sqlite_where=sa.text("ask_at IS NOT NULL"),
            postgresql_where=sa.text("ask_at IS NOT NULL"),
        )
    _plan()


def _plan() -> None:
    """What was agreed before is asked about, too; what is nearly over, as soon as the bot runs."""
    instants = ("until_at", "revoked_at", "ask_at")
    sharing = sa.table("sharing", *(sa.column(name, sa.DateTime(timezone=True)) for name in instants))
    connection, live = op.get_bind(), sharing.c.revoked_at.is_(None)
    for until_at in connection.execute(sa.select(sharing.c.until_at).where(live).distinct()).scalars().all():
        planned = sa.update(sharing).where(live, sharing.c.until_at == until_at)
        connection.execute(planned.values(ask_at=until_at - FIRST_ASKED_BEFORE))
