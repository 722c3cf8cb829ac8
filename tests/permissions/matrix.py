"""What every button is about, and so who may tap it: verb by verb, over the rows of `tests.permissions.cast`.

Who may is not said here: `bot.rules.permissions` says it, from what the one who taps is to that member or group.
"""

from dataclasses import dataclass

from bot.rules.permissions import Action, Relation, may
from bot.rules.vocabulary import AlertState
from tests.permissions.cast import MEMBERS, TO_GROUP, TO_MEMBER, Who

GROUP = "group"


@dataclass(frozen=True)
class Case:
    """`data`: what the button says back. `about`: a member, one support of theirs ("maya/sam"), the group, or nobody. `asked`: to whom alone it was sent."""

    action: Action
    data: str
    about: str = ""
    state: AlertState | None = None
    asked: Who | None = None

    @property
    def verb(self) -> str:
        return self.data.partition(":")[0]

    def relation(self, who: Who) -> Relation:
        """What `who` is to whatever this button is about."""
        if who is Who.NEWCOMER:
            return Relation.NEWCOMER
        if self.asked is not None:
            return Relation.ASKED if who is self.asked else Relation.STRANGER
        if self.action is Action.APPROVE_GROUP:
            return Relation.OPERATOR if who is Who.OPA else Relation.STRANGER
        if self.about == GROUP:
            return TO_GROUP.get(who, Relation.STRANGER)
        member, _, supporter = self.about.partition("/")
        if member in MEMBERS and (who in (member, supporter) or not supporter):
            return Relation.SELF if who == member else TO_MEMBER.get(who, Relation.STRANGER)
        return Relation.STRANGER

    def may(self, who: Who) -> bool:
        return may(self.relation(who), self.action, self.state)


def _all(action: Action, about: str, *datas: str, state: AlertState | None = None) -> list[Case]:
    return [Case(action, data, about, state) for data in datas]


def _sent(asked: Who, *datas: str) -> list[Case]:
    return [Case(Action.ANSWER_REQUEST, data, asked=asked) for data in datas]


OWN = _all(
    Action.OWN_THINGS, "",
    # one's own pages and settings
    "today", "extra", "just-note", "supporters", "sup-ask", "people", "ppl-today", "ppl-break", "ppl-off:3", "ppl-back",
    "practice", "prc-answer", "prc-silent", "hrs", "hrs-keep", "hrs-quiet", "hrs-limit", "hrs-set-limit:3", "hrs-zone",
    "wrd-held", "wrd-keep", "led-name", "grp-new", "grp-template:aftercare", "grp-hour:480", "grp-home",
    "grp-keep-preset", "set-home", "set-ask-hour", "set-ask-once", "another-hour", "set-ask-zone", "set-ask-nights",
    "set-nights:1320:420", "set-ask-use", "set-use:off", "set-ask-preset", "set-preset:gentle", "set-ask-quiet-days",
    "set-quiet-days:3", "set-ask-country", "set-country:IE", "set-ask-opioids", "set-opioids:on", "set-ask-shown",
    "set-ask-pause", "set-pause:3", "set-pause-tell", "set-pause-untold", "set-resume",
    "privacy", "privacy-kept", "privacy-looks:0", "privacy-told", "privacy-clear", "export", "export-send", "export-not",
    "export-delete", "forget", "forget-sure", "forget-keep", "forget-now", "help", "cancel",
    # asking for help
    "tell", "sos", "numbers", "safer", "calling-hard", "call-with", "call-with-yes", "ask-me-first:yes",
    # joining, once agreed
    "join-look:{grouptoken}", "join-group:{grouptoken}:name", "join-not-now", "join-go-on", "join-alone", "join-hour:0:480",
    "join-later", "prop-skip:supporter", "zone-yes:join:Europe/London", "zone-no:join", "zone-place:join",
)  # fmt: skip

LINKS = _all(
    Action.USE_LINK, "",
    "join-welcome:none", "join-agree:none", "join-more:none", "join-told:none", "join-under", "join-where", "join-numbers:IE",
    "join-agree:j_{grouptoken}", "lnk-yes:{head}:{tail}", "lnk-more:{head}:{tail}", "lnk-no:{head}:{tail}",
    "grp-link-yes:{leadtoken}", "grp-link-no", "report:support-link:{head}:{tail}", "report:group-link:{grouptoken}",
    "report:lead-link:{leadtoken}", "report-send:support-link:{supporttoken}:stay", "report-send:group-link:{grouptoken}:stay",
    "report-send:lead-link:{leadtoken}:stay", "report-not",
)  # fmt: skip

