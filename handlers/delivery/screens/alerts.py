"""Alerts: the member's say in them, the supporter's answers, and SOS. The buttons."""

from handlers.delivery.look import Button, Look, Rows, Values, button, row, rows
from handlers.delivery.screens.reports import report

_NEED_SOMEONE = button("btn-need-someone", "sos")
_NUMBERS = button("btn-numbers", "numbers")
_CALLING_HARD = button("btn-calling-hard", "calling-hard")
_NOT_THIS_TIME = button("btn-not-this-time", "not-this-time", "alert")
_WHAT_READ = button("btn-what-read", "what-read", "alert")
_NO_NEED = button("btn-no-need", "no-need", "alert")
_GOT_THIS = button("btn-got-this", "got-this", "alert")
_CANNOT = button("btn-cannot", "cannot", "alert")
_HOW_HELP = button("btn-how-help", "how-help", "alert")
_TALKED = button("btn-talked", "talked", "alert")
_NOT_REACHED = button("btn-not-reached", "not-reached", "alert")
_WORRIED = button("btn-worried", "worried", "alert")
_ASK_JOIN = button("btn-ask-join", "ask-join", "alert")
_REPORT = report("alert", "alert")


def _others(values: Values) -> tuple[Button, ...]:
    """[Ask Ana], for at most three others of the circle."""
    return tuple(
        button("btn-ask-them", "ask-them", "alert", int(person_id), supporter=name)
        for person_id, name in values["others"][:3]
    )


def _held_later(values: Values) -> Rows:
    return rows(
        button("btn-ask-anyway", "ask-them", "alert", "first"), _others(values), row(_NOT_THIS_TIME, _NEED_SOMEONE)
    )


def _nobody_free(values: Values) -> Rows:
    return rows(_others(values), row(_NOT_THIS_TIME, _NEED_SOMEONE))


def _word(values: Values) -> tuple[Button, ...]:
    """[Send a word], to somebody who gave neither a name nor a number."""
    by_the_bot = getattr(values["reach"], "kind", "") == "reach-as-agreed"
    return (button("btn-send-word", "wrd-alert", "alert"),) if by_the_bot else ()


def _page(values: Values) -> Rows:
    return rows(_GOT_THIS, _CANNOT, row(_HOW_HELP, *_word(values)), _REPORT)


def _sos_page(values: Values) -> Rows:
    return rows(_GOT_THIS, row(_CANNOT, _HOW_HELP), row(*_word(values), _REPORT))


def _sos_join(values: Values) -> Rows:
    return rows(button("btn-join", "got-this", "alert"), row(_CANNOT, _HOW_HELP), row(*_word(values), _REPORT))


def _when(values: Values) -> Rows:
    promises = row(
        button("btn-when-now", "promise", "alert", "=now"),
        button("btn-when-hours", "promise", "alert", "=hours"),
        button("btn-when-evening", "promise", "alert", "=evening"),
    )
    return rows(promises, _CANNOT, _word(values))


def _on_it(values: Values) -> Rows:
    """What came of it; after a silence there is more that can have."""
    more = row(button("btn-something-else", "something-else", "alert")) if values["silence"] else ()
    return rows(row(_TALKED, _NOT_REACHED), row(_WORRIED, _CANNOT), more, _word(values))


def _calling_hard(values: Values) -> Rows:
    """Somebody to be there while they ring, where they have somebody."""
    return rows(*([button("btn-call-with", "call-with")] if values["supporter"] else []), row(_NEED_SOMEONE, _NUMBERS))


def _interrupted(values: Values) -> Rows:
    """Do you still need someone?"""
    tell = (button("btn-tell", "tell"),) if values["supporter"] else ()
    return rows(row(*tell, _NEED_SOMEONE), button("btn-no-thanks", "no-need", "alert"))


_SOS_CARD = rows(row(button("btn-sos-ok", "sos-ok", "alert"), button("btn-sos-mistake", "sos-mistake", "alert")))
_SOS_LATE = rows(
    row(button("btn-sos-ok", "sos-ok", "alert"), button("btn-not-yet", "sos-not-yet", "alert")),
    button("btn-sos-mistake", "sos-mistake", "alert"),
)
_UNDER_WAY = rows(row(_NO_NEED, _NEED_SOMEONE))

