"""Groups: setting one up, its cadence, its links, and what a leader may see. The buttons."""

from datetime import time

from bot.rules.templates import Template
from bot.rules.vocabulary import Preset
from handlers.delivery.look import Button, Look, Rows, Values, button, row, rows
from handlers.delivery.screens.joining import USUAL_HOURS, hours

WINDOWS = (3, 6, 9, 12, 18, 23)  # hours
REMINDERS = ("none", "one", "two", "slow")
_PAGE = button("btn-back", "grp-page", "id")
_CHANGE = button("btn-back", "grp-change", "id")
_MUTE_LINES = button("btn-mute-lines", "grp-mute", "id")
_HEAR_LINES = button("btn-hear-lines", "grp-unmute", "id")


def _which(values: Values) -> Rows:
    return rows(*(Button("btn-group", "grp-page", (id_,), {"group": name}) for id_, name in values["listed"]))


def _overview(values: Values) -> Rows:
    mine = [button("btn-my-part", "grp-as-member", "id")] if values["also_member"] == "yes" else []
    return rows(
        row(button("btn-members", "grp-members", "id"), button("btn-weeks", "grp-weeks", "id")),
        row(button("btn-invite", "grp-link", "id"), button("btn-new-link", "grp-ask-new-link", "id")),
        row(button("btn-change", "grp-change", "id"), button("btn-encourage", "grp-encourage", "id")),
        row(button("btn-group-pause", "grp-pause", "id"), button("btn-step-back", "grp-step-back", "id")),
        *mine,
    )


def _mine(values: Values) -> Rows:
    other = "counted" if values["shown"] == "name" else "name"
    return rows(
        button("btn-my-hour", "set-ask-hour"),
        button(f"btn-show-{other}", "grp-shown", "id", f"={other}"),
        _HEAR_LINES if values["muted"] == "yes" else _MUTE_LINES,
        button("btn-find-supporter", "fnd", "id"),
        button("btn-offer", "off", "id"),
        button("btn-leave", "grp-ask-leave", "id"),
    )


def _days(values: Values) -> Rows:
    draft: frozenset[int] = values["draft"]
    toggles = [
        Button(f"btn-day-{day}", "grp-days", ("id", _digits(draft ^ {day})), {"on": "yes" if day in draft else "no"})
        for day in range(7)
    ]
    save = button("btn-save", "grp-days", "id", _digits(draft), "=save")
    return rows(row(*toggles[:4]), row(*toggles[4:]), row(save, _CHANGE))


def _digits(days: frozenset[int]) -> str:
    return "=" + ("".join(str(day) for day in sorted(days)) or "none")


def _times(values: Values) -> Rows:
    draft: tuple[time, ...] = values["draft"]
    offered = sorted({*draft, *(time(hour) for hour in USUAL_HOURS)})
    toggles = [
        Button(
            "btn-time",
            "grp-times",
            ("id", _minutes({*draft} ^ {at})),
            {"on": "yes" if at in draft else "no", "time": at},
        )
        for at in offered
    ]
    save = button("btn-save", "grp-times", "id", _minutes({*draft}), "=save")
    return rows(*(row(*toggles[start : start + 3]) for start in range(0, len(toggles), 3)), row(save, _CHANGE))


def _minutes(times: set[time]) -> str:
    return "=" + ("-".join(str(at.hour * 60 + at.minute) for at in sorted(times)) or "none")


_WINDOW = [button("btn-hours", "grp-window", "id", hours_, hours=hours_) for hours_ in WINDOWS]
_PRESETS = [button(f"btn-preset-{preset}", "grp-preset", "id", f"={preset}") for preset in Preset]

SCREENS: dict[str, Look] = {
    "grp-ask-template": Look(rows(*(button(f"btn-template-{one}", "grp-template", f"={one}") for one in Template))),
    "grp-ask-hour": Look(hours("grp-hour")),
    "grp-confirm-hour": Look(rows(button("btn-make-group", "grp-hour", "minutes"))),
    "grp-made": Look(rows(row(button("btn-change", "grp-change", "id"), button("btn-join-in", "join-look", "token")))),
    "grp-link": Look(qr_code="link"),
    "grp-approval": Look(
        rows(row(button("btn-approve", "grp-approve", "id"), button("btn-decline", "grp-decline", "id")))
    ),
    "grp-approved": Look(rows(row(button("btn-invite", "grp-link", "id"), button("btn-change", "grp-change", "id")))),
    "grp-none": Look(rows(button("btn-new-group", "grp-new"))),
    "grp-which": Look(_which),
    "grp-overview": Look(_overview),
    "grp-mine": Look(_mine),
    "grp-ask-new-link": Look(rows(row(button("btn-yes-new-link", "grp-new-link", "id"), _PAGE))),
    "grp-link-renewed": Look(rows(_PAGE)),
    "grp-ask-leave-named": Look(
        rows(
            button("btn-leave-and-keep", "grp-leave", "id", "=kept"),
            button("btn-leave-and-end", "grp-leave", "id", "=ended"),
            button("btn-stay", "grp-as-member", "id"),
        )
    ),
    "grp-ask-leave": Look(
        rows(row(button("btn-yes-leave", "grp-leave", "id"), button("btn-stay", "grp-as-member", "id")))
    ),
    "grp-left-alone": Look(
        rows(row(button("btn-keep-asking", "grp-keep-alone", "id"), button("btn-no-thanks", "help")))
    ),
    "grp-change": Look(
        rows(
            row(button("btn-days", "grp-days", "id", "=show"), button("btn-times", "grp-times", "id", "=show")),
            row(
                button("btn-window", "grp-window", "id", "=show"),
                button("btn-reminders", "grp-reminders", "id", "=show"),
            ),
            row(button("btn-preset", "grp-preset", "id", "=show"), button("btn-rename", "grp-rename", "id")),
            _PAGE,
        )
    ),
    "grp-days": Look(_days),
    "grp-times": Look(_times),
    "grp-window": Look(rows(row(*_WINDOW[:3]), row(*_WINDOW[3:]), _CHANGE)),
    "grp-reminders": Look(
        rows(*(button(f"btn-reminders-{one}", "grp-reminders", "id", f"={one}") for one in REMINDERS), _CHANGE)
    ),
    "grp-preset": Look(rows(*_PRESETS, _CHANGE)),
    "grp-ask-new-name": Look(rows(_CHANGE)),
    "grp-rhythm": Look(rows(button("btn-my-hour", "set-ask-hour"))),
    "grp-rhythm-held": Look(
        rows(row(button("btn-use-new", "grp-adopt", "id"), button("btn-keep-mine", "grp-keep", "id")))
    ),
    "grp-preset-proposed": Look(
        rows(row(button("btn-use-it", "grp-adopt-preset", "id", "preset"), button("btn-keep-mine", "grp-keep-preset")))
    ),
}
