"""Supporters: inviting, accepting, confirming, what each is told, and the supporter's own page. The buttons."""

from handlers.delivery.look import Button, Look, Rows, Values, button, row, rows
from handlers.delivery.screens.reports import report

LIMITS = (1, 2, 3, 5, 7)
BREAKS = (3, 7, 14)  # days

_MY_LIST = button("btn-my-list", "supporters")
_MY_PEOPLE = button("btn-my-people", "people")
_ASK_SOMEONE = button("btn-ask-someone", "sup-ask")


def _link(*, more: bool) -> Rows:
    willing = row(button("btn-willing", "lnk-yes", "head", "tail"), button("btn-not-now", "lnk-no", "head", "tail"))
    reported = report("support-link", "head", "tail")
    return rows(willing, row(*((button("btn-read-more", "lnk-more", "head", "tail"),) if more else ()), reported))


def _list(values: Values) -> Rows:
    lines = [
        button(f"btn-supporter-{standing}", "sup-one", support, position=position, name=name)
        for position, (support, name, standing) in enumerate(values["entries"], start=1)
    ]
    last = [button("btn-supporter-leader", "sup-one", support, name=name) for support, name in values["leader"]]
    return rows(*lines, *last, *_ways_to_find(values))


def _ways_to_find(values: Values) -> Rows:
    """By a link, in the group, or a leader to be asked last."""
    naming = rows(button("btn-name-leader", "led-name")) if values["may_name"] else ()
    if values["full"]:
        return naming
    found = [button("btn-find-in", "fnd", group, group=name) for group, name in values["groups"]]
    return (*rows(_ASK_SOMEONE, *found), *naming)


def _restored(values: Values) -> Rows:
    """After a restore: each supporter who has to be confirmed again."""
    again = [button("btn-yes-thats", "sup-confirm", support, name=name) for support, name in values["others"]]
    return rows(*again, *((_MY_LIST,) if again or values["choose"] else ()))


def _one(values: Values) -> Rows:
    up = (button("btn-move-up", "sup-up", "support", "position"),) if values["position"] > 1 else ()
    question = (button("btn-their-question", "hnd-look", "support"),) if values["handing"] else ()
    return rows(
        *question,
        row(button("btn-what-they-read", "sup-share", "support"), button("btn-how-they-reach", "rte-ask", "support")),
        row(*_words(values)),
        row(button("btn-absence", "sup-absence", "support"), button("btn-checked-in", "sup-checked", "support")),
        row(*up, button("btn-remove", "sup-remove", "support")),
        _MY_LIST,
    )


def _words(values: Values) -> tuple[Button, ...]:
    """[Send a word], and the way back for who takes none of the other's."""
    again = (button("btn-take-words", "wrd-take", "support"),) if values["muted"] else ()
    return (button("btn-send-word", "wrd-ask", "support"), *again)


def _person(values: Values) -> Rows:
    return rows(
        row(*_words(values)),
        button("btn-how-they-reach", "rte-ask", "support"),
        row(button("btn-hand-over", "hnd-ask", "support"), _STOP),
        _MY_PEOPLE,
    )


def _word_shown(values: Values) -> Rows:
    answer = (button("btn-answer", "wrd-answer", "word"),) if values["open"] else ()
    return rows(
        *answer,
        row(button("btn-no-more-words", "wrd-mute", "support"), button("btn-report-word", "wrd-report", "word")),
    )


def _route(values: Values) -> Rows:
    by_name = (button("btn-route-telegram", "rte-set", "support", "=telegram"),) if values["named"] else ()
    return rows(
        *by_name,
        button("btn-route-phone", "rte-set", "support", "=phone"),
        button("btn-route-bot", "rte-set", "support", "=bot"),
    )


def _route_set(values: Values) -> Rows:
    back = "sup-one" if values["side"] == "member" else "ppl-one"
    number = (button("btn-another-number", "rte-number", "support"),) if values["by_phone"] else ()
    return rows(
        *number,
        row(button("btn-route-other", "rte-ask", "support"), button("btn-done", back, "support")),
    )


