"""Finding a supporter in the group, and naming a leader: offered freely, asked quietly, answered either way."""

from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import Session

from bot.actions import conversation
from bot.actions.finding import answering, asking, naming, offering
from bot.actions.groups import belonging, overview
from bot.actions.groups.belonging import Named
from bot.actions.kinds import KINDS
from bot.actions.outgoing import Later, Withdrawn
from bot.actions.presence import Visitor
from bot.actions.supporters import confirming, ending, listing, resting, sharing, supporting
from bot.rules.consent import Choice, visible
from bot.rules.vocabulary import Role, Signal, SupportState
from bot.texts.messages import Message, Reply
from handlers.delivery.rendering import render
from handlers.routes import HEARERS
from storage.queries import circle
from storage.tables import Agreement, Availability, Membership, Person, Request, Support
from tests.actions.supporters_play import sharing_with
from tests.actions.supporters_stage import ANA, MAYA, SAM, Stage, kind, known, labels, moment, value, words
from tests.builders import NOW, cadence, enrolment, group

DANA, JO = 1004, 1005
NOT_YOURS = Reply(toast=Message("not-yours"))
LINE = "Mostly free in the evenings"


@pytest.fixture(autouse=True)
def circle_of(stage: Stage) -> int:
    """Dana leads, Maya and Ana take part; Jo is in no group. Returns the group's id."""
    ids = {
        tg_id: stage.joined(tg_id, name) for tg_id, name in ((MAYA, "Maya"), (ANA, "Ana"), (DANA, "Dana"), (JO, "Jo"))
    }

    def whole(session: Session) -> int:
        made = group(session, approved_at=NOW)
        rhythm = cadence(session, made)
        assert made.id is not None
        for tg_id, role in ((DANA, Role.LEADER), (MAYA, Role.MEMBER), (ANA, Role.MEMBER)):
            session.add(Membership(group_id=made.id, person_id=ids[tg_id], role=role, joined_at=NOW))
        session.flush()
        for tg_id in (MAYA, ANA):
            who = session.get(Person, ids[tg_id])
            assert who is not None
            enrolment(session, who, rhythm)
        return made.id

    return stage.write(whole)


def offered(stage: Stage, group_id: int, *, room: int = 1, line: str = LINE) -> Reply:
    stage.act(ANA, offering.ask_line, group_id)
    stage.act(ANA, conversation.hear, line, hearers=HEARERS)
    return stage.act(ANA, offering.choose_room, group_id, room)


def id_of(stage: Stage, tg_id: int) -> int:
    found = known(stage, tg_id)
    assert found is not None and found.id is not None
    return found.id


def asked(stage: Stage, group_id: int) -> int:
    offered(stage, group_id)
    stage.act(MAYA, asking.send, group_id, id_of(stage, ANA))
    return newest(stage)


def newest(stage: Stage) -> int:
    return max(one.id or 0 for one in stage.rows(Request))


def told(stage: Stage, tg_id: int) -> list[Message]:
    return [one for one in stage.waiting(KINDS, tg_id) if isinstance(one, Message)]


def test_an_offer_shows_a_first_name_one_line_and_for_how_many(stage: Stage, circle_of: int) -> None:
    assert "The leader isn't told." in words(stage.act(ANA, offering.page, circle_of))
    said = words(offered(stage, circle_of, room=2))
    assert all(one in said for one in ("Ana", LINE, "up to 2 people"))
    assert "Ana" in labels(stage.act(MAYA, asking.page, circle_of))
    assert LINE in words(stage.act(MAYA, asking.one, circle_of, id_of(stage, ANA)))


@pytest.mark.parametrize("line", ["", "x" * 101, "see t.me/ana", "a\u202eb"])
def test_a_line_without_sense_or_with_a_link_is_asked_for_again(stage: Stage, circle_of: int, line: str) -> None:
    stage.act(ANA, offering.ask_line, circle_of)
    assert kind(stage.act(ANA, conversation.hear, line, hearers=HEARERS)) == "offer-line-unclear"
    assert kind(stage.act(ANA, conversation.hear, "x" * 100, hearers=HEARERS)) == "offer-ask-room"


@pytest.mark.parametrize(("text", "kept"), [("3", True), ("two", True), ("0", False), ("6", False), ("many", False)])
def test_for_how_many_may_be_typed(stage: Stage, circle_of: int, text: str, kept: bool) -> None:
    stage.act(ANA, offering.ask_line, circle_of)
    stage.act(ANA, conversation.hear, LINE, hearers=HEARERS)
    reply = stage.act(ANA, conversation.hear, text, hearers=HEARERS)
    assert kind(reply) == ("offer-mine" if kept else "offer-ask-room")


