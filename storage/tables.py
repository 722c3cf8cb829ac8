"""The whole schema on one page.

Instants end in `_at` (aware UTC), local dates in `_on`. "Next" instants that the clock's side looks for are indexed; the
database is the schedule. Sealed columns are encrypted at rest (`storage.columns.Sealed`).
"""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.rules.farewell import Step
from bot.rules.vocabulary import (
    LIVE_ALERT_STATES,
    AlertKind,
    AlertState,
    CheckinState,
    Fading,
    InboxState,
    Level,
    OutboxState,
    Outcome,
    Preset,
    Proposal,
    Purpose,
    Question,
    Role,
    ShownAs,
    Signal,
    StepState,
    SupportState,
    UseQuestion,
    Wish,
)
from storage.columns import Days, Instant, Sealed, Times, Word

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

NIGHT_FROM, NIGHT_TO = time(22), time(7)  # quiet hours unless a person changes them


def _at(**more: Any) -> Any:
    return Field(sa_type=Instant, **more)


def _word(words: type[StrEnum], **more: Any) -> Any:
    return Field(sa_type=Word(words), **more)


def _sealed(**more: Any) -> Any:
    """Encrypted at rest, and never shown when a row is printed."""
    return Field(sa_type=Sealed, repr=False, **more)


# Both kinds of reference are indexed: who erases themselves is followed through every table.
def _to(table: str, **more: Any) -> Any:
    return Field(foreign_key=f"{table}.id", ondelete="CASCADE", **more)


def _or_nobody(table: str, **more: Any) -> Any:
    return Field(default=None, foreign_key=f"{table}.id", ondelete="SET NULL", **more)


class Person(SQLModel, table=True):
    """Anybody who agreed to talk with the bot. Member, supporter and leader are relations, not kinds of people."""

    __tablename__ = "people"

    id: int | None = Field(default=None, primary_key=True)
    tg_hash: str = Field(unique=True, max_length=64, repr=False)
    tg_id: str = _sealed()
    name: str = _sealed()
    username: str | None = _sealed(default=None)
    phone: str | None = _sealed(default=None)
    language: str = Field(default="en", max_length=16)
    country: str | None = Field(default=None, max_length=2)
    zone: str | None = Field(default=None, max_length=64)
    preset: Preset = _word(Preset, default=Preset.STANDARD)
    q: int | None = None  # the member's own "tell them after N quiet days"; None: the preset's
    use_question: UseQuestion = _word(UseQuestion, default=UseQuestion.DAILY)
    quiet_from: time = NIGHT_FROM
    quiet_to: time = NIGHT_TO
    here_run: int = 0  # "I'm here" in a row; after five the next check-in asks for mood once
    cancelled_run: int = 0  # "Not this time" in a row; after two the bot asks once whether to ask first
    ask_first_offered: bool = False  # … once ever
    opioid_line: bool = False  # the crisis card also says what matters with opioids; the member's own switch
    ask_first: bool = False  # every alert waits for the member's word (no reply in 30 min: as chosen)
    joined_at: datetime = _at()
    last_sign_at: datetime | None = _at(default=None)  # the last tap or message in the private chat
    blocked_at: datetime | None = _at(default=None)  # since when Telegram refuses; None: in reach
    lost_at: datetime | None = _at(default=None)  # when they count as out of reach; None: they do, or are in reach
    fading: Fading | None = _word(Fading, default=None)  # how far the bot has stepped back; None: not at all
    fade_at: datetime | None = _at(default=None)  # the next weekly line, or the end of them
    paused_from_on: date | None = None  # the newest pause, first and last local date; resuming early moves the last
    paused_until_on: date | None = None
    silent_at: datetime | None = _at(default=None)  # away, in treatment, died: nothing is sent until they write
    pinned_message: int | None = None
    pinned_card: str | None = Field(default=None, max_length=64)  # keyed hash of what the pinned card says

    __table_args__ = tuple(
        sa.Index(
            f"ix_people_{column}",
            column,
            sqlite_where=sa.text(f"{column} IS NOT NULL"),
            postgresql_where=sa.text(f"{column} IS NOT NULL"),
        )
        for column in ("lost_at", "fade_at")
    )


