"""The invariants of DESIGN §5 that need a look into the rows at the end: each check is named after its invariant."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from sqlmodel import Session, select

from bot.rules.vocabulary import LIVE_ALERT_STATES, AlertState, InboxState
from storage.tables import Alert, Checkin, Incoming, Person
from tests.simulation.case import HOUR, MINUTE, UNDER_WAY, Case
from tests.simulation.people import MOODS

DAY = timedelta(days=1)
LONGEST_ALERT = timedelta(days=4)
RESTORED = "I went back to an older copy of what I know"  # and asks whether they still need someone


def i7_every_alert_ends(session: Session, case: Case) -> Iterable[str]:
    """None is open for longer than any ladder, and whose ended saw something then; after a restore, a question.

    The answer to their own tap that ended it may be lost where Telegram was away: they know what they tapped.
    """
    now = case.town.world.clock.now()
    chats = {person.id: int(person.tg_id) for person in session.exec(select(Person)).all()}
    for alert in session.exec(select(Alert)).all():
        if alert.state in LIVE_ALERT_STATES:
            if now - alert.opened_at > LONGEST_ALERT:
                yield f"alert {alert.id} ({alert.kind}) of {alert.opened_at} has not ended by {now}"
            continue
        chat, at = chats.get(alert.member_id), alert.ended_at
        if chat is None or at is None or case.weather.clock_wrong(at - DAY, at + DAY):
            continue  # by a wrong clock, the row's instants are not those of the people
        until = case.within(at, 3 * MINUTE)
        words = RESTORED if alert.state is AlertState.INTERRUPTED else ""
        told = any(at - MINUTE <= one["when"] <= until and words in one["text"] for one in case.shown[chat])
        lost = case.acted(chat, at - UNDER_WAY, at) and case.weather.any_between(at, at + MINUTE)
        if until <= now and not (told or lost) and not case.blocking(chat, at - 48 * HOUR, until):
            yield f"alert {alert.id} ({alert.kind}, {alert.state}) ended at {at}, and its member saw no {words or 'word'} by {until}"


def i11_every_update_is_handled_once(session: Session, case: Case) -> Iterable[str]:
    """None waits at the end, none was set aside but what nobody can read, or what waited in a backup that was put back."""
    for row in session.exec(select(Incoming).where(Incoming.state != InboxState.HANDLED)).all():
        waited_at_restore = case.weather.lost and row.state is InboxState.SET_ASIDE and not row.attempts
        if row.update_id not in case.weather.garbled and not waited_at_restore:
            yield f"update {row.update_id} is {row.state}"


def never_stored(session: Session, *, next_id: int) -> list[int]:
    """Updates that Telegram made and of which no row tells; what is older than the oldest row was removed in its time."""
    stored = set(session.exec(select(Incoming.update_id)).all())
    return [one for one in range(min(stored, default=next_id), next_id) if one not in stored]


def i11_the_last_mood_is_kept(session: Session, case: Case) -> Iterable[str]:
    """What was tapped last on a check-in's message is what its row says."""
    chats = {person.id: int(person.tg_id) for person in session.exec(select(Person)).all()}
    rows = session.exec(select(Checkin)).all()
    kept = {(chats[one.person_id], one.live_message): one for one in rows}
    for who in case.acts:
        taps = list(case.taps(who, of=MOODS))
        for number, tap in enumerate(taps):
            row = kept.get((who, tap["message_id"]))
            again = any(one["when"] - tap["when"] < 24 * HOUR for one in taps[number + 1 :])
            wrote = any(
                abs(one["when"] - tap["when"]) < 24 * HOUR for one in case.acts[who] if one["kind"] == "message"
            )
            lost = case.weather.forgotten(tap["when"])
            if row is not None and not again and not wrote and not lost and row.mood != MOODS.index(tap["label"]) + 1:
                yield f"{tap['when']}: {case.town.name(who)} tapped {tap['label']}, kept is {row.mood}"


Check = Callable[[Session, Case], Iterable[str]]
CHECKS: tuple[Check, ...] = (i7_every_alert_ends, i11_every_update_is_handled_once, i11_the_last_mood_is_kept)
