"""Check-ins: the buttons under every question."""

from collections.abc import Callable

from handlers.delivery.look import Look, Rows, Values, button, row, rows

MOODS = (1, 2, 3, 4, 5)
SKIP = "=skip"


def _mood(values: Values) -> Rows:
    faces = [button(f"btn-mood-{mood}", "mood", "checkin", mood) for mood in MOODS]
    return rows(row(*faces[:3]), row(*faces[3:], button("btn-skip", "mood", "checkin", SKIP)))


def _craving(values: Values) -> Rows:
    scale = [button("btn-number", "craving", "checkin", number, number=str(number)) for number in range(11)]
    return rows(row(*scale[:6]), row(*scale[6:]), button("btn-skip", "craving", "checkin", SKIP))


_USED = rows(
    row(
        button("btn-no", "used", "checkin", "=no"),
        button("btn-yes", "used", "checkin", "=yes"),
        button("btn-skip", "used", "checkin", SKIP),
    ),
    button("btn-who-sees", "who-sees", "checkin"),
)
_NOTE = rows(button("btn-finish", "finish", "checkin"), button("btn-who-sees", "who-sees", "checkin"))


def _hint(keyboard: Rows | Callable[[Values], Rows]) -> Callable[[Values], Rows]:
    """The open question's own buttons, and a place for words that were no answer."""

    def made(values: Values) -> Rows:
        keep = (row(button("btn-keep-as-note", "keep-words", "checkin")),) if values["keeps"] == "yes" else ()
        return (*(keyboard(values) if callable(keyboard) else keyboard), *keep)

    return made


def _nothing_open(values: Values) -> Rows:
    check_in = [button("btn-check-in-now", "today")] if values["checks_in"] == "yes" else []
    return rows(row(*check_in, button("btn-help", "help")), button("btn-need-someone", "sos"))


def _media(values: Values) -> Rows:
    tell = [button("btn-tell", "tell")] if values["supporter"] else []
    note = [button("btn-just-a-note", "just-note")] if values["notes"] == "yes" else []
    return rows(button("btn-need-someone", "sos"), row(*tell, *note))


_START = rows(
    button("btn-start", "start", "checkin"),
    row(button("btn-here", "here", "checkin"), button("btn-later", "later", "checkin")),
)
_SHOW = button("btn-show", "show", "checkin")


def _saved(values: Values) -> Rows:
    """Where a check-in is planned, its hour can be another one this once."""
    another = [button("btn-another-hour", "another-hour")] if values["planned"] == "yes" else []
    return rows(row(_SHOW, *another))


# A check-in is one message, edited from the greeting to the last word. It is protected from the start: no edit adds that.
SCREENS: dict[str, Look] = {
    "checkin-hello": Look(_START, protect=True),
    "checkin-start": Look(_START, protect=True),
    "checkin-reminder": Look(_START, protect=True),
    "weekly-line": Look(rows(button("btn-check-in-now", "today"))),
    "welcome-back": Look(rows(row(button("btn-pause", "set-ask-pause"), button("btn-settings", "set-home")))),
    "checkin-mood": Look(_mood, protect=True),
    "checkin-mood-once": Look(_mood, protect=True),
    "checkin-craving": Look(_craving, protect=True),
    "checkin-used": Look(_USED, protect=True),
    "checkin-note": Look(_NOTE, protect=True),
    "hint-open": Look(_hint(_START), protect=True),
    "hint-mood": Look(_hint(_mood), protect=True),
    "hint-craving": Look(_hint(_craving), protect=True),
    "hint-used": Look(_hint(_USED), protect=True),
    "hint-note": Look(_NOTE, protect=True),
    "hint-nothing-open": Look(_nothing_open),
    "note-kept": Look(rows(button("btn-go-on", "start", "checkin")), protect=True),
    "media": Look(_media),
    "checkin-later": Look(
        rows(
            row(
                button("btn-in-an-hour", "postpone", "checkin", "=hour"),
                button("btn-tonight", "postpone", "checkin", "=tonight"),
            ),
            row(button("btn-start-now", "start", "checkin"), button("btn-here", "here", "checkin")),
        ),
        protect=True,
    ),
    "checkin-postponed": Look(
        rows(row(button("btn-start", "start", "checkin"), button("btn-here", "here", "checkin"))), protect=True
    ),
    "checkin-kept-open": Look(
        rows(row(button("btn-start", "start", "checkin"), button("btn-here", "here", "checkin"))), protect=True
    ),
    "checkin-done": Look(
        rows(row(button("btn-change-it", "change", "checkin"), button("btn-how-i-am-now", "extra"))), protect=True
    ),
    "checkin-closed": Look(rows(button("btn-todays", "today")), protect=True),
    "checkin-shown": Look(
        rows(row(button("btn-hide", "hide", "checkin"), button("btn-change-it", "change", "checkin"))), protect=True
    ),
    "saved-calm": Look(_saved, protect=True),
    "saved-calm-alone": Look(_saved, protect=True),
    "saved-held": Look(rows(_SHOW), protect=True),
    "saved-heavy": Look(
        rows(
            row(button("btn-tell", "tell"), button("btn-need-someone", "sos")),
            row(button("btn-not-now", "calm", "checkin"), _SHOW),
        ),
        protect=True,
    ),
    "saved-heavy-alone": Look(
        rows(row(button("btn-need-someone", "sos"), button("btn-not-now", "calm", "checkin")), _SHOW),
        protect=True,
    ),
    "saved-used": Look(
        rows(
            row(button("btn-talk-now", "tell"), button("btn-staying-safer", "safer")),
            row(button("btn-thats-all", "calm", "checkin"), _SHOW),
        ),
        protect=True,
    ),
    "saved-used-alone": Look(
        rows(
            row(button("btn-staying-safer", "safer"), button("btn-need-someone", "sos")),
            row(button("btn-thats-all", "calm", "checkin"), _SHOW),
        ),
        protect=True,
    ),
}