class Agreement(SQLModel, table=True):
    __tablename__ = "agreements"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = _to("people", index=True)
    wording: str = Field(max_length=32)
    given_at: datetime = _at()
    withdrawn_at: datetime | None = _at(default=None)


class Proposed(SQLModel, table=True):
    """What a person was proposed to set up, once each, and on which local date."""

    __tablename__ = "proposed"

    person_id: int = _to("people", primary_key=True)
    what: Proposal = _word(Proposal, primary_key=True)
    on: date


class Group(SQLModel, table=True):
    __tablename__ = "groups"

    id: int | None = Field(default=None, primary_key=True)
    name: str = _sealed()
    zone: str = Field(max_length=64)
    template: str = Field(max_length=32)
    preset: Preset = _word(Preset, default=Preset.STANDARD)  # what a new member is proposed
    link_hash: str | None = Field(default=None, unique=True, max_length=64)
    link: str | None = _sealed(default=None)
    created_at: datetime = _at()
    approved_at: datetime | None = _at(default=None)  # None: the operator has not approved the leader yet
    paused_until_on: date | None = None  # the last date of its newest pause, on the group's clock
    look_at: datetime | None = _at(default=None)  # when to look whether its leader is still out of reach
    closed_at: datetime | None = _at(default=None)

    __table_args__ = (
        sa.Index(
            "ix_groups_look_at",
            "look_at",
            sqlite_where=sa.text("look_at IS NOT NULL"),
            postgresql_where=sa.text("look_at IS NOT NULL"),
        ),
    )


class Membership(SQLModel, table=True):
    """One relation of a person to a group; a leader who also checks in has two rows."""

    __tablename__ = "memberships"

    group_id: int = _to("groups", primary_key=True)
    person_id: int = _to("people", primary_key=True)
    role: Role = _word(Role, primary_key=True)
    shown_as: ShownAs = _word(ShownAs, default=ShownAs.COUNTED)
    joined_at: datetime = _at()
    left_at: datetime | None = _at(default=None)
    offered_at: datetime | None = _at(
        default=None
    )  # a co-leader's part, offered and not accepted; `left_at` until then
    muted_at: datetime | None = _at(default=None)  # encouragements

    __table_args__ = (sa.Index("ix_memberships_person_id", "person_id"),)


class Encouragement(SQLModel, table=True):
    """A leader's word to a group: at most one a day, on the group's own date."""

    __tablename__ = "encouragements"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = _to("groups")
    author_id: int = _to("people", index=True)
    on: date
    text: str = _sealed()
    sent_at: datetime = _at()

    __table_args__ = (sa.UniqueConstraint("group_id", "on"),)


class Cadence(SQLModel, table=True):
    """Days, times, window and questions of one group, or of one person on their own."""

    __tablename__ = "cadences"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int | None = _to("groups", default=None, unique=True)
    person_id: int | None = _to("people", default=None, unique=True)
    days: frozenset[int] = Field(sa_type=Days)
    times: tuple[time, ...] = Field(sa_type=Times)
    window_minutes: int = 12 * 60
    reminders: list[int] = Field(default_factory=lambda: [60, 180], sa_type=sa.JSON)  # minutes after delivery, rising
    questions: list[str] = Field(default_factory=list, sa_type=sa.JSON)  # a group's extra questions (later)
    version: int = 1

    __table_args__ = (sa.CheckConstraint("(group_id IS NULL) <> (person_id IS NULL)", name="one_owner"),)


class Enrolment(SQLModel, table=True):
    """One person in one cadence, with the next occasion: the row the alarm wakes for."""

    __tablename__ = "enrolments"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = _to("people")
    cadence_id: int = _to("cadences", index=True)
    own_times: tuple[time, ...] | None = Field(default=None, sa_type=Times)
    own_days: frozenset[int] | None = Field(default=None, sa_type=Days)  # kept from before a change not yet agreed to …
    own_window_minutes: int | None = None  # … as is this …
    kept_times: tuple[time, ...] | None = Field(default=None, sa_type=Times)  # … and these, instead of more times a day
    paused_until_on: date | None = None  # the last local date of the pause
    asks_in_pause: bool = False  # the member keeps their check-in while the group is on its pause
    next_at: datetime | None = _at(default=None)
    next_on: date | None = None
    next_slot: int | None = None
    opened_on: date | None = None  # the last occasion that came, also one that another cadence's check-in stood for …
    opened_slot: int | None = None  # … so that no change of hour asks for it again
    once_on: date | None = None  # on this one date other times hold: "another hour tomorrow"
    once_times: tuple[time, ...] | None = Field(default=None, sa_type=Times)
    ended_at: datetime | None = _at(default=None)

    __table_args__ = (
        sa.UniqueConstraint("person_id", "cadence_id"),
        sa.Index(
            "ix_enrolments_next_at",
            "next_at",
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        ),
    )