def _people(values: Values) -> Rows:
    names = [button("btn-person", "ppl-one", support, name=name) for support, name in values["entries"]]
    return rows(*names)


def _people_here(values: Values) -> Rows:
    mine = row(button("btn-not-today", "ppl-today"), button("btn-need-break", "ppl-break"))
    return (*_people(values), *rows(mine, button("btn-my-hours", "hrs")))


def _people_off(values: Values) -> Rows:
    return (*_people(values), *rows(row(button("btn-im-back", "ppl-back"), button("btn-my-hours", "hrs"))))


def _hand_over(values: Values) -> Rows:
    """Who else there is, someone new, not yet, or nobody in their place: all the member's to say."""
    known = [button("btn-ask-first", "hnd-to", "support", other, name=name) for other, name in values["others"]]
    return rows(
        *known,
        button("btn-ask-new", "hnd-new", "support"),
        row(button("btn-keep-for-now", "hnd-keep", "support"), button("btn-let-go", "hnd-go", "support")),
    )


_PASS_ON = rows(row(button("btn-pass-it-on", "wrd-held"), button("btn-no", "wrd-keep")))
_PRACTICE = row(button("btn-practice", "practice"), button("btn-silent-phone", "prc-silent"))
_HOURS = rows(
    button("btn-keep-all", "hrs-keep"),
    row(
        button("btn-quiet-hours", "hrs-quiet"), button("btn-weekly-limit", "hrs-limit"), button("btn-zone", "hrs-zone")
    ),
)
_HOURS_AND_PRACTICE = (*_HOURS, _PRACTICE)
_OFF = rows(row(button("btn-im-back", "ppl-back"), _MY_PEOPLE))
_BACK_TO_ONE = button("btn-back", "ppl-one", "support")
_STOP: Button = button("btn-stop-supporting", "ppl-stop", "support")

