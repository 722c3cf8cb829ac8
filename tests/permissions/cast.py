"""Four members with the same circle, one group, and everybody who has no business there; all made of rows.

The names are unmistakable, so that whatever shows one of them to somebody else is found.
"""

from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from bot.actions.supporters import links
from bot.rules.permissions import Relation
from bot.rules.vocabulary import (
    AlertKind,
    AlertState,
    CheckinState,
    Level,
    Purpose,
    Question,
    Role,
    ShownAs,
    Signal,
    StepState,
    SupportState,
)
from storage.queries import leaders, supports
from storage.queries.engine import engine_row
from storage.queries.people import keyring_of
from storage.tables import (
    Agreement,
    Alert,
    AlertStep,
    Availability,
    Encouragement,
    Expected,
    Group,
    Invite,
    Membership,
    Offer,
    Pattern,
    Person,
    Request,
    SentWord,
    Sharing,
)
from tests import builders
from tests.builders import NOW, id_of

OPERATOR = 9013
GROUP_TOKEN, SUPPORT_TOKEN, LEAD_TOKEN = "grouptokengrouptoken00", "c3VwcG9ydHRva2VuMDAwMA", "bGVhZHRva2VubGVhZDAwMA"
MARK = "qx"  # ends every name, and is in every text: nobody without the right reads it


class Who(StrEnum):
    """Everybody who may tap: what they are to the four members and to their group."""

    MAYA = "maya"
    MIA = "mia"
    MOE = "moe"
    QUIN = "quin"
    SAM = "sam"  # confirmed supporter of all four
    ANA = "ana"  # said yes, not confirmed
    BEN = "ben"  # was a supporter
    DANA = "dana"  # leads the group
    CORA = "cora"  # leads it too
    PAT = "pat"  # is asked to lead it too
    FINN = "finn"  # a fellow member
    GIL = "gil"  # a fellow member who offers to support, and was asked
    REX = "rex"  # was removed from the group
    LOU = "lou"  # leads another group
    OTTO = "otto"  # supports a member of that one
    OLIVE = "olive"  # the member
    WES = "wes"  # accepted the link that asks to lead too, not confirmed
    NIA = "nia"  # agreed, and has to do with nobody
    OPA = "opa"  # the operator
    NEWCOMER = "newcomer"  # agreed to nothing


MEMBERS = (
    Who.MAYA,
    Who.MIA,
    Who.MOE,
    Who.QUIN,
)  # an alert held, asked about, acknowledged; a quiet one acknowledged, and one that a restore ended
TO_GROUP = {
    **dict.fromkeys(MEMBERS, Relation.FELLOW),
    Who.FINN: Relation.FELLOW,
    Who.GIL: Relation.FELLOW,
    Who.DANA: Relation.LEADER,
    Who.CORA: Relation.CO_LEADER,
    Who.PAT: Relation.ASKED,
    Who.REX: Relation.LEFT,
}
TO_MEMBER = {Who.SAM: Relation.SUPPORTER, Who.ANA: Relation.UNCONFIRMED, Who.BEN: Relation.FORMER}


@dataclass
class Cast:
    """The ids that buttons carry, by the names the matrix uses: `checkin.maya`, `group`, `dana`."""

    ids: dict[str, int | str] = field(default_factory=dict)
    tg_ids: dict[Who, int] = field(default_factory=dict)
    person_ids: dict[Who, int] = field(default_factory=dict)

    def fill(self, template: str) -> str:
        """`start:{checkin.maya}` with the ids put in."""
        for name, value in self.ids.items():
            template = template.replace(f"{{{name}}}", str(value))
        return template


def assemble(session: Session) -> Cast:
    """Put everybody and everything into an empty database."""
    cast = Cast()
    people: dict[Who, Person] = {}
    for who in Who:
        if who is not Who.NEWCOMER:
            people[who] = _person(session, who, cast)
    cast.tg_ids[Who.NEWCOMER] = 9999
    cast.ids["draft"] = "Dcbcecbc"  # of [More], as its buttons carry it
    engine_row(session).heard_until_at = NOW
    group = _group(session, cast, people)
    for member in MEMBERS:
        _circle(session, cast, member, people)
    _alerts(session, cast, people)
    _links(session, cast, people, group)
    _other_group(session, cast, people)
    session.flush()
    return cast


def _person(session: Session, who: Who, cast: Cast) -> Person:
    tg_id = OPERATOR if who is Who.OPA else 9100 + len(cast.tg_ids)
    person = builders.person(session, f"{who.value.title()}{MARK}", tg_id=tg_id, username=f"{who.value}_{MARK}")
    session.add(Agreement(person_id=id_of(person), wording="joining-1", given_at=NOW))
    person.last_sign_at = NOW
    cast.tg_ids[who], cast.person_ids[who] = tg_id, id_of(person)
    cast.ids[who.value] = id_of(person)
    return person