def test_an_offer_taken_back_is_seen_by_nobody(stage: Stage, circle_of: int) -> None:
    offered(stage, circle_of)
    stage.act(ANA, offering.withdraw, circle_of)
    assert kind(stage.act(MAYA, asking.page, circle_of)) == "find-nobody"
    assert kind(stage.act(MAYA, asking.send, circle_of, id_of(stage, ANA))) == "find-gone"


def test_who_leaves_the_group_is_not_found_any_more(stage: Stage, circle_of: int) -> None:
    offered(stage, circle_of)
    stage.act(ANA, belonging.leave, circle_of)
    assert kind(stage.act(MAYA, asking.page, circle_of)) == "find-nobody"


def test_nobody_finds_themselves(stage: Stage, circle_of: int) -> None:
    offered(stage, circle_of)
    assert kind(stage.act(ANA, asking.page, circle_of)) == "find-nobody"


def test_only_members_see_offers_and_ask_the_leader_neither(stage: Stage, circle_of: int) -> None:
    offered(stage, circle_of)
    for stranger in (JO, DANA):
        assert stage.act(stranger, asking.page, circle_of) == NOT_YOURS
        assert stage.act(stranger, asking.send, circle_of, id_of(stage, ANA)) == NOT_YOURS
        assert stage.act(stranger, offering.page, circle_of) == NOT_YOURS


def test_asking_tells_who_asks_and_nobody_else(stage: Stage, circle_of: int) -> None:
    asked(stage, circle_of)
    (said,) = told(stage, ANA)
    assert render(said, "en").text.startswith("Maya from Morning circle asks whether you'd be there for them.")
    assert told(stage, DANA) == []
    assert told(stage, MAYA) == []


def test_asking_twice_asks_once(stage: Stage, circle_of: int) -> None:
    asked(stage, circle_of)
    stage.act(MAYA, asking.send, circle_of, id_of(stage, ANA))
    assert len(stage.rows(Request)) == 1
    assert "You've asked Ana." in words(stage.act(MAYA, asking.one, circle_of, id_of(stage, ANA)))


def test_a_request_does_not_ring_at_night(stage: Stage, circle_of: int) -> None:
    stage.now = moment(23)
    asked(stage, circle_of)
    assert stage.waiting(KINDS, ANA) == [Later(moment(7) + timedelta(days=1))]


def test_a_yes_is_confirmed_by_the_member_as_always(stage: Stage, circle_of: int) -> None:
    request = asked(stage, circle_of)
    assert kind(stage.act(ANA, answering.accept, request)) == "hours-proposed"
    (support,) = stage.rows(Support)
    assert (support.state, support.is_leader) == (SupportState.ACCEPTED, False)
    assert [row.wording for row in stage.rows(Agreement)] == ["supporter-1"]
    assert [one.kind for one in told(stage, MAYA)] == ["support-accepted"]
    assert kind(stage.act(MAYA, confirming.confirm, support.id)) == "sharing-choose"


def test_who_has_no_room_left_is_not_offered_until_somebody_ends(stage: Stage, circle_of: int) -> None:
    stage.act(ANA, answering.accept, asked(stage, circle_of))
    (support,) = stage.rows(Support)
    stage.act(MAYA, ending.remove, support.id, ending.Farewell.SILENT)
    assert "Ana" in labels(stage.act(MAYA, asking.page, circle_of))


def test_who_is_full_is_not_shown(stage: Stage, circle_of: int) -> None:
    stage.act(ANA, answering.accept, asked(stage, circle_of))

    def join(session: Session) -> None:
        session.add(Membership(group_id=circle_of, person_id=jo, role=Role.MEMBER, joined_at=NOW))

    jo = id_of(stage, JO)
    stage.write(join)
    assert kind(stage.act(JO, asking.page, circle_of)) == "find-nobody"
    offered(stage, circle_of, room=2)
    assert "Ana" in labels(stage.act(JO, asking.page, circle_of))
    assert kind(stage.act(MAYA, asking.page, circle_of)) == "find-nobody"  # Maya has Ana already


def test_a_not_now_is_told_kindly_and_closes_the_question(stage: Stage, circle_of: int) -> None:
    request = asked(stage, circle_of)
    stage.act(ANA, answering.decline, request)
    (said,) = told(stage, MAYA)
    assert render(said, "en").text == "Ana can't take it on at the moment. There may be somebody else."
    assert kind(stage.act(ANA, answering.accept, request)) == "request-closed"
    assert stage.rows(Support) == []


