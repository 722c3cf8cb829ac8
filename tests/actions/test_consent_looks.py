"""Every look at a member is kept, and the member can read who, what and when; nobody's own look at themselves."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bot.actions.alerts import crisis, steering
from bot.actions.groups import overview, people
from bot.actions.privacy import page
from bot.actions.settings import pausing
from bot.actions.supporters import ending, supporting
from bot.actions.supporters.ending import Farewell
from bot.rules.consent import Choice
from bot.rules.vocabulary import CheckinState, Role, ShownAs, Wish
from storage.database import Database
from storage.queries import looks
from storage.tables import Checkin, Disclosure, Membership, Outgoing
from tests import builders
from tests.actions.alerts_stage import DAY, HOUR, MINUTE
from tests.actions.alerts_stage import Stage as House
from tests.actions.supporters_play import AS_SAM, accepted, sharing_with
from tests.actions.supporters_stage import ANA, MAYA, SAM, Stage, words
from tests.builders import NOW, id_of

DANA = 1009


@pytest.fixture
def maya(stage: Stage) -> int:
    return stage.joined(MAYA, "Maya")


def kept(stage: Stage) -> list[tuple[int, int, str]]:
    return [(row.member_id, row.viewer_id, row.what) for row in stage.rows(Disclosure)]


def record(stage: Stage) -> str:
    return words(stage.act(MAYA, page.read, skip=0))


def test_a_supporter_who_looks_at_the_members_page_stands_in_the_record(stage: Stage, maya: int) -> None:
    support = sharing_with(stage, Choice.REACH_OUT)
    stage.act(SAM, supporting.page)  # names on a list of their own
    assert kept(stage) == []
    stage.act(SAM, supporting.one, support)
    assert kept(stage) == [(maya, maya + 1, looks.PAGE)]
    assert "9:00: Sam looked at your page" in record(stage)


@pytest.mark.parametrize(("later", "times"), [(timedelta(minutes=59), 1), (HOUR, 2)])
def test_looking_again_within_the_hour_is_the_same_look(stage: Stage, maya: int, later: timedelta, times: int) -> None:
    support = sharing_with(stage, Choice.REACH_OUT)
    stage.act(SAM, supporting.one, support)
    stage.now += later
    stage.act(SAM, supporting.one, support)
    assert len(kept(stage)) == times


def test_where_nothing_is_shown_nothing_is_kept(stage: Stage, maya: int) -> None:
    support = accepted(stage, AS_SAM)
    stage.act(SAM, supporting.one, support)  # not confirmed yet
    stage.joined(ANA, "Ana")
    stage.act(ANA, supporting.one, support)  # a stranger
    stage.act(MAYA, ending.remove, support, Farewell.LISTED)
    stage.act(SAM, supporting.one, support)  # only the name is left
    assert kept(stage) == []


def group(stage: Stage, **shown: ShownAs) -> tuple[int, dict[str, int]]:
    """A group that Dana leads, with these people in it, who have not answered today."""

    def make(session: Session) -> tuple[int, dict[str, int]]:
        dana = builders.person(session, "Dana", tg_id=DANA)
        made = builders.group(session, approved_at=NOW)
        rhythm = builders.cadence(session, made)
        ids = {}
        for name, as_ in shown.items():
            who = builders.person(session, name, tg_id=MAYA if name == "Maya" else None)
            builders.enrolment(session, who, rhythm)
            builders.checkin(session, who, rhythm, state=CheckinState.SENT)
            session.add(
                Membership(group_id=id_of(made), person_id=id_of(who), role=Role.MEMBER, shown_as=as_, joined_at=NOW)
            )
            ids[name] = id_of(who)
        for role in (Role.LEADER, Role.MEMBER):
            session.add(
                Membership(group_id=id_of(made), person_id=id_of(dana), role=role, shown_as=ShownAs.NAME, joined_at=NOW)
            )
        builders.enrolment(session, dana, rhythm)
        builders.checkin(session, dana, rhythm, state=CheckinState.SENT)
        return id_of(made), {**ids, "Dana": id_of(dana)}

    return stage.write(make)


@pytest.mark.parametrize(
    ("look", "what", "said"),
    [
        (overview.page, looks.NOT_ANSWERED, "Dana saw in your group that you hadn't answered yet"),
        (people.listed, looks.LISTED, "Dana saw your name in your group"),
    ],
)
def test_a_leaders_page_with_names_on_it_stands_in_each_ones_record(
    stage: Stage, look: object, what: str, said: str
) -> None:
    id_, ids = group(stage, Maya=ShownAs.NAME, Lee=ShownAs.NAME, Jo=ShownAs.COUNTED)
    stage.act(DANA, look, id_)  # type: ignore[arg-type]
    assert kept(stage) == [
        (ids[name], ids["Dana"], what) for name in ("Maya", "Lee")
    ]  # not who is only counted, not herself
    assert said in record(stage)


def test_a_leader_who_looks_at_one_of_them_stands_in_that_ones_record(stage: Stage) -> None:
    id_, ids = group(stage, Maya=ShownAs.NAME, Jo=ShownAs.COUNTED)
    stage.act(DANA, people.one, id_, ids["Maya"])
    stage.act(DANA, people.one, id_, ids["Jo"])  # shown by no name: the list comes, with Maya on it
    assert kept(stage) == [(ids["Maya"], ids["Dana"], looks.LISTED)]


def test_a_member_who_looks_at_the_group_sees_nobody_and_leaves_no_trace(stage: Stage) -> None:
    id_, _ = group(stage, Maya=ShownAs.NAME, Lee=ShownAs.NAME)
    stage.act(MAYA, overview.page, id_)
    assert kept(stage) == []


def test_who_has_answered_is_not_shown_by_name_and_so_not_looked_at(stage: Stage) -> None:
    id_, _ = group(stage, Maya=ShownAs.NAME)
    stage.write(lambda session: session.execute(sa.update(Checkin).values(state=CheckinState.ANSWERED)))
    stage.act(DANA, overview.page, id_)
    assert kept(stage) == []


def household(database: Database, choice: Choice) -> House:
    made = House(database)
    made.member("Maya")
    made.supporter("Sam", choice=choice)
    return made


def whats(made: House) -> list[str]:
    return made.database.read_now(
        lambda session: list(session.scalars(sa.select(col(Disclosure.what)).order_by(col(Disclosure.id))))
    )


@pytest.mark.parametrize(("choice", "told"), [(Choice.REASON_WITH_USE, [looks.BACK]), (Choice.REACH_OUT, [])])
def test_that_the_member_checked_in_again_stands_there_for_who_read_it(
    database: Database, choice: Choice, told: list[str]
) -> None:
    made = household(database, choice)
    made.miss()
    made.now += DAY
    made.miss()
    made.walk(3 * HOUR, 10 * MINUTE)
    assert whats(made) == ["alert-page"]
    made.settle(mood=4)
    made.flow()
    assert [one for one in whats(made) if one not in ("alert-page", "alert-reminder")] == told


def test_the_wish_for_company_while_calling_stands_there(database: Database) -> None:
    made = household(database, Choice.REACH_OUT)
    made.does("Maya", crisis.call_with)
    made.does("Maya", steering.tell, wish=Wish.CALL_WITH_ME)
    made.flow()
    assert looks.CALL_WITH in whats(made)
    assert "Sam read that you'd like someone with you while you call" in words(made.does("Maya", page.read, skip=0))


def test_that_somebody_takes_a_pause_stands_there_once_it_was_told(stage: Stage, maya: int) -> None:
    sharing_with(stage, Choice.REACH_OUT)
    stage.act(MAYA, pausing.begin, 3)
    stage.act(MAYA, pausing.tell)
    sent = pausing.KINDS["pause-notice"].on_sent
    assert sent is not None and kept(stage) == []
    (row,) = stage.rows(Outgoing, col(Outgoing.kind) == "pause-notice")
    stage.write(lambda session: sent(session, row, NOW))
    assert "Sam read that you take a pause" in record(stage)