CHECKINS = _all(
    Action.ANSWER_CHECKIN, "maya",
    "join-hour:{enrolment.maya}:480", "join-hour:{enrolment.maya}:keep", "start:{checkin.maya}", "mood:{checkin.maya}:3", "craving:{checkin.maya}:8", "used:{checkin.maya}:no", "here:{checkin.maya}",
    "finish:{checkin.maya}", "later:{checkin.maya}", "postpone:{checkin.maya}:tonight", "change:{checkin.maya}",
    "show:{checkin.maya}", "hide:{checkin.maya}", "calm:{checkin.maya}", "keep-words:{checkin.maya}", "who-sees:{checkin.maya}",
    "set-slot:{enrolment.maya}:0", "set-hour:{enrolment.maya}:0:600", "set-once:{enrolment.maya}:660",
    "set-once-shift:{enrolment.maya}:2", "set-ask-shifts:{enrolment.maya}", "set-shifts-anew:{enrolment.maya}",
    "set-shift:{enrolment.maya}:2", "set-shifts-forget:{enrolment.maya}",
)  # fmt: skip

ALERTS = [
    *_all(
        Action.STEER_ALERT, "maya", "ask-now:{alert.held}", "ask-them:{alert.held}:{sam}", "not-this-time:{alert.held}",
        "what-read:{alert.held}", state=AlertState.HELD,
    ),
    *_all(
        Action.STEER_ALERT, "moe", "reached:{alert.taken}", "not-yet:{alert.taken}", "no-need:{alert.taken}",
        state=AlertState.ACKNOWLEDGED,
    ),
    *_all(Action.STEER_ALERT, "quin", "quiet-here:{alert.quiet}", state=AlertState.ACKNOWLEDGED),
    *_all(Action.ANSWER_INTERRUPTED, "quin", "no-need:{alert.cut}", state=AlertState.INTERRUPTED),
    *_all(
        Action.STEER_ALERT, "moe", "sos-reached:{alert.sos}", "sos-not-yet:{alert.sos}", "sos-ok:{alert.sos}",
        "sos-mistake:{alert.sos}", state=AlertState.ASKING,
    ),
    *_all(
        Action.ANSWER_ALERT, "mia", "got-this:{alert.asking}", "cannot:{alert.asking}", "how-help:{alert.asking}",
        "wrd-alert:{alert.asking}", state=AlertState.ASKING,
    ),
    *_all(
        Action.ANSWER_ALERT, "moe", "promise:{alert.taken}:now", "talked:{alert.taken}", "not-reached:{alert.taken}",
        "ask-join:{alert.taken}", "worried:{alert.taken}", state=AlertState.ACKNOWLEDGED,
    ),
    *_all(
        Action.ANSWER_ALERT, "quin", "something-else:{alert.quiet}", "outcome:{alert.quiet}:safe", "outcome:{alert.quiet}:died",
        "outcome:{alert.quiet}:died-yes", state=AlertState.ACKNOWLEDGED,
    ),
    *_all(
        Action.ANSWER_ALERT, "quin", "cannot:{alert.cut}", "how-help:{alert.cut}", state=AlertState.INTERRUPTED,
    ),
    *_all(
        Action.REPORT_ALERT, "mia", "report:alert:{alert.asking}", "report-send:alert:{alert.asking}:stay",
        "report-send:alert:{alert.asking}:leave", state=AlertState.ASKING,
    ),
]  # fmt: skip

