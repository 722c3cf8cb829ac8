"""[Report a person]: whoever runs this bot learns who reported whom, over which kind of message. Never a word of anybody.

Whom a report is about is read from the rows, and only somebody who got the message can report it. The reported person is not told.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from bot.actions import journal
from bot.actions.groups import belonging
from bot.actions.outgoing import Kind
from bot.actions.presence import Visitor
from bot.actions.supporters import ending
from bot.actions.terms import Terms
from bot.rules.vocabulary import Priority
from bot.texts.messages import Message, Reply
from storage.queries import alerts, groups, leaders, outbox, people, supports
from storage.queries.people import keyring_of
from storage.tables import Outgoing, Person

NO_ROW_FROM = 2**31  # no row has such an id, and a database refuses to look for a number of any length


class About(StrEnum):
    """What was being read when somebody reported its sender."""

    ALERT = "alert"
    ENCOURAGEMENT = "encouragement"
    CO_LEAD = "co-lead"  # asked to lead a group too
    LEAD_LINK = "lead-link"
    GROUP_LINK = "group-link"
    SUPPORT_LINK = "support-link"


class Tie(StrEnum):
    """What the reporter can end in the same breath."""

    NONE = "none"
    GROUP = "group"
    SUPPORT = "support"


@dataclass(frozen=True)
class Case:
    """Who is reported, over which row, and what ties the reporter to them (`tie_id`: a group's or a support's id)."""

    who: Person
    row_id: int
    tie: Tie = Tie.NONE
    tie_id: int = 0


def ask(session: Session, visitor: Visitor, about: About, ref: str, *, terms: Terms, now: datetime) -> Reply:
    """Say first what a report is: who learns what, and who does not. `ref`: the row's id, or a link's token."""
    case = _case(session, visitor, about, ref)
    if case is None:
        return Reply(toast=Message("not-yours"))
    heard = "yes" if terms.operator_chat_id is not None else "no"
    values = {"about": about.value, "ref": ref, "name": case.who.name, "tie": case.tie.value, "heard": heard}
    return Reply(show=Message("report-ask", values), fresh=True)


def send(
    session: Session, visitor: Visitor, about: About, ref: str, *, leave: bool, terms: Terms, now: datetime
) -> Reply:
    """[Report], and where they chose so the tie ends at once. A second tap reports nothing twice."""
    case = _case(session, visitor, about, ref)
    if case is None:
        return Reply(toast=Message("not-yours"))
    reporter = people.by_telegram_id(session, visitor.tg_id)
    heard = terms.operator_chat_id is not None
    if heard:
        reporter_id = reporter.id if reporter is not None else 0
        outbox.enqueue(
            session, "operator-report", None, now=now, priority=Priority.REPLY,
            dedupe=f"report:{reporter_id}:{about}:{case.row_id}:{case.who.id}",
            ids={"reporter": reporter_id, "person": case.who.id, "about": about.value, "row": case.row_id},
        )  # fmt: skip
        journal.note(session, "reported", why=about.value)
    ended = _end(session, reporter, case, now=now) if leave and reporter is not None else None
    if not heard:
        return Reply(show=ended or Message("report-not"))
    return Reply(show=Message("report-done"), also=(ended,) if ended is not None else ())


def _end(session: Session, reporter: Person, case: Case, *, now: datetime) -> Message | None:
    """Leave the group, or stop being there for the member, as their own pages would do it."""
    if case.tie is Tie.GROUP:
        return belonging.leave(session, reporter, case.tie_id, now=now).show
    if case.tie is Tie.SUPPORT:
        return ending.stop(session, reporter, case.tie_id, now=now).show
    return None


def _case(session: Session, visitor: Visitor, about: About, ref: str) -> Case | None:
    """What the report would be about; None where this person never got such a message, or its sender is gone."""
    if about in (About.GROUP_LINK, About.SUPPORT_LINK, About.LEAD_LINK):
        return _by_link(session, about, ref)
    reporter = people.by_telegram_id(session, visitor.tg_id)
    if reporter is None or reporter.id is None or not ref.isdecimal() or int(ref) >= NO_ROW_FROM:
        return None
    if about is About.ALERT:
        return _by_alert(session, reporter.id, int(ref))
    if about is About.ENCOURAGEMENT:
        written = leaders.encouragement(session, int(ref))
        return _in_group(session, reporter.id, written.group_id, written.author_id, int(ref)) if written else None
    leader = groups.leader(session, int(ref))
    return _in_group(session, reporter.id, int(ref), leader.id or 0, int(ref)) if leader is not None else None


def _by_link(session: Session, about: About, token: str) -> Case | None:
    """Whoever has a link can report who it is from; nothing of a newcomer is kept by that."""
    if about is About.GROUP_LINK:
        group = groups.by_link(session, token)
        leader = groups.leader(session, group.id or 0) if group is not None else None
        return Case(leader, group.id or 0) if group is not None and leader is not None else None
    find = supports.invite if about is About.SUPPORT_LINK else leaders.lead_invite
    invite = find(session, keyring_of(session).hash_token(token))
    return Case(people.by_id(session, invite.issuer_id), invite.issuer_id) if invite is not None else None


def _by_alert(session: Session, reporter_id: int, alert_id: int) -> Case | None:
    alert = alerts.locked(session, alert_id)
    step = alerts.step(session, alert_id, reporter_id)
    if alert is None or step is None or step.asks == 0:
        return None
    member = people.by_id(session, alert.member_id)
    support = supports.between(session, member_id=alert.member_id, supporter_id=reporter_id)
    if support is None:
        return Case(member, alert_id)
    return Case(member, alert_id, Tie.SUPPORT, support.id or 0)


def _in_group(session: Session, reporter_id: int, group_id: int, who_id: int, row_id: int) -> Case | None:
    """Also of a group that they have left since; then there is nothing to end."""
    if not groups.was_in(session, group_id, reporter_id):
        return None
    who = session.get(Person, who_id)
    if who is None:
        return None
    is_member = groups.is_member(session, group_id, reporter_id)
    return Case(who, row_id, Tie.GROUP, group_id) if is_member else Case(who, row_id)


def _load(session: Session, row: Outgoing, now: datetime) -> Message:
    return Message("operator-report", {name: row.ids[name] for name in ("reporter", "person", "about", "row")})


KINDS = {"operator-report": Kind(_load)}
