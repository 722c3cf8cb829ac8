"""Check-ins: the buttons under every question."""

from handlers.delivery.look import Look, Rows, Values, button, row, rows

MOODS = (1, 2, 3, 4, 5)
SKIP = "=skip"


def _mood(values: Values) -> Rows:
    faces = [button(f"btn-mood-{mood}", "mood", "checkin", mood) for mood in MOODS]
    return rows(row(*faces[:3]), row(*faces[3:], button("btn-skip", "mood", "checkin", SKIP)))


def _craving(values: Values) -> Rows:
    scale = [button("btn-number", "craving", "checkin", number, number=str(number)) for number in range(11)]
    return rows(row(*scale[:6]), row(*scale[6:]), button("btn-skip", "craving", "checkin", SKIP))


_START = rows(
    button("btn-start", "start", "checkin"),
    row(button("btn-here", "here", "checkin"), button("btn-later", "later", "checkin")),
)
_SHOW = button("btn-show", "show", "checkin")
_WHO_SEES = button("btn-who-sees", "who-sees", "checkin")

SCREENS: dict[str, Look] = {
    "checkin-hello": Look(_START),
    "checkin-start": Look(_START),
    "checkin-reminder": Look(_START),
    "weekly-line": Look(rows(button("btn-check-in-now", "today"))),
    "welcome-back": Look(rows(row(button("btn-pause", "set-ask-pause"), button("btn-settings", "set-home")))),
    "checkin-mood": Look(_mood, protect=True),
    "checkin-mood-once": Look(_mood, protect=True),
    "checkin-craving": Look(_craving, protect=True),
    "checkin-used": Look(
        rows(
            row(
                button("btn-no", "used", "checkin", "=no"),
                button("btn-yes", "used", "checkin", "=yes"),
                button("btn-skip", "used", "checkin", SKIP),
            ),
            _WHO_SEES,
        ),
        protect=True,
    ),
    "checkin-note": Look(rows(button("btn-finish", "finish", "checkin"), _WHO_SEES), protect=True),
    "checkin-later": Look(
        rows(
            row(
                button("btn-in-an-hour", "postpone", "checkin", "=hour"),
                button("btn-tonight", "postpone", "checkin", "=tonight"),
            )
        )
    ),
    "checkin-postponed": Look(
        rows(row(button("btn-start", "start", "checkin"), button("btn-here", "here", "checkin")))
    ),
    "checkin-done-today": Look(
        rows(row(button("btn-change-it", "change", "checkin"), button("btn-how-i-am-now", "extra")))
    ),
    "checkin-closed": Look(rows(button("btn-todays", "today"))),
    "checkin-shown": Look(
        rows(row(button("btn-hide", "hide", "checkin"), button("btn-change-it", "change", "checkin"))), protect=True
    ),
    "saved-calm": Look(rows(_SHOW)),
    "saved-calm-alone": Look(rows(_SHOW)),
    "saved-held": Look(rows(_SHOW)),
    "saved-heavy": Look(
        rows(
            row(button("btn-tell", "tell"), button("btn-need-someone", "sos")),
            row(button("btn-not-now", "calm", "checkin"), _SHOW),
        )
    ),
    "saved-heavy-alone": Look(
        rows(row(button("btn-need-someone", "sos"), button("btn-not-now", "calm", "checkin")), _SHOW)
    ),
    "saved-used": Look(
        rows(
            row(button("btn-talk-now", "tell"), button("btn-staying-safer", "safer")),
            row(button("btn-thats-all", "calm", "checkin"), _SHOW),
        )
    ),
    "saved-used-alone": Look(
        rows(
            row(button("btn-staying-safer", "safer"), button("btn-need-someone", "sos")),
            row(button("btn-thats-all", "calm", "checkin"), _SHOW),
        )
    ),
}
