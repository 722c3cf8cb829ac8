"""Members: answer by taps, by typing, by "I'm here", soon, late, halfway, or for days not at all; and live their lives besides."""

from datetime import datetime
from typing import Any

from bot.texts.messages import Message
from tests.simulation.core.people import DAY
from tests.simulation.core.supporters import Supporter

ZONES = (
    "Europe/Dublin", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Australia/Sydney", "Asia/Tokyo",
    "America/Santiago",
)  # fmt: skip
CHOICES = ("reach-out", "reason-without-use", "reason-with-use")
ANSWERS = {"here": 69, "nothing": 12, "taps": 5, "typed": 7, "halfway": 1.5, "later": 2.5, "start": 3}
AFTER = ((0.03, 0.9), (1, 50), (50, 900))  # minutes until they answer: at once, soon, late
# What comes to a member's mind, and on which part of their days.
WHIMS = {
    "silence": 0.035, "sos": 0.005, "tell": 0.004, "checkin": 0.012, "hello": 0.008, "here": 0.008, "block": 0.008, "pause": 0.008,
    "zone": 0.008, "hour": 0.010, "share": 0.006, "remove": 0.005, "invite": 0.008, "extra": 0.006, "forget": 0.0012,
    "correct": 0.01, "edge": 0.004,
}  # fmt: skip
SILENCES = {1: 30, 2: 25, 3: 20, 4: 10, 6: 8, 9: 4, 16: 3}  # days


