"""A check-in's life (DESIGN §3.2): what follows from a delivery, an answer, a postponement and an outage of ours.

Pure: every duration counts from the instant Telegram certainly accepted the prompt.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.rules.cadence import is_quiet
from bot.rules.vocabulary import CheckinState, Question, UseQuestion
from bot.rules.zones import instant

UNSENT_AFTER = timedelta(hours=6)  # a prompt not certainly delivered by then was none: not a miss
SETTLE_AFTER = timedelta(minutes=10)  # after the last tap of a check-in left half-finished
AT_LEAST_AFTER_OUTAGE = timedelta(minutes=30)
LONGEST_OUTAGE = timedelta(hours=23)  # longer: nobody could have been heard, the check-in never counted
LATER_FOR = timedelta(hours=1)
TONIGHT = time(20)
HARD_CRAVING = 5  # from here on "only when it is hard" asks about use
EXTRA_SLOT = 10  # slots from here are extra check-ins
WEEKLY = timedelta(days=7)
COUNTS_FOR = timedelta(days=1)  # an answer counts on the check-in's date and so long after it

OPEN_STATES = (CheckinState.QUEUED, CheckinState.SENT)


@dataclass(frozen=True)
class Timetable:
    """`deadline_at`: when silence may be judged. `remind_at`: the next reminder, None when none is left."""

    deadline_at: datetime
    remind_at: datetime | None


@dataclass(frozen=True)
class Nights:
    """A person's quiet hours, and their own hour, which always may ring."""

    zone: str
    quiet_from: time
    quiet_to: time
    own_hour: time

    def covers(self, moment: datetime) -> bool:
        """Whether nothing may ring at `moment`: in the quiet hours, unless the person's own hour lies in them."""
        if self._quiet(instant(date(2024, 1, 1), self.own_hour, "UTC"), "UTC"):
            return False
        return self._quiet(moment, self.zone)

    def _quiet(self, moment: datetime, zone: str) -> bool:
        return is_quiet(moment, zone=zone, quiet_from=self.quiet_from, quiet_to=self.quiet_to)


def after_delivery(
    sent_at: datetime,
    *,
    window: timedelta,
    reminders: tuple[timedelta, ...],
    next_opens_at: datetime | None,
    nights: Nights,
) -> Timetable:
    """The timetable of a prompt that Telegram accepted at `sent_at`; the window ends at the cadence's next opening."""
    deadline_at = sent_at + window
    if next_opens_at is not None:
        deadline_at = min(deadline_at, next_opens_at)
    return Timetable(
        deadline_at, next_reminder(sent_at, 0, reminders=reminders, deadline_at=deadline_at, nights=nights)[0]
    )


def next_reminder(
    sent_at: datetime, reminded: int, *, reminders: tuple[timedelta, ...], deadline_at: datetime, nights: Nights
) -> tuple[datetime | None, int]:
    """The first reminder not yet given that rings in no quiet hour and before the deadline, and how many count as given."""
    for count, after in enumerate(reminders[reminded:], start=reminded):
        at = sent_at + after
        if at < deadline_at and not nights.covers(at):
            return at, count
    return None, len(reminders)


def postponed(
    now: datetime,
    *,
    tonight: bool,
    zone: str,
    today: date,
    deadline_at: datetime,
    next_opens_at: datetime | None,
    nights: Nights,
) -> Timetable:
    """[Later]: ask again in an hour, or tonight at 20:00; reminder and deadline move, at most to the next opening.

    Tonight is in an hour once it is past 19:00. The member has an hour after the asking; the deadline never comes sooner
    than it was. No reminder where it would ring in quiet hours, or not before the deadline.
    """
    again_at = now + LATER_FOR
    if tonight:
        again_at = max(again_at, instant(today, TONIGHT, zone))
    longer = again_at + LATER_FOR if next_opens_at is None else min(again_at + LATER_FOR, next_opens_at)
    moved = max(deadline_at, longer)
    rings = again_at < moved and (next_opens_at is None or again_at < next_opens_at) and not nights.covers(again_at)
    return Timetable(moved, again_at if rings else None)


def counts_for(on: date, today: date) -> bool:
    """Whether an answer given `today` still counts for the check-in of `on`: on its date and the day after."""
    return timedelta(0) <= today - on <= COUNTS_FOR


def asks_about_use(choice: UseQuestion, *, craving: int | None, today: date, last_asked_on: date | None) -> bool:
    """Whether this check-in asks "did you drink or use?"; `last_asked_on`: the last date it was answered or skipped.

    `today`: the date of the check-in, which may be answered a day late.
    """
    match choice:
        case UseQuestion.DAILY:
            return True
        case UseQuestion.WEEKLY:
            return last_asked_on is None or today - last_asked_on >= WEEKLY
        case UseQuestion.HARD:
            return craving is not None and craving >= HARD_CRAVING
        case UseQuestion.OFF:
            return False


def question_after(question: Question, *, asks_use: bool) -> Question:
    """What is asked next."""
    match question:
        case Question.START:
            return Question.MOOD
        case Question.MOOD:
            return Question.CRAVING
        case Question.CRAVING:
            return Question.USED if asks_use else Question.NOTE
        case Question.USED:
            return Question.NOTE
        case Question.NOTE | Question.DONE:
            return Question.DONE


@dataclass(frozen=True)
class Excused:
    """What an outage of ours does to a check-in that was open: a later deadline, or none at all (`unsent`)."""

    deadline_at: datetime | None
    remind_at: datetime | None


def after_outage(
    *,
    outage_from: datetime,
    outage_to: datetime,
    now: datetime,
    sent_at: datetime,
    deadline_at: datetime,
    remind_at: datetime | None,
    next_opens_at: datetime | None,
) -> Excused:
    """The member gets back the time in which we could not hear them, and at least half an hour from now.

    Where that would pass the next opening, or the outage exceeded 23 h, the check-in never was: it becomes `unsent`.
    """
    overlap = max(timedelta(0), min(outage_to, deadline_at) - max(outage_from, sent_at))
    moved = max(deadline_at + overlap, now + AT_LEAST_AFTER_OUTAGE)
    if outage_to - outage_from > LONGEST_OUTAGE or (next_opens_at is not None and moved > next_opens_at):
        return Excused(None, None)
    reminder = None if remind_at is None else max(remind_at + overlap, now)
    return Excused(moved, reminder if reminder is None or reminder < moved else None)


def given_by(now: datetime, sent_at: datetime, reminders: tuple[timedelta, ...]) -> int:
    """How many of the reminders lie behind us."""
    return sum(1 for after in reminders if sent_at + after <= now)