class Pattern(SQLModel, table=True):
    """One of two sets of hours that a person switches between, as their shifts do."""

    __tablename__ = "patterns"

    enrolment_id: int = _to("enrolments", primary_key=True)
    position: int = Field(primary_key=True)
    name: str = _sealed()
    times: tuple[time, ...] = Field(sa_type=Times)


# What a check-in holds beyond the fact that there was one; each is kept only for a while.
NOTED = "note IS NOT NULL"
RATED = "mood IS NOT NULL OR craving IS NOT NULL OR used IS NOT NULL OR extra IS NOT NULL"


class Checkin(SQLModel, table=True):
    """One occasion of a cadence for one member, on one local date and slot (slots from 10: extra check-ins)."""

    __tablename__ = "checkins"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = _to("people")
    cadence_id: int = _to("cadences", index=True)
    on: date
    slot: int
    state: CheckinState = _word(CheckinState)
    zone: str = Field(max_length=64)
    planned_at: datetime = _at()
    next_opens_at: datetime | None = _at(
        default=None
    )  # the cadence's next opening: the window ends there at the latest
    sent_at: datetime | None = _at(default=None)
    deadline_at: datetime | None = _at(default=None)
    remind_at: datetime | None = _at(default=None)
    reminded: int = 0
    settle_at: datetime | None = _at(default=None)
    settled_at: datetime | None = _at(default=None)
    answered_at: datetime | None = _at(default=None)
    sign_of_life: bool = False  # judged as missed, but the member was there that day: no QUIET follows from it
    step: Question = _word(Question, default=Question.START)
    mood: int | None = None
    craving: int | None = None
    used: bool | None = None
    asked_use: bool = False  # whether they drank or used was answered or skipped
    note: str | None = _sealed(default=None)
    extra: str | None = _sealed(default=None)
    live_message: int | None = None
    revision: int = 0

    __table_args__ = (
        sa.UniqueConstraint("person_id", "cadence_id", "on", "slot"),
        sa.Index("ix_checkins_person_id_on", "person_id", "on"),
        *(
            sa.Index(
                f"ix_checkins_{column}",
                column,
                sqlite_where=sa.text(f"{column} IS NOT NULL"),
                postgresql_where=sa.text(f"{column} IS NOT NULL"),
            )
            for column in ("deadline_at", "remind_at", "settle_at")
        ),
        *(
            sa.Index(name, "planned_at", sqlite_where=sa.text(kept), postgresql_where=sa.text(kept))
            for name, kept in (
                ("ix_checkins_noted", NOTED),
                ("ix_checkins_rated", RATED),
                ("ix_checkins_queued", "state = 'queued'"),
            )
        ),
        sa.CheckConstraint("mood BETWEEN 1 AND 5", name="mood"),
        sa.CheckConstraint("craving BETWEEN 0 AND 10", name="craving"),
    )


