"""What supporters learn of a member whom the bot cannot write to, or no longer asks; and of their return.

Each is a consent of the member's: "if you can't reach me" is asked on its own, for "I am no longer asking" it takes that they
may be told of silence in words. Consent and truth are read again when a message is claimed.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot.actions.outgoing import Kind, Withdrawn
from bot.actions.supporters import agreeing
from bot.actions.supporters.notices import Loaded, asleep
from bot.actions.supporters.rows import id_of, member_of
from bot.rules import consent
from bot.rules.vocabulary import Fading, Priority, Purpose, Signal
from bot.texts.messages import Message, Reply, Values
from storage.queries import circle, looks, outbox, supports
from storage.queries.circle import Companion
from storage.tables import Outgoing, Person, Support

WORDING = "out-of-reach-1"
UNREACHABLE, UNASKED = "member-unreachable", "member-unasked"
BACK: Mapping[str, str] = {UNREACHABLE: "member-reachable", UNASKED: "member-asked"}


def ask(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    """[If you can't reach me]: the very lines, and what holds now."""
    line, back = (Message(kind, {"name": person.name}) for kind in (UNREACHABLE, BACK[UNREACHABLE]))
    values: Values = {"line": line, "back": back}
    return agreeing.ask(session, person, support_id, Purpose.OUT_OF_REACH, "absence-ask", values, now=now)


def choose(session: Session, person: Person, support_id: int, *, tell: bool, now: datetime) -> Reply:
    kind, purpose = "absence-saved", Purpose.OUT_OF_REACH
    return agreeing.choose(session, person, support_id, purpose, kind, wording=WORDING, tell=tell, now=now)


def tell(session: Session, member: Person, kind: str, *, now: datetime) -> None:
    """Queue a line for every supporter who may read it: UNREACHABLE or UNASKED."""
    for companion in circle.companions(session, id_of(member)):
        if _may_read(session, kind, companion, now=now):
            _put(session, kind, companion.support, now=now, key=str(int(now.timestamp())))


def take_back(session: Session, member: Person, *, now: datetime) -> None:
    """The member is there again: what has not left stays unsaid, and whoever has read it reads that, too, silently."""
    for companion in circle.companions(session, id_of(member)):
        pair = {"member_id": id_of(member), "supporter_id": id_of(companion.person)}
        outbox.withdraw_for_pair(session, **pair, kinds=tuple(BACK))
        last = outbox.last_said(session, **pair, kinds=(*BACK, *BACK.values()))
        if last is not None and last.kind in BACK:
            _put(session, BACK[last.kind], companion.support, now=now, key=str(last.id))


def _put(session: Session, kind: str, support: Support, *, now: datetime, key: str) -> None:
    outbox.enqueue(
        session, kind, support.supporter_id, now=now, priority=Priority.RECAP, dedupe=f"{kind}:{support.id}:{key}",
        ids={"member": support.member_id, "support": support.id},
    )  # fmt: skip


def _load(session: Session, row: Outgoing, now: datetime) -> Loaded:
    support = supports.by_id(session, row.ids["support"])
    companion = circle.companion(session, support.member_id, support.supporter_id) if support is not None else None
    if support is None or companion is None:
        return Withdrawn("state")
    member = member_of(session, support)
    if not _is_true(row.kind, member):
        return Withdrawn("no longer true")
    if not _may_read(session, row.kind, companion, now=now):
        return Withdrawn("consent")
    return asleep(session, row, now=now) or Message(row.kind, {"name": member.name})


def _is_true(kind: str, member: Person) -> bool:
    """Whether the line still says how things are. Somebody reported as away, or as having died, is left in peace."""
    lost = member.blocked_at is not None and member.lost_at is None
    truths = {
        UNREACHABLE: lost and member.silent_at is None,
        UNASKED: member.fading is Fading.UNASKED and member.silent_at is None,
        BACK[UNREACHABLE]: member.blocked_at is None,
        BACK[UNASKED]: member.fading is None and member.silent_at is None,
    }
    return truths[kind]


def _may_read(session: Session, kind: str, companion: Companion, *, now: datetime) -> bool:
    """Whether the member agreed that this supporter reads such a line. A named leader is only asked to reach out."""
    if companion.support.is_leader:
        return False
    if kind in (UNREACHABLE, BACK[UNREACHABLE]):
        return agreeing.agreed(session, companion.support, Purpose.OUT_OF_REACH, now=now)
    of_silence = next((row for row in companion.sharing if row.signal is Signal.QUIET), None)
    if of_silence is None:
        return False
    return consent.tells_why(consent.in_force(of_silence.level, until_at=of_silence.until_at, now=now))


def _sent(session: Session, row: Outgoing, now: datetime) -> None:
    looks.note(session, row.recipient_id or 0, {row.ids["member"]}, row.kind, now=row.sent_at or now)


KINDS = {
    **dict.fromkeys(BACK, Kind(_load, on_sent=_sent)),
    **dict.fromkeys(BACK.values(), Kind(_load, on_sent=_sent, silent=True)),
}
