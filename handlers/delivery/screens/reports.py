"""Reporting a person: the one button that other screens carry, and what it asks."""

from handlers.delivery.look import Button, Look, Rows, Values, button, row, rows

_ENDINGS = {  # what the reporter can end in the same breath: with a report, and where nobody reads one
    "group": ("btn-report-leave", "btn-leave-group"),
    "support": ("btn-report-stop", "btn-stop-being-there"),
}


def report(about: str, *ref: str) -> Button:
    """[Report a person] over a message of the kind `about`; `ref` names the values that say which."""
    return button("btn-report", "report", f"={about}", *ref)


def _ask(values: Values) -> Rows:
    heard = values["heard"] == "yes"
    plain = (button("btn-yes-report", "report-send", "about", "ref", "=stay"),) if heard else ()
    ends = _ENDINGS.get(values["tie"])
    with_end = (button(ends[0 if heard else 1], "report-send", "about", "ref", "=leave"),) if ends else ()
    return rows(row(*plain, *with_end), button("btn-dont-report", "report-not"))


SCREENS: dict[str, Look] = {
    "report-ask": Look(_ask, protect=True),
    "report-done": Look(rows(row(button("btn-need-someone", "sos"), button("btn-numbers", "numbers")))),
}
