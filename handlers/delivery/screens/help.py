"""Help, by role and by what a person is in the middle of. The buttons."""

from handlers.delivery.look import Look, Rows, Values, button, row, rows


def _help(values: Values) -> Rows:
    """What each role needs most; the way to people is always there."""
    member = [row(button("btn-check-in-now", "today"), button("btn-settings", "set-home"))]
    newcomer = [row(button("btn-check-in-too", "join-welcome", "=none"))]
    group = "grp-home" if values["is_leader"] == "yes" or values["in_group"] == "yes" else "grp-new"
    return rows(
        *(member if values["is_member"] == "yes" else newcomer),
        button("btn-my-group" if group == "grp-home" else "btn-new-group", group),
        button("btn-need-someone", "sos"),
    )


SCREENS: dict[str, Look] = {"help": Look(_help)}