class Support(SQLModel, table=True):
    """A supporter of a member. Live until `ended_at`; asked only while confirmed."""

    __tablename__ = "supports"

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = _to("people")
    supporter_id: int = _to("people", index=True)
    position: int
    state: SupportState = _word(SupportState, default=SupportState.ACCEPTED)
    member_route: str = Field(
        default="bot", max_length=16
    )  # how this supporter may reach the member: telegram, phone, bot
    supporter_route: str = Field(default="bot", max_length=16)  # how the member may reach the supporter
    accepted_at: datetime = _at()
    confirmed_at: datetime | None = _at(default=None)
    ended_at: datetime | None = _at(default=None)
    is_leader: bool = False  # the named leader, who agreed to it: asked last, "reach out" only
    kept_listed: bool = False  # ended, but the name stays on the supporter's list without a word
    handing_over_at: datetime | None = _at(
        default=None
    )  # the supporter asked to hand over; the member has not agreed yet
    member_mutes: bool = False  # the member takes no words of the supporter's through the bot …
    supporter_mutes: bool = False  # … or the other way round

    __table_args__ = (
        sa.Index(
            "uq_supports_live",
            "member_id",
            "supporter_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )


class Availability(SQLModel, table=True):
    """When a supporter may be asked, over all the members they support."""

    __tablename__ = "availability"

    person_id: int = _to("people", primary_key=True)
    zone: str = Field(max_length=64)
    quiet_from: time = NIGHT_FROM
    quiet_to: time = NIGHT_TO
    weekly_limit: int | None = 5  # alerts in seven days, SOS and USED not counted; None: no limit
    off_until_at: datetime | None = _at(default=None)  # "not today", or a break
    on_break: bool = False  # that time off is a break, and the members were told


class Sharing(SQLModel, table=True):
    """The consent ledger: append only. The row in force has no `revoked_at`."""

    __tablename__ = "sharing"

    id: int | None = Field(default=None, primary_key=True)
    support_id: int = _to("supports", index=True)
    signal: Signal = _word(Signal)
    level: Level = _word(Level)
    ask_first: bool = False
    purpose: Purpose = _word(Purpose, default=Purpose.ALERT)
    wording: str = Field(max_length=32)
    since_at: datetime = _at()
    until_at: datetime = _at()
    ask_at: datetime | None = _at(default=None)  # when the member is next asked about it, or told that its year is over
    revoked_at: datetime | None = _at(default=None)

    __table_args__ = (
        sa.Index(
            "ix_sharing_ask_at",
            "ask_at",
            sqlite_where=sa.text("ask_at IS NOT NULL"),
            postgresql_where=sa.text("ask_at IS NOT NULL"),
        ),
        sa.Index(
            "uq_sharing_live",
            "support_id",
            "purpose",
            "signal",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )


class Invite(SQLModel, table=True):
    """A one-time link. Only the hash of its token is kept."""

    __tablename__ = "invites"

    token_hash: str = Field(primary_key=True, max_length=64)
    kind: str = Field(max_length=16)  # support, lead
    issuer_id: int = _to("people", index=True)
    group_id: int | None = _to("groups", default=None)
    created_at: datetime = _at()
    expires_at: datetime = _at(index=True)
    used_by: int | None = _or_nobody("people", index=True)
    used_at: datetime | None = _at(default=None)


class Offer(SQLModel, table=True):
    """ "I'm willing to support someone here": what the members of one group see of somebody who offers."""

    __tablename__ = "offers"

    group_id: int = _to("groups", primary_key=True)
    person_id: int = _to("people", primary_key=True)
    line: str = _sealed()
    room: int  # for how many
    since_at: datetime = _at()

    __table_args__ = (sa.Index("ix_offers_person_id", "person_id"),)


class Request(SQLModel, table=True):
    """A member asks somebody of their group: one who offers to support, or a leader to be asked last."""

    __tablename__ = "requests"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = _to("groups", index=True)
    member_id: int = _to("people", index=True)
    supporter_id: int = _to("people", index=True)
    as_leader: bool = False
    asked_at: datetime = _at()
    answered_at: datetime | None = _at(default=None)
    support_id: int | None = _or_nobody("supports")  # what a yes led to


class SentWord(SQLModel, table=True):
    """A few words from one side of a support to the other, through the bot. Gone a few days later."""

    __tablename__ = "sent_words"

    id: int | None = Field(default=None, primary_key=True)
    support_id: int = _to("supports", index=True)
    author_id: int = _to("people", index=True)
    text: str = _sealed()
    sent_at: datetime = _at()
    expires_at: datetime = _at(index=True)
    answers: int | None = _to("sent_words", default=None, index=True)  # the word that this one answers


_LIVE_ALERT = f"state IN {tuple(state.value for state in LIVE_ALERT_STATES)} AND kind <> 'sos'"


class Alert(SQLModel, table=True):
    """One request for a supporter's help. At most one live per member besides SOS."""

    __tablename__ = "alerts"

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = _to("people")
    on: date
    kind: AlertKind = _word(AlertKind)
    tier: int | None = None  # 1 USED, 2 hard, 3 QUIET; None: ASKED and SOS
    signals: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    wish: Wish | None = _word(Wish, default=None)  # what the member asked for in so many words, seen before it was sent
    craving: int | None = None  # the strongest that those asked were told of, or would be: 2 more is news
    state: AlertState = _word(AlertState)
    checkin_id: int | None = _or_nobody("checkins", index=True)
    opened_at: datetime = _at()
    hold_until_at: datetime | None = _at(default=None)
    next_at: datetime | None = _at(default=None)  # when the ladder looks again; None: only an event moves it
    round: int = 0
    member_message: int | None = None
    acknowledged_by: int | None = _or_nobody("people", index=True)
    acknowledged_at: datetime | None = _at(default=None)
    ended_at: datetime | None = _at(default=None)
    outcome: Outcome | None = _word(Outcome, default=None)
    follow_up: list[str] = Field(default_factory=list, sa_type=sa.JSON)  # signals waiting to be told to those asked
    follow_up_at: datetime | None = _at(default=None)
    revision: int = 0

    __table_args__ = (
        sa.Index(
            "uq_alerts_live",
            "member_id",
            unique=True,
            sqlite_where=sa.text(_LIVE_ALERT),
            postgresql_where=sa.text(_LIVE_ALERT),
        ),
        sa.Index(
            "ix_alerts_next_at",
            "next_at",
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        ),
        sa.Index(
            "ix_alerts_unmoved",  # only an event moves them
            "opened_at",
            sqlite_where=sa.text("next_at IS NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("next_at IS NULL AND ended_at IS NULL"),
        ),
        sa.Index("ix_alerts_member_id_on", "member_id", "on"),
        sa.Index(
            "ix_alerts_ended_at",
            "ended_at",
            sqlite_where=sa.text("ended_at IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NOT NULL"),
        ),
    )


class AlertStep(SQLModel, table=True):
    """One person on an alert's ladder, snapshotted when the alert opens."""

    __tablename__ = "alert_steps"

    alert_id: int = _to("alerts", primary_key=True)
    recipient_id: int = _to("people", primary_key=True)
    position: int
    is_leader: bool = False  # the named leader: asked last, "reach out" only
    state: StepState = _word(StepState, default=StepState.WAITING)
    asks: int = 0  # messages decided on so far, the first included
    round: int = 0  # in which round of the ladder they were asked last
    asked_at: datetime | None = _at(default=None)  # Telegram accepted the newest ask
    answered_at: datetime | None = _at(default=None)
    promised_at: datetime | None = _at(default=None)  # "When?": the member is asked then
    outcome: Outcome | None = _word(Outcome, default=None)
    message_id: int | None = None

    __table_args__ = (sa.Index("ix_alert_steps_recipient_id", "recipient_id"),)


class Outgoing(SQLModel, table=True):
    """The outbox: every message that is not a direct reply, as kind and ids, never as text."""

    __tablename__ = "outbox"

    id: int | None = Field(default=None, primary_key=True)
    dedupe: str = Field(unique=True, max_length=96)
    recipient_id: int | None = _to("people", default=None, index=True)  # None: the operator
    kind: str = Field(max_length=48)
    ids: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    alert_id: int | None = _to("alerts", default=None, index=True)
    checkin_id: int | None = _to("checkins", default=None, index=True)
    priority: int
    state: OutboxState = _word(OutboxState, default=OutboxState.WAITING)
    created_at: datetime = _at(index=True)
    not_before_at: datetime = _at()
    expires_at: datetime | None = _at(default=None)
    attempts: int = 0
    claimed_until_at: datetime | None = _at(default=None)
    epoch: int = 0
    sent_at: datetime | None = _at(default=None)
    message_id: int | None = None
    unfinished_at: datetime | None = _at(
        default=None
    )  # its fate is known, but what follows from that could not be done

    __table_args__ = (
        sa.Index(
            "ix_outbox_due",
            "not_before_at",
            "priority",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        ),
        sa.Index(
            "ix_outbox_claimed",
            "claimed_until_at",
            sqlite_where=sa.text("state = 'claimed'"),
            postgresql_where=sa.text("state = 'claimed'"),
        ),
        sa.Index(
            "ix_outbox_unfinished_at",
            "unfinished_at",
            sqlite_where=sa.text("unfinished_at IS NOT NULL"),
            postgresql_where=sa.text("unfinished_at IS NOT NULL"),
        ),
    )


class Incoming(SQLModel, table=True):
    """The inbox: every update, stored before it is confirmed to Telegram, emptied once handled."""

    __tablename__ = "inbox"

    update_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    person_hash: str | None = Field(default=None, max_length=64)
    body: str | None = _sealed(default=None)
    state: InboxState = _word(InboxState, default=InboxState.UNHANDLED)
    attempts: int = 0
    received_at: datetime = _at(index=True)

    __table_args__ = (
        *(
            sa.Index(
                name,
                column,
                sqlite_where=sa.text("state = 'unhandled'"),
                postgresql_where=sa.text("state = 'unhandled'"),
            )
            for name, column in (("ix_inbox_unhandled", "person_hash"), ("ix_inbox_waiting", "update_id"))
        ),
    )


class Expected(SQLModel, table=True):
    """What a person's next text means."""

    __tablename__ = "expected"

    person_id: int = _to("people", primary_key=True)
    kind: str = Field(max_length=32)
    about_id: int | None = None
    draft: str | None = _sealed(default=None)
    expires_at: datetime = _at(index=True)


class Disclosure(SQLModel, table=True):
    """Who was shown what about a member, and when. Readable by the member."""

    __tablename__ = "disclosures"

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = _to("people", index=True)
    viewer_id: int = _to("people", index=True)
    what: str = Field(max_length=32)
    level: Level | None = _word(Level, default=None)
    alert_id: int | None = _or_nobody("alerts", index=True)
    at: datetime = _at(index=True)


class ChatMessage(SQLModel, table=True):
    """Messages of the last 48 h in a person's chat, so that they can clear it."""

    __tablename__ = "chat_messages"

    person_id: int = _to("people", primary_key=True)
    message_id: int = Field(primary_key=True)
    sent_at: datetime = _at(index=True)


class Outage(SQLModel, table=True):
    """A stretch in which we could not have heard anybody."""

    __tablename__ = "outages"

    id: int | None = Field(default=None, primary_key=True)
    from_at: datetime = _at()
    to_at: datetime = _at()


class Engine(SQLModel, table=True):
    """One row: what the running bot knows about itself."""

    __tablename__ = "engine"

    id: int = Field(default=1, primary_key=True)
    heard_until_at: datetime | None = _at(default=None)
    next_update_id: int | None = Field(default=None, sa_type=sa.BigInteger)
    tzdata: str | None = Field(default=None, max_length=16)
    sequence: int = 0
    swept_at: datetime | None = _at(default=None)  # when what is kept long enough was last removed
    key_check: str | None = _sealed(default=None)  # tells whether a key file belongs to this database
    farewell_on: date | None = None  # the day this server closes; None: it does not
    farewell_from_at: datetime | None = _at(default=None)  # when that was announced
    farewell_done: Step | None = _word(Step, default=None)  # the newest step that was taken
    farewell_next_at: datetime | None = _at(default=None)  # when the next one is due


class CardCheck(SQLModel, table=True):
    """When the operator last looked up every number of a country's crisis card; no row: never."""

    __tablename__ = "card_checks"

    country: str = Field(primary_key=True, max_length=2)  # ISO code; "ZZ": the card for an unknown country
    verified_on: date


class Lease(SQLModel, table=True):
    """Who may poll, claim and judge. Every holder has an epoch of its own."""

    __tablename__ = "lease"

    name: str = Field(primary_key=True, max_length=32)
    holder: str = Field(max_length=64)
    epoch: int = 0
    until_at: datetime = _at()


# Every change of a check-in's or an alert's state is a compare-and-set: SQLAlchemy adds `AND revision = old` to each
# UPDATE of these rows and raises StaleDataError where another transaction was faster.
for _table in (Checkin, Alert):
    _mapper = sa.inspect(_table)
    _mapper.version_id_col = _mapper.local_table.c.revision

# SQLite would give a deleted row's id to the next one; an old button must never point at somebody else's row.
for _name in (
    "people",
    "groups",
    "encouragements",
    "cadences",
    "enrolments",
    "checkins",
    "supports",
    "requests",
    "sent_words",
    "alerts",
    "outbox",
):
    SQLModel.metadata.tables[_name].dialect_kwargs["sqlite_autoincrement"] = True
