"""[More]: reason by reason, each with the very message; what was shown is what is sent, whatever was chosen."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col

from bot.actions.alerts import answering, asking, telling
from bot.actions.alerts.telling import Facts
from bot.actions.supporters import KINDS, example, finer, listing, seeing, sharing, supporting
from bot.rules import consent_draft
from bot.rules.consent import SHARED, Choice, Share
from bot.rules.vocabulary import AlertKind, AlertState, CheckinState, Level, OutboxState, Signal
from bot.texts import catalogue
from bot.texts.messages import Message, Reply
from storage.database import Database
from storage.queries import circle, supports
from storage.tables import Alert, Outgoing, Person, Sharing
from tests import builders
from tests.actions.alerts_stage import MINUTE
from tests.actions.alerts_stage import Stage as House
from tests.actions.supporters_play import accepted, confirmed, sharing_with
from tests.actions.supporters_stage import ANA, MAYA, SAM, Stage, kind, labels, value, words
from tests.builders import NOW, TODAY, id_of
from tests.conftest import make_keyring
from tests.databases import SqliteFiles
from tests.rules.test_consent_draft import drafts

DAYS_BEFORE = 5  # enough for a usual craving
USUAL = 3


@pytest.fixture
def maya(stage: Stage) -> int:
    return stage.joined(MAYA, "Maya")


def who(session: Session, person_id: int) -> Person:
    found = session.get(Person, person_id)
    assert found is not None
    return found


def in_force(stage: Stage) -> dict[Signal, Share]:
    return sharing.of(stage.rows(Sharing, col(Sharing.revoked_at).is_(None)))


def tapped(stage: Stage, support: int, *taps: tuple[int, str]) -> str:
    """The draft after tapping a reason's number and then one of its buttons by label, again and again."""
    draft = str(value(stage.act(MAYA, finer.start, support), "draft"))
    for number, label in taps:
        reply = stage.act(MAYA, finer.one, support, draft, number)
        assert label in [one.removeprefix("✓ ") for one in labels(reply)]
        levels = {level: to for level, to, _ in value(reply, "levels")}
        draft = levels[LEVELS[label]] if label in LEVELS else value(reply, "first")[1]
    return draft


LEVELS = {
    "Nothing": "nothing",
    "Just reach out": "reach_out",
    "Why": "reason",
    "Why, ratings": "ratings",
    "Why, ratings, note": "note",
}
HIGH, LOW_MOOD, QUIET, ASKED = (SHARED.index(one) for one in (Signal.HIGH, Signal.LOW_MOOD, Signal.QUIET, Signal.ASKED))


def test_nothing_is_chosen_beforehand_and_nothing_is_saved_before_save(stage: Stage, maya: int) -> None:
    support = confirmed(stage)
    reply = stage.act(MAYA, finer.start, support)
    assert value(reply, "draft") == consent_draft.OPEN * len(SHARED)
    assert words(reply).count(": –") == len(SHARED)
    draft = tapped(stage, support, (HIGH, "Why, ratings"), (LOW_MOOD, "Nothing"))
    stage.act(MAYA, finer.see, support, draft)
    assert stage.rows(Sharing) == []


def test_four_taps_share_the_ratings_of_one_reason(stage: Stage, maya: int) -> None:
    support = confirmed(stage)
    draft = tapped(stage, support, (HIGH, "Why, ratings"))  # [More] [Strong pull] [Why, ratings] …
    assert labels(stage.act(MAYA, finer.see, support, draft)) == ["Save", "Back"]
    assert kind(stage.act(MAYA, finer.save, support, draft)) == "sharing-saved"
    assert in_force(stage) == {**dict.fromkeys(SHARED, Share(Level.REACH_OUT)), Signal.HIGH: Share(Level.RATINGS)}
    assert {(row.wording, row.until_at - row.since_at) for row in stage.rows(Sharing)} == {
        (finer.WORDING, timedelta(days=365))
    }


def test_it_opens_with_what_is_in_force(stage: Stage, maya: int) -> None:
    support = sharing_with(stage, Choice.REASON_WITHOUT_USE)
    assert words(stage.act(MAYA, finer.start, support)).count(": why") == len(SHARED) - 1


