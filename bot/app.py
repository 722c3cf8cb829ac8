"""The composition root: every part made once and joined here; started, watched, stopped.

Intake hands what came to the handlers; their actions commit rows and outbox together; the tick does what time makes due; the
relay empties the outbox through the sender. One alarm wakes tick and relay at the earliest instant in the database.
"""

import asyncio
import logging
import os
from contextlib import suppress
from datetime import datetime, timedelta
from importlib import metadata
from typing import Any

import sqlalchemy as sa
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes
from telegram.request import HTTPXRequest

from bot.actions import alerts, dispatch, farewell, operator, outages, reach, restoring, set_back
from bot.actions.checkins import fading, opening, settling, silence
from bot.actions.groups import handing_over
from bot.actions.kinds import KINDS
from bot.actions.privacy import retiring
from bot.actions.supporters import renewing
from bot.actions.terms import Terms
from bot.clock import Clock, SystemClock
from bot.insight import Insight
from bot.remote_clock import RemoteClock, Report
from bot.rules import hearing as hearing_rules
from bot.settings import Settings
from handlers import commands, routes
from handlers.context import Context
from handlers.delivery.limiter import Pacer
from handlers.delivery.rendering import render
from handlers.delivery.replies import Replies
from handlers.delivery.sender import Sender
from handlers.intake import Intake
from handlers.speaking import Speaker
from handlers.straight import Straight
from schedules.alarm import Alarm
from schedules.auditor import Auditor
from schedules.hearing import Hearing
from schedules.heartbeat import Heart, Sign
from schedules.relay import Relay
from schedules.tick import Stage, Ticker
from storage import lease
from storage.database import Database, Session
from storage.errors import DatabaseTrouble
from storage.hold import Hold
from storage.queries import schedule
from storage.queries.engine import engine_row
from storage.sequence import Sequence

log = logging.getLogger(__name__)

AnyApplication = Application[Any, Any, Any, Any, Any, Any]

STAGES = (
    Stage("open", opening.open_due, schedule.next_opening),
    Stage("settle", settling.settle_due, schedule.next_settling),
    Stage("remind", silence.remind_due, schedule.next_reminder),
    Stage("judge", silence.judge_due, schedule.next_deadline),
    Stage("fade", fading.fade_due, schedule.next_fading),
    Stage("lose", reach.lose_due, schedule.next_losing),
    Stage("escalate", alerts.advance_due, schedule.next_escalation),
    Stage("renew", renewing.ask_due, schedule.next_asking_about_consent),
    Stage("leaders", handing_over.look_due, schedule.next_look_at_leaders),
    Stage("retire", retiring.retire_due, retiring.next_at),
    Stage("farewell", farewell.proceed_due, farewell.next_at),
)
BACK_OFF = (1.0, 2.0, 5.0, 15.0, 30.0)  # seconds between attempts to greet a Telegram that is away
REPLIES_END_WITHIN = 4.0  # seconds, of the ten that a stop may take …
SENDS_END_WITHIN = 3.0  # … those for what the outbox has under way …
TELLING_ENDS_WITHIN = 1.0  # … and those for storing what the operator is to be told
WATCH_EACH = 0.005  # seconds, only where a stand-in owns our clock
FOLLOWED_POLL = timedelta(days=1)


