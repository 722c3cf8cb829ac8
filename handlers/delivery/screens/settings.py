"""Settings: the hour, the zone, pauses, quiet hours, the use question. The buttons."""

from bot.rules.vocabulary import Preset, UseQuestion
from handlers.delivery.look import Button, Look, Rows, Values, button, row, rows
from handlers.delivery.screens.joining import hours

_BACK = button("btn-back", "set-home")
_NIGHTS = ((22, 7), (21, 6), (23, 8), (0, 9))
_LENGTHS = (1, 3, 7, 14)


def _home(values: Values) -> Rows:
    shown = [button("btn-set-shown", "set-ask-shown")] if values["in_group"] == "yes" else []
    pause = button("btn-resume", "set-resume") if values["paused"] == "yes" else button("btn-pause", "set-ask-pause")
    return rows(
        row(button("btn-set-hour", "set-ask-hour"), button("btn-set-zone", "set-ask-zone")),
        row(button("btn-set-nights", "set-ask-nights"), button("btn-set-use", "set-ask-use")),
        row(button("btn-set-preset", "set-ask-preset"), button("btn-set-quiet-days", "set-ask-quiet-days")),
        row(button("btn-set-country", "set-ask-country"), button("btn-set-opioids", "set-ask-opioids")),
        row(*shown, pause),
    )


def _which_hour(values: Values) -> Rows:
    choices = (
        Button("btn-which-hour", "set-slot", (enrolment, slot), {"time": at, "group": group})
        for enrolment, slot, at, group in values["choices"]
    )
    return rows(*choices, _BACK)


def _patterns(verb: str, values: Values) -> list[Button]:
    """The saved patterns, each a tap away."""
    return [
        Button("btn-pattern", verb, ("enrolment", position), {"pattern": name, "times": times})
        for position, name, times in values["patterns"]
    ]


def _hour(values: Values) -> Rows:
    if values["now"] == "none":
        return rows(*hours("set-hour", "enrolment", "slot"), _BACK)
    more = row(button("btn-just-once", "set-ask-once"), button("btn-shifts", "set-ask-shifts", "enrolment"))
    return rows(*_patterns("set-shift", values), *hours("set-hour", "enrolment", "slot"), more, _BACK)


def _shifts(values: Values) -> Rows:
    change = row(
        button("btn-type-anew", "set-shifts-anew", "enrolment"), button("btn-forget", "set-shifts-forget", "enrolment")
    )
    return rows(*_patterns("set-shift", values), change, _BACK)


def _once(values: Values) -> Rows:
    minutes = values["usual"].hour * 60 + values["usual"].minute
    usual = Button("btn-as-usual", "set-once", ("enrolment", minutes), {"time": values["usual"]})
    return rows(*_patterns("set-once-shift", values), *hours("set-once", "enrolment"), usual)


def _shown(values: Values) -> Rows:
    toggles = (
        Button("btn-shown-in", "set-shown", (id_,), {"group": name, "shown": shown})
        for id_, name, shown in values["groups"]
    )
    return rows(*toggles, _BACK)


def _countries(values: Values) -> Rows:
    """Two in a row, then the way out of choosing."""
    each = [
        Button("btn-country", "set-country", (f"={code}",), {"country": name}) for code, name in values["countries"]
    ]
    pairs = (tuple(each[at : at + 2]) for at in range(0, len(each), 2))
    return rows(*pairs, row(button("btn-by-clock", "set-country", "=clock"), _BACK))


def _done(values: Values) -> Rows:
    today = [button("btn-check-in-today", "today")] if values["offers"] == "yes" else []
    return rows(*today, button("btn-settings", "set-home"))


def _nights() -> Rows:
    spans = [
        button("btn-span", "set-nights", start * 60, end * 60, **{"from": f"{start}:00", "to": f"{end}:00"})
        for start, end in _NIGHTS
    ]
    return rows(row(*spans[:2]), row(*spans[2:]), row(button("btn-no-nights", "set-nights", 0, 0), _BACK))


_PAUSES = [button("btn-pause-days", "set-pause", days, days=days) for days in _LENGTHS]
_QUIET_DAYS = [button("btn-quiet-days", "set-quiet-days", days, days=days) for days in (1, 2, 3)]

SCREENS: dict[str, Look] = {
    "settings": Look(_home),
    "set-hour": Look(_hour),
    "set-shifts": Look(_shifts),
    "set-shifts-ask": Look(rows(_BACK)),
    "set-shift-done": Look(_done),
    "set-shifts-forgotten": Look(rows(_BACK)),
    "once-ask": Look(_once),
    "once-nothing": Look(rows(row(button("btn-check-in-today", "today"), button("btn-settings", "set-home")))),
    "set-which-hour": Look(_which_hour),
    "set-hour-done": Look(_done),
    "set-zone-done": Look(_done),
    "set-closed": Look(rows(_BACK)),
    "set-nights": Look(_nights()),
    "set-use": Look(rows(*(button(f"btn-use-{one}", "set-use", f"={one}") for one in UseQuestion), _BACK)),
    "set-preset": Look(rows(*(button(f"btn-preset-{one}", "set-preset", f"={one}") for one in Preset), _BACK)),
    "set-quiet-days": Look(rows(row(*_QUIET_DAYS), button("btn-by-preset", "set-quiet-days", "=preset"), _BACK)),
    "set-country": Look(_countries),
    "set-opioids": Look(
        rows(
            row(button("btn-opioids-on", "set-opioids", "=on"), button("btn-opioids-off", "set-opioids", "=off")), _BACK
        )
    ),
    "set-shown": Look(_shown),
    "set-no-group": Look(rows(_BACK)),
    "pause-ask": Look(rows(row(*_PAUSES), _BACK)),
    "pause-on": Look(rows(button("btn-resume", "set-resume"), row(*_PAUSES))),
    "pause-begun": Look(
        rows(row(button("btn-tell-them", "set-pause-tell"), button("btn-tell-nobody", "set-pause-untold")))
    ),
    "resumed": Look(_done),
    "resume-not-paused": Look(_done),
}
