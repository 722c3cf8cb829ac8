"""What one supporter is told: three plain choices, none pre-selected, each with the very message that would come.

The ledger only grows: another choice revokes the rows in force and adds new ones, in one transaction. What has not left yet
and may not be read any more is withdrawn in it, too. [More] is in `finer`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlmodel import Session

from bot.actions import journal
from bot.actions.alerts import asking, circle
from bot.actions.supporters import example, handing, notices
from bot.actions.supporters.rows import as_member, id_of, supporter_of
from bot.rules.consent import ASK_AGAIN_BEFORE, CHOICES, Choice, Share
from bot.rules.vocabulary import Level, Signal, SupportState
from bot.texts.messages import Message, Reply, Values
from storage.queries import alerts, outbox, supports
from storage.queries import circle as rows
from storage.tables import Person, Sharing, Support

WORDING = "sharing-1"  # what the three choices said; new words get a new number
PLAIN: Mapping[Choice, Mapping[Signal, Share]] = {
    choice: {signal: Share(level) for signal, level in levels.items()} for choice, levels in CHOICES.items()
}


def choose(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    """The three choices, side by side."""
    support = confirmed(session, person, support_id)
    return support if isinstance(support, Reply) else Reply(show=screen(session, person, support))


def screen(session: Session, member: Person, support: Support) -> Message:
    shown = {str(choice): example.after_hard_day(member, support, CHOICES[choice]) for choice in Choice}
    values: Values = {"name": supporter_of(session, support).name, "support": id_of(support), **shown}
    return Message("sharing-choose", values)


def preview(session: Session, person: Person, support_id: int, choice: Choice, *, now: datetime) -> Reply:
    """One choice with the exact messages, before anything is saved."""
    support = confirmed(session, person, support_id)
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
    return keep(session, person, support_id, PLAIN[choice], wording=WORDING, now=now)


def keep(
    session: Session,
    person: Person,
    support_id: int,
    shares: Mapping[Signal, Share],
    *,
    wording: str,
    now: datetime,
) -> Reply:
    """What the member chose, by one of the three or finer: in force at once, for a year.

    The supporter is shown what a message looks like the first time. Of a later change they hear only if the member wants
    that: less could hurt, and is the member's to say.
    """
    support = confirmed(session, person, support_id)
    if isinstance(support, Reply):
        return support
    first = not supports.was_shared(session, support_id)
    in_force = supports.in_force(session, support_id)
    if of(in_force) != dict(shares) or in_force[0].until_at - now <= ASK_AGAIN_BEFORE[0]:
        put(session, person, support, shares, wording=wording, now=now)
        if first:
            notices.put_newest(session, "support-told", support, to=supporter_of(session, support), now=now)
    ready = handing.reminder(session, person, besides=support_id)
    return Reply(show=saved(session, support, first=first), also=(ready,) if ready is not None else ())


def put(
    session: Session, member: Person, support: Support, shares: Mapping[Signal, Share], *, wording: str, now: datetime
) -> None:
    """Write the ledger, and take back what waits to leave and may not be read any more."""
    supports.share(session, id_of(support), shares, wording=wording, now=now)
    why = chosen(supports.in_force(session, id_of(support)))
    journal.note(session, "shared", why=why or "own", person=member.id, supporter=support.supporter_id)
    for alert in (alerts.live(session, id_of(member)), alerts.live_sos(session, id_of(member))):
        companion = rows.companion(session, id_of(member), support.supporter_id)
        if alert is None or companion is None or circle.told(session, alert, companion, now=now) is not None:
            continue
        outbox.withdraw_for_pair(
            session, member_id=id_of(member), supporter_id=support.supporter_id, kinds=(*asking.PAGES, asking.MORE)
        )
        asking.advance(session, alert, now=now)


def saved(session: Session, support: Support, *, first: bool) -> Message:
    choice = chosen(supports.in_force(session, id_of(support)))
    values: Values = {
        "name": supporter_of(session, support).name,
        "support": id_of(support),
        "choice": choice.value if choice is not None else "own",
        "told": "yes" if first else "no",
    }
    return Message("sharing-saved", values)


def tell(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    """[Tell them], after a change: the supporter sees what a message would look like now."""
    support = confirmed(session, person, support_id)
    if isinstance(support, Reply):
        return support
    if supports.in_force(session, support_id):
        notices.put_newest(session, "support-told", support, to=supporter_of(session, support), now=now)
    return Reply(show=saved(session, support, first=True))


def of(in_force: Iterable[Sharing]) -> dict[Signal, Share]:
    """What the ledger's unrevoked rows say, as it was chosen."""
    return {row.signal: Share(row.level, ask_first=row.ask_first) for row in in_force}


def chosen(in_force: Iterable[Sharing]) -> Choice | None:
    """Which of the three choices the ledger's unrevoked rows amount to; None where there are none, or finer ones."""
    shares = of(in_force)
    return next((choice for choice, meant in PLAIN.items() if shares == dict(meant)), None)


def meant(in_force: Iterable[Sharing], *, now: datetime) -> str:
    """Which of the three choices holds now, where a year may be over; "own" for finer ones, "none" before any."""
    levels = circle.levels(in_force, now=now)
    found = next((choice for choice, meant in CHOICES.items() if levels == dict(meant)), None)
    return found.value if found is not None else OWN if levels else "none"


OWN = "own"


def tells_nothing_but_reach_out(in_force: Iterable[Sharing], *, now: datetime) -> bool:
    return all(level in (Level.NOTHING, Level.REACH_OUT) for level in circle.levels(in_force, now=now).values())


def confirmed(session: Session, person: Person, support_id: int) -> Support | Reply:
    """The member's confirmed supporter; what to say instead for anybody else, and for the named leader."""
    support = as_member(session, person, support_id)
    if isinstance(support, Support) and support.state is not SupportState.CONFIRMED:
        return Reply(show=notices.who_accepted(session, support))
    if isinstance(support, Support) and support.is_leader:
        return Reply(toast=Message("leader-reads"))
    return support