def _group(session: Session, cast: Cast, people: dict[Who, Person]) -> Group:
    keyring = keyring_of(session)
    group = builders.group(
        session, f"Circle{MARK}", approved_at=NOW, link=GROUP_TOKEN, link_hash=keyring.hash_token(GROUP_TOKEN)
    )
    cast.ids["group"], cast.ids["grouptoken"] = id_of(group), GROUP_TOKEN
    rhythm = builders.cadence(session, group)
    for who, role, more in (
        (Who.DANA, Role.LEADER, {}),
        (Who.CORA, Role.CO_LEADER, {}),
        (Who.PAT, Role.CO_LEADER, {"left_at": NOW, "offered_at": NOW}),
        (Who.REX, Role.MEMBER, {"left_at": NOW}),
        *((one, Role.MEMBER, {}) for one in (*MEMBERS, Who.FINN, Who.GIL)),
    ):
        row: dict[str, Any] = {"shown_as": ShownAs.NAME, "joined_at": NOW - timedelta(days=30), **more}
        session.add(Membership(group_id=id_of(group), person_id=id_of(people[who]), role=role, **row))
        if role is Role.MEMBER:
            tomorrow = {"next_at": NOW + timedelta(days=1), "next_on": (NOW + timedelta(days=1)).date(), "next_slot": 0}
            ended = {"ended_at": NOW} if who is Who.REX else tomorrow
            enrolment = builders.enrolment(session, people[who], rhythm, **ended)
            cast.ids[f"enrolment.{who}"] = enrolment.id or 0
            if who is Who.MAYA:
                for position in (1, 2):
                    name = f"shift{MARK}"
                    session.add(
                        Pattern(
                            enrolment_id=enrolment.id or 0, position=position, name=name, times=(time(9 + position),)
                        )
                    )
    word = Encouragement(group_id=id_of(group), author_id=id_of(people[Who.DANA]), on=builders.TODAY - timedelta(days=1), text=f"Hold on {MARK}", sent_at=NOW)  # fmt: skip
    session.add(word)
    session.add(
        Offer(group_id=id_of(group), person_id=id_of(people[Who.GIL]), line=f"here {MARK}", room=2, since_at=NOW)
    )
    session.flush()
    cast.ids["encouragement"] = word.id or 0
    waiting = builders.group(session, f"Waiting{MARK}")
    builders.cadence(session, waiting)
    session.add(Membership(group_id=id_of(waiting), person_id=id_of(people[Who.LOU]), role=Role.LEADER, joined_at=NOW))
    cast.ids["waiting"] = id_of(waiting)
    return group


def _circle(session: Session, cast: Cast, member: Who, people: dict[Who, Person]) -> None:
    """A check-in, a confirmed supporter who wants to hand over and wrote a word, an unconfirmed and a former one."""
    one = people[member]
    rhythm = builders.cadence(session, one, days=frozenset())
    open_ = builders.checkin(
        session, one, rhythm, slot=10, state=CheckinState.ANSWERED, answered_at=NOW, step=Question.MOOD
    )
    cast.ids[f"checkin.{member}"] = id_of(open_)
    sam = builders.support(session, one, people[Who.SAM], handing_over_at=NOW)
    ana = builders.support(session, one, people[Who.ANA], position=2, state=SupportState.ACCEPTED, confirmed_at=None)
    ben = builders.support(session, one, people[Who.BEN], position=3, state=SupportState.ENDED, ended_at=NOW)
    for name, support in (("sam", sam), ("ana", ana), ("ben", ben)):
        cast.ids[f"{name}.{member}"] = id_of(support)
    for purpose, signals in ((Purpose.ALERT, tuple(Signal)), (Purpose.OUT_OF_REACH, (Signal.QUIET,))):
        for signal in signals:
            row = Sharing(support_id=id_of(sam), signal=signal, level=Level.REASON, purpose=purpose, wording="sharing-1", since_at=NOW, until_at=NOW + timedelta(days=365))  # fmt: skip
            session.add(row)
            session.flush()
            cast.ids[f"newest.{purpose}.{member}"] = row.id or 0
    for author, name in ((people[Who.SAM], "to"), (one, "from")):
        word = SentWord(support_id=id_of(sam), author_id=id_of(author), text=f"a word {MARK}", sent_at=NOW, expires_at=NOW + timedelta(days=3))  # fmt: skip
        session.add(word)
        session.flush()
        cast.ids[f"word.{name}.{member}"] = word.id or 0
    for asked, as_leader in ((Who.GIL, False), (Who.DANA, True)):
        request = Request(group_id=int(cast.ids["group"]), member_id=id_of(one), supporter_id=id_of(people[asked]), as_leader=as_leader, asked_at=NOW)  # fmt: skip
        session.add(request)
        session.flush()
        cast.ids[f"request.{asked}.{member}"] = request.id or 0
    for who in (Who.SAM, Who.ANA):
        if session.get(Availability, id_of(people[who])) is None:
            session.add(Availability(person_id=id_of(people[who]), zone="Etc/UTC", weekly_limit=None))
            session.flush()


