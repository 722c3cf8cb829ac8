"""What becomes of an outbox row: it is packed as a parcel, held back, or ended, and then what Telegram said is kept.

`claim` asks, in the claiming transaction, whether the row may still leave (recipient, expiry, and whatever its kind asks:
consent, quiet hours, the alert's state); `record` keeps the outcome.
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.actions import journal, reach
from bot.actions.batch import attempt
from bot.actions.outgoing import (
    Blocked,
    Delivered,
    Hook,
    Invalid,
    Kind,
    Kinds,
    Later,
    NeverSent,
    NotNow,
    Outcome,
    Parcel,
    TokenRefused,
    Uncertain,
    Withdrawn,
)
from bot.rules.vocabulary import OutboxState, Priority
from storage.queries import checkins, outbox
from storage.queries.people import Gone
from storage.tables import Outgoing, Person

log = logging.getLogger(__name__)

LEAVES_WITHIN = timedelta(seconds=5)  # what was checked at the claim grows old
FIRST_RETRY_AFTER = timedelta(seconds=1)  # doubles with each attempt
LAST_RETRY_AFTER = timedelta(seconds=60)
GIVE_UP_AFTER = timedelta(hours=24)  # for rows that neither expire nor belong to an alert
FALLBACK_LANGUAGE = "en"

_THESE = sa.select(Person).where(col(Person.id).in_(sa.bindparam("people", expanding=True)))  # built once


def claim(
    session: Session,
    *,
    kinds: Kinds,
    now: datetime,
    epoch: int,
    limit: int,
    operator: int | None = None,
    up_to: Priority = Priority.RECAP,
) -> list[Parcel]:
    """Claim at most `limit` due rows, the most urgent first, and return those that may leave now.

    The others are ended, or wait for their hour. `operator`: the chat of rows without a recipient; None: those are
    withdrawn. A row whose kind raises is put off and holds up nobody.
    """
    rows = outbox.claim(session, outbox.claimable(session, now=now, limit=limit, up_to=up_to), now=now, epoch=epoch)
    people = _people(session, rows)
    known = checkins.by_ids(session, {row.checkin_id for row in rows if row.checkin_id is not None})
    parcels: list[Parcel] = []

    def pack(these: Sequence[Outgoing]) -> None:
        packed = [_pack(session, row, kinds, people, now=now, operator=operator) for row in these]
        parcels.extend(parcel for parcel in packed if parcel is not None)

    if len(rows) > 1 and attempt(session, lambda: pack(rows)) is None:
        return parcels  # as nearly always: one savepoint for all of them
    for row in rows:
        fault = attempt(session, partial(pack, [row]))
        if fault is not None:
            log.error("outbox row %s (%s) cannot be packed", row.id, row.kind, exc_info=fault)
            outbox.release(session, row, epoch=epoch, not_before_at=now + _pause(row.attempts))
    del known  # until here: the session holds only what somebody else holds, and the kinds ask for these one by one
    return parcels


def _people(session: Session, rows: Sequence[Outgoing]) -> dict[int, Person]:
    wanted = {row.recipient_id for row in rows if row.recipient_id is not None}
    found = session.scalars(_THESE, {"people": list(wanted)}) if wanted else ()
    return {person.id: person for person in found if person.id is not None}


def _pack(
    session: Session, row: Outgoing, kinds: Kinds, people: Mapping[int, Person], *, now: datetime, operator: int | None
) -> Parcel | None:
    kind = kinds[row.kind]
    person = people.get(row.recipient_id) if row.recipient_id is not None else None
    chat_id = int(person.tg_id) if person is not None else operator
    if chat_id is None:
        outbox.finish(session, row, OutboxState.WITHDRAWN, epoch=row.epoch)
        return None
    if row.expires_at is not None and row.expires_at <= now:
        _end(session, row, OutboxState.EXPIRED, kind.on_expired, now=now)
        return None
    if person is not None and _out_of_reach(person, row):
        _end(session, row, OutboxState.REFUSED, kind.on_refused, now=now)
        return None
    try:
        said = kind.load(session, row, now)
    except Gone:  # whom it is about erased themselves
        said = Withdrawn("gone")
    if isinstance(said, Withdrawn):
        _end(session, row, OutboxState.WITHDRAWN, kind.on_withdrawn, now=now)
        log.info("outbox row %s (%s) withdrawn: %s", row.id, row.kind, said.why)
        journal.note(session, "withdrawn", why=row.kind, person=row.recipient_id)
        return None
    if isinstance(said, Later):
        journal.note(session, "waits", why=row.kind, person=row.recipient_id)
        outbox.release(session, row, epoch=row.epoch, not_before_at=max(said.at, now))
        return None
    return Parcel(
        outgoing_id=row.id or 0,
        kind=row.kind,
        chat_id=chat_id,
        language=person.language if person is not None else FALLBACK_LANGUAGE,
        message=said,
        priority=Priority(row.priority),
        attempt=row.attempts,
        epoch=row.epoch,
        leave_by=now + LEAVES_WITHIN,
        edit=kind.edits(session, row) if kind.edits else None,
        retire=kind.retires(session, row) if kind.retires else None,
        again=row.sent_at is not None,
        silent=kind.silent,
        pin=kind.pin,
    )


def _out_of_reach(person: Person, row: Outgoing) -> bool:
    """Blocked, or asked for silence. An SOS is tried nevertheless: the person may be back without our knowing."""
    return (person.blocked_at or person.silent_at) is not None and row.priority > Priority.SOS


def record(session: Session, parcel: Parcel, outcome: Outcome, *, kinds: Kinds, now: datetime) -> bool:
    """Keep what became of a parcel, and run what follows from it.

    False where the claim was no longer ours (it lapsed, another took over) or the recipient is gone: nothing is changed then.
    """
    row = outbox.claimed(session, [parcel.outgoing_id]).get(parcel.outgoing_id)
    if row is None or (row.state, row.epoch, row.attempts) != (OutboxState.CLAIMED, parcel.epoch, parcel.attempt):
        return False
    kind = kinds[row.kind]
    match outcome:
        case Delivered(message_id, at):
            settled = _end(session, row, OutboxState.SENT, kind.on_sent, now=now, sent_at=at, message_id=message_id)
        case Blocked():
            _remember_blocked(session, row, now)
            settled = _end(session, row, OutboxState.REFUSED, kind.on_refused, now=now)
        case Invalid(reason):
            log.error("Telegram will not take outbox row %s (%s): %s", row.id, row.kind, reason)
            settled = _end(session, row, OutboxState.REFUSED, kind.on_refused, now=now)
        case NotNow(retry_after):
            settled = outbox.release(session, row, epoch=row.epoch, not_before_at=now + retry_after)
        case NeverSent() | TokenRefused():
            settled = _try_again(session, row, kind, now=now)
        case Uncertain() if kind.at_most_once:
            settled = outbox.finish(session, row, OutboxState.UNCERTAIN, epoch=row.epoch, sent_at=now)
        case Uncertain():
            settled = _try_again(session, row, kind, now=now, perhaps_sent_at=now)
    return settled


def _end(
    session: Session,
    row: Outgoing,
    state: OutboxState,
    hook: Hook | None,
    *,
    now: datetime,
    sent_at: datetime | None = None,
    message_id: int | None = None,
) -> bool:
    if not outbox.finish(session, row, state, epoch=row.epoch, sent_at=sent_at, message_id=message_id):
        return False
    if state in (OutboxState.SENT, OutboxState.REFUSED):
        journal.note(session, state.value, why=row.kind, person=row.recipient_id)
    if hook is not None:
        _run(hook, session, row, now)
    return True


def _run(hook: Hook, session: Session, row: Outgoing, now: datetime) -> None:
    """Run what follows. A fault in it must not undo that the message left: it would leave again, for ever."""
    fault = attempt(session, lambda: hook(session, row, now))
    if fault is not None:
        log.error("what follows outbox row %s (%s, %s) failed", row.id, row.kind, row.state, exc_info=fault)
        row.unfinished_at = now  # for the auditor


def _try_again(
    session: Session, row: Outgoing, kind: Kind, *, now: datetime, perhaps_sent_at: datetime | None = None
) -> bool:
    """No giving up while an alert is open: its rows go on until they expire."""
    if row.alert_id is None and row.expires_at is None and now - row.created_at > GIVE_UP_AFTER:
        return _end(session, row, OutboxState.EXPIRED, kind.on_expired, now=now)
    not_before_at = now + _pause(row.attempts)
    return outbox.release(session, row, epoch=row.epoch, not_before_at=not_before_at, perhaps_sent_at=perhaps_sent_at)


def _pause(attempts: int) -> timedelta:
    doublings = min(max(attempts - 1, 0), 10)
    return min(FIRST_RETRY_AFTER * (1 << doublings), LAST_RETRY_AFTER)


def _remember_blocked(session: Session, row: Outgoing, now: datetime) -> None:
    person = session.get(Person, row.recipient_id) if row.recipient_id is not None else None
    if person is not None:
        reach.refused(session, person, now=now)


def lapse(session: Session, *, kinds: Kinds, now: datetime, epoch: int, in_hand: Collection[int]) -> int:
    """Claims that are over come back, but for the rows in hand: of those we are still going to hear what became."""
    if in_hand:
        outbox.renew(session, in_hand, now=now, epoch=epoch)
    return come_back(session, kinds=kinds, now=now)


def come_back(session: Session, *, kinds: Kinds, now: datetime, gone: range = outbox.NOBODY) -> int:
    """Give back what was claimed by somebody who died over it; see `storage.queries.outbox.come_back`."""
    once = [name for name, kind in kinds.items() if kind.at_most_once]
    return outbox.come_back(session, now=now, at_most_once=once, gone=gone)