SUPPORTS = [
    *_all(
        Action.MANAGE_SUPPORTERS, "maya",
        "sup-one:{sam.maya}", "sup-one:{ana.maya}", "sup-confirm:{ana.maya}", "sup-refuse:{ana.maya}", "sup-share:{sam.maya}",
        "sup-preview:{sam.maya}:reach-out", "sup-save:{sam.maya}:reach-out", "sup-up:{ana.maya}:2", "sup-absence:{sam.maya}",
        "sup-absence-set:{sam.maya}:yes", "sup-checked:{sam.maya}", "sup-checked-set:{sam.maya}:yes", "sup-tell:{sam.maya}",
        "fin:{sam.maya}", "fin-all:{sam.maya}:{draft}", "fin-one:{sam.maya}:{draft}:1", "fin-one:{sam.maya}:{draft}:8",
        "fin-see:{sam.maya}:{draft}", "fin-save:{sam.maya}:{draft}", "rnw-keep:{sam.maya}:alert:{newest.alert.maya}",
        "rnw-keep:{sam.maya}:out-of-reach:{newest.out_of_reach.maya}", "sup-remove:{sam.maya}", "sup-end:{sam.maya}:tell", "sup-end:{sam.maya}:listed",
        "hnd-look:{sam.maya}", "hnd-to:{sam.maya}:{ana.maya}", "hnd-new:{sam.maya}", "hnd-go:{sam.maya}", "hnd-keep:{sam.maya}",
    ),
    *_all(Action.SEND_WORD, "maya/sam", "wrd-ask:{sam.maya}", "wrd-mute:{sam.maya}", "wrd-take:{sam.maya}"),
    *_all(Action.HAND_OVER, "mia/sam", "hnd-ask:{sam.mia}", "hnd-propose:{sam.mia}"),
    *_all(Action.SAY_HOW_TO_REACH, "maya/sam", "rte-ask:{sam.maya}", "rte-set:{sam.maya}:telegram", "rte-number:{sam.maya}"),
    *_all(Action.SAY_HOW_TO_REACH, "maya/ana", "rte-ask:{ana.maya}", "rte-set:{ana.maya}:telegram", "rte-number:{ana.maya}"),
    *_all(Action.STEP_DOWN, "maya/sam", "ppl-one:{sam.maya}", "ppl-stop:{sam.maya}", "ppl-end:{sam.maya}"),
    *_all(Action.STEP_DOWN, "maya/ana", "ppl-one:{ana.maya}", "ppl-stop:{ana.maya}", "ppl-end:{ana.maya}"),
    *_sent(Who.MAYA, "wrd-read:{word.to.maya}", "wrd-answer:{word.to.maya}", "wrd-report:{word.to.maya}"),
    *_sent(Who.SAM, "wrd-read:{word.from.maya}", "wrd-answer:{word.from.maya}", "wrd-report:{word.from.maya}"),
]  # fmt: skip

GROUPS = [
    *_all(
        Action.TAKE_PART, GROUP,
        "grp-shown:{group}:counted", "grp-ask-leave:{group}", "grp-leave:{group}",
        "grp-leave:{group}:kept", "grp-leave:{group}:ended", "grp-adopt:{group}",
        "grp-keep:{group}", "grp-adopt-preset:{group}:watchful", "grp-mute:{group}", "grp-unmute:{group}",
        "grp-keep-asking:{group}", "grp-rest:{group}", "set-shown:{group}",
        "fnd:{group}", "fnd-one:{group}:{gil}", "fnd-ask:{group}:{gil}", "off:{group}", "off-line:{group}", "off-room:{group}:2",
        "off-end:{group}", "led-ask:{group}:{dana}",
    ),
    *_all(Action.LEAVE_GROUP, GROUP, "grp-page:{group}", "grp-as-member:{group}"),
    *_all(Action.GO_ON_ALONE, GROUP, "grp-keep-alone:{group}", "grp-go-on:{group}", "grp-stop:{group}"),
    *_all(
        Action.SEE_TODAY, GROUP,
        "grp-members:{group}", "grp-member:{group}:{finn}", "grp-weeks:{group}", "grp-step-back:{group}",
        "grp-stop-leading:{group}",
    ),
    *_all(
        Action.CHANGE_GROUP, GROUP,
        "grp-link:{group}", "grp-ask-new-link:{group}", "grp-new-link:{group}", "grp-change:{group}", "grp-days:{group}:show",
        "grp-days:{group}:024:save", "grp-times:{group}:show", "grp-times:{group}:480-600:save", "grp-window:{group}:6",
        "grp-reminders:{group}:show", "grp-reminders:{group}:none", "grp-preset:{group}:watchful", "grp-rename:{group}",
        "grp-ask-remove:{group}:{finn}", "grp-remove:{group}:{finn}", "grp-encourage:{group}", "grp-encourage-send:{group}",
        "grp-pause:{group}", "grp-pause-for:{group}:7", "grp-resume:{group}",
    ),
    *_all(
        Action.NAME_CO_LEADER, GROUP,
        "grp-co-offer:{group}:{finn}", "grp-co-end:{group}:{cora}", "grp-co-link:{group}", "grp-co-confirm:{group}:{wes}",
        "grp-co-refuse:{group}:{wes}", "grp-hand-over:{group}:{cora}", "grp-ask-close:{group}", "grp-close:{group}",
    ),
    *_all(
        Action.REPORT_GROUP, GROUP,
        "report:co-lead:{group}", "report:encouragement:{encouragement}", "report-send:co-lead:{group}:stay",
        "report-send:encouragement:{encouragement}:stay", "report-send:encouragement:{encouragement}:leave",
    ),
    *_all(Action.APPROVE_GROUP, "", "grp-approve:{waiting}", "grp-decline:{waiting}"),
    *_sent(Who.PAT, "grp-co-yes:{group}", "grp-co-no:{group}"),
    *_sent(Who.GIL, "req-yes:{request.gil.maya}", "req-no:{request.gil.maya}"),
    *_sent(Who.DANA, "req-yes:{request.dana.maya}", "req-no:{request.dana.maya}"),
]  # fmt: skip