def test_who_said_not_now_is_not_asked_again_for_a_week(stage: Stage, circle_of: int) -> None:
    stage.act(ANA, answering.decline, asked(stage, circle_of))
    reply = stage.act(MAYA, asking.send, circle_of, id_of(stage, ANA))
    assert "couldn't take it on this week" in words(reply)
    assert len(stage.rows(Request)) == 1
    stage.now += timedelta(days=7)
    assert kind(stage.act(MAYA, asking.send, circle_of, id_of(stage, ANA))) == "find-asked"


def test_who_has_time_off_is_not_offered_until_they_are_back(stage: Stage, circle_of: int) -> None:
    sharing_with(stage, Choice.REACH_OUT, Visitor(ANA, "Ana"), member=JO)
    offered(stage, circle_of)
    stage.act(ANA, resting.take_break, 3)
    assert kind(stage.act(MAYA, asking.page, circle_of)) == "find-nobody"
    stage.act(ANA, resting.come_back)
    assert "Ana" in labels(stage.act(MAYA, asking.page, circle_of))


@pytest.mark.parametrize(("after", "open_"), [(timedelta(days=7, seconds=-1), True), (timedelta(days=7), False)])
def test_a_request_is_open_for_a_week(stage: Stage, circle_of: int, after: timedelta, open_: bool) -> None:
    request = asked(stage, circle_of)
    stage.now += after
    assert kind(stage.act(ANA, answering.accept, request)) == ("hours-proposed" if open_ else "request-closed")


def test_a_request_of_somebody_who_left_is_closed_and_not_sent(stage: Stage, circle_of: int) -> None:
    request = asked(stage, circle_of)
    stage.act(MAYA, belonging.leave, circle_of)
    assert stage.waiting(KINDS, ANA) == [Withdrawn("state")]
    assert kind(stage.act(ANA, answering.accept, request)) == "request-closed"


def test_only_who_was_asked_answers(stage: Stage, circle_of: int) -> None:
    request = asked(stage, circle_of)
    for stranger in (MAYA, DANA, JO):
        assert stage.act(stranger, answering.accept, request) == NOT_YOURS
        assert stage.act(stranger, answering.decline, request) == NOT_YOURS


def test_the_leader_sees_only_how_many_have_no_supporter(stage: Stage, circle_of: int) -> None:
    reply = stage.act(DANA, overview.page, circle_of)
    assert "2 have no supporter yet." in words(reply)
    sharing_with(stage, Choice.REACH_OUT)
    said = words(stage.act(DANA, overview.page, circle_of))
    assert "One has no supporter yet." in said
    assert "Maya" not in said.replace("No answer yet", "")


def test_the_members_list_leads_to_the_group_and_to_naming_a_leader(stage: Stage, circle_of: int) -> None:
    shown = labels(stage.act(MAYA, listing.page))
    assert shown == ["Ask someone", "Someone in Morning circle", "Name a leader"]
    assert labels(stage.act(JO, listing.page)) == ["Ask someone"]


def named(stage: Stage, group_id: int) -> int:
    stage.act(MAYA, naming.page)
    stage.act(MAYA, naming.send, group_id, id_of(stage, DANA))
    return newest(stage)


def test_a_named_leader_is_nobody_before_their_yes(stage: Stage, circle_of: int) -> None:
    named(stage, circle_of)
    assert stage.rows(Support) == []
    (said,) = told(stage, DANA)
    assert "You'd never read a reason" in render(said, "en").text


def test_a_leader_who_says_yes_is_asked_last_and_only_to_reach_out(stage: Stage, circle_of: int) -> None:
    request = named(stage, circle_of)
    assert kind(stage.act(DANA, answering.accept, request)) == "leader-agreed"
    (support,) = stage.rows(Support)
    assert (support.is_leader, support.state) == (True, SupportState.CONFIRMED)
    sharing_with(stage, Choice.REASON_WITH_USE)
    maya = id_of(stage, MAYA)
    asked_in_order = stage.read(lambda session: circle.companions(session, maya))
    assert [one.person.name for one in asked_in_order] == ["Sam", "Dana"]
    said = visible((Signal.USED, Signal.HIGH), {}, is_leader=True)
    assert said is not None
    assert said.only_reach_out
    assert len(stage.rows(Availability)) == 2


