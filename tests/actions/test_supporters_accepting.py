"""From a one-time link to a supporter whom the member has confirmed."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.actions.outgoing import Later
from bot.actions.presence import Visitor
from bot.actions.supporters import KINDS, accepting, confirming, hours, inviting, links, listing
from bot.actions.terms import Terms
from bot.rules.consent import Choice
from bot.rules.vocabulary import OutboxState, SupportState
from bot.texts.messages import Message, Reply
from storage.database import Database
from storage.encryption import Keyring
from storage.queries import supports
from storage.tables import Agreement, Availability, Invite, Outgoing, Person, Support
from tests.actions.supporters_play import AS_SAM, accepted, confirmed, invited, sharing_with
from tests.actions.supporters_stage import ANA, MAYA, SAM, Stage, kind, known, labels, moment, value, words

AS_ANA = Visitor(ANA, "Ana", None, "en")
DAY = timedelta(hours=24)


@pytest.fixture(autouse=True)
def maya(stage: Stage) -> int:
    return stage.joined(MAYA, "Maya", zone="Europe/Berlin")


def test_a_link_keeps_only_the_hash_of_its_token(stage: Stage, keyring: Keyring) -> None:
    token = invited(stage)
    (invite,) = stage.rows(Invite)
    assert invite.token_hash == keyring.hash_token(token)
    assert token not in repr(invite)


def test_a_token_has_128_bits_and_travels_in_buttons_as_it_is() -> None:
    token = "-_" + "Az09" * 5
    head, tail = links.halves(token)
    assert links.whole(head, tail) == token[:21] + "w"  # the last two of its 132 bits say nothing
    assert len(head + tail) * 4 == 128


def test_opening_a_link_says_who_asks_what_would_come_and_how_often_and_stores_nothing(stage: Stage) -> None:
    token = invited(stage)
    reply = stage.meet(AS_SAM, accepting.look, token, terms=Terms())
    assert "Maya asks whether you'd be there for them." in words(reply)
    assert "When things get hard, when they go quiet, or when they ask for you" in words(reply)
    assert "at most 5 times a week" in words(reply)
    assert labels(reply) == ["Yes, I'm willing", "Not now", "Read more", "Report a person"]
    assert known(stage, SAM) is None


@pytest.mark.parametrize("step", [accepting.explain, accepting.decline])
def test_looking_around_leaves_the_link_open(stage: Stage, step: object) -> None:
    token = invited(stage)
    stage.meet(AS_SAM, step, token)  # type: ignore[arg-type]
    assert known(stage, SAM) is None
    assert kind(stage.meet(AS_SAM, accepting.accept, token)) == "hours-proposed"


def test_saying_yes_records_the_agreement_the_relation_and_the_usual_hours(stage: Stage) -> None:
    accepted(stage)
    sam = known(stage, SAM)
    assert sam is not None
    assert (sam.name, sam.username) == ("Sam", "sam_here")
    assert [(row.person_id, row.wording) for row in stage.rows(Agreement)] == [(sam.id, accepting.WORDING)]
    (support,) = stage.rows(Support)
    assert (support.state, support.position, support.confirmed_at) == (SupportState.ACCEPTED, 1, None)
    (availability,) = stage.rows(Availability)
    assert (availability.zone, availability.weekly_limit) == ("Europe/Berlin", 5)


def test_the_member_is_asked_whether_it_is_the_right_person(stage: Stage) -> None:
    support = accepted(stage)
    (said,) = stage.waiting(KINDS, MAYA)
    assert isinstance(said, Message)
    assert said.kind == "support-accepted"
    assert (said.values["name"], said.values["username"], said.values["support"]) == ("Sam", "sam_here", support)


def test_the_question_to_the_member_waits_for_their_morning(stage: Stage) -> None:
    stage.now = moment(22)  # 23:00 in Berlin
    token = invited(stage)
    stage.now += timedelta(minutes=20)
    stage.meet(AS_SAM, accepting.accept, token)
    assert stage.waiting(KINDS, MAYA) == [Later(moment(6) + timedelta(days=1))]


def test_a_member_who_was_here_a_moment_ago_is_asked_at_night_too(stage: Stage) -> None:
    stage.now = moment(22)

    def stir(session: Session) -> None:
        maya = session.get(Person, 1)
        assert maya is not None
        maya.last_sign_at = moment(21, 46)

    stage.write(stir)
    accepted(stage)
    (said,) = stage.waiting(KINDS, MAYA)
    assert isinstance(said, Message)


def test_a_link_works_until_its_day_is_over_and_not_a_moment_longer(stage: Stage) -> None:
    first, second = invited(stage), invited(stage)
    stage.now += DAY - timedelta(seconds=1)
    assert kind(stage.meet(AS_ANA, accepting.accept, first)) == "hours-proposed"
    stage.now += timedelta(seconds=1)
    assert kind(stage.meet(AS_SAM, accepting.look, second, terms=Terms())) == "invite-closed"
    assert kind(stage.meet(AS_SAM, accepting.accept, second)) == "invite-closed"
    assert known(stage, SAM) is None


def test_a_used_link_is_closed_to_everybody_else(stage: Stage) -> None:
    token = invited(stage)
    stage.meet(AS_SAM, accepting.accept, token)
    assert kind(stage.meet(AS_ANA, accepting.accept, token)) == "invite-closed"
    assert known(stage, ANA) is None
    assert len(stage.rows(Support)) == 1


def test_a_second_tap_on_yes_changes_nothing_and_says_the_same(stage: Stage) -> None:
    token = invited(stage)
    stage.meet(AS_SAM, accepting.accept, token)
    assert kind(stage.meet(AS_SAM, accepting.accept, token)) == "hours-proposed"
    assert (len(stage.rows(Support)), len(stage.rows(Agreement)), len(stage.rows(Outgoing))) == (1, 1, 1)


@pytest.mark.parametrize("token", ["", "x", "A" * 22, "ünïcode", "'; DROP TABLE invites"])
def test_a_forged_token_opens_nothing(stage: Stage, token: str) -> None:
    invited(stage)
    assert kind(stage.meet(AS_SAM, accepting.look, token, terms=Terms())) == "invite-closed"


def test_nobody_supports_themselves(stage: Stage) -> None:
    token = invited(stage)
    assert kind(stage.meet(Visitor(MAYA, "Maya"), accepting.accept, token)) == "invite-own"
    assert kind(stage.meet(AS_SAM, accepting.accept, token)) == "hours-proposed"


def test_who_is_on_the_list_already_learns_so_and_the_link_stays_open(stage: Stage) -> None:
    accepted(stage)
    token = invited(stage)
    assert kind(stage.meet(AS_SAM, accepting.look, token, terms=Terms())) == "invite-already"
    assert kind(stage.meet(AS_ANA, accepting.accept, token)) == "hours-proposed"


def test_a_stale_yes_of_somebody_confirmed_says_that_they_are_on_the_list(stage: Stage) -> None:
    token = invited(stage)
    stage.meet(AS_SAM, accepting.accept, token)
    (support,) = stage.rows(Support)
    stage.act(MAYA, confirming.confirm, support.id)
    assert kind(stage.meet(AS_SAM, accepting.accept, token)) == "invite-already"


def test_a_fourth_open_link_closes_the_oldest(stage: Stage) -> None:
    oldest, *others = [_a_minute_apart(stage) for _ in range(inviting.OPEN_AT_MOST + 1)]
    assert kind(stage.meet(AS_SAM, accepting.look, oldest, terms=Terms())) == "invite-closed"
    assert [kind(stage.meet(AS_SAM, accepting.look, one, terms=Terms())) for one in others] == ["invite-asked"] * 3


def _a_minute_apart(stage: Stage) -> str:
    stage.now += timedelta(minutes=1)
    return invited(stage)


def test_a_list_holds_five_and_not_six(stage: Stage) -> None:
    tokens = []
    for number in range(inviting.SUPPORTERS_AT_MOST - 1):
        accepted(stage, Visitor(2000 + number, f"Friend {number}"))
    tokens = [invited(stage), invited(stage)]
    assert kind(stage.meet(AS_SAM, accepting.accept, tokens[0])) == "hours-proposed"
    assert kind(stage.meet(AS_ANA, accepting.accept, tokens[1])) == "invite-list-full"
    assert kind(stage.act(MAYA, inviting.ask, bot_name="alongside_bot")) == "supporters-full"
    assert "Ask someone" not in labels(stage.act(MAYA, listing.page))


def test_two_people_may_support_each_other(stage: Stage) -> None:
    confirmed(stage)
    confirmed(stage, Visitor(MAYA, "Maya"), member=SAM)
    pairs = {(row.member_id, row.supporter_id) for row in stage.rows(Support)}
    maya, sam = known(stage, MAYA), known(stage, SAM)
    assert maya is not None
    assert sam is not None
    assert pairs == {(maya.id, sam.id), (sam.id, maya.id)}


def test_somebody_who_supports_another_keeps_the_hours_they_have(stage: Stage) -> None:
    accepted(stage)
    stage.act(SAM, hours.set_limit, 2)
    stage.joined(ANA, "Ana", zone="America/New_York")
    accepted(stage, member=ANA)
    (availability,) = stage.rows(Availability)
    assert (availability.zone, availability.weekly_limit) == ("Europe/Berlin", 2)


def test_keeping_the_hours_says_who_confirms_next(stage: Stage) -> None:
    accepted(stage)
    reply = stage.act(SAM, hours.keep)
    assert "Maya now confirms that it's you." in words(reply)


def test_confirming_leads_to_the_choice_of_what_is_told(stage: Stage) -> None:
    support = accepted(stage)
    assert kind(stage.act(MAYA, confirming.confirm, support)) == "sharing-choose"
    (row,) = stage.rows(Support)
    assert (row.state, row.confirmed_at) == (SupportState.CONFIRMED, stage.now)
    assert [said.kind for said in stage.waiting(KINDS, SAM) if isinstance(said, Message)] == ["support-confirmed"]


def test_confirming_twice_tells_them_once_and_asks_the_same(stage: Stage) -> None:
    support = accepted(stage)
    stage.act(MAYA, confirming.confirm, support)
    assert kind(stage.act(MAYA, confirming.confirm, support)) == "sharing-choose"
    assert len(stage.waiting(KINDS, SAM)) == 1


def test_a_stale_yes_after_the_choice_shows_what_was_chosen(stage: Stage) -> None:
    support = sharing_with(stage, Choice.REASON_WITH_USE)
    assert kind(stage.act(MAYA, confirming.confirm, support)) == "supporter"


def test_only_the_member_confirms(stage: Stage) -> None:
    support = accepted(stage)
    stage.joined(ANA, "Ana")
    for stranger in (SAM, ANA):
        reply = stage.act(stranger, confirming.confirm, support)
        assert reply == Reply(toast=Message("not-yours"))
    assert stage.rows(Support)[0].state is SupportState.ACCEPTED


def test_the_wrong_person_is_off_the_list_and_hears_a_kind_word(stage: Stage) -> None:
    support = accepted(stage)
    assert kind(stage.act(MAYA, confirming.refuse, support)) == "support-refused"
    (row,) = stage.rows(Support)
    assert (row.state, row.ended_at) == (SupportState.ENDED, stage.now)
    (said,) = stage.waiting(KINDS, SAM)
    assert isinstance(said, Message)
    assert said.kind == "support-not-meant"
    assert kind(stage.act(MAYA, confirming.confirm, support)) == "support-over"


def test_a_stale_no_does_not_undo_a_yes(stage: Stage) -> None:
    support = confirmed(stage)
    assert kind(stage.act(MAYA, confirming.refuse, support)) == "supporter"
    assert stage.rows(Support)[0].state is SupportState.CONFIRMED


def test_who_was_refused_can_be_asked_again(stage: Stage) -> None:
    stage.act(MAYA, confirming.refuse, accepted(stage))
    again = accepted(stage)
    assert value(stage.act(MAYA, listing.page), "entries") == ((again, "Sam", "confirm"),)
    assert [one.kind for one in stage.waiting(KINDS, MAYA) if isinstance(one, Message)] == ["support-accepted"]


def test_a_link_is_taken_once_whoever_looked_at_it_before(stage: Stage) -> None:
    invited(stage)
    (invite,) = stage.rows(Invite)
    assert stage.write(lambda session: supports.use_invite(session, invite.token_hash, now=stage.now)) is True
    assert stage.write(lambda session: supports.use_invite(session, invite.token_hash, now=stage.now)) is False


@pytest.fixture
def second(database_url: str, keyring: Keyring) -> Iterator[Database]:
    """The same database, opened a second time: as another process would."""
    opened = Database.open(database_url, keyring)
    yield opened
    opened.close()


async def test_of_two_who_accept_at_the_same_moment_one_is_taken(stage: Stage, second: Database) -> None:
    token = invited(stage)

    def yes(visitor: Visitor) -> Callable[[Session], Reply]:
        return lambda session: accepting.accept(session, visitor, token, now=stage.now)

    replies = await asyncio.gather(stage.database.write(yes(AS_SAM)), second.write(yes(AS_ANA)))
    assert sorted(str(kind(reply)) for reply in replies) == ["hours-proposed", "invite-closed"]
    assert len(stage.rows(Support)) == 1
    assert sum(known(stage, one) is not None for one in (SAM, ANA)) == 1
    assert [row.state for row in stage.rows(Outgoing)] == [OutboxState.WAITING]
