"""A member's circle: the supporters who may be asked for them, and what each of them may be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.rules.vocabulary import AlertKind, Purpose, StepState, SupportState
from storage.tables import Alert, AlertStep, Availability, Person, Sharing, Support

# Built once: every judging, ladder and message asks them, and building a statement takes longer than running it.
_OF_MEMBER = (
    sa.select(Support, Person, Availability)
    .join(Person, col(Support.supporter_id) == Person.id)
    .outerjoin(Availability, col(Availability.person_id) == Person.id)
    .where(
        col(Support.member_id) == sa.bindparam("member"),
        col(Support.state) == SupportState.CONFIRMED,
        col(Support.ended_at).is_(None),
    )
    .order_by(col(Support.is_leader), col(Support.position), col(Support.id))
)
_SUPPORTERS = (
    sa.select(Person)
    .join(Support, col(Support.supporter_id) == Person.id)
    .where(
        col(Support.member_id) == sa.bindparam("member"),
        col(Support.state) == SupportState.CONFIRMED,
        col(Support.ended_at).is_(None),
        col(Support.is_leader).is_(False),
    )
    .order_by(col(Support.position), col(Support.id))
)
_OF_PAIR = _OF_MEMBER.where(col(Support.supporter_id) == sa.bindparam("supporter"))
_CONSENTS = sa.select(Sharing).where(
    col(Sharing.support_id).in_(sa.bindparam("supports", expanding=True)),
    col(Sharing.revoked_at).is_(None),
    col(Sharing.purpose) == Purpose.ALERT,
)
_TIMES_ASKED = (
    sa.select(col(AlertStep.asked_at))
    .join(Alert, col(AlertStep.alert_id) == Alert.id)
    .where(
        col(AlertStep.recipient_id) == sa.bindparam("supporter"),
        col(AlertStep.asked_at) > sa.bindparam("since"),
        col(Alert.kind).not_in((AlertKind.SOS, AlertKind.USED)),
        col(Alert.id).is_distinct_from(sa.bindparam("besides")),
        col(AlertStep.state) != StepState.WAITING,
    )
)


@dataclass(frozen=True)
class Companion:
    """A confirmed supporter, or the named leader, with their hours (None: never set) and the consent in force."""

    person: Person
    support: Support
    availability: Availability | None
    sharing: tuple[Sharing, ...]


def supporters(session: Session, member_id: int) -> Sequence[Person]:
    """The confirmed supporters in the member's order, the named leader left out; for whoever needs no more than names."""
    return session.scalars(_SUPPORTERS, {"member": member_id}).all()


def companions(session: Session, member_id: int) -> list[Companion]:
    """All who may be asked for this member, in the member's order, the named leader last."""
    return _found(session, _OF_MEMBER, {"member": member_id})


def companion(session: Session, member_id: int, supporter_id: int) -> Companion | None:
    """This one of them; None for anybody else: unconfirmed, former, or a stranger."""
    found = _found(session, _OF_PAIR, {"member": member_id, "supporter": supporter_id})
    return found[0] if found else None


def _found(session: Session, wanted: sa.Select[Support, Person, Availability], who: dict[str, int]) -> list[Companion]:
    rows = session.execute(wanted, who).all()
    consents = _consents(session, [support.id for support, _, _ in rows])
    return [
        Companion(person, support, availability, tuple(one for one in consents if one.support_id == support.id))
        for support, person, availability in rows
    ]


def _consents(session: Session, support_ids: Sequence[int | None]) -> Sequence[Sharing]:
    return session.scalars(_CONSENTS, {"supports": support_ids}).all() if support_ids else ()


def support_of(session: Session, member_id: int, supporter_id: int) -> Support | None:
    """The newest relation between the two, whatever its state; None for strangers."""
    wanted = sa.select(Support).where(col(Support.member_id) == member_id, col(Support.supporter_id) == supporter_id)
    return session.scalars(wanted.order_by(col(Support.id).desc()).limit(1)).first()


def times_asked(session: Session, supporter_id: int, *, since: datetime, besides: int | None) -> list[datetime]:
    """When a supporter was asked since then, one instant per alert; SOS and USED do not count, nor the alert `besides`."""
    asked = {"supporter": supporter_id, "since": since, "besides": besides}
    return [at for at in session.scalars(_TIMES_ASKED, asked) if at is not None]