def test_all_at_once_sets_every_reason_as_far_as_it_goes(stage: Stage, maya: int) -> None:
    support = confirmed(stage)
    draft = consent_draft.read(tapped(stage, support, (finer.ALL, "Nothing"), (finer.ALL, "Ask me first")))
    saved = consent_draft.chosen(draft)
    assert {one for one, share in saved.items() if share.level is Level.NOTHING} == set(SHARED) - {Signal.ASKED}
    assert saved[Signal.ASKED] == Share(Level.REACH_OUT)
    assert saved[Signal.HIGH].ask_first and not saved[Signal.QUIET].ask_first


def test_the_page_of_all_reasons_says_what_not_every_one_offers(stage: Stage, maya: int) -> None:
    text = words(stage.act(MAYA, finer.one, confirmed(stage), "--------", finer.ALL))
    assert text.startswith("<b>Every reason at once</b>") and "A silence has no ratings or note" in text
    assert "would read:" not in text


def test_the_page_of_one_reason_shows_its_message_as_it_stands(stage: Stage, maya: int) -> None:
    support = confirmed(stage)
    assert "They reported a strong craving." in words(stage.act(MAYA, finer.one, support, "-d------", HIGH))
    assert "nothing: I wouldn't ask them" in words(stage.act(MAYA, finer.one, support, "-a------", HIGH))


@pytest.mark.parametrize(("number", "offered"), [(HIGH, 6), (QUIET, 3), (ASKED, 4)])
def test_only_what_means_something_is_offered(stage: Stage, maya: int, number: int, offered: int) -> None:
    """A silence has neither ratings nor a note; who asks themselves is heard; both are asked about anyway."""
    support = confirmed(stage)
    reply = stage.act(MAYA, finer.one, support, "--------", number)
    assert len(labels(reply)) - 1 == offered  # besides [Done]


def test_nobody_else_can_look_or_save(stage: Stage, maya: int) -> None:
    support = confirmed(stage)
    stage.joined(ANA, "Ana")
    for stranger in (SAM, ANA):
        for action in (finer.page, finer.see, finer.save):
            assert stage.act(stranger, action, support, "eeeeeece") == Reply(toast=Message("not-yours"))
    assert stage.rows(Sharing) == []


def test_before_they_are_confirmed_there_is_nothing_to_choose(stage: Stage, maya: int) -> None:
    support = accepted(stage)
    assert kind(stage.act(MAYA, finer.save, support, "eeeeeece")) == "support-accepted"
    assert stage.rows(Sharing) == []


def test_the_supporter_is_shown_a_message_the_first_time_and_hears_of_no_later_change(stage: Stage, maya: int) -> None:
    support = confirmed(stage)
    assert "I'm telling them" in words(stage.act(MAYA, sharing.save, support, Choice.REASON_WITH_USE))
    stage.write(lambda session: session.execute(sa.update(Outgoing).values(state=OutboxState.SENT)))
    reply = stage.act(MAYA, finer.save, support, "bbbbbbbb")
    assert "I say nothing to them" in words(reply) and labels(reply)[0] == "Tell them"
    assert stage.waiting(KINDS, SAM) == []
    stage.act(MAYA, sharing.tell, support)
    assert [said.kind for said in stage.waiting(KINDS, SAM) if isinstance(said, Message)] == ["support-told"]


def test_with_no_strong_pull_to_show_the_supporter_is_shown_being_asked(stage: Stage, maya: int) -> None:
    support = confirmed(stage)
    stage.act(MAYA, finer.save, support, "aaaaaaab")
    (_, said) = stage.waiting(KINDS, SAM)
    assert isinstance(said, Message) and "could use a word" in catalogue.plain(said)


def test_finer_choices_are_named_where_ones_choices_stand(stage: Stage, maya: int) -> None:
    support = confirmed(stage)
    stage.act(MAYA, finer.save, support, "adbbbbbb")
    assert value(stage.act(MAYA, listing.one, support), "choice") == sharing.OWN
    assert stage.read(lambda session: seeing.lines(session, who(session, maya), now=NOW))[0].kind == "who-sees-own"
    assert "told why, as far as Maya shares it" in words(stage.act(SAM, supporting.one, support))
    stage.act(MAYA, finer.save, support, "abbbbbbb")
    assert "without a reason" in words(stage.act(SAM, supporting.one, support))


# What was shown is what is sent.