MATRIX: tuple[Case, ...] = (*OWN, *LINKS, *CHECKINS, *ALERTS, *SUPPORTS, *GROUPS)


# What is typed, after the bot asked for it: the kind of question, what it is about, and the answer.
@dataclass(frozen=True)
class Typed(Case):
    """`data`: `kind:{row it is about}`, empty where it is about nothing."""

    text: str = ""
    draft: str | None = None


def _typed(action: Action, about: str, data: str, text: str, *, draft: str | None = None) -> Typed:
    return Typed(action, data, about, text=text, draft=draft)


TYPED: tuple[Typed, ...] = (
    _typed(Action.CHANGE_GROUP, GROUP, "grp-encourage:{group}", "Hold on together"),
    _typed(Action.CHANGE_GROUP, GROUP, "grp-new-name:{group}", "Another name"),
    _typed(Action.CHANGE_GROUP, GROUP, "grp-new-times:{group}", "8:00, 20:00"),
    _typed(Action.TAKE_PART, GROUP, "offer-line:{group}", "I listen"),
    _typed(Action.TAKE_PART, GROUP, "offer-room:{group}", "2", draft="I listen"),
    _typed(Action.SEND_WORD, "maya/sam", "word:{sam.maya}", "I think of you"),
    _typed(Action.SEND_WORD, "maya/sam", "word:{sam.maya}", "yes", draft="I think of you"),
    Typed(Action.ANSWER_REQUEST, "word-answer:{word.to.maya}", asked=Who.MAYA, text="thank you"),
    Typed(Action.ANSWER_REQUEST, "word-answer:{word.to.maya}", asked=Who.MAYA, text="yes", draft="thank you"),
    _typed(Action.SAY_HOW_TO_REACH, "maya/sam", "sup-phone:{sam.maya}", "+353871234567"),
    _typed(Action.SAY_HOW_TO_REACH, "maya/sam", "sup-route:{sam.maya}", "telegram"),
    _typed(Action.ANSWER_CHECKIN, "maya", "join-hour:{enrolment.maya}", "9:30"),
    _typed(Action.ANSWER_CHECKIN, "maya", "set-hour:{enrolment.maya}", "9:30", draft="0"),
    _typed(Action.ANSWER_CHECKIN, "maya", "set-once:{enrolment.maya}", "9:30"),
    _typed(Action.ANSWER_CHECKIN, "maya", "set-shifts:{enrolment.maya}", "early 5:30 / late 14:00"),
    _typed(Action.OWN_THINGS, "", "zone", "London", draft="set"),
    *(
        _typed(Action.OWN_THINGS, "", data, text)
        for data, text in (
            ("grp-name", "My circle"), ("grp-template", "aftercare"), ("grp-hour", "9:00"), ("hrs-limit", "3"),
            ("hrs-quiet", "22-7"), ("hrs-zone", "London"), ("ppl-break", "3 days"), ("set-nights", "22-7"), ("just-a-note", "a note"),
        )
    ),
)  # fmt: skip
