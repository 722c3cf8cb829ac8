"""/privacy: who can see what, who has read what, and how long anything is kept; each read from the rows as they are now."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.checkins.scheduling import local
from bot.actions.supporters import seeing
from bot.rules.retention import KEPT_FOR, Kept
from bot.rules.vocabulary import Level, Role
from bot.texts.messages import Message, Reply, When
from storage.queries import groups, looks, people
from storage.tables import Disclosure, Person

LOOKS_AT_ONCE = 10
OF_ALERTS = ("alert-page", "alert-reminder", "alert-more", "alert-join")
SAID = (
    "sos-page",
    "pause-notice",
    "checked-in",
    "member-unreachable",
    "member-reachable",
    "member-unasked",
    "member-asked",
)


def show(session: Session, person: Person, *, now: datetime) -> Reply:
    """Who can see what, by name."""
    hears, leaders = seeing.lines(session, person, now=now), _leaders(session, person)
    values = {
        "people": Message("privacy-people", {"lines": hears}) if hears else Message("privacy-nobody"),
        "leaders": Message("privacy-leaders", {"lines": leaders}) if leaders else "",
    }
    return Reply(show=Message("privacy", values))


def told_to(session: Session, person: Person, *, now: datetime) -> Reply:
    """[Someone told me to], for somebody who has joined."""
    return Reply(show=Message("privacy-told-to"))


def kept(session: Session, person: Person, *, now: datetime) -> Reply:
    """How long what is kept."""
    days = {f"{name}": KEPT_FOR[name].days for name in (Kept.NOTES, Kept.RATINGS, Kept.ALERTS, Kept.SENT)}
    return Reply(show=Message("privacy-kept", {**days, "years": days["ratings"] // 365}))


def read(session: Session, person: Person, *, skip: int, now: datetime) -> Reply:
    """Who has read what about this person, the newest first, a page at a time."""
    assert person.id is not None
    found = looks.about(session, person.id, skip=skip, limit=LOOKS_AT_ONCE + 1)
    if not found:
        return Reply(show=Message("privacy-no-looks"))
    lines = tuple(_look(session, person, one, now=now) for one in found[:LOOKS_AT_ONCE])
    more = "yes" if len(found) > LOOKS_AT_ONCE else "no"
    return Reply(show=Message("privacy-looks", {"lines": lines, "more": more, "skip": skip + LOOKS_AT_ONCE}))


def _leaders(session: Session, person: Person) -> tuple[Message, ...]:
    """What whoever leads their groups sees of them; a leader needs no telling about themselves."""
    found = []
    for group, roles in groups.of_person(session, person.id or 0):
        row = groups.membership(session, group.id or 0, person.id or 0, Role.MEMBER)
        names = tuple(one.name for one in groups.leaders(session, group.id or 0) if one.id != person.id)
        if Role.MEMBER in roles and row is not None and names:
            found.append(Message(f"privacy-leader-{row.shown_as}", {"names": names, "group": group.name}))
    return tuple(found)


def _look(session: Session, person: Person, look: Disclosure, *, now: datetime) -> Message:
    level = look.level or Level.REACH_OUT
    own = (*SAID, looks.PAGE, looks.NOT_ANSWERED, looks.LISTED, looks.CALL_WITH, looks.BACK)
    what = level.value if look.what in OF_ALERTS else look.what if look.what in own else "other"
    when = When(local(look.at, person), local(now, person).date())
    name = people.by_id(session, look.viewer_id).name
    return Message("privacy-look", {"when": when, "name": name, "what": what})
