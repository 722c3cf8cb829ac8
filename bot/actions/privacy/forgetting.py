"""/forget: two steps, each saying what will happen; then everything of a person is gone, at once and for everybody.

Whoever waits for something from them learns only that it is over: no message names them afterwards. What their own phone
and other people's phones show is Telegram's, and the text says so.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.actions import conversation, journal
from bot.actions.alerts import asking
from bot.actions.privacy import leading
from bot.actions.supporters import ending
from bot.rules.vocabulary import AlertState, Priority, StepState, SupportState
from bot.texts.messages import Message, Reply, Value
from storage import revocations
from storage.queries import alerts, chats, groups, outbox, people, supports, traces
from storage.revocations import Revoked
from storage.tables import Alert, Person, Support

WAITING = "alert-waiting"
SURE = "forget"  # what a person was asked last, while [Erase everything] works


def ask(session: Session, person: Person, *, now: datetime) -> Reply:
    """The first step: what will be gone, and who will notice."""
    conversation.drop_expected(session, person)
    return Reply(show=Message("forget-ask", _consequences(session, person, now=now)))


def ask_again(session: Session, person: Person, *, now: datetime) -> Reply:
    """The second step. Its button works for half an hour, so that an old one cannot be tapped by accident."""
    conversation.expect(session, person, SURE, now=now)
    return Reply(show=Message("forget-sure"))


def keep(session: Session, person: Person, *, now: datetime) -> Reply:
    conversation.drop_expected(session, person)
    return Reply(show=Message("forget-kept"))


def forget(session: Session, person: Person, *, now: datetime) -> Reply:
    """[Erase everything]: all in this transaction. Afterwards `person` is nobody we know."""
    assert person.id is not None
    expected = people.expected_of(session, person.id, now=now)
    if expected is None or expected.kind != SURE:
        return ask(session, person, now=now)
    recent = chats.deletable(session, person.id, now=now)
    erase(session, person, now=now)
    return Reply(show=Message("forgotten"), fresh=True, deletes=tuple(sorted(recent)))


def erase(session: Session, person: Person, *, now: datetime) -> None:
    """Everything of a person is gone, and whoever leaned on them is told; a restore will know of it, too."""
    _close_own_alerts(session, person, now=now)
    _step_back(session, person, now=now)
    leading.leave_all(session, person, now=now)
    revocations.note(session, Revoked.FORGOTTEN, person.tg_hash, now=now)
    journal.note(session, "forgotten")
    traces.erase(session, person)


def _consequences(session: Session, person: Person, *, now: datetime) -> dict[str, Value | Message]:
    assert person.id is not None
    hearing = [one for one in supports.of_member(session, person.id) if one.state is SupportState.CONFIRMED]
    helped = [one for one in supports.of_supporter(session, person.id) if one.ended_at is None]
    led = [group for group, roles in groups.of_person(session, person.id) if roles & set(groups.LEADING)]
    becomes = tuple(leading.what_becomes_of(session, person, group, now=now) for group in led)
    return {
        "asked": Message("forget-alert") if _live(session, person.id) else "",
        "supporters": Message("forget-supporters", {"names": _names(session, hearing)}) if hearing else "",
        "members": Message("forget-members", {"names": _names(session, helped, of_members=True)}) if helped else "",
        "led": Message("forget-groups", {"lines": becomes}) if becomes else "",
    }


def _names(session: Session, rows: Sequence[Support], *, of_members: bool = False) -> tuple[str, ...]:
    ids = (row.member_id if of_members else row.supporter_id for row in rows)
    return tuple(people.by_id(session, one).name for one in ids)


def _live(session: Session, member_id: int) -> list[Alert]:
    found = (alerts.live(session, member_id), alerts.live_sos(session, member_id))
    return [alert for alert in found if alert is not None]


def _close_own_alerts(session: Session, person: Person, *, now: datetime) -> None:
    """Those who were asked read that it is closed, on the message they have; whoever had it hears it."""
    assert person.id is not None
    for alert in _live(session, person.id):
        on_its_way = outbox.being_sent(session, alert.id or 0)
        for step in alerts.steps(session, alert.id):
            reads = step.message_id is not None or step.recipient_id in on_its_way
            if reads and step.state in (StepState.ASKED, StepState.ACKNOWLEDGED):
                heard = step.state is StepState.ACKNOWLEDGED
                outbox.enqueue(
                    session, "forgotten-closed", step.recipient_id, now=now, priority=Priority.ALERT,
                    dedupe=f"forgotten-closed:{alert.id}:{step.recipient_id}", ids={"edit": None if heard else step.message_id},
                )  # fmt: skip


def _step_back(session: Session, person: Person, *, now: datetime) -> None:
    """Whoever leaned on this person is told that one supporter is gone, and an alert they had goes on at once."""
    assert person.id is not None
    for support in supports.of_supporter(session, person.id):
        if support.ended_at is not None:
            continue
        for alert in _live(session, support.member_id):
            outbox.withdraw_for_alert(session, alert.id or 0, kinds=(WAITING,))  # it may name them; it is said anew
        held = [one for one in _live(session, support.member_id) if one.acknowledged_by == person.id]
        ending.end(session, support, now=now)
        for alert in held:
            if alert.state is AlertState.ACKNOWLEDGED and alert.acknowledged_by == person.id:
                asking.go_on(session, alert, now=now)
        outbox.enqueue(
            session, "supporter-gone", support.member_id, now=now, priority=Priority.REPLY,
            dedupe=f"supporter-gone:{support.id}",
        )  # fmt: skip
