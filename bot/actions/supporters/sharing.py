"""What one supporter is told: three plain choices, none pre-selected, each with the very message that would come.

The ledger only grows: another choice revokes the rows in force and adds new ones, in one transaction.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from bot.actions import journal
from bot.actions.supporters import example, handing, notices
from bot.actions.supporters.rows import as_member, id_of, supporter_of
from bot.rules.consent import ASK_AGAIN_BEFORE, CHOICES, VALID_FOR, Choice
from bot.rules.vocabulary import SupportState
from bot.texts.messages import Message, Reply, Values
from storage.queries import supports
from storage.tables import Person, Sharing, Support

WORDING = "sharing-1"  # what the three choices said; new words get a new number


def choose(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    """The three choices, side by side."""
    support = _confirmed(session, person, support_id)
    return support if isinstance(support, Reply) else Reply(show=screen(session, person, support))


def screen(session: Session, member: Person, support: Support) -> Message:
    shown = {str(choice): example.after_hard_day(member, support, CHOICES[choice]) for choice in Choice}
    values: Values = {"name": supporter_of(session, support).name, "support": id_of(support), **shown}
    return Message("sharing-choose", values)


def preview(session: Session, person: Person, support_id: int, choice: Choice, *, now: datetime) -> Reply:
    """One choice with the exact messages, before anything is saved."""
    support = _confirmed(session, person, support_id)
    if isinstance(support, Reply):
        return support
    levels = CHOICES[choice]
    values: Values = {
        "name": supporter_of(session, support).name,
        "support": support_id,
        "choice": choice.value,
        "hard": example.after_hard_day(person, support, levels),
        "quiet": example.after_quiet_days(person, support, levels),
    }
    return Reply(show=Message("sharing-preview", values))


def save(session: Session, person: Person, support_id: int, choice: Choice, *, now: datetime) -> Reply:
    """[Save]: in force at once, for a year. A second tap changes nothing."""
    support = _confirmed(session, person, support_id)
    if isinstance(support, Reply):
        return support
    in_force = supports.in_force(session, support_id)
    if chosen(in_force) is not choice or in_force[0].until_at - now <= ASK_AGAIN_BEFORE[0]:
        _write(session, support_id, choice, now=now)
        journal.note(session, "shared", why=choice.value, person=person.id, supporter=support.supporter_id)
        notices.put_newest(session, "support-told", support, to=supporter_of(session, support), now=now)
    values: Values = {"name": supporter_of(session, support).name, "support": support_id, "choice": choice.value}
    ready = handing.reminder(session, person, besides=support_id)
    return Reply(show=Message("sharing-saved", values), also=(ready,) if ready is not None else ())


def _write(session: Session, support_id: int, choice: Choice, *, now: datetime) -> None:
    supports.revoke(session, support_id, now=now)
    for signal, level in CHOICES[choice].items():
        session.add(
            Sharing(
                support_id=support_id,
                signal=signal,
                level=level,
                wording=WORDING,
                since_at=now,
                until_at=now + VALID_FOR,
            )
        )
    session.flush()


def chosen(in_force: Iterable[Sharing]) -> Choice | None:
    """Which of the three choices the ledger's unrevoked rows amount to; None where there are none, or finer ones."""
    levels = {row.signal: row.level for row in in_force}
    return next((choice for choice, meant in CHOICES.items() if levels == dict(meant)), None)


def _confirmed(session: Session, person: Person, support_id: int) -> Support | Reply:
    support = as_member(session, person, support_id)
    if isinstance(support, Support) and support.state is not SupportState.CONFIRMED:
        return Reply(show=notices.who_accepted(session, support))
    if isinstance(support, Support) and support.is_leader:
        return Reply(toast=Message("leader-reads"))
    return support