SCREENS: dict[str, Look] = {
    # to the member
    "alert-held": Look(rows(row(button("btn-ask-now", "ask-now", "alert"), _NOT_THIS_TIME), _WHAT_READ)),
    "alert-held-instead": Look(rows(row(button("btn-ask-now", "ask-now", "alert"), _NOT_THIS_TIME), _WHAT_READ)),
    "alert-held-nobody": Look(rows(_NEED_SOMEONE), protect=False),
    "alert-ask-first": Look(rows(row(button("btn-yes-ask", "ask-now", "alert"), _NOT_THIS_TIME), _WHAT_READ)),
    "alert-held-later": Look(_held_later),
    "alert-held-nobody-free": Look(_nobody_free, protect=False),
    "alert-more-held": Look(rows(_NOT_THIS_TIME)),
    "alert-preview": Look(protect=True),
    "alert-asked": Look(_UNDER_WAY),
    "alert-asked-instead": Look(_UNDER_WAY),
    "alert-asked-nobody": Look(_UNDER_WAY),
    "alert-waiting": Look(
        rows(button("btn-ask-anyway", "ask-them", "alert", "first"), row(_NO_NEED, _NEED_SOMEONE)), protect=False
    ),
    "alert-exhausted": Look(rows(_NEED_SOMEONE), protect=False),
    "alert-interrupted": Look(_interrupted, protect=False),
    "quiet-exhausted": Look(rows(_NUMBERS), silent=True),
    "alert-standing-acknowledged": Look(_UNDER_WAY),
    "alert-acknowledged": Look(_UNDER_WAY),
    "alert-promised": Look(_UNDER_WAY),
    "alert-joining": Look(_UNDER_WAY),
    "alert-joined": Look(_UNDER_WAY),
    "alert-reached": Look(
        rows(row(button("btn-yes", "reached", "alert"), button("btn-not-yet", "not-yet", "alert")), _NO_NEED)
    ),
    "ask-me-first": Look(rows(row(button("btn-yes", "ask-me-first", "=yes"), button("btn-no", "ask-me-first", "=no")))),
    "ask-me-first-yes": Look(rows(button("btn-not-ask-first", "ask-me-first", "=no"))),
    "tell-nobody": Look(rows(row(_NEED_SOMEONE, _NUMBERS))),
    "waits-for-a-yes": Look(rows(button("btn-my-list", "supporters"), row(_NEED_SOMEONE, _NUMBERS))),
    "quiet-announcement": Look(
        rows(button("btn-here", "quiet-here", "alert"), button("btn-all-fine", "quiet-here", "alert"))
    ),
    "quiet-called-off": Look(rows(button("btn-todays", "today"))),
    "quiet-heard-late": Look(rows(button("btn-todays", "today"))),
    # to a supporter
    "alert-page": Look(_page, protect=True),
    "alert-reminder": Look(_page, protect=True),
    "alert-more": Look(rows(_HOW_HELP), protect=True),
    "alert-when": Look(_when, protect=True),
    "alert-on-it": Look(_on_it, protect=True),
    "alert-still-worried": Look(rows(_ASK_JOIN, row(_TALKED, _NOT_REACHED)), protect=True),
    "alert-look-again": Look(rows(row(_TALKED, _WORRIED), _ASK_JOIN, _NOT_REACHED), protect=True),
    "alert-join": Look(rows(button("btn-join", "got-this", "alert"), row(_CANNOT, _HOW_HELP)), protect=True),
    "alert-join-thanks": Look(rows(row(_TALKED, _NOT_REACHED)), protect=True),
    "alert-join-asked": Look(rows(row(_TALKED, _NOT_REACHED), _WORRIED), protect=True),
    "alert-join-nobody": Look(rows(row(_TALKED, _NOT_REACHED), row(_WORRIED, _CANNOT)), protect=True),
    "alert-join-no": Look(rows(_ASK_JOIN)),
    "alert-died-ask": Look(
        rows(button("btn-died-yes", "outcome", "alert", "=died-yes"), button("btn-back", "something-else", "alert")),
        protect=True,
    ),
    "alert-died": Look(rows(_NUMBERS)),
    "alert-outcomes": Look(
        rows(
            button("btn-outcome-safe", "outcome", "alert", "=safe"),
            button("btn-outcome-away", "outcome", "alert", "=away"),
            button("btn-outcome-died", "outcome", "alert", "=died"),
            row(_TALKED, _NOT_REACHED),
        ),
        protect=True,
    ),
    "alert-taken": Look(rows(_HOW_HELP)),
    # SOS
    "sos-page": Look(_sos_page, protect=True),
    "sos-page-late": Look(_sos_page, protect=True),
    "sos-page-joining": Look(_sos_join, protect=True),
    "sos-taken": Look(rows(button("btn-join", "got-this", "alert")), protect=True),
    "sos-thanks": Look(lambda values: rows(row(_TALKED, _NOT_REACHED), _word(values)), protect=True),
    "sos-over": Look(protect=True),
    "alert-all-clear": Look(protect=True),
    "sos-card": Look(_SOS_CARD, protect=False),
    "sos-card-again": Look(_SOS_CARD, protect=False),
    "sos-card-nobody": Look(_SOS_CARD, protect=False),
    "sos-late-known": Look(_SOS_LATE, protect=False),
    "sos-late-unknown": Look(_SOS_LATE, protect=False),
    "sos-going-on": Look(_SOS_CARD, protect=False),
    "sos-going-on-without": Look(_SOS_CARD, protect=False),
    "sos-on-it": Look(_SOS_CARD, protect=False),
    "sos-reached": Look(
        rows(row(button("btn-yes", "sos-reached", "alert"), button("btn-not-yet", "sos-not-yet", "alert")), _NUMBERS),
        protect=False,
    ),
    "crisis-card-pinned": Look(protect=False),
    "crisis-card-words": Look(rows(_NEED_SOMEONE, _CALLING_HARD), protect=False),
    "crisis-card-alone": Look(rows(_CALLING_HARD), protect=False),
    "crisis-card-unconfirmed": Look(rows(_CALLING_HARD, button("btn-my-list", "supporters")), protect=False),
    "crisis-card-numbers": Look(rows(_NEED_SOMEONE, _CALLING_HARD), protect=False),
    "calling-hard": Look(_calling_hard, protect=False),
    "calling-hard-directory": Look(_calling_hard, protect=False),
    "call-with": Look(rows(row(button("btn-ask-them", "call-with-yes"), _NUMBERS))),
    "crisis-card-late": Look(rows(_NEED_SOMEONE, _CALLING_HARD), protect=False),
    "staying-safer": Look(rows(row(_NEED_SOMEONE, _NUMBERS)), protect=False),
}
