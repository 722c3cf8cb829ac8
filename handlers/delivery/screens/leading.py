"""Leading a group: its people, who leads it with whom, words to everybody, pauses, the weeks. The buttons."""

from bot.actions.groups.resting import LENGTHS
from handlers.delivery.look import Button, Look, Rows, Values, button, row, rows
from handlers.delivery.screens.reports import report

_PAGE = button("btn-back", "grp-page", "id")
_MY_GROUP = button("btn-my-group", "grp-page", "id")
_MEMBERS = button("btn-back", "grp-members", "id")
_DAYS = [button("btn-group-pause-days", "grp-pause-for", "id", days, days=days) for days in LENGTHS]
_LENGTHS = (row(*_DAYS[:2]), row(*_DAYS[2:]))
_MUTE = button("btn-mute", "grp-mute", "id")


def _members(values: Values) -> Rows:
    names = [Button("btn-name", "grp-member", ("id", who), {"name": name}) for who, name in values["entries"]]
    pairs = [row(*names[start : start + 2]) for start in range(0, len(names), 2)]
    ask = (button("btn-ask-by-link", "grp-co-link", "id"),) if values["may_name"] == "yes" else ()
    return rows(*pairs, *ask, _PAGE)


def _member(values: Values) -> Rows:
    naming = {
        "member": button("btn-ask-to-lead", "grp-co-offer", "id", "who"),
        "asked": button("btn-no-longer-ask", "grp-co-end", "id", "who"),
        "leads": button("btn-lead-without", "grp-co-end", "id", "who"),
    }
    mine = (naming[values["standing"]],) if values["may_name"] == "yes" else ()
    off = (button("btn-take-off-list", "grp-ask-remove", "id", "who"),) if values["removable"] == "yes" else ()
    return rows(*mine, *off, _MEMBERS)


def _step_back(values: Values) -> Rows:
    heirs = [Button("btn-hand-over-to", "grp-hand-over", ("id", who), {"name": name}) for who, name in values["heirs"]]
    other = () if heirs else (button("btn-choose-somebody", "grp-members", "id"),)
    return rows(*heirs, *other, row(button("btn-close-group", "grp-ask-close", "id"), _PAGE))


def _going_on(values: Values) -> Rows:
    if values["goes_on"] != "yes":
        return ()
    return rows(row(button("btn-keep-checkin", "grp-go-on", "id"), button("btn-stop-checkin", "grp-stop", "id")))


def _paused(values: Values) -> Rows:
    if values["keeps"] == "yes":
        return rows(button("btn-rest-too", "grp-rest", "id"))
    return rows(row(button("btn-keep-asking", "grp-keep-asking", "id"), button("btn-rest-too", "grp-rest", "id")))


SCREENS: dict[str, Look] = {
    "grp-members": Look(_members),
    "grp-member": Look(_member),
    "grp-co-lead-asked": Look(
        rows(
            row(button("btn-willing", "grp-co-yes", "id"), button("btn-no-thanks", "grp-co-no", "id")),
            report("co-lead", "id"),
        )
    ),
    "grp-co-link-made": Look(rows(_MEMBERS)),
    "grp-co-linked": Look(
        rows(
            row(button("btn-willing", "grp-link-yes", "token"), button("btn-no-thanks", "grp-link-no")),
            report("lead-link", "token"),
        )
    ),
    "grp-co-lead-ready": Look(
        rows(
            row(button("btn-yes-thats", "grp-co-confirm", "id", "who"), button("btn-no", "grp-co-refuse", "id", "who"))
        )
    ),
    "grp-co-confirmed": Look(rows(_MY_GROUP)),
    "grp-co-refused": Look(rows(_MY_GROUP)),
    "grp-co-lead-begun": Look(rows(_MY_GROUP)),
    "grp-co-lead-yes": Look(rows(_MY_GROUP)),
    "grp-co-leader-new": Look(rows(_MY_GROUP)),
    "grp-stopped-leading": Look(rows(_MY_GROUP)),
    "grp-ask-stop-leading": Look(rows(row(button("btn-yes-step-back", "grp-stop-leading", "id"), _PAGE))),
    "grp-ask-step-back": Look(_step_back),
    "grp-yours": Look(rows(_MY_GROUP)),
    "grp-yours-now": Look(rows(_MY_GROUP)),
    "grp-ask-close": Look(rows(row(button("btn-yes-close", "grp-close", "id"), _PAGE))),
    "grp-ended": Look(_going_on),
    "grp-removed": Look(lambda values: (*_going_on(values), *rows(button("btn-need-someone", "sos")))),
    "grp-ask-remove": Look(
        rows(row(button("btn-yes-take-off", "grp-remove", "id", "who"), button("btn-back", "grp-member", "id", "who")))
    ),
    "grp-removed-them": Look(rows(row(button("btn-new-link", "grp-ask-new-link", "id"), _MEMBERS))),
    "grp-encourage-ask": Look(rows(_PAGE)),
    "grp-encourage-unfit": Look(rows(_PAGE)),
    "grp-encourage-preview": Look(rows(row(button("btn-send-it", "grp-encourage-send", "id"), _PAGE))),
    "grp-encouraged": Look(rows(_PAGE)),
    "grp-encouraged-today": Look(rows(_PAGE)),
    "encouragement": Look(lambda values: rows(row(_MUTE, report("encouragement", "encouragement")))),
    "grp-muted": Look(rows(button("btn-unmute", "grp-unmute", "id"))),
    "grp-unmuted": Look(rows(_MUTE)),
    "grp-ask-pause": Look(rows(*_LENGTHS, _PAGE)),
    "grp-pause-on": Look(rows(button("btn-resume", "grp-resume", "id"), *_LENGTHS, _PAGE)),
    "grp-pause-begun": Look(rows(_PAGE)),
    "grp-pause-ended": Look(rows(_PAGE)),
    "grp-paused": Look(_paused),
    "grp-pause-kept": Look(rows(button("btn-rest-too", "grp-rest", "id"))),
    "grp-pause-rest": Look(rows(button("btn-keep-asking", "grp-keep-asking", "id"))),
    "grp-weeks": Look(rows(_PAGE)),
}
