"""Check-ins open at their hour, once, and count from the instant at which the prompt certainly arrived."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bot.actions.checkins import beginning, opening, scheduling, silence
from bot.actions.checkins.kinds import KINDS
from bot.actions.outgoing import Withdrawn
from bot.rules.vocabulary import CheckinState, Preset
from bot.texts.messages import Message
from storage.database import Database
from storage.queries.engine import engine_row
from storage.tables import Cadence, Checkin, Enrolment, Outgoing, Person
from tests import builders
from tests.builders import NOW, TODAY

HOUR = timedelta(hours=1)


def enrolled(
    session: Session, *, times: tuple[time, ...] = (time(9),), now: datetime = NOW - HOUR, **more: Any
) -> Person:
    """A member with a cadence of their own, whose next occasion is planned."""
    who = builders.person(session, **more)
    scheduling.enrol(session, who, builders.cadence(session, who, times=times), own_times=None, now=now)
    return who


def all_checkins(session: Session) -> Sequence[Checkin]:
    return session.scalars(sa.select(Checkin).order_by(Checkin.planned_at)).all()  # type: ignore[arg-type]


def prompts(session: Session) -> Sequence[Outgoing]:
    return session.scalars(sa.select(Outgoing).where(Outgoing.kind == "checkin-hello")).all()  # type: ignore[arg-type]


def test_a_checkin_opens_at_its_hour_with_its_prompt_and_the_next_one_is_planned(database: Database) -> None:
    def story(session: Session) -> None:
        enrolled(session)
        assert opening.open_due(session, now=NOW - timedelta(seconds=1)) == 0
        assert opening.open_due(session, now=NOW) == 1
        (checkin,) = all_checkins(session)
        assert (checkin.state, checkin.on, checkin.slot, checkin.planned_at) == (CheckinState.QUEUED, TODAY, 0, NOW)
        (prompt,) = prompts(session)
        assert (prompt.checkin_id, prompt.expires_at) == (checkin.id, NOW + 6 * HOUR)
        (row,) = session.scalars(sa.select(Enrolment)).all()
        session.refresh(row)
        assert row.next_at == NOW + 24 * HOUR == checkin.next_opens_at

    database.write_now(story)


def test_looking_twice_opens_it_once(database: Database) -> None:
    def story(session: Session) -> None:
        enrolled(session)
        opening.open_due(session, now=NOW)
        assert opening.open_due(session, now=NOW) == 0
        assert len(all_checkins(session)) == len(prompts(session)) == 1

    database.write_now(story)


def test_after_a_night_down_only_the_newest_is_sent_and_only_under_six_hours_old(database: Database) -> None:
    def story(session: Session) -> None:
        enrolled(session, times=(time(9), time(15)), now=NOW - 48 * HOUR)
        opening.open_due(session, now=NOW + 5 * HOUR)  # Saturday to Monday: six occasions, the last at 9:00
        states = [checkin.state for checkin in all_checkins(session)]
        assert states == [CheckinState.UNSENT] * (len(states) - 1) + [CheckinState.QUEUED]
        assert len(prompts(session)) == 1

    database.write_now(story)


def test_a_prompt_six_hours_late_is_no_prompt(database: Database) -> None:
    def story(session: Session) -> None:
        enrolled(session)
        opening.open_due(session, now=NOW + 6 * HOUR)
        assert [checkin.state for checkin in all_checkins(session)] == [CheckinState.UNSENT]
        assert not prompts(session)

    database.write_now(story)


def test_a_paused_member_is_not_asked_until_the_day_after_the_pause(database: Database) -> None:
    def story(session: Session) -> None:
        who = enrolled(session, paused_from_on=TODAY, paused_until_on=TODAY)
        opening.open_due(session, now=NOW)
        assert not all_checkins(session)
        opening.open_due(session, now=NOW + 24 * HOUR)
        assert [checkin.on for checkin in all_checkins(session)] == [TODAY + timedelta(days=1)]
        assert who.paused_until_on == TODAY

    database.write_now(story)


def test_nobody_out_of_reach_is_asked(database: Database) -> None:
    def story(session: Session) -> None:
        enrolled(session, blocked_at=NOW)
        enrolled(session, silent_at=NOW)
        assert opening.open_due(session, now=NOW) == 2
        assert not all_checkins(session)

    database.write_now(story)


def test_two_cadences_at_a_shared_time_ask_once(database: Database) -> None:
    def story(session: Session) -> None:
        who = builders.person(session)
        for name in ("Morning circle", "House"):
            rhythm = builders.cadence(session, builders.group(session, name))
            scheduling.enrol(session, who, rhythm, own_times=None, now=NOW - HOUR)
        opening.open_due(session, now=NOW)
        assert len(all_checkins(session)) == len(prompts(session)) == 1

    database.write_now(story)


def in_two_groups(session: Session) -> tuple[Person, Enrolment, Enrolment]:
    """Somebody in two groups that both ask at nine."""
    who = builders.person(session)
    first, second = (
        scheduling.enrol(
            session, who, builders.cadence(session, builders.group(session, name)), own_times=None, now=NOW - HOUR
        )
        for name in ("Morning circle", "House")
    )
    return who, first, second


def test_the_cadence_whose_checkin_was_shared_asks_no_second_time_that_day_after_a_change_of_hour(
    database: Database,
) -> None:
    def story(session: Session) -> None:
        who, _, second = in_two_groups(session)
        opening.open_due(session, now=NOW)
        session.expire_all()
        second.own_times = (time(18),)
        scheduling.plan_all(session, who, now=NOW + HOUR)
        assert (second.next_on, second.next_at) == (TODAY + timedelta(days=1), NOW + 33 * HOUR)

    database.write_now(story)


def test_a_shared_checkin_answered_early_is_not_asked_again_by_the_other_group(database: Database) -> None:
    def story(session: Session) -> None:
        who, *_ = in_two_groups(session)
        beginning.begin(session, who, now=NOW - HOUR / 2)
        opening.open_due(session, now=NOW)
        assert len(all_checkins(session)) == 1 and not prompts(session)

    database.write_now(story)


def test_who_pauses_is_asked_the_same_day_again_after_resuming_and_moving_the_hour(database: Database) -> None:
    def story(session: Session) -> None:
        who = enrolled(session, paused_from_on=TODAY, paused_until_on=TODAY)
        opening.open_due(session, now=NOW)
        session.expire_all()
        who.paused_until_on = TODAY - timedelta(days=1)
        (row,) = session.scalars(sa.select(Enrolment)).all()
        row.own_times = (time(18),)
        scheduling.plan_all(session, who, now=NOW + HOUR)
        assert (row.opened_on, row.next_on) == (None, TODAY)

    database.write_now(story)


def test_an_early_checkin_takes_the_earliest_of_several_cadences(database: Database) -> None:
    def story(session: Session) -> None:
        who, first, second = in_two_groups(session)
        first.own_times = (time(18),)
        scheduling.plan_all(session, who, now=NOW - HOUR)
        beginning.begin(session, who, now=NOW - HOUR)
        (checkin,) = all_checkins(session)
        assert (checkin.cadence_id, checkin.planned_at) == (second.cadence_id, NOW)

    database.write_now(story)


def test_the_hour_of_each_slot_may_ring_at_night_where_it_is_the_members_own(database: Database) -> None:
    def story(session: Session) -> None:
        who = builders.person(session)
        rhythm = builders.cadence(session, who, times=(time(9), time(23)))
        night = NOW.replace(hour=23)
        late = builders.checkin(session, who, rhythm, slot=1, planned_at=night, state=CheckinState.QUEUED)
        early = builders.checkin(session, who, rhythm, slot=0, planned_at=NOW, state=CheckinState.QUEUED)
        assert not scheduling.nights_of(who, late).covers(night)
        assert scheduling.nights_of(who, early).covers(night)

    database.write_now(story)


def test_all_hours_of_a_day_that_is_another_one_this_once_come_at_their_own_time(database: Database) -> None:
    def story(session: Session) -> None:
        who = enrolled(session, times=(time(9), time(18)))
        (row,) = session.scalars(sa.select(Enrolment)).all()
        row.once_on, row.once_times = TODAY, (time(10), time(20))
        scheduling.plan_all(session, who, now=NOW)
        session.flush()
        came = []
        for at in (NOW + HOUR, NOW + 11 * HOUR):
            opening.open_due(session, now=at)
            session.expire_all()
            came.append(row.next_at)
        assert came == [NOW + 11 * HOUR, NOW + 24 * HOUR]

    database.write_now(story)


def test_every_duration_counts_from_the_acceptance_of_the_prompt(database: Database) -> None:
    def story(session: Session) -> None:
        enrolled(session)
        opening.open_due(session, now=NOW)
        (checkin,) = all_checkins(session)
        opening.delivered(session, builders.id_of(checkin), sent_at=NOW + HOUR, message_id=7)
        assert (checkin.state, checkin.live_message) == (CheckinState.SENT, 7)
        assert (checkin.deadline_at, checkin.remind_at) == (NOW + 13 * HOUR, NOW + 2 * HOUR)

    database.write_now(story)


def test_a_prompt_that_never_arrived_is_not_a_miss(database: Database) -> None:
    def story(session: Session) -> None:
        enrolled(session)
        opening.open_due(session, now=NOW)
        (checkin,) = all_checkins(session)
        opening.never_delivered(session, builders.id_of(checkin))
        assert checkin.state is CheckinState.UNSENT
        opening.delivered(session, builders.id_of(checkin), sent_at=NOW, message_id=7)
        assert checkin.state is CheckinState.UNSENT

    database.write_now(story)


def test_changing_the_hour_never_asks_twice_on_one_date_and_slot(database: Database) -> None:
    def story(session: Session) -> None:
        who = enrolled(session)
        opening.open_due(session, now=NOW)
        scheduling.enrol(session, who, scheduling.own_cadence(session, who), own_times=(time(11),), now=NOW + HOUR)
        (row,) = session.scalars(sa.select(Enrolment)).all()
        assert (row.next_on, row.next_at) == (TODAY + timedelta(days=1), NOW + 26 * HOUR)

    database.write_now(story)


def sent(session: Session, **more: Any) -> tuple[Person, Checkin]:
    who = builders.person(session)
    return who, builders.checkin(session, who, builders.cadence(session, who), **more)


def heard(session: Session, until: datetime) -> None:
    engine_row(session).heard_until_at = until
    session.flush()


def test_reminders_come_after_one_and_three_hours_and_then_no_more(database: Database) -> None:
    def story(session: Session) -> None:
        _, checkin = sent(session)
        planned = []
        while checkin.remind_at is not None:
            planned.append(checkin.remind_at)
            builders.heard(session, checkin.remind_at)
            silence.remind_due(session, now=checkin.remind_at)
        assert planned == [NOW + HOUR, NOW + 3 * HOUR]
        reminders = session.scalars(sa.select(Outgoing).where(Outgoing.kind == "checkin-reminder")).all()  # type: ignore[arg-type]
        assert len(reminders) == 2

    database.write_now(story)


def test_the_newest_message_that_carries_a_checkin_is_the_one_that_is_redrawn(database: Database) -> None:
    def story(session: Session) -> None:
        _, checkin = sent(session, live_message=7)
        builders.heard(session, NOW + HOUR)
        silence.remind_due(session, now=NOW + HOUR)
        (row,) = session.scalars(sa.select(Outgoing)).all()
        row.message_id = 9
        kind = KINDS["checkin-reminder"]
        assert kind.on_sent is not None
        kind.on_sent(session, row, NOW + HOUR)
        assert checkin.live_message == 9

    database.write_now(story)


def test_reminders_overslept_together_become_one(database: Database) -> None:
    def story(session: Session) -> None:
        _, checkin = sent(session)
        builders.heard(session, NOW + 4 * HOUR)
        silence.remind_due(session, now=NOW + 4 * HOUR)
        assert checkin.remind_at is None
        assert len(session.scalars(sa.select(Outgoing)).all()) == 1

    database.write_now(story)


def test_nobody_is_reminded_while_we_may_be_the_deaf_ones(database: Database) -> None:
    def story(session: Session) -> None:
        sent(session)
        due_at = NOW + HOUR
        assert silence.remind_due(session, now=due_at) == 0
        builders.heard(session, due_at - timedelta(seconds=61))
        assert silence.remind_due(session, now=due_at) == 0
        builders.heard(session, due_at - timedelta(seconds=60))
        assert silence.remind_due(session, now=due_at) == 1

    database.write_now(story)


def test_silence_is_judged_only_when_we_could_have_heard(database: Database) -> None:
    def story(session: Session) -> None:
        _, checkin = sent(session)
        deadline = NOW + 12 * HOUR
        later = deadline + HOUR
        builders.heard(session, deadline - timedelta(seconds=1))
        assert silence.judge_due(session, now=later) == 0
        builders.heard(session, deadline)
        assert silence.judge_due(session, now=later) == 1
        assert (checkin.state, checkin.sign_of_life) == (CheckinState.MISSED, False)

    database.write_now(story)


def test_a_member_with_an_unhandled_update_is_not_judged(database: Database) -> None:
    from bot.rules.vocabulary import InboxState
    from storage.queries import inbox

    def story(session: Session) -> None:
        who, _ = sent(session)
        inbox.store(session, [inbox.Arrived(5, who.tg_hash, "{}")], now=NOW)
        builders.heard(session, NOW + 13 * HOUR)
        assert silence.judge_due(session, now=NOW + 13 * HOUR) == 0
        inbox.close(session, 5, InboxState.HANDLED)
        assert silence.judge_due(session, now=NOW + 13 * HOUR) == 1

    database.write_now(story)


def test_what_somebody_else_sent_and_waits_holds_up_nobodys_judgement(database: Database) -> None:
    from storage.queries import inbox

    def story(session: Session) -> None:
        sent(session)
        flooder = builders.person(session, "Sam")
        inbox.store(session, [inbox.Arrived(number, flooder.tg_hash, "{}") for number in range(200)], now=NOW)
        builders.heard(session, NOW + 13 * HOUR)
        assert silence.judge_due(session, now=NOW + 13 * HOUR) == 1

    database.write_now(story)


def test_a_sign_of_life_that_day_keeps_a_miss_from_counting(database: Database) -> None:
    def story(session: Session) -> None:
        who, checkin = sent(session)
        who.last_sign_at = NOW + HOUR
        builders.heard(session, NOW + 13 * HOUR)
        silence.judge_due(session, now=NOW + 13 * HOUR)
        assert (checkin.state, checkin.sign_of_life) == (CheckinState.MISSED, True)

    database.write_now(story)


def test_an_outage_gives_every_open_checkin_its_time_back(database: Database) -> None:
    from bot.rules.hearing import Gap

    def story(session: Session) -> None:
        _, checkin = sent(session)
        silence.after_outage(session, Gap(NOW + HOUR, NOW + 4 * HOUR), NOW + 4 * HOUR)
        assert checkin.deadline_at == NOW + 15 * HOUR

    database.write_now(story)


def test_a_deadline_heard_to_its_end_is_not_moved_by_a_later_outage(database: Database) -> None:
    from bot.rules.hearing import Gap

    def story(session: Session) -> None:
        _, checkin = sent(session)
        silence.after_outage(session, Gap(NOW + 12 * HOUR, NOW + 14 * HOUR), NOW + 14 * HOUR)
        assert checkin.deadline_at == NOW + 12 * HOUR

    database.write_now(story)


def test_after_an_outage_of_a_day_an_open_checkin_never_was(database: Database) -> None:
    from bot.rules.hearing import Gap

    def story(session: Session) -> None:
        _, checkin = sent(session)
        silence.after_outage(session, Gap(NOW, NOW + 24 * HOUR), NOW + 24 * HOUR)
        assert (checkin.state, checkin.deadline_at) == (CheckinState.UNSENT, None)

    database.write_now(story)


def test_a_member_without_a_cadence_gets_one_without_days(database: Database) -> None:
    def story(session: Session) -> None:
        who = builders.person(session, preset=Preset.GENTLE)
        rhythm = scheduling.own_cadence(session, who)
        assert isinstance(rhythm, Cadence)
        assert (rhythm.days, rhythm.person_id) == (frozenset(), who.id)
        assert scheduling.own_cadence(session, who).id == rhythm.id

    database.write_now(story)


def test_the_local_date_of_a_checkin_is_the_members_own(database: Database) -> None:
    def story(session: Session) -> None:
        enrolled(session, zone="Pacific/Auckland", times=(time(7),), now=datetime(2026, 3, 2, 17, tzinfo=NOW.tzinfo))
        opening.open_due(session, now=datetime(2026, 3, 2, 18, tzinfo=NOW.tzinfo))
        (checkin,) = all_checkins(session)
        assert checkin.on == date(2026, 3, 3)

    database.write_now(story)


def test_a_prompt_still_waiting_when_the_next_one_opens_is_unsent_and_no_miss(database: Database) -> None:
    def story(session: Session) -> None:
        enrolled(session, times=(time(9), time(11)))
        opening.open_due(session, now=NOW)
        (prompt,) = prompts(session)
        just_before = NOW + 2 * HOUR - timedelta(seconds=1)
        assert isinstance(KINDS["checkin-hello"].load(session, prompt, just_before), Message)
        said = KINDS["checkin-hello"].load(session, prompt, NOW + 2 * HOUR)
        assert said == Withdrawn("the next one is open")

    database.write_now(story)


def test_new_rules_for_zones_move_the_instant_and_keep_the_hour(database: Database) -> None:
    """As if the row had been planned by rules under which that zone was an hour behind."""

    def story(session: Session) -> None:
        enrolled(session, zone="Europe/Lisbon", now=NOW)
        (row,) = session.scalars(sa.select(Enrolment)).all()
        planned_at, kept = row.next_at, (row.next_on, row.next_slot)
        assert planned_at is not None
        assert opening.follow_tzdata(session, "2025.1", now=NOW) == 0
        row.next_at = planned_at + HOUR
        session.flush()
        assert opening.follow_tzdata(session, "2025.1", now=NOW) == 0, "the same rules move nothing"
        assert opening.follow_tzdata(session, "2025.2", now=NOW) == 1
        session.refresh(row)
        assert (row.next_at, (row.next_on, row.next_slot)) == (planned_at, kept)

    database.write_now(story)


def test_what_is_due_already_is_opened_as_it_was_planned(database: Database) -> None:
    def story(session: Session) -> None:
        enrolled(session)
        session.execute(sa.update(Enrolment).values(next_at=NOW - HOUR / 2))
        assert opening.follow_tzdata(session, "2025.1", now=NOW) == 0

    database.write_now(story)


def test_a_slot_that_the_cadence_has_lost_waits_to_be_opened(database: Database) -> None:
    def story(session: Session) -> None:
        enrolled(session, now=NOW)
        session.execute(sa.update(Enrolment).values(next_slot=2))
        assert opening.follow_tzdata(session, "2025.1", now=NOW) == 0

    database.write_now(story)
