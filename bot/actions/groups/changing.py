"""[Change]: days, times, window, reminders, the proposed preset and the name of a group, a page each.

Toggles only change the draft in their own buttons' data; [Save] changes the group, so that members are told once.
"""

from datetime import datetime, time, timedelta

from sqlmodel import Session

from bot.actions import conversation
from bot.actions.groups import replanning
from bot.actions.groups.access import permitted
from bot.rules import typed, typed_hours
from bot.rules.cadence import MAX_SLOTS
from bot.rules.permissions import Action
from bot.rules.vocabulary import Preset, Priority
from bot.texts.messages import Message, Reply, Value
from storage.queries import groups, outbox
from storage.tables import Expected, Group, Person

WINDOWS = (3, 6, 9, 12, 18, 23)  # hours
REMINDERS = {"none": [], "one": [60], "two": [60, 180], "slow": [120, 360]}  # minutes after delivery
NAME, TIMES = "grp-new-name", "grp-new-times"


def page(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    """Everything that can be changed, as it is."""
    group = permitted(session, person, id_, Action.CHANGE_GROUP)
    if isinstance(group, Reply):
        return group
    conversation.drop_expected(session, person)
    return Reply(show=_page(session, group))


def days(
    session: Session, person: Person, id_: int, draft: frozenset[int] | None, *, save: bool = False, now: datetime
) -> Reply:
    """The seven days as toggles; `draft` None starts from the days as they are."""
    group = permitted(session, person, id_, Action.CHANGE_GROUP)
    if isinstance(group, Reply):
        return group
    shown = groups.cadence_of(session, id_).days if draft is None else draft
    if not save:
        return Reply(show=Message("grp-days", {"id": id_, "group": group.name, "draft": shown}))
    if not shown:
        nothing = Message("grp-days", {"id": id_, "group": group.name, "draft": shown})
        return Reply(show=nothing, toast=Message("grp-one-day-at-least"))
    return _saved(session, group, replanning.change(session, group, person, days=shown, now=now))


def times(
    session: Session, person: Person, id_: int, draft: tuple[time, ...] | None, *, save: bool = False, now: datetime
) -> Reply:
    """Up to three hours as toggles, or typed."""
    group = permitted(session, person, id_, Action.CHANGE_GROUP)
    if isinstance(group, Reply):
        return group
    shown = groups.cadence_of(session, id_).times if draft is None else tuple(sorted(set(draft)))
    if not 1 <= len(shown) <= MAX_SLOTS:
        kept = Message("grp-times", {"id": id_, "group": group.name, "draft": shown[:MAX_SLOTS]})
        return Reply(show=kept, toast=Message("grp-one-to-three"))
    if save:
        conversation.drop_expected(session, person)
        return _saved(session, group, replanning.change(session, group, person, times=shown, now=now))
    conversation.expect(session, person, TIMES, about_id=id_, now=now)
    return Reply(show=Message("grp-times", {"id": id_, "group": group.name, "draft": shown}))


def hear_times(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    """Typed hours become the draft, to be looked at before they are saved."""
    found = typed_hours.hours(text, language=person.language)
    if found is None:
        return Reply(show=Message("grp-times-unclear"))
    return times(session, person, expected.about_id or 0, found, now=now)


def window(session: Session, person: Person, id_: int, hours: int | None, *, now: datetime) -> Reply:
    """How long a check-in stays open; None shows the choices."""
    group = permitted(session, person, id_, Action.CHANGE_GROUP)
    if isinstance(group, Reply):
        return group
    if hours not in WINDOWS:
        cadence = groups.cadence_of(session, id_)
        return Reply(show=Message("grp-window", {"id": id_, "hours": cadence.window_minutes // 60}))
    told = replanning.change(session, group, person, window=timedelta(hours=hours), now=now)
    return _saved(session, group, told)


def reminders(session: Session, person: Person, id_: int, word: str | None, *, now: datetime) -> Reply:
    """When to ask again where no answer came; None shows the choices. Nobody needs to be told of this."""
    group = permitted(session, person, id_, Action.CHANGE_GROUP)
    if isinstance(group, Reply):
        return group
    if word not in REMINDERS:
        return Reply(show=Message("grp-reminders", {"id": id_, "now": _reminding(session, id_)}))
    groups.cadence_of(session, id_).reminders = list(REMINDERS[word])
    return _saved(session, group, 0)


def preset(session: Session, person: Person, id_: int, chosen: Preset | None, *, now: datetime) -> Reply:
    """What the group proposes. Members keep what they have; each of them is asked, once."""
    group = permitted(session, person, id_, Action.CHANGE_GROUP)
    if isinstance(group, Reply):
        return group
    if chosen is None:
        return Reply(show=Message("grp-preset", {"id": id_, "now": Message(f"preset-{group.preset}")}))
    asked = 0
    if chosen is not group.preset:
        group.preset = chosen
        asked = _propose(session, group, person, now=now)
    return _saved(session, group, asked)


def ask_name(session: Session, person: Person, id_: int, *, now: datetime) -> Reply:
    group = permitted(session, person, id_, Action.CHANGE_GROUP)
    if isinstance(group, Reply):
        return group
    conversation.expect(session, person, NAME, about_id=id_, now=now)
    return Reply(show=Message("grp-ask-new-name", {"id": id_, "group": group.name}))


def hear_name(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    group = permitted(session, person, expected.about_id or 0, Action.CHANGE_GROUP)
    if isinstance(group, Reply):
        return group
    name = typed.name(text)
    if name is None:
        return Reply(show=Message("grp-name-unclear"))
    group.name = name
    conversation.drop_expected(session, person)
    return _saved(session, group, 0)


def _propose(session: Session, group: Group, leader: Person, *, now: datetime) -> int:
    asked = [
        who for _, who in groups.members(session, group.id or 0) if who.preset is not group.preset and who is not leader
    ]
    stamp = int(now.timestamp())
    for who in asked:
        outbox.enqueue(
            session, "grp-preset-proposed", who.id, now=now, priority=Priority.PROMPT,
            expires_at=now + replanning.TOLD_WITHIN, dedupe=f"preset:{group.id}:{stamp}:{who.id}",
            ids={"group": group.id, "preset": group.preset.value},
        )  # fmt: skip
    return len(asked)


def _saved(session: Session, group: Group, told: int) -> Reply:
    """The page again, and how many members hear of the change."""
    return Reply(show=_page(session, group), toast=Message("grp-saved", {"told": told}))


def _page(session: Session, group: Group) -> Message:
    cadence = groups.cadence_of(session, group.id or 0)
    values: dict[str, Value | Message] = {
        "id": group.id,
        "group": group.name,
        "days": cadence.days,
        "times": cadence.times,
        "window": cadence.window_minutes // 60,
        "reminders": Message(f"reminders-{_reminding(session, group.id or 0)}"),
        "preset": Message(f"preset-{group.preset}"),
    }
    return Message("grp-change", values)


def _reminding(session: Session, id_: int) -> str:
    kept = list(groups.cadence_of(session, id_).reminders)
    return next((word for word, minutes in REMINDERS.items() if minutes == kept), "own")