def test_both_read_that_the_leader_is_asked_last(stage: Stage, circle_of: int) -> None:
    stage.act(DANA, answering.accept, named(stage, circle_of))
    (support,) = stage.rows(Support)
    shown = labels(stage.act(MAYA, listing.page))
    assert "Last · Dana" in shown
    assert "Name a leader" not in shown
    assert "asked last" in words(stage.act(MAYA, listing.one, support.id))
    assert "without a reason" in words(stage.act(DANA, supporting.one, support.id))
    assert [one.kind for one in told(stage, MAYA)] == ["leader-in-place"]


@pytest.mark.parametrize(("said", "live"), [(Named.KEPT, True), (Named.ENDED, False)])
def test_who_leaves_the_group_says_whether_its_leader_stays_the_one_asked_last(
    stage: Stage, circle_of: int, said: Named, live: bool
) -> None:
    stage.act(DANA, answering.accept, named(stage, circle_of))
    before = len(told(stage, DANA))
    for ask in (belonging.ask_leave, partial(belonging.leave, named=Named.UNSAID)):  # an older button asks, too
        reply = stage.act(MAYA, ask, circle_of)
        assert labels(reply) == ["Leave, keep Dana", "Leave, and end that", "Stay"]
    assert "Dana is also the one I ask last" in words(reply)
    stage.act(MAYA, belonging.leave, circle_of, named=said)
    (support,) = stage.rows(Support)
    assert (support.ended_at is None) is live
    assert len(told(stage, DANA)) == before, "nobody is told"
    assert ("aren't on anybody's list" in words(stage.act(DANA, supporting.page))) is not live


def test_who_reports_their_leader_and_leaves_is_not_theirs_to_be_asked_about_any_more(
    stage: Stage, circle_of: int
) -> None:
    stage.act(DANA, answering.accept, named(stage, circle_of))
    stage.act(MAYA, belonging.leave, circle_of)  # what [Report and leave] does
    assert stage.rows(Support)[0].ended_at == stage.now


def test_a_leader_named_in_another_group_is_not_asked_about(stage: Stage, circle_of: int) -> None:
    reply = stage.act(MAYA, belonging.ask_leave, circle_of)
    assert labels(reply) == ["Yes, leave", "Stay"]


def test_what_a_named_leader_reads_is_not_to_be_chosen(stage: Stage, circle_of: int) -> None:
    stage.act(DANA, answering.accept, named(stage, circle_of))
    (support,) = stage.rows(Support)
    assert stage.act(MAYA, sharing.save, support.id, Choice.REASON_WITH_USE) == Reply(toast=Message("leader-reads"))


def test_a_leader_may_say_not_now_and_stop_later(stage: Stage, circle_of: int) -> None:
    stage.act(DANA, answering.decline, named(stage, circle_of))
    assert stage.rows(Support) == []
    assert kind(stage.act(MAYA, naming.send, circle_of, id_of(stage, DANA))) == "leader-not-now"
    stage.now += timedelta(days=7)
    stage.act(DANA, answering.accept, named(stage, circle_of))
    (support,) = stage.rows(Support)
    stage.act(DANA, ending.stop, support.id)
    assert "Name a leader" in labels(stage.act(MAYA, listing.page))


def test_one_leader_is_asked_at_a_time_and_one_is_named(stage: Stage, circle_of: int) -> None:
    request = named(stage, circle_of)
    assert kind(stage.act(MAYA, naming.send, circle_of, id_of(stage, DANA))) == "leader-asked-already"
    stage.act(DANA, answering.accept, request)
    assert kind(stage.act(MAYA, naming.page)) == "leader-named-already"


def test_only_a_leader_of_ones_own_group_can_be_named(stage: Stage, circle_of: int) -> None:
    assert kind(stage.act(JO, naming.page)) == "leader-none"
    assert kind(stage.act(MAYA, naming.send, circle_of, id_of(stage, ANA))) == "leader-about"
    assert kind(stage.act(DANA, naming.page)) == "leader-none"
    assert stage.rows(Request) == []


def test_a_leader_who_is_a_supporter_already_is_not_offered_twice(stage: Stage, circle_of: int) -> None:
    sharing_with(stage, Choice.REACH_OUT, Visitor(DANA, "Dana"))
    assert kind(stage.act(MAYA, naming.page)) == "leader-none"
    assert value(stage.act(MAYA, listing.page), "may_name") is False


def test_a_member_whose_list_is_full_asks_nobody_more(stage: Stage, circle_of: int) -> None:
    offered(stage, circle_of)
    for number in range(5):
        sharing_with(stage, Choice.REACH_OUT, Visitor(3000 + number, f"Friend {number}"))
    assert kind(stage.act(MAYA, asking.send, circle_of, id_of(stage, ANA))) == "supporters-full"
    assert SAM not in {row.supporter_id for row in stage.rows(Request)}
