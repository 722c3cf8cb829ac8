"""Which rows and columns of the whole schema are about one person: what `exporting` hands them.

Every table is here, or in NAMES_NOBODY with the reason; a new one that is in neither fails a test.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bot.rules.vocabulary import Role
from storage.queries import traces
from storage.tables import Person

SCRAMBLED = "a keyed hash: how a row is found, nothing to read"
NUMBERS = "numbers of other rows, for the bot's own use"


@dataclass(frozen=True)
class Held:
    """One table. A row is this person's where one of the columns `mine` is theirs, or where it hangs on a row of theirs:
    `through` = (column, table, that table's person column).

    `hidden`: columns nobody is handed, and why. `not_mine`: person columns by which a row is somebody else's, and why.
    `only`: what is theirs of a row that is theirs by this column alone; the rest is the other person's choice.
    """

    mine: tuple[str, ...] = ()
    through: tuple[tuple[str, str, str], ...] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)
    not_mine: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


NAMES_NOBODY = {
    "card_checks": "which crisis cards the operator has checked",
    "engine": "what the bot knows about itself",
    "lease": "which process acts",
    "outages": "when the bot could not hear",
}
OF_BOTH = ("id", "member_id", "supporter_id", "accepted_at", "is_leader")  # what both sides of a support may know of it
HELD: dict[str, Held] = {
    "people": Held(("id",), hidden={"tg_hash": SCRAMBLED, "pinned_card": SCRAMBLED}),
    "agreements": Held(("person_id",)),
    "proposed": Held(("person_id",)),
    "groups": Held(hidden={"link_hash": SCRAMBLED}),  # those a person leads: see `_led`
    "memberships": Held(("person_id",)),
    "encouragements": Held(("author_id",)),
    "cadences": Held(("person_id",)),
    "enrolments": Held(("person_id",)),
    "patterns": Held(through=(("enrolment_id", "enrolments", "person_id"),)),
    "checkins": Held(("person_id",)),
    "supports": Held(
        ("member_id", "supporter_id"),
        only={
            "member_id": (
                *OF_BOTH,
                "position",
                "state",
                "member_route",
                "supporter_route",
                "confirmed_at",
                "ended_at",
                "kept_listed",
                "member_mutes",
            ),
            "supporter_id": (*OF_BOTH, "supporter_route", "handing_over_at", "supporter_mutes"),
        },
    ),
    "availability": Held(("person_id",)),
    "sharing": Held(through=(("support_id", "supports", "member_id"),)),
    "invites": Held(("issuer_id", "used_by"), hidden={"token_hash": SCRAMBLED}),
    "offers": Held(("person_id",)),
    "requests": Held(("member_id", "supporter_id")),
    "sent_words": Held(
        ("author_id",), through=(("support_id", "supports", "member_id"), ("support_id", "supports", "supporter_id"))
    ),
    "alerts": Held(
        ("member_id",),
        not_mine={"acknowledged_by": "the alert is its member's; who took it up finds that in alert_steps"},
    ),
    "alert_steps": Held(("recipient_id",), through=(("alert_id", "alerts", "member_id"),)),
    "outbox": Held(("recipient_id",), hidden={"ids": NUMBERS, "dedupe": NUMBERS, "epoch": NUMBERS}),
    "inbox": Held(("person_hash",), hidden={"person_hash": SCRAMBLED}),
    "expected": Held(("person_id",)),
    "disclosures": Held(("member_id", "viewer_id")),
    "chat_messages": Held(("person_id",)),
}


def rows(session: Session, person: Person) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every table that holds something of this person, with their rows as plain values, sealed ones opened."""
    names = Names(session, person)
    for table in traces.tables():
        held = HELD.get(table.name)
        if held is None:
            continue
        found = session.execute(sa.select(table).where(_theirs(table, held, person)).order_by(*table.primary_key))
        made = [
            {
                column.name: names.said(column, row[column.name])
                for column in table.columns
                if column.name in _shown(table, held, row, person)
            }
            for row in (dict(one) for one in found.mappings())
        ]
        if made:
            yield table.name, made


def _theirs(table: sa.Table, held: Held, person: Person) -> sa.ColumnElement[bool]:
    parts = [table.c[name] == (person.tg_hash if name == "person_hash" else person.id) for name in held.mine]
    for column, other_name, whose in held.through:
        other = table.metadata.tables[other_name]
        parts.append(table.c[column].in_(sa.select(other.c.id).where(other.c[whose] == person.id)))
    if table.name == "groups":
        parts.append(table.c.id.in_(_led(table.metadata.tables["memberships"], person)))
    return sa.or_(*parts)


def _led(memberships: sa.Table, person: Person) -> sa.Select[tuple[Any]]:
    leading = memberships.c.role.in_((Role.LEADER, Role.CO_LEADER)) & memberships.c.left_at.is_(None)
    return sa.select(memberships.c.group_id).where(memberships.c.person_id == person.id, leading)


def _shown(table: sa.Table, held: Held, row: Mapping[str, Any], person: Person) -> set[str]:
    shown = {column.name for column in table.columns} - set(held.hidden)
    theirs_by = [name for name in held.mine if row[name] == person.id]
    if len(theirs_by) == 1 and theirs_by[0] in held.only:
        shown &= set(held.only[theirs_by[0]])
    return shown


class Names:
    """Rows that stand for somebody are said by name. Each name is opened once, and only where it is needed."""

    def __init__(self, session: Session, person: Person) -> None:
        self._session = session
        self._known: dict[tuple[str, int], str] = {("people", person.id or 0): "you"}

    def said(self, column: sa.Column[Any], value: Any) -> Any:
        """A person or a group by name, this person as "you"; anything else as it is."""
        table = next((key.column.table for key in column.foreign_keys), None)
        if value is None or table is None or table.name not in ("people", "groups"):
            return value
        key = (table.name, value)
        if key not in self._known:
            found = self._session.execute(sa.select(table.c.name).where(table.c.id == value))
            self._known[key] = found.scalar_one()
        return self._known[key]
