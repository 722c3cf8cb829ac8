"""Finding a supporter in the group: offers, requests, the named leader. The buttons."""

from handlers.delivery.look import Look, Rows, Values, button, row, rows

ROOMS = (1, 2, 3, 5)
_ASK_SOMEONE = button("btn-ask-someone", "sup-ask")
_MY_LIST = button("btn-my-list", "supporters")
_THE_LIST = button("btn-back", "fnd", "id")
_GROUP = button("btn-back", "grp-as-member", "id")
_ANSWER = rows(row(button("btn-willing", "req-yes", "request"), button("btn-not-now", "req-no", "request")))


def _people(values: Values) -> Rows:
    names = [button("btn-find-one", "fnd-one", "id", who, name=name) for who, name in values["listed"]]
    return rows(*names, row(_ASK_SOMEONE, _MY_LIST))


def _one(values: Values) -> Rows:
    free = values["standing"] == "free"
    ask = rows(button("btn-ask-person", "fnd-ask", "id", "supporter")) if free else ()
    return (*ask, *rows(_THE_LIST))


def _leaders(values: Values) -> Rows:
    names = [button("btn-ask-person", "led-ask", group, who, name=name) for group, who, name in values["listed"]]
    return rows(*names, button("btn-back", "supporters"))


SCREENS: dict[str, Look] = {
    "find-someone": Look(_people),
    "find-nobody": Look(rows(row(_ASK_SOMEONE, _MY_LIST))),
    "find-one": Look(_one),
    "find-asked": Look(rows(_MY_LIST)),
    "find-enough": Look(rows(_THE_LIST)),
    "find-gone": Look(rows(_THE_LIST)),
    "request": Look(_ANSWER),
    "request-leader": Look(_ANSWER),
    "request-not-now": Look(rows(_MY_LIST)),
    "offer-about": Look(rows(row(button("btn-write-line", "off-line", "id"), _GROUP))),
    "offer-ask-line": Look(),
    "offer-ask-room": Look(
        rows(row(*(button("btn-number", "off-room", "id", room, number=str(room)) for room in ROOMS)))
    ),
    "offer-mine": Look(
        rows(row(button("btn-change-line", "off-line", "id"), button("btn-take-back", "off-end", "id")), _GROUP)
    ),
    "offer-withdrawn": Look(rows(_GROUP)),
    "leader-about": Look(_leaders),
    "leader-none": Look(rows(_MY_LIST)),
    "leader-asked": Look(rows(_MY_LIST)),
    "leader-asked-already": Look(rows(_MY_LIST)),
    "leader-not-now": Look(rows(_MY_LIST)),
    "leader-named-already": Look(rows(_MY_LIST)),
    "leader-in-place": Look(rows(_MY_LIST)),
    "leader-agreed": Look(rows(button("btn-my-people", "people"))),
}
