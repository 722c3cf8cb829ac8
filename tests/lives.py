"""A whole life with the bot: one person with a row in every table that can name a person.

A new table with such a column makes `missing` name it, so that nobody forgets to erase it, export it and say how long it stays.
"""

from datetime import time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bot.rules.vocabulary import (
    AlertKind,
    AlertState,
    CheckinState,
    InboxState,
    Level,
    Outcome,
    Proposal,
    Role,
    ShownAs,
    Signal,
    StepState,
)
from storage.queries import traces
from storage.tables import (
    Alert,
    AlertStep,
    Availability,
    ChatMessage,
    Disclosure,
    Encouragement,
    Expected,
    Incoming,
    Invite,
    Membership,
    Offer,
    Outgoing,
    Pattern,
    Person,
    Proposed,
    Request,
    SentWord,
    Sharing,
)
from tests import builders
from tests.builders import NOW, TODAY, id_of

MAYA, SAM, LEE = 77001122, 77002233, 77003344  # Telegram ids, long enough to be found nowhere by chance
SECRET = "the bakery on Tuesday"  # in everything that Maya wrote


def full(session: Session) -> Person:
    """Maya, who is a member, supports Lee, leads a group, and is supported by Sam. Returns Maya."""
    maya = builders.person(session, "Maya", tg_id=MAYA, agreed=True, username="maya_m", phone="+15550100")
    sam = builders.person(session, "Sam", tg_id=SAM)
    lee = builders.person(session, "Lee", tg_id=LEE)
    rhythm = builders.cadence(session, maya)
    enrolment = builders.enrolment(session, maya, rhythm)
    checkin = builders.checkin(
        session, maya, rhythm, state=CheckinState.ANSWERED, mood=2, craving=8, used=True, note=SECRET, deadline_at=None,
        remind_at=None,
    )  # fmt: skip
    group = builders.group(session, approved_at=NOW)
    builders.cadence(session, group)
    by_sam, by_maya = builders.support(session, maya, sam), builders.support(session, lee, maya)
    mine = _alert(session, maya, AlertState.RESOLVED, acknowledged_by=sam.id, checkin_id=checkin.id, ended_at=NOW)
    lees = _alert(session, lee, AlertState.RESOLVED, acknowledged_by=maya.id, ended_at=NOW)
    session.add_all(
        [
            Membership(group_id=id_of(group), person_id=id_of(maya), role=Role.LEADER, shown_as=ShownAs.NAME, joined_at=NOW),
            Membership(group_id=id_of(group), person_id=id_of(maya), role=Role.MEMBER, joined_at=NOW),
            *(_shared(id_of(one)) for one in (by_sam, by_maya)),
            AlertStep(alert_id=mine, recipient_id=id_of(sam), position=1, state=StepState.ACKNOWLEDGED, outcome=Outcome.TALKED),
            AlertStep(alert_id=lees, recipient_id=id_of(maya), position=1, state=StepState.ACKNOWLEDGED, message_id=5),
            _disclosed(maya, sam, mine),
            _disclosed(lee, maya, lees),
            Offer(group_id=id_of(group), person_id=id_of(maya), line=SECRET, room=1, since_at=NOW),
            Request(group_id=id_of(group), member_id=id_of(lee), supporter_id=id_of(maya), asked_at=NOW),
            SentWord(support_id=id_of(by_sam), author_id=id_of(maya), text="See you", sent_at=NOW, expires_at=NOW),
            Pattern(enrolment_id=enrolment.id or 0, position=1, name=SECRET, times=(time(5, 30),)),
            Proposed(person_id=id_of(maya), what=Proposal.SUPPORTER, on=TODAY),
            Encouragement(group_id=id_of(group), author_id=id_of(maya), on=TODAY, text=SECRET, sent_at=NOW),
            Availability(person_id=id_of(maya), zone=builders.ZONE),
            Invite(token_hash="0" * 32, kind="support", issuer_id=id_of(maya), created_at=NOW, expires_at=NOW),
            Invite(token_hash="1" * 32, kind="support", issuer_id=id_of(lee), created_at=NOW, expires_at=NOW, used_by=maya.id),
            Expected(person_id=id_of(maya), kind="somewhere-else", draft=SECRET, expires_at=NOW + timedelta(minutes=30)),
            ChatMessage(person_id=id_of(maya), message_id=41, sent_at=NOW),
            _message("settings", id_of(maya), message_id=42, sent_at=NOW),
            _message("alert-acknowledged", id_of(lee), alert_id=lees, ids={"by": maya.id}),
            _message("pause-notice", id_of(sam), ids={"member": maya.id, "until": "2026-03-04"}),
            Incoming(update_id=1, state=InboxState.HANDLED, received_at=NOW),
        ]
    )  # fmt: skip
    session.flush()
    return maya


def missing(session: Session, person: Person) -> set[str]:
    """The tables that could name a person and have no row that names this one."""
    return {
        table.name
        for table in traces.tables()
        if (columns := traces.person_columns(table))
        and not session.execute(sa.select(sa.exists().where(sa.or_(*(one == person.id for one in columns))))).scalar()
    }


def _alert(session: Session, member: Person, state: AlertState, **more: Any) -> int:
    made = Alert(
        member_id=id_of(member), on=TODAY, kind=AlertKind.HARD, signals=["HIGH"], state=state, opened_at=NOW, **more
    )
    session.add(made)
    session.flush()
    assert made.id is not None
    return made.id


def _shared(support_id: int) -> Sharing:
    return Sharing(
        support_id=support_id, signal=Signal.HIGH, level=Level.REASON, wording="sharing-1", since_at=NOW,
        until_at=NOW + timedelta(days=365),
    )  # fmt: skip


def _disclosed(member: Person, viewer: Person, alert_id: int) -> Disclosure:
    return Disclosure(
        member_id=id_of(member),
        viewer_id=id_of(viewer),
        what="alert-page",
        level=Level.REASON,
        alert_id=alert_id,
        at=NOW,
    )


def _message(kind: str, recipient_id: int, **more: Any) -> Outgoing:
    return Outgoing(
        dedupe=f"{kind}:{recipient_id}", recipient_id=recipient_id, kind=kind, priority=2, created_at=NOW,
        not_before_at=NOW, **more,
    )  # fmt: skip