SCREENS: dict[str, Look] = {
    # A link, from both ends
    "invite-made": Look(lambda values: rows(Button("btn-send-link", url=values["share"]), _MY_LIST)),
    "invite-asked": Look(_link(more=True)),
    "invite-more": Look(_link(more=False)),
    "invite-not-now": Look(rows(button("btn-willing-after-all", "lnk-yes", "head", "tail"))),
    # The member's list
    "supporters": Look(_list, protect=True),
    "supporters-none": Look(_ways_to_find),
    "supporter-leader": Look(
        lambda values: rows(
            row(*_words(values)),
            row(button("btn-how-they-reach", "rte-ask", "support"), button("btn-remove", "sup-remove", "support")),
            _MY_LIST,
        ),
        protect=True,
    ),
    "restored": Look(_restored),
    "supporters-full": Look(rows(_MY_LIST)),
    "supporter": Look(_one, protect=True),
    "support-accepted": Look(
        rows(row(button("btn-yes-thats", "sup-confirm", "support"), button("btn-no", "sup-refuse", "support")))
    ),
    "support-refused": Look(rows(row(_ASK_SOMEONE, _MY_LIST))),
    "support-over": Look(rows(row(_MY_LIST, _MY_PEOPLE))),
    "member-unreachable": Look(rows(_MY_PEOPLE), protect=True),
    "member-unasked": Look(rows(_MY_PEOPLE), protect=True),
    "supporter-remove": Look(
        rows(
            row(
                button("btn-tell-them", "sup-end", "support", "=tell"),
                button("btn-say-nothing", "sup-end", "support", "=silent"),
            ),
            button("btn-keep-listed", "sup-end", "support", "=listed"),
            button("btn-back", "sup-one", "support"),
        )
    ),
    "supporter-removed": Look(rows(_MY_LIST)),
    "support-stopped": Look(rows(row(_ASK_SOMEONE, _MY_LIST))),
    # How to reach each other
    "route-ask": Look(_route),
    "route-ask-phone": Look(ask_for="contact"),
    "route-phone-kept": Look(ask_for="nothing"),
    "route-set": Look(_route_set, protect=True),
    "word": Look(rows(button("btn-read-it", "wrd-read", "word")), protect=True),
    "word-answer": Look(rows(button("btn-read-it", "wrd-read", "word")), protect=True),
    "word-shown": Look(_word_shown, protect=True),
    "word-ready": Look(_PASS_ON, protect=True),
    "word-kept-here": Look(_PASS_ON),
    "words-muted": Look(rows(button("btn-take-words", "wrd-take", "support"))),
    "word-reported": Look(rows(button("btn-no-more-words", "wrd-mute", "support"), button("btn-need-someone", "sos"))),
    "word-undelivered": Look(rows(button("btn-need-someone", "sos"))),
    "word-waits": Look(rows(button("btn-need-someone", "sos"))),
    "word-enough": Look(rows(button("btn-need-someone", "sos"))),
    # The supporter's page
    "people": Look(_people_here, protect=True),
    "people-full": Look(_people_here, protect=True),
    "people-off": Look(_people_off, protect=True),
    "people-one": Look(_person, protect=True),
    "people-waiting": Look(rows(row(_STOP, _MY_PEOPLE))),
    "people-listed": Look(rows(row(_STOP, _MY_PEOPLE))),
    "people-stop": Look(
        rows(row(button("btn-yes-stop", "ppl-end", "support"), button("btn-back", "ppl-one", "support")))
    ),
    "people-stopped": Look(rows(_MY_PEOPLE)),
    "support-confirmed": Look(rows(_MY_PEOPLE)),
    "support-told": Look(rows(button("btn-how-they-reach", "rte-ask", "support"), _MY_PEOPLE), protect=True),
    # Their hours
    "hours": Look(_HOURS_AND_PRACTICE),
    "hours-proposed": Look(_HOURS),
    "hours-ask-quiet": Look(rows(button("btn-back", "hrs"))),
    "hours-ask-zone": Look(rows(button("btn-back", "hrs"))),
    "hours-kept": Look(rows(_PRACTICE, _MY_PEOPLE)),
    "hours-kept-waiting": Look(rows(_PRACTICE)),
    "hours-ask-limit": Look(
        rows(
            row(*(button("btn-number", "hrs-set-limit", limit, number=str(limit)) for limit in LIMITS)),
            row(button("btn-no-limit", "hrs-set-limit", "=none"), button("btn-back", "hrs")),
        )
    ),
    "break-ask": Look(rows(*(button("btn-break-days", "ppl-off", days, days=days) for days in BREAKS), _MY_PEOPLE)),
    "off-today": Look(_OFF),
    "break-set": Look(_OFF),
    "break-over": Look(rows(_MY_PEOPLE)),
    "support-resting": Look(rows(row(_ASK_SOMEONE, _MY_LIST))),
    "support-back": Look(rows(_MY_LIST)),
    # Handing over
    "hand-over-ask": Look(
        rows(
            button("btn-yes-ask-name", "hnd-propose", "support"),
            row(button("btn-need-break", "ppl-break"), _BACK_TO_ONE),
        )
    ),
    "hand-over-proposed": Look(rows(_MY_PEOPLE)),
    "hand-over": Look(_hand_over),
    "handed-over": Look(rows(_MY_LIST)),
    "hand-over-kept": Look(rows(_MY_LIST)),
    "hand-over-not-yet": Look(rows(row(button("btn-need-break", "ppl-break"), _MY_PEOPLE))),
    "hand-over-ready": Look(
        rows(row(button("btn-let-go", "hnd-go", "support"), button("btn-keep-both", "hnd-keep", "support")))
    ),
    "hand-over-closed": Look(rows(_MY_LIST)),
    # Practice
    "practice-alert": Look(rows(button("btn-got-this", "prc-answer"), button("btn-silent-phone", "prc-silent"))),
    "practice-done": Look(rows(row(button("btn-silent-phone", "prc-silent"), _MY_PEOPLE))),
}