numbers = count(5000)
days = st.fixed_dictionaries(
    {
        "mood": st.none() | st.integers(1, 5),
        "craving": st.none() | st.integers(0, 10),
        "note": st.none() | st.sampled_from(["It was a long day.", "<b>& done"]),
    }
)
HARD = [one for one in SHARED if one is not Signal.QUIET]
reasons = st.just((Signal.QUIET,)) | st.sets(st.sampled_from(HARD), min_size=1).map(
    lambda some: tuple(one for one in SHARED if one in some)
)


@pytest.fixture(scope="module")
def world(sqlite_files: SqliteFiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for all that is generated; each example has people of its own."""
    database = Database.open(sqlite_files.copy(tmp_path_factory.mktemp("finer")), make_keyring(), inline=True)
    yield database
    database.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draft=drafts(), day=days, signals=reasons, usual_known=st.booleans())
def test_what_was_shown_is_what_is_sent(
    world: Database, draft: consent_draft.Draft, day: dict[str, Any], signals: tuple[Signal, ...], usual_known: bool
) -> None:
    shares = consent_draft.chosen(draft)

    def play(session: Session) -> tuple[Message | None, Message | None]:
        member, supporter = (builders.person(session, name, tg_id=next(numbers)) for name in ("Maya", "Sam"))
        support = builders.support(session, member, supporter)
        supports.share(session, id_of(support), shares, wording=finer.WORDING, now=NOW)
        alert = lived(session, member, day, signals, usual_known=usual_known)
        known = Facts(day["mood"], day["craving"], USUAL if usual_known else None)
        levels = {signal: share.level for signal, share in shares.items()}
        shown = example.of(member, support, levels, signals, known=known, note=day["note"], quiet_days=2)
        companion = circle.companions(session, id_of(member))[0]
        return shown, telling.page(session, "alert-page", alert, companion, now=NOW)

    shown, sent = world.write_now(play)
    assert (shown is None) == (sent is None) == all(shares[one].level is Level.NOTHING for one in signals)
    if shown is not None and sent is not None:
        assert catalogue.html(shown) == catalogue.html(sent)


def lived(
    session: Session, member: Person, day: dict[str, Any], signals: tuple[Signal, ...], *, usual_known: bool
) -> Alert:
    rhythm = builders.cadence(session, member)
    ended: dict[str, Any] = {"deadline_at": None, "remind_at": None}
    for back in range(1, DAYS_BEFORE + 1) if usual_known else ():
        builders.checkin(
            session,
            member,
            rhythm,
            on=TODAY - timedelta(days=back + 2),
            state=CheckinState.ANSWERED,
            craving=USUAL,
            **ended,
        )
    if signals == (Signal.QUIET,):
        for back in (1, 0):
            builders.checkin(
                session, member, rhythm, on=TODAY - timedelta(days=back), state=CheckinState.MISSED, **ended
            )
        checkin = None
    else:
        day = {"used": True if Signal.USED in signals else None, **day}
        checkin = builders.checkin(session, member, rhythm, on=TODAY, state=CheckinState.ANSWERED, **day, **ended)
    alert = Alert(
        member_id=id_of(member), on=TODAY, kind=AlertKind.HARD, signals=[one.value for one in signals],
        state=AlertState.ASKING, opened_at=NOW, checkin_id=checkin.id if checkin else None,
    )  # fmt: skip
    session.add(alert)
    session.flush()
    return alert


def test_every_message_that_could_come_is_on_the_page_before_saving(stage: Stage, maya: int) -> None:
    support = confirmed(stage)
    text = words(stage.act(MAYA, finer.see, support, "adBbbacb"))
    for said in (
        "nothing: I wouldn't ask them",
        "They reported a strong craving.\nCraving 8, usually 3. Mood 2 of 5.",
        "I haven't heard from Maya for two days.",
        "I'd ask you first",
    ):
        assert said in text
    assert words(stage.act(MAYA, finer.see, support, "bbbbbbbb")).count("could use a word") == 1


def test_a_use_in_a_cool_down_is_not_given_away_by_the_note(world: Database) -> None:
    shares = consent_draft.chosen(consent_draft.read("beeeeece"))

    def play(session: Session) -> Message | None:
        member, supporter = (builders.person(session, name, tg_id=next(numbers)) for name in ("Maya", "Sam"))
        support = builders.support(session, member, supporter)
        supports.share(session, id_of(support), shares, wording=finer.WORDING, now=NOW)
        day = {"mood": 2, "craving": 9, "note": "I drank again"}
        alert = lived(session, member, {**day, "used": True}, (Signal.HIGH,), usual_known=False)
        return telling.page(session, "alert-page", alert, circle.companions(session, id_of(member))[0], now=NOW)

    sent = world.write_now(play)
    assert sent is not None
    assert "drank" not in catalogue.plain(sent) and "Craving 9" in catalogue.plain(sent)


# What takes hold at once.


def house(database: Database, draft: str, *, ana: bool = False) -> House:
    made = House(database)
    made.member("Maya")
    made.supporter("Sam", choice=None)
    if ana:
        made.supporter("Ana")
    made.does("Maya", finer.save, support_of(made, "Sam"), draft)
    return made


def support_of(made: House, name: str) -> int:
    def find(session: Session) -> int:
        found = supports.between(session, member_id=made.people["Maya"], supporter_id=made.people[name])
        assert found is not None
        return id_of(found)

    return made.database.read_now(find)


@pytest.mark.parametrize(
    ("draft", "hold"), [("bCbbbbbb", 30 * MINUTE), ("bcbbbbbb", 2 * MINUTE), ("aCaaaaab", 30 * MINUTE)]
)
def test_asked_first_means_half_an_hour_and_then_as_chosen(database: Database, draft: str, hold: timedelta) -> None:
    made = house(database, draft)
    made.settle(craving=9)
    seen = made.flow()
    assert seen == [("Maya", "alert-ask-first" if hold > 2 * MINUTE else "alert-held")]
    assert made.wait(hold - timedelta(seconds=1)) == []
    assert ("Sam", "alert-page") in made.wait(timedelta(seconds=1))


def test_what_a_supporter_is_told_nothing_of_does_not_hurry_the_question(database: Database) -> None:
    """USED is at nothing; the strong pull, which they would read of, is to be asked about first."""
    made = house(database, "aCbbbbbb")
    made.settle(craving=9, used=True)
    assert made.flow() == [("Maya", "alert-ask-first")]


def test_what_goes_on_by_itself_is_not_held_up_by_what_is_asked_about(database: Database) -> None:
    made = house(database, "cCbbbbbb")
    made.settle(craving=9, used=True)
    assert made.flow() == [("Maya", "alert-held")]


def test_what_follows_an_alert_is_asked_about_first_too(database: Database) -> None:
    made = house(database, "Ccbbbbbb")
    checkin = made.checkin(craving=9)
    made.correct(checkin)
    made.wait(3 * MINUTE)
    made.correct(checkin, used=True)
    assert made.flow() == [("Maya", "alert-more-held")]
    assert made.walk(30 * MINUTE - timedelta(seconds=1)) == []
    assert ("Sam", "alert-more") in made.wait(timedelta(seconds=1))


def test_taking_it_back_withdraws_what_waits_and_turns_to_the_next_at_once(database: Database) -> None:
    made = house(database, "cccccccc", ana=True)
    made.settle(craving=9)
    made.flow()
    made.away = True
    made.wait(2 * MINUTE)
    made.does("Maya", finer.save, support_of(made, "Sam"), "aaaaaaab")
    waiting = made.database.read_now(
        lambda session: [
            (row.recipient_id, row.kind)
            for row in session.scalars(
                sa.select(Outgoing).where(
                    col(Outgoing.state) == OutboxState.WAITING, col(Outgoing.kind).in_(asking.PAGES)
                )
            )
        ]
    )
    assert waiting == [(made.people["Ana"], "alert-page")]
    made.away = False
    made.wait(timedelta(minutes=1))
    assert {name for name, message in made.read if message.kind == "alert-page"} == {"Ana"}


def test_less_takes_hold_of_a_message_that_waits(database: Database) -> None:
    made = house(database, "cccccccc")
    made.settle(craving=9)
    made.flow()
    made.away = True
    made.wait(2 * MINUTE)
    made.does("Maya", finer.save, support_of(made, "Sam"), "bbbbbbbb")
    made.away = False
    made.wait(timedelta(minutes=1))
    assert made.said("Sam").values["why"] == ""


def test_who_is_told_nothing_any_more_can_still_answer_what_they_were_asked(database: Database) -> None:
    made = house(database, "cccccccc")
    made.settle(craving=9)
    made.flow()
    made.wait(2 * MINUTE)
    made.does("Maya", finer.save, support_of(made, "Sam"), "aaaaaaab")
    assert made.does("Sam", answering.decline, made.alert().id).show.kind == "alert-declined"
