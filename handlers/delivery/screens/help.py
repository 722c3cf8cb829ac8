"""Help, by role and by what a person is in the middle of. The buttons."""

from handlers.delivery.look import Button, Look, Rows, Values, button, row, rows

_HELP = button("btn-help", "help")
_GO_ON = button("btn-go-on", "join-go-on")


def _help(values: Values) -> Rows:
    """What is open first, then each role on rows of its own; the way to people is always there, and last."""
    return rows(
        *([_GO_ON] if values["half_way"] and not values["waiting"] else []),
        *([button("btn-stop-waiting", "cancel")] if values["waiting"] else []),
        *(_member(values) if values["is_member"] else [button("btn-check-in-too", "join-welcome", "=none")]),
        *([row(button("btn-my-people", "people"), button("btn-my-hours", "hrs"))] if values["is_supporter"] else []),
        _groups(values),
        button("btn-who-sees-what", "privacy"),
        button("btn-need-someone", "sos"),
    )


def _member(values: Values) -> list[tuple[Button, ...]]:
    pause = button("btn-resume", "set-resume") if values["paused"] else button("btn-pause", "set-ask-pause")
    return [
        row(button("btn-check-in-now", "today"), button("btn-my-list", "supporters")),
        row(button("btn-settings", "set-home"), pause),
    ]


def _groups(values: Values) -> tuple[Button, ...]:
    mine, new = button("btn-my-group", "grp-home"), button("btn-new-group", "grp-new")
    if values["is_leader"]:
        return row(mine, new)
    return row(mine if values["in_group"] else new)


SCREENS: dict[str, Look] = {
    "help": Look(_help),
    "cancelled": Look(rows(_HELP)),
    "cancelled-keyboard": Look(ask_for="nothing"),
    "nothing-to-cancel": Look(rows(_HELP)),
    "unknown-command": Look(rows(_HELP)),
    "progress": Look(rows(row(button("btn-check-in-now", "today"), _HELP))),
    "own-number": Look(lambda values: rows(Button("btn-copy-number", copy=values["number"]))),
}
