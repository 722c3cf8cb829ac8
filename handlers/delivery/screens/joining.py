"""Joining: what this is, the hour, the zone, the first check-in. The buttons."""

from bot.rules.vocabulary import Proposal
from bot.texts.crisis_cards import UNKNOWN
from handlers.delivery.look import Button, Look, Rows, Values, button, row, rows
from handlers.delivery.screens.reports import report

USUAL_HOURS = (7, 8, 9, 12, 18, 21)


def hours(verb: str, *args: str | int) -> Rows:
    """The usual hours as buttons; each sends the minutes since midnight behind `args`."""
    made = [button("btn-hour", verb, *args, hour * 60, time=f"{hour}:00") for hour in USUAL_HOURS]
    return rows(row(*made[:3]), row(*made[3:]))


def _hours_in_group(values: Values) -> Rows:
    keep = button("btn-keep-times", "join-hour", "enrolment", "=keep")
    if values["count"] != 1:
        return rows(keep)
    return rows(keep, *hours("join-hour", "enrolment"))


def _countries(values: Values) -> Rows:
    named = [
        Button("btn-country", "join-numbers", (f"={code}",), {"country": name}) for code, name in values["countries"]
    ]
    pairs = [row(*named[start : start + 2]) for start in range(0, len(named), 2)]
    return rows(*pairs, button("btn-elsewhere", "join-numbers", f"={UNKNOWN}"))


def _skip(label: str, what: Proposal) -> Button:
    return button(label, "prop-skip", f"={what}")


def _near(values: Values) -> Rows:
    """The clocks near a shared place, each with its hour: most people know the hour before they know the city."""
    offered = (
        Button("btn-clock-in", "zone-yes", ("purpose", f"={zone}"), {"clock": clock, "city": city})
        for zone, clock, city in values["offered"]
    )
    return rows(*offered, button("btn-none-of-these", "zone-no", "purpose"))


def _choose_zone(values: Values) -> Rows:
    offered = [
        Button("btn-city", "zone-yes", ("purpose", f"={zone}"), {"city": city}) for zone, city in values["offered"]
    ]
    pairs = [row(*offered[start : start + 2]) for start in range(0, len(offered), 2)]
    return rows(*pairs, button("btn-none-of-these", "zone-no", "purpose"))


_AGREE = button("btn-agree", "join-agree", "link")
_BACK = button("btn-back", "join-welcome", "link")

SCREENS: dict[str, Look] = {
    "welcome": Look(
        rows(_AGREE, row(button("btn-read-more", "join-more", "link"), button("btn-under-age", "join-under")))
    ),
    "join-read-more": Look(
        rows(_AGREE, button("btn-told-to", "join-told", "link"), row(_BACK, button("btn-under-age", "join-under")))
    ),
    "join-told-to": Look(rows(row(_BACK, button("btn-read-more", "join-more", "link")))),
    "join-under-age": Look(rows(button("btn-numbers-here", "join-where")), protect=False),
    "crisis-for-a-stranger": Look(rows(button("btn-numbers-here", "join-where")), protect=False),
    "join-numbers": Look(rows(button("btn-another-country", "join-where")), protect=False),
    "join-where": Look(_countries),
    "join-group": Look(
        rows(
            button("btn-join-name", "join-group", "token", "=name"),
            button("btn-join-counted", "join-group", "token", "=counted"),
            row(button("btn-not-now", "join-not-now"), report("group-link", "token")),
        )
    ),
    "join-declined": Look(rows(row(button("btn-just-me", "join-alone"), button("btn-help", "help")))),
    "join-hour": Look(rows(*hours("join-hour", "enrolment"), button("btn-i-lead", "grp-new"))),
    "join-hour-group": Look(_hours_in_group),
    "zone-confirm": Look(
        rows(row(button("btn-yes", "zone-yes", "purpose", "zone"), button("btn-no", "zone-no", "purpose")))
    ),
    "zone-ask": Look(rows(button("btn-my-place", "zone-place", "purpose"))),
    "zone-ask-place": Look(ask_for="location"),
    "zone-place-looked-up": Look(ask_for="nothing"),
    "zone-heard": Look(ask_for="nothing"),
    "zone-choose": Look(_choose_zone),
    "zone-near": Look(_near),
    "join-done": Look(rows(row(button("btn-start-now", "today"), button("btn-see-you", "join-later")))),
    "propose-supporter": Look(
        rows(row(button("btn-ask-someone", "sup-ask"), _skip("btn-not-now", Proposal.SUPPORTER)))
    ),
    "propose-sharing": Look(
        rows(row(button("btn-choose", "sup-share", "support"), _skip("btn-not-now", Proposal.SHARING)))
    ),
    "propose-nights": Look(
        rows(row(_skip("btn-suits-me", Proposal.NIGHTS), button("btn-change-that", "set-ask-nights")))
    ),
    "join-closed": Look(rows(button("btn-help", "help"))),
    "link-dead": Look(),
}
