"""Whatever happens to an alert: only who may be asked is asked, nobody is asked once somebody has it, it ends, and she knows.

Maya and three supporters tap as they please, in a world whose Telegram is sometimes away. The machine keeps its own account
of who supports, who consented and who has taken an alert up, from the taps alone.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlmodel import Session

from bot.actions.alerts import answering, sos, steering
from bot.actions.alerts.promises import Promise
from bot.actions.kinds import KINDS
from bot.actions.outgoing import Parcel
from bot.actions.supporters import ending
from bot.actions.supporters.ending import Farewell
from bot.rules.consent import Choice
from bot.rules.vocabulary import LIVE_ALERT_STATES, AlertKind, AlertState, CheckinState, OutboxState, Purpose, Signal
from bot.texts.messages import Reply
from storage.database import Database
from storage.queries import supports
from storage.tables import Alert, Outgoing, Person, Support
from tests.actions.alerts_stage import Stage
from tests.machines import Machine, run

HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
MAYA, SAM, ANA, LEO = "Maya", "Sam", "Ana", "Leo"
SUPPORTERS = (SAM, ANA, LEO)
PAGES = ("alert-page", "alert-reminder", "sos-page")
SPANS = st.sampled_from((MINUTE, 3 * MINUTE, 35 * MINUTE, 2 * HOUR, 9 * HOUR))
TROUBLE = st.sampled_from(("hard", "used", "quiet", "tell", "sos"))
MEMBER = st.sampled_from(("not this time", "ask now", "not yet", "reached", "no longer needed"))
TAKES = st.sampled_from(("I've got this", "I can't right now"))
OUTCOMES = st.sampled_from(("now", "evening", "talked", "couldn't reach", "still worried", "join me"))
CHANGES = st.sampled_from(("blocks", "unblocks", "removed", "stops", "revoked", "away", "back"))
NIGHT = (time(22), time(7))
ENDS_TOLD = ("alert-ended", "alert-exhausted", "quiet-exhausted", "alert-withdrawn")


@dataclass
class Taken:
    """Somebody has it. `asked_until`: so long nobody else may be asked, unless it is given back before."""

    by: str
    asked_until: datetime


class Circle(Stage):
    """The stage, with somebody who looks at every message before it is carried."""

    looks: "AlertMachine"

    def _deliver(self, parcel: Parcel) -> None:
        self.looks.sees(self.names[parcel.chat_id], parcel)
        super()._deliver(parcel)


class AlertMachine(Machine):
    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.stage = Circle(database, kinds=KINDS)
        self.stage.looks = self
        self.supporting: set[str] = set(SUPPORTERS)
        self.consenting: set[str] = {SAM, ANA}
        self.taken: dict[int, Taken] = {}
        self.asked: dict[int, set[str]] = {}  # whom a page of each alert has reached
        self.by_her: set[int] = set()  # alerts that her own tap ended

    @initialize()
    def everybody_is_there(self) -> None:
        self.stage.member(MAYA)
        self.stage.supporter(SAM)
        self.stage.supporter(ANA, choice=Choice.REACH_OUT, always=False)
        self.stage.supporter(LEO, choice=None)

    # What happens

    @rule(what=TROUBLE)
    def trouble(self, what: str) -> None:
        match what:
            case "hard":
                self._checks_in(mood=1, craving=9)
            case "used":
                self._checks_in(used=True)
            case "quiet":
                self.stage.checkin(days_ago=1, state=CheckinState.MISSED)
                self.stage.miss()
            case "tell":
                self._does(MAYA, steering.tell)
            case "sos":
                self._does(MAYA, sos.sos)
        self.stage.flow()
        self.stage.wait(3 * MINUTE)  # the hold is over

    @precondition(lambda self: self._live())
    @rule(tap=MEMBER)
    def she_taps(self, tap: str) -> None:
        for alert in self._live():
            urgent = alert.kind is AlertKind.SOS
            action = {
                "not this time": steering.not_this_time, "ask now": steering.ask_now,
                "not yet": sos.not_yet if urgent else steering.not_yet, "reached": sos.reached if urgent else steering.reached,
                "no longer needed": sos.ok_now if urgent else steering.no_longer_needed,
            }[tap]  # fmt: skip
            if urgent and action in (steering.not_this_time, steering.ask_now):
                continue
            if tap == "not yet":
                self.taken.pop(alert.id or 0, None)
            self._does(MAYA, action, alert.id)
        self.stage.flow()

    @precondition(lambda self: self._live())
    @rule(who=st.sampled_from((SAM, *SUPPORTERS)), tap=TAKES)
    def supporter_answers(self, who: str, tap: str) -> None:
        for alert in self._all():
            if tap == "I've got this":
                self._takes_it(who, alert)
            else:
                self._declines(who, alert)
        self.stage.flow()

    @precondition(lambda self: self.taken)
    @rule(tap=OUTCOMES)
    def who_has_it_tells(self, tap: str) -> None:
        for alert_id, taken in list(self.taken.items()):
            who = taken.by
            match tap:
                case "now" | "evening":
                    said = Promise(tap)
                    reply = self._does(who, answering.promise, alert_id, said)
                    if _shows(reply, "alert-on-it"):
                        self.taken[alert_id] = Taken(who, self.stage.now + (HOUR if said is Promise.NOW else 2 * HOUR))
                case "talked":
                    self._does(who, answering.talked, alert_id)
                case "couldn't reach":
                    self.taken.pop(alert_id)
                    self._does(who, answering.could_not_reach, alert_id)
                case "still worried":
                    if _shows(self._does(who, answering.still_worried, alert_id), "alert-still-worried"):
                        self.taken[alert_id] = Taken(who, self.stage.now + DAY)
                case "join me":
                    self._does(who, answering.ask_to_join, alert_id)
        self.stage.flow()

    @rule(what=CHANGES, who=st.sampled_from((SAM, *SUPPORTERS)))
    def something_changes(self, what: str, who: str) -> None:
        match what:
            case "blocks":
                self.stage.blocked.add(who)
            case "unblocks":
                self.stage.blocked.discard(who)
                self.stage.change(Person, self.stage.people[who], blocked_at=None)
            case "removed" | "stops" if who in self.supporting:
                self._ends(who, by_her=what == "removed")
            case "revoked":
                self._revoke(who)
            case "away" | "back":
                self.stage.away = what == "away"
        self.stage.flow()

    @rule(span=SPANS)
    def time_passes(self, span: timedelta) -> None:
        self.stage.walk(span, step=max(MINUTE, span / 6))

    # How it happens

    def _does(self, name: str, action: object, *args: object) -> Reply:
        before = self._live_ids()
        reply: Reply = self.stage.does(name, action, *args)
        if name == MAYA:  # also a sign of life, which ends a silence
            self.by_her |= before - self._live_ids()
        return reply

    def _checks_in(self, **answers: Any) -> None:
        before = self._live_ids()
        self.stage.settle(**answers)
        self.by_her |= before - self._live_ids()

    def _live_ids(self) -> set[int]:
        return {alert.id or 0 for alert in self._live()}

    def _takes_it(self, who: str, alert: Alert) -> None:
        reply = self._does(who, answering.acknowledge, alert.id)
        if _shows(reply, "alert-when") and alert.kind is not AlertKind.SOS:
            self.taken.setdefault(alert.id or 0, Taken(who, self.stage.now + HOUR))

    def _declines(self, who: str, alert: Alert) -> None:
        """The next person is asked at once, if there is one who can be."""
        self._gives_back(who, alert)
        asked = self.asked.get(alert.id or 0, set())
        self._does(who, answering.decline, alert.id)
        others = [one for one in (SAM, ANA) if one not in asked and self._is_free(one)]
        asking = alert.state is AlertState.ASKING and alert.kind not in (AlertKind.QUIET, AlertKind.SOS)
        self.stage.flow()
        if asking and asked == {who} and others and not self.stage.away:
            assert self.asked[alert.id or 0] > asked, f"{who} declined, and {others[0]} is not asked"

    def _is_free(self, who: str) -> bool:
        return who in self.supporting & self.consenting - self.stage.blocked and not self._asleep(who)

    def _asleep(self, who: str) -> bool:
        return who == ANA and not NIGHT[1] <= self.stage.now.time() < NIGHT[0]

    def _gives_back(self, who: str, alert: Alert) -> None:
        taken = self.taken.get(alert.id or 0)
        if taken is not None and taken.by == who:
            del self.taken[alert.id or 0]

    def _ends(self, who: str, *, by_her: bool) -> None:
        support_id = self._support(who)
        self.supporting.discard(who)
        for alert in self._live():
            self._gives_back(who, alert)
        if by_her:
            self._does(MAYA, ending.remove, support_id, Farewell.SILENT)
        else:
            self._does(who, ending.stop, support_id)

    def _revoke(self, who: str) -> None:
        self.consenting.discard(who)
        support_id = self._support(who)
        self.write(lambda session: supports.revoke(session, support_id, purpose=Purpose.ALERT, now=self.stage.now))

    def _support(self, who: str) -> int:
        wanted = sa.select(Support).filter_by(supporter_id=self.stage.people[who])
        return self.read(lambda session: session.scalars(wanted).one()).id or 0

    def _all(self) -> list[Alert]:
        return self.read(lambda session: list(session.scalars(sa.select(Alert))))

    def _live(self) -> list[Alert]:
        return [alert for alert in self._all() if alert.state in LIVE_ALERT_STATES]

    # What must hold

    def sees(self, name: str, parcel: Parcel) -> None:
        """Every message, as it leaves."""
        if parcel.kind not in PAGES:
            return
        alert_id = int(str(parcel.message.values["alert"]))
        urgent = parcel.kind == "sos-page"
        assert name in self.supporting, f"{name} no longer supports her"
        herself = any(alert.id == alert_id and Signal.ASKED.value in alert.signals for alert in self._all())
        assert urgent or herself or name in self.consenting, f"{name} may not be told"
        taken = self.taken.get(alert_id)
        if not urgent and taken is not None and self.stage.now < taken.asked_until:
            raise AssertionError(f"{name} is asked, and {taken.by} has it")
        assert urgent or not self._asleep(name), f"{name} is woken"
        if name not in self.stage.blocked and not self.stage.away:
            self.asked[alert_id] = self.asked.get(alert_id, set()) | {name}

    @invariant()
    def all_is_well(self) -> None:
        if not self.stage.people:
            return
        alerts, under_way = self.read(_alerts)
        self.now = self.stage.now
        live = [alert for alert in alerts if alert.state in LIVE_ALERT_STATES]
        assert sum(alert.kind is not AlertKind.SOS for alert in live) <= 1, "two at once"
        for alert in live:
            assert alert.next_at is not None or alert.id in under_way, f"nothing moves alert {alert.id}"
            assert (alert.state is AlertState.ACKNOWLEDGED) == (alert.acknowledged_by is not None)
        for alert in alerts:
            if alert.state not in LIVE_ALERT_STATES:
                assert alert.ended_at is not None and alert.next_at is None
                self._she_knows(alert, under_way)
                self.taken.pop(alert.id or 0, None)

    def _she_knows(self, alert: Alert, under_way: set[int | None]) -> None:
        if alert.id in self.by_her or alert.id in under_way:
            return
        told = [
            message.kind
            for name, message in self.stage.read
            if name == MAYA and message.kind in ENDS_TOLD and message.values.get("alert", alert.id) == alert.id
        ]
        assert told, f"alert {alert.id} ended ({alert.state}) and she was not told"

    def teardown(self) -> None:
        """Nobody taps any more, and Telegram is well: everything comes to its end, and she is told."""
        self.stage.away = False
        self.stage.walk(5 * DAY, step=5 * HOUR)
        self.all_is_well()
        assert self._live() == [], "an alert that does not end"


def _alerts(session: Session) -> tuple[list[Alert], set[int | None]]:
    waiting = sa.select(Outgoing).filter_by(state=OutboxState.WAITING)
    return list(session.scalars(sa.select(Alert))), {row.alert_id for row in session.scalars(waiting)}


def _shows(reply: Reply, kind: str) -> bool:
    return reply.show is not None and reply.show.kind == kind


def test_whatever_happens_to_an_alert_it_asks_whom_it_may_and_ends(database: Database) -> None:
    run(AlertMachine, database, examples=16, steps=15)