class App:
    """The running bot, made of its parts. `insight` says what comes next and what was decided, for the curious."""

    def __init__(self, settings: Settings, database: Database, clock: Clock) -> None:
        self.settings = settings
        self.database = database
        self.clock = clock
        self.insight = Insight(database, clock)
        self.sequence = Sequence(settings.data_dir)
        database.before_commit = self.sequence.before_commit
        database.on_commit.append(self.sequence.committed)
        self._told: tuple[tuple[dict[str, Any], ...], tuple[dict[str, Any], ...]] = ((), ())
        self._hold: Hold | None = None
        self._greeting_rests = False  # Telegram is away at our start: only time brings the next greeting
        self._more_waits = False  # the newest fetch was a full batch
        self._telling: set[asyncio.Task[None]] = set()  # what the operator is being told
        self._timetable: tuple[datetime | None, datetime | None] = (None, None)  # heard until, next to judge
        pacer = Pacer(
            clock,
            per_second=int(settings.send_per_second),
            burst=settings.send_chat_burst,
            chat_interval=1 / settings.send_per_chat_per_second,
        )
        self.application = _application(settings, pacer)
        self.sender = Sender(self.application.bot, clock, render=render, report=self._report_kind)
        self.straight = Straight(self.sender, clock, settings.operator_chat_id)
        self.replies = Replies(asleep=lambda: self.sender.asleep)
        self.hearing = Hearing(clock, after_outage=outages.after_outage, after_set_back=set_back.after_set_back)
        self.relay = Relay(
            database, clock, self.sender, kinds=KINDS, per_second=int(settings.send_per_second), epoch=self._epoch,
            operator=settings.operator_chat_id, report=self._report_kind, looked=self._looked,
            recorded=lambda: self.ticker.wake(), completed=lambda: self.heart.note(Sign.RELAY),
        )  # fmt: skip
        self.ticker = Ticker(
            database,
            clock,
            STAGES,
            ticked=self._ticked,
            holds=self._holds,
            completed=lambda: self.heart.note(Sign.TICK),
        )
        self.alarm = Alarm(clock, self._ring)
        self.heart = Heart(settings.heartbeat_url, stir=self._stir, sleep=SystemClock().sleep)
        self.auditor = Auditor(
            database, clock, report=lambda stage, rows: self._report("overdue", rows, about=stage), sleep=SystemClock().sleep
        )  # fmt: skip
        speaker = Speaker(self.sender, database)
        self.intake = Intake(
            self.application, database, clock, self.replies, speak=speaker.speak, on_fetch=self._on_fetch,
            poll_for=self._poll_for, enqueued=self.relay.wake, stirred=self.ticker.wake, on_fault=self._report,
        )  # fmt: skip

    async def serve(self, hold: Hold, *, until: asyncio.Event) -> None:
        """Wait for the right to act, serve until `until` is set or the right is lost, then stop cleanly."""
        self._hold = hold
        self.straight.watch(self.database)
        await hold.acquire()
        if await self.database.write(self._recognise):
            await hold.acquire()  # a copy knows nothing of our turn
        await self.database.write(self._follow_tzdata)
        if hold.gone:
            now = self.clock.now()
            await self.database.write(lambda session: dispatch.come_back(session, kinds=KINDS, now=now, gone=hold.gone))
        await self._greet(until)
        if until.is_set():
            return
        self.alarm.start()
        self._stir()
        running = [
            asyncio.create_task(part, name=name)
            for name, part in (
                ("poll", self.intake.poll()),
                ("handle", self.intake.handle()),
                ("tick", self.ticker.run()),
                ("relay", self.relay.run()),
                ("hold", hold.keep()),
                ("audit", self.auditor.run()),
                ("heart", self.heart.run()),
                ("stop", _wait(until)),
                ("damage", self.straight.until_damaged()),
                *([("watch", self._watch_idle(self.clock))] if isinstance(self.clock, RemoteClock) else []),
            )
        ]
        try:
            done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if (fault := task.exception()) is not None:
                    raise fault
            if not until.is_set():
                log.error("another process has taken over; stopping")
        finally:
            await self._stop(running)

    def _recognise(self, session: Session) -> bool:
        """Whether this is an older copy than the database we had last, put there by hand: it is treated as a restored one."""
        older = self.sequence.is_older(session)
        if older:
            log.warning("this database is older than the one last used here; treating it as restored")
            restoring.recognised(session, self.sequence, now=self.clock.now())
        else:
            self.sequence.begin(session)
        return older

    def _follow_tzdata(self, session: Session) -> None:
        moved = opening.follow_tzdata(session, metadata.version("tzdata"), now=self.clock.now())
        if moved:
            log.info("zones have new rules: %d check-ins are due at another instant", moved)

    async def _stop(self, running: list[asyncio.Task[Any]]) -> None:
        """Stop taking in, let what is under way finish, give the right to act back."""
        self.alarm.stop()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        with suppress(TimeoutError):
            await asyncio.wait_for(self.replies.drain(), REPLIES_END_WITHIN)
        if self._telling:
            await asyncio.wait(self._telling, timeout=TELLING_ENDS_WITHIN)
        try:
            await self.relay.drain(within=SENDS_END_WITHIN)
        except DatabaseTrouble as trouble:  # what left and could not be recorded leaves again, marked as doubtful
            log.error("what became of the last messages could not be kept: %s", trouble)
        with suppress(Exception):
            await self.application.shutdown()
        if self._hold is not None:
            with suppress(Exception):
                await self._hold.release()

    async def _greet(self, until: asyncio.Event) -> None:
        """Say hello to Telegram, which may be away for as long as it likes; a refused token is said, and tried again."""
        failures = 0
        while not until.is_set():
            try:
                await self.application.initialize()
                await commands.publish(self.application.bot)
            except (TelegramError, InvalidToken) as fault:
                if failures == 0 or not isinstance(fault, NetworkError):
                    log.warning("Telegram does not answer yet (%s); I keep trying", type(fault).__name__)
                self._greeting_rests = True
                await self.clock.sleep(BACK_OFF[min(failures, len(BACK_OFF) - 1)])
                self._greeting_rests = False
                failures += 1
            else:
                return

    @property
    def idle(self) -> bool:
        """Nothing to do before time moves on or something comes in."""
        if self._greeting_rests:  # no part runs yet
            return True
        return self.intake.idle and self.ticker.idle and self.relay.idle and not self.alarm.ringing

    @property
    def resting(self) -> bool:
        """Telegram is away, and only time brings the next try: to greet it, or to fetch."""
        return self._greeting_rests or self.intake.resting

    def next_at(self) -> datetime | None:
        """The earliest instant somebody here waits for."""
        waiting = (self.clock.next_sleeper(), self.alarm.next_at)
        return min((at for at in waiting if at is not None), default=None)

    def _report_idle(self) -> Report:
        agenda, journal = self._told
        return Report(
            idle=self.idle, next_at=self.next_at(), handled=self.intake.handled_until, agenda=agenda, journal=journal
        )

    async def _watch_idle(self, clock: RemoteClock) -> None:
        """Tell whoever walks our clock each time we become idle, busy, or wait for another instant; and what we would tell."""
        known: Report | None = None
        noted = 0
        clock.report_with(self._report_idle)
        while True:
            if (report := self._report_idle()) != known or self.insight.number != noted:
                clock.changed()
                if report.idle:
                    noted = self.insight.number
                    self._told = await self.insight.told()
                    clock.changed()
                known = self._report_idle()
            await SystemClock().sleep(WATCH_EACH)

    async def _ring(self) -> None:
        self._stir()

    def _stir(self) -> None:
        self.ticker.wake()
        self.relay.wake()

    def _ticked(self, counts: dict[str, int], next_at: datetime | None) -> None:
        self.alarm.set(next_at)
        if any(counts.values()):
            self.relay.wake()

    def _looked(self) -> None:
        self.alarm.set(self.relay.next_at())

    def _on_fetch(self, session: Session, fetch: hearing_rules.Fetch) -> None:
        """In the transaction that stores a fetch: what we have heard now, and the next judgement a poll must meet."""
        if self._more_waits:
            outages.catch_up(session, now=self.clock.now())
        self._more_waits = fetch.count >= hearing_rules.WHOLE_BATCH
        self.hearing.heard(session, fetch)
        self.sequence.each_minute(session, now=fetch.ended_at)
        retiring.look_at_clock(session, now=self.clock.now())
        sa.event.listen(session, "after_commit", lambda _: self.heart.note(Sign.FETCH), once=True)
        heard_until_at = engine_row(session).heard_until_at
        self._timetable = (heard_until_at, schedule.next_judgement(session, after=heard_until_at))

    def _poll_for(self) -> timedelta:
        heard_until_at, deadline_at = self._timetable
        now, longest = self.clock.now(), hearing_rules.LONGEST_POLL
        if isinstance(self.clock, RemoteClock):  # a clock that walks may walk over a whole poll at once
            longest = max(min((self.next_at() or now + FOLLOWED_POLL) - now, FOLLOWED_POLL), hearing_rules.LONGEST_POLL)
        return hearing_rules.poll_for(now, heard_until_at=heard_until_at, deadline_at=deadline_at, longest=longest)

    def _epoch(self, session: Session) -> int | None:
        return self._hold.epoch if self._hold is not None and self._holds(session) else None

    def _holds(self, session: Session) -> bool:
        """Whether we are still the one who acts, asked in the very transaction that claims or judges."""
        return self._hold is not None and lease.holds(session, self._hold.epoch, SystemClock().now())

    def _report_kind(self, what: str) -> None:
        self._report(what, "")

    def _report(self, what: str, detail: str, *, about: str = "") -> None:
        """Tell the operator, in a transaction of its own; trouble in telling is logged and no more."""

        async def telling() -> None:
            try:
                now = self.clock.now()
                await self.database.write(
                    lambda session: operator.tell(session, what, about=about, detail=detail, now=now)
                )
                self.relay.wake()
            except DatabaseTrouble as trouble:
                await self.straight.tell(trouble)
            except Exception as fault:
                log.error("the operator could not be told of %s: %s", what, type(fault).__name__)

        task = asyncio.get_running_loop().create_task(telling())
        self._telling.add(task)  # the loop itself keeps no task alive
        task.add_done_callback(self._telling.discard)


def _application(settings: Settings, pacer: Pacer) -> AnyApplication:
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # `retry_after` as a timedelta, without a warning each time
    root = settings.telegram_api_url.rstrip("/")
    builder = (
        ApplicationBuilder()
        .token(settings.bot_token)
        .base_url(f"{root}/bot")
        .base_file_url(f"{root}/file/bot")
        .rate_limiter(pacer)
        .context_types(ContextTypes(context=Context))
        .request(
            HTTPXRequest(connection_pool_size=64, pool_timeout=5, connect_timeout=5, read_timeout=15, write_timeout=15)
        )
        .get_updates_request(HTTPXRequest(connection_pool_size=4, pool_timeout=5, connect_timeout=5))
        .updater(None)
        .job_queue(None)
    )
    application: AnyApplication = builder.build()
    application.bot_data["terms"] = Terms(
        min_age=settings.min_age,
        approve_leaders=settings.leaders == "approved",
        operator_chat_id=settings.operator_chat_id,
    )
    routes.install(application)
    return application


async def _wait(event: asyncio.Event) -> None:
    await event.wait()
