"""Supporters: inviting, accepting, confirming, what each is told, and the supporter's own page. The buttons."""

from bot.rules.consent import Choice
from handlers.delivery.look import Button, Look, Rows, Values, button, row, rows
from handlers.delivery.screens.reports import report

LIMITS = (1, 2, 3, 5, 7)
BREAKS = (3, 7, 14)  # days

_MY_LIST = button("btn-my-list", "supporters")
_MY_PEOPLE = button("btn-my-people", "people")
_ASK_SOMEONE = button("btn-ask-someone", "sup-ask")


def _link(*, more: bool) -> Rows:
    willing = row(button("btn-willing", "lnk-yes", "head", "tail"), button("btn-not-now", "lnk-no", "head", "tail"))
    reported = report("support-link", "head", "tail")
    return rows(willing, row(*((button("btn-read-more", "lnk-more", "head", "tail"),) if more else ()), reported))


def _list(values: Values) -> Rows:
    lines = [
        button(f"btn-supporter-{standing}", "sup-one", support, position=position, name=name)
        for position, (support, name, standing) in enumerate(values["entries"], start=1)
    ]
    return rows(*lines, *(() if values["full"] else (_ASK_SOMEONE,)))


def _one(values: Values) -> Rows:
    up = (button("btn-move-up", "sup-up", "support", "position"),) if values["position"] > 1 else ()
    return rows(
        row(button("btn-what-they-read", "sup-share", "support"), button("btn-how-they-reach", "rte-ask", "support")),
        row(*up, button("btn-remove", "sup-remove", "support")),
        _MY_LIST,
    )


def _choices(values: Values) -> Rows:
    lines = [button(f"btn-{_dashed(one)}", "sup-preview", "support", f"={_dashed(one)}") for one in Choice]
    return rows(*lines)


def _preview(values: Values) -> Rows:
    chosen = f"={_dashed(values['choice'])}"
    return rows(
        row(button("btn-save", "sup-save", "support", chosen), button("btn-back", "sup-share", "support")),
    )


def _dashed(choice: str) -> str:
    return choice.replace("_", "-")


def _route(values: Values) -> Rows:
    by_name = (button("btn-route-telegram", "rte-set", "support", "=telegram"),) if values["named"] else ()
    return rows(
        *by_name,
        button("btn-route-phone", "rte-set", "support", "=phone"),
        button("btn-route-bot", "rte-set", "support", "=bot"),
    )


def _route_set(values: Values) -> Rows:
    back = "sup-one" if values["side"] == "member" else "ppl-one"
    return rows(
        row(button("btn-route-other", "rte-ask", "support"), button("btn-done", back, "support")),
    )


def _people(values: Values) -> Rows:
    names = [button("btn-person", "ppl-one", support, name=name) for support, name in values["entries"]]
    return rows(*names)


def _people_here(values: Values) -> Rows:
    mine = row(button("btn-not-today", "ppl-today"), button("btn-need-break", "ppl-break"))
    return (*_people(values), *rows(mine, button("btn-my-hours", "hrs")))


def _people_off(values: Values) -> Rows:
    return (*_people(values), *rows(row(button("btn-im-back", "ppl-back"), button("btn-my-hours", "hrs"))))


_HOURS = rows(
    button("btn-keep-all", "hrs-keep"),
    row(
        button("btn-quiet-hours", "hrs-quiet"), button("btn-weekly-limit", "hrs-limit"), button("btn-zone", "hrs-zone")
    ),
)
_STOP: Button = button("btn-stop-supporting", "ppl-stop", "support")

SCREENS: dict[str, Look] = {
    # A link, from both ends
    "invite-made": Look(lambda values: rows(Button("btn-send-link", url=values["share"]), _MY_LIST)),
    "invite-asked": Look(_link(more=True)),
    "invite-more": Look(_link(more=False)),
    "invite-not-now": Look(rows(button("btn-willing-after-all", "lnk-yes", "head", "tail"))),
    # The member's list
    "supporters": Look(_list),
    "supporters-none": Look(rows(_ASK_SOMEONE)),
    "supporters-full": Look(rows(_MY_LIST)),
    "supporter": Look(_one, protect=True),
    "support-accepted": Look(
        rows(row(button("btn-yes-thats", "sup-confirm", "support"), button("btn-no", "sup-refuse", "support")))
    ),
    "support-refused": Look(rows(row(_ASK_SOMEONE, _MY_LIST))),
    "support-over": Look(rows(row(_MY_LIST, _MY_PEOPLE))),
    "sharing-choose": Look(_choices),
    "sharing-preview": Look(_preview),
    "sharing-saved": Look(rows(button("btn-how-they-reach", "rte-ask", "support"), _MY_LIST)),
    "supporter-remove": Look(
        rows(
            row(
                button("btn-tell-them", "sup-end", "support", "=tell"),
                button("btn-say-nothing", "sup-end", "support", "=silent"),
            ),
            button("btn-keep-listed", "sup-end", "support", "=listed"),
            button("btn-back", "sup-one", "support"),
        )
    ),
    "supporter-removed": Look(rows(_MY_LIST)),
    "support-stopped": Look(rows(row(_ASK_SOMEONE, _MY_LIST))),
    # How to reach each other
    "route-ask": Look(_route),
    "route-ask-phone": Look(ask_for="contact"),
    "route-phone-kept": Look(ask_for="nothing"),
    "route-set": Look(_route_set, protect=True),
    # The supporter's page
    "people": Look(_people_here),
    "people-off": Look(_people_off),
    "people-one": Look(rows(row(button("btn-how-they-reach", "rte-ask", "support"), _STOP), _MY_PEOPLE), protect=True),
    "people-waiting": Look(rows(row(_STOP, _MY_PEOPLE))),
    "people-listed": Look(rows(row(_STOP, _MY_PEOPLE))),
    "people-stop": Look(
        rows(row(button("btn-yes-stop", "ppl-end", "support"), button("btn-back", "ppl-one", "support")))
    ),
    "people-stopped": Look(rows(_MY_PEOPLE)),
    "support-confirmed": Look(rows(_MY_PEOPLE)),
    "support-told": Look(rows(_MY_PEOPLE), protect=True),
    # Their hours
    "hours": Look(_HOURS),
    "hours-proposed": Look(_HOURS),
    "hours-ask-quiet": Look(rows(button("btn-back", "hrs"))),
    "hours-ask-zone": Look(rows(button("btn-back", "hrs"))),
    "hours-kept": Look(rows(_MY_PEOPLE)),
    "hours-ask-limit": Look(
        rows(
            row(*(button("btn-number", "hrs-set-limit", limit, number=str(limit)) for limit in LIMITS)),
            row(button("btn-no-limit", "hrs-set-limit", "=none"), button("btn-back", "hrs")),
        )
    ),
    "break-ask": Look(rows(*(button("btn-break-days", "ppl-off", days, days=days) for days in BREAKS), _MY_PEOPLE)),
    "break-set": Look(rows(row(button("btn-im-back", "ppl-back"), _MY_PEOPLE))),
    "break-over": Look(rows(_MY_PEOPLE)),
}
