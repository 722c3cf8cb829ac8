"""/newgroup: the zone if unknown, then name, template, hour; and the operator's word where this bot asks for it.

What was chosen so far is the draft of the question that is open; nothing of a group exists before its hour is chosen.
"""

from datetime import datetime, time

from sqlmodel import Session

from bot.actions import conversation, expecting, journal, zones
from bot.actions.groups import links
from bot.actions.groups.access import group_id
from bot.actions.terms import Terms
from bot.actions.zones import Purpose
from bot.rules import typed
from bot.rules.templates import STARTS, Template
from bot.rules.vocabulary import Priority, Role, ShownAs
from bot.texts.messages import Message, Reply
from storage.queries import groups, outbox, people
from storage.tables import Cadence, Expected, Group, Membership, Person

NAME, TEMPLATE, HOUR = "grp-name", "grp-template", "grp-hour"
STEPS = (NAME, TEMPLATE, HOUR)


def begin(session: Session, person: Person, *, now: datetime) -> Reply:
    """/newgroup."""
    if person.zone is None:
        return zones.ask(session, person, Purpose.LEAD, now=now)
    conversation.expect(session, person, NAME, now=now)
    return Reply(show=Message("grp-ask-name"))


def zone_chosen(session: Session, person: Person, zone: str, *, now: datetime) -> Reply:
    if not zones.keep(session, person, zone, now=now):
        return zones.ask_anew(session, person, Purpose.LEAD, now=now)
    return begin(session, person, now=now)


def hear_name(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    """The typed name, 1 to 40 characters; else the question stays open."""
    name = typed.name(text)
    if name is None:
        return Reply(show=Message("grp-name-unclear"))
    conversation.expect(session, person, TEMPLATE, draft=name, now=now)
    return Reply(show=Message("grp-ask-template", {"group": name}))


def hear_template(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    """The four templates are buttons; a typed word names one, too."""
    word = text.strip().casefold().replace(" ", "_")
    if word not in set(Template):
        return Reply(show=Message("grp-ask-template", {"group": expected.draft or ""}))
    return template(session, person, Template(word), now=now)


def template(session: Session, person: Person, chosen: Template, *, now: datetime) -> Reply:
    """A template by button. Where the name is no longer remembered, it is asked again."""
    draft = _draft(session, person, at_least=TEMPLATE, now=now)
    if draft is None:
        return _again(session, person, now=now)
    name = draft.partition("\n")[0]
    conversation.expect(session, person, HOUR, draft=f"{name}\n{chosen}", now=now)
    return Reply(show=Message("grp-ask-hour", {"group": name, "template": Message(f"template-{chosen}")}))


def hear_hour(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    """A typed hour, shown once more with the button that makes the group."""
    at = typed.hour(text, language=person.language)
    if at is None:
        return Reply(show=Message("hour-unclear"))
    name = (expected.draft or "").partition("\n")[0]
    return Reply(show=Message("grp-confirm-hour", {"group": name, "time": at, "minutes": at.hour * 60 + at.minute}))


def hour(session: Session, person: Person, at: time, *, terms: Terms, bot_name: str, now: datetime) -> Reply:
    """The last question: the group is made, and its link shown unless the operator has to approve its leader first."""
    draft = _draft(session, person, at_least=HOUR, now=now)
    if draft is None or person.zone is None:
        just_made = _just_made(session, person, at, now=now)
        return _again(session, person, now=now) if just_made is None else _shown(session, just_made, bot_name=bot_name)
    name, _, chosen = draft.partition("\n")
    group = _make(session, person, name, Template(chosen), at, now=now)
    conversation.drop_expected(session, person)
    if _approved(session, person, terms):
        group.approved_at = now
    else:
        outbox.enqueue(
            session, "grp-approval", None, now=now, priority=Priority.REPLY, dedupe=f"approve:{group.id}",
            ids={"group": group.id},
        )  # fmt: skip
    return _shown(session, group, bot_name=bot_name)


def _shown(session: Session, group: Group, *, bot_name: str) -> Reply:
    if group.approved_at is None:
        return Reply(show=Message("grp-waiting", {"group": group.name}))
    return Reply(show=made(session, group), also=(links.card(group, bot_name=bot_name),))


def _just_made(session: Session, person: Person, at: time, *, now: datetime) -> Group | None:
    """What an earlier tap on this hour made, where no other group is being set up: its answer may be lost."""
    assert person.id is not None
    if people.expected_of(session, person.id or 0, now=now) is not None:
        return None
    led = [group for group, roles in groups.of_person(session, person.id) if Role.LEADER in roles]
    if not led or now - led[-1].created_at >= expecting.EXPECTED_FOR:
        return None
    times = groups.cadence_of(session, group_id(led[-1])).times
    return led[-1] if times == STARTS[Template(led[-1].template)].times(at) else None


def made(session: Session, group: Group) -> Message:
    """What the new group does, in one look, with [Change] and [Check in with them]."""
    cadence = groups.cadence_of(session, group_id(group))
    return Message(
        "grp-made",
        {
            "id": group.id, "group": group.name, "days": cadence.days, "times": cadence.times,
            "token": group.link, "preset": Message(f"preset-{group.preset}"),
        },
    )  # fmt: skip


def _approved(session: Session, person: Person, terms: Terms) -> bool:
    """Asked once per leader: who was approved before, and the operator, need no second word."""
    assert person.id is not None
    if not terms.approve_leaders or terms.operator_chat_id is None or terms.is_operator(int(person.tg_id)):
        return True
    return groups.led_and_approved(session, person.id)


def _make(session: Session, leader: Person, name: str, chosen: Template, at: time, *, now: datetime) -> Group:
    assert leader.id is not None and leader.zone is not None
    start = STARTS[chosen]
    group = Group(name=name, zone=leader.zone, template=chosen, preset=start.preset, created_at=now)
    links.renew(session, group, now=now)
    session.add(group)
    session.flush()
    session.add(
        Membership(
            group_id=group_id(group), person_id=leader.id, role=Role.LEADER, shown_as=ShownAs.NAME, joined_at=now
        )
    )
    journal.note(session, "group-made", person=leader.id)
    session.add(
        Cadence(
            group_id=group_id(group),
            days=start.days,
            times=start.times(at),
            window_minutes=int(start.window.total_seconds() // 60),
            reminders=[int(after.total_seconds() // 60) for after in start.reminders],
        )
    )
    session.flush()
    return group


def _draft(session: Session, person: Person, *, at_least: str, now: datetime) -> str | None:
    """What was chosen so far; None where it is forgotten, or this step was not reached."""
    assert person.id is not None
    row = session.get(Expected, person.id)
    if row is None or row.expires_at <= now or row.kind not in STEPS[STEPS.index(at_least) :]:
        return None
    return row.draft


def _again(session: Session, person: Person, *, now: datetime) -> Reply:
    reply = begin(session, person, now=now)
    return Reply(show=reply.show, toast=Message("grp-start-again"))
