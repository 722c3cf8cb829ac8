"""[Who sees this?]: who would read what of a check-in. Read from the ledger each time, never remembered."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.supporters import sharing
from bot.actions.supporters.rows import id_of, supporter_of
from bot.rules.consent import Choice
from bot.rules.vocabulary import SupportState
from bot.texts.messages import Message, Reply
from storage.queries import checkins, supports
from storage.tables import Person

ORDER = (Choice.REACH_OUT, Choice.REASON_WITHOUT_USE, Choice.REASON_WITH_USE)


def who_sees(session: Session, person: Person, checkin_id: int, *, now: datetime) -> Reply:
    """One line per way of being told. A message of its own: the question stays open above it."""
    checkin = checkins.by_id(session, checkin_id)
    if checkin is None or checkin.person_id != person.id:
        return Reply(toast=Message("not-yours"))
    lines = _lines(session, person)
    return Reply(show=Message("who-sees", {"lines": lines}) if lines else Message("who-sees-nobody"), fresh=True)


def _lines(session: Session, person: Person) -> tuple[Message, ...]:
    told: dict[str, list[str]] = {}
    for support in supports.of_member(session, id_of(person)):
        if support.state is SupportState.CONFIRMED and (in_force := supports.in_force(session, id_of(support))):
            choice = sharing.chosen(in_force)
            told.setdefault(choice or "own", []).append(supporter_of(session, support).name)
    return tuple(
        Message(f"who-sees-{way.replace('_', '-')}", {"names": tuple(told[way])})
        for way in (*ORDER, "own")
        if way in told
    )