def _alerts(session: Session, cast: Cast, people: dict[Who, Person]) -> None:
    made = (
        (Who.MAYA, "held", AlertKind.HARD, AlertState.HELD, StepState.WAITING),
        (Who.MIA, "asking", AlertKind.HARD, AlertState.ASKING, StepState.ASKED),
        (Who.MOE, "taken", AlertKind.HARD, AlertState.ACKNOWLEDGED, StepState.ACKNOWLEDGED),
        (Who.QUIN, "quiet", AlertKind.QUIET, AlertState.ACKNOWLEDGED, StepState.ACKNOWLEDGED),
        (Who.MOE, "sos", AlertKind.SOS, AlertState.ASKING, StepState.ASKED),
        (Who.QUIN, "cut", AlertKind.HARD, AlertState.INTERRUPTED, StepState.ASKED),
    )
    for member, name, kind, state, step in made:
        taken = state is AlertState.ACKNOWLEDGED
        alert = Alert(
            member_id=id_of(people[member]), on=builders.TODAY, kind=kind, tier=2, signals=["HIGH"], state=state,
            opened_at=NOW, hold_until_at=NOW + timedelta(minutes=2), next_at=NOW + timedelta(minutes=30),
            acknowledged_by=id_of(people[Who.SAM]) if taken else None, acknowledged_at=NOW if taken else None,
        )  # fmt: skip
        session.add(alert)
        session.flush()
        cast.ids[f"alert.{name}"] = alert.id or 0
        asked: dict[str, Any] = {} if step is StepState.WAITING else {"asks": 1, "asked_at": NOW}
        session.add(
            AlertStep(alert_id=alert.id or 0, recipient_id=id_of(people[Who.SAM]), position=1, state=step, **asked)
        )
        was: dict[str, Any] = {"asks": 1, "asked_at": NOW} if asked else {}
        session.add(AlertStep(alert_id=alert.id or 0, recipient_id=id_of(people[Who.BEN]), position=2, state=StepState.DROPPED, **was))  # fmt: skip


def _links(session: Session, cast: Cast, people: dict[Who, Person], group: Group) -> None:
    keyring, until = keyring_of(session), NOW + timedelta(hours=24)
    for token, kind, issuer, more in (
        (SUPPORT_TOKEN, supports.SUPPORT, Who.MAYA, {}),
        (LEAD_TOKEN, leaders.LEAD, Who.DANA, {"group_id": group.id}),
        ("used", leaders.LEAD, Who.DANA, {"group_id": group.id, "used_by": id_of(people[Who.WES]), "used_at": NOW}),
    ):
        session.add(Invite(token_hash=keyring.hash_token(token), kind=kind, issuer_id=id_of(people[issuer]), created_at=NOW, expires_at=until, **more))  # fmt: skip
    head, tail = links.halves(SUPPORT_TOKEN)
    cast.ids |= {"head": head, "tail": tail, "supporttoken": SUPPORT_TOKEN, "leadtoken": LEAD_TOKEN}


def _other_group(session: Session, cast: Cast, people: dict[Who, Person]) -> None:
    """Lou leads it, Olive takes part, Otto supports her: people like the others, of somewhere else."""
    other = builders.group(session, f"Elsewhere{MARK}", approved_at=NOW)
    rhythm = builders.cadence(session, other)
    for who, role in ((Who.LOU, Role.LEADER), (Who.OLIVE, Role.MEMBER)):
        session.add(Membership(group_id=id_of(other), person_id=id_of(people[who]), role=role, joined_at=NOW))
    builders.enrolment(session, people[Who.OLIVE], rhythm)
    support = builders.support(session, people[Who.OLIVE], people[Who.OTTO])
    cast.ids |= {"other": id_of(other), "otto.olive": id_of(support)}
    session.add(Availability(person_id=id_of(people[Who.OTTO]), zone="Etc/UTC"))


def expecting(session: Session, who: int, kind: str, about: int | None, draft: str | None) -> None:
    """Somebody was asked something while they still might answer."""
    session.merge(
        Expected(person_id=who, kind=kind, about_id=about, draft=draft, expires_at=NOW + timedelta(minutes=30))
    )