class Member(Supporter):
    """They may support others besides. `strain`: how hard this time is for them. `enrolment`: the row of their cadence, for [Change the hour]."""

    def __init__(self, *given: Any, enrolment: int, **named: Any) -> None:
        super().__init__(*given, **named)
        self.enrolment = enrolment
        self.strain = self.chance.choice((0.02, 0.04, 0.06, 0.1, 0.35))
        self.changed_at: datetime | None = None  # when they last did what moves their check-ins
        self._inviting: str | None = None
        self._answered: dict[int, datetime] = {}
        self.reactions |= {
            **dict.fromkeys(("checkin-hello", "checkin-reminder"), self._prompted),
            **dict.fromkeys(("checkin-mood", "checkin-mood-once", "checkin-craving", "checkin-used"), self._asked),
            **dict.fromkeys(("checkin-note", "hint-note"), self._noted),
            "checkin-later": self._wait,
            "checkin-done": self._done,
            **dict.fromkeys(("saved-heavy", "saved-used"), self._heavy),
            **dict.fromkeys(("alert-held", "alert-held-instead", "alert-ask-first"), self._held),
            "alert-held-later": self._held_later,
            "quiet-announcement": self._announced,
            **dict.fromkeys(("alert-reached", "sos-reached"), self._whether_reached),
            **dict.fromkeys(("sos-card", "sos-on-it", "sos-late-known", "sos-late-unknown"), self._called),
            "alert-asked": self._no_need,
            "weekly-line": self._weekly,
            "pause-begun": self._paused,
            "invite-words": self._invites,
            "support-accepted": self._confirms,
            "sharing-choose": self._chooses,
            "forget-sure": self._erases,
        }

    def a_new_day(self) -> None:
        if self.is_silent:
            return
        if self.chance.random() < 0.3:
            super().a_new_day()
        whim = self.chance.random()
        for name, likely in WHIMS.items():
            whim -= likely
            if whim < 0:
                getattr(self, f"_whim_{name}")()
                return

    # Check-ins.

    def _prompted(self, message_id: int, message: Message) -> None:
        checkin = int(str(message.values["checkin"]))
        if checkin in self._answered:
            return
        how = self.pick(ANSWERS)
        least, most = self.chance.choices(AFTER, (5, 85, 10))[0]
        if how != "nothing":
            self._answered[checkin] = self.clock.true
        match how:
            case "here" | "later" | "start":
                self.tap_one(least, most, message_id, message, how)
            case "taps" | "halfway":
                self._halfway = how == "halfway"
                self.tap_one(least, most, message_id, message, "start")
            case "typed":
                text = f"{self._mood()} {self._craving()} {'yes' if self._used() else 'no'}"
                self.later(least, most, lambda: self.type(text))

    _halfway = False

    def _asked(self, message_id: int, message: Message) -> None:
        if self._halfway and self.chance.random() < 0.5:
            self._halfway = False
            return
        said = {
            "checkin-craving": f"craving:{message.values['checkin']}:{self._craving()}",
            "checkin-used": f"used:{message.values['checkin']}:{'yes' if self._used() else 'no'}",
        }.get(message.kind, f"mood:{message.values['checkin']}:{self._mood()}")
        if self.chance.random() < 0.06:
            said = said.rpartition(":")[0] + ":skip"
        self.later(0.05, 0.6, lambda: self.tap(said, message_id))

    def _mood(self) -> int:
        return (
            self.chance.choice((1, 2, 2))
            if self.chance.random() < self.strain
            else self.chance.choice((2, 3, 3, 4, 4, 5))
        )

    def _craving(self) -> int:
        return self.chance.randint(5, 10) if self.chance.random() < self.strain else self.chance.randint(0, 4)

    def _used(self) -> bool:
        return self.chance.random() < self.strain / 2

    def _noted(self, message_id: int, message: Message) -> None:
        if self.chance.random() < 0.15:
            self.later(0.1, 1, lambda: self.type("It was a long day, and I walked home."))
        elif self.chance.random() < 0.93:
            self.tap_one(0.05, 0.5, message_id, message, "finish")

    def _wait(self, message_id: int, message: Message) -> None:
        self.tap_one(0.1, 1, message_id, message, "postpone:" if self.chance.random() < 0.8 else "here")

    def _done(self, message_id: int, message: Message) -> None:
        if self.chance.random() < 0.5:
            self.tap_one(0.1, 2, message_id, message, self.any_of(("change", "extra")))

    def _heavy(self, message_id: int, message: Message) -> None:
        if self.chance.random() < 0.4:
            self.tap_one(0.1, 3, message_id, message, self.any_of(("tell", "tell", "calm", "safer", "sos")))

    def _weekly(self, message_id: int, message: Message) -> None:
        if self.chance.random() < 0.3:
            self.tap_one(1, 300, message_id, message, "today")

    # Their say in an alert.

    def _held(self, message_id: int, message: Message) -> None:
        of = self.chance.random()
        if of < 0.4:
            self.tap_one(0.1, 3, message_id, message, "not-this-time" if of < 0.25 else "ask-now")
        elif of < 0.5:
            self.tap_one(0.1, 1, message_id, message, "what-read")

    def _held_later(self, message_id: int, message: Message) -> None:
        if self.chance.random() < 0.5:
            self.tap_one(0.5, 90, message_id, message, self.any_of(("ask-them", "not-this-time")))

    def _announced(self, message_id: int, message: Message) -> None:
        """Often it is only this that brings them back: by its button, or with a word some time later."""
        of = self.chance.random()
        if of < 0.6:
            self.silent_until = self.clock.true
            if of < 0.3:
                self.tap_one(1, 150, message_id, message, "quiet-here")
            else:
                self.later(1, 600, lambda: self.type("hello"))

    def _whether_reached(self, message_id: int, message: Message) -> None:
        of = self.chance.random()
        if of < 0.85:
            no = of > 0.6
            self.tap_one(
                1, 50, message_id, message, *(("not-yet", "sos-not-yet") if no else ("reached", "sos-reached"))
            )

    def _called(self, message_id: int, message: Message) -> None:
        of = self.chance.random()
        if of < 0.35:
            self.tap_one(1, 200, message_id, message, "sos-ok" if of < 0.3 else "sos-mistake")

    def _no_need(self, message_id: int, message: Message) -> None:
        if self.chance.random() < 0.08:
            self.tap_one(1, 30, message_id, message, "no-need")

    # Who supports them.

    def _invites(self, message_id: int, message: Message) -> None:
        helper, self._inviting = self.town.souls.get(self._inviting or ""), None
        if helper is not None and helper is not self:
            token = str(message.values["link"]).rpartition("start=")[2]
            self.later(1, 300, lambda: helper.type(f"/start {token}"))

    def _confirms(self, message_id: int, message: Message) -> None:
        supporter = self.town.souls.get(str(message.values["name"]))
        if supporter is not None:
            self.town.supports[int(str(message.values["support"]))] = (self.chat, supporter.chat)
            self.tap_one(1, 60, message_id, message, "sup-confirm")

    def _chooses(self, message_id: int, message: Message) -> None:
        support, choice = message.values["support"], self.any_of(CHOICES)
        self.later(0.1, 2, lambda: self.tap(f"sup-save:{support}:{choice}", message_id))

    def _mine(self) -> list[int]:
        return [row for row, (member, _) in self.town.supports.items() if member == self.chat]

    # Whims.

    def _sometime(self, data: str) -> None:
        self.later(0, 1430, lambda: self.tap(data))

    def _whim_silence(self) -> None:
        if self.chance.random() < 0.3:
            self.later(600, 4000, lambda: self.type("hello"))  # a sign of life in between
        self.silent_until = self.clock.true + self.chance.choices(tuple(SILENCES), tuple(SILENCES.values()))[0] * DAY

    def _whim_sos(self) -> None:
        self.later(0, 1430, lambda: self.type("/sos"))
        if self.chance.random() < 0.2:
            self._sometime("sos")

    def _whim_tell(self) -> None:
        self._sometime("tell")

    def _whim_checkin(self) -> None:
        self.later(0, 1430, lambda: self.type("/checkin"))

    def _whim_hello(self) -> None:
        self.later(0, 1430, lambda: self.type(self.any_of(("hello", "3", "what is this", "I want to die", "4 7 no"))))

    def _whim_here(self) -> None:
        self.later(0, 1430, lambda: self.type("here"))

    def _whim_block(self) -> None:
        self.moved()
        self.later(0, 1430, lambda: self.block_for(self.chance.choice((5, 300, 1500, 4000))))

    def _whim_pause(self) -> None:
        self.moved()
        self._sometime(f"set-pause:{self.chance.choice((1, 3, 7))}")
        if self.chance.random() < 0.3:
            self.later(1440, 4000, lambda: self.tap("set-resume"))

    def _paused(self, message_id: int, message: Message) -> None:
        if self.chance.random() < 0.5:
            self.tap_one(0.1, 2, message_id, message, "set-pause-tell")

    def _whim_zone(self) -> None:
        self.moved()
        self._sometime(f"zone-yes:set:{self.any_of(ZONES)}")

    def _whim_hour(self) -> None:
        self.moved()
        self._sometime(f"set-hour:{self.enrolment}:0:{self.chance.choice((7, 8, 9, 12, 18, 20, 21, 22)) * 60}")

    def _whim_share(self) -> None:
        if mine := self._mine():
            self._sometime(f"sup-save:{self.chance.choice(mine)}:{self.any_of(CHOICES)}")

    def _whim_remove(self) -> None:
        if mine := self._mine():
            self._sometime(f"sup-end:{self.chance.choice(mine)}:{self.any_of(('tell', 'silent', 'listed'))}")

    def _whim_invite(self) -> None:
        self._inviting = self.any_of(tuple(self.town.souls))
        self._sometime("sup-ask")

    def _whim_extra(self) -> None:
        self._sometime("extra")

    def _whim_correct(self) -> None:
        """They tap once more on a check-in of these days, or of long ago."""
        if self._answered:
            checkin = self.chance.choice(tuple(self._answered)[-3:])
            said = self.any_of(
                (f"mood:{checkin}:{self._mood()}", f"change:{checkin}", f"show:{checkin}", f"here:{checkin}")
            )
            self._sometime(said)

    def _whim_edge(self) -> None:
        """Something of somebody else's, or of nobody's."""
        self._sometime(self.any_of(("mood:1:3", "got-this:1", "talked:2", "sup-end:1:tell", "finish:999", "nothing")))

    def _whim_forget(self) -> None:
        self.moved()
        self._sometime("forget-sure")

    def _erases(self, message_id: int, message: Message) -> None:
        def erase() -> None:
            self.tap("forget-now", message_id)
            self.is_gone = True

        self.later(0.1, 10, erase)

    def moved(self) -> None:
        """From now on nobody but the rows can say when they are asked."""
        self.changed_at = self.changed_at or self.clock.true
