"""Consent: what one supporter is told, by one of three choices or reason by reason; asked again before a year is over. The buttons."""

from bot.rules.consent import SHARED, Choice
from handlers.delivery.look import Button, Look, Rows, Values, button, row, rows

_MY_LIST = button("btn-my-list", "supporters")
_KEEP_IT = button("btn-keep-it", "rnw-keep", "support", "purpose", "newest")


def _choices(values: Values) -> Rows:
    lines = [button(f"btn-{_dashed(one)}", "sup-preview", "support", f"={_dashed(one)}") for one in Choice]
    return rows(*lines, button("btn-more", "fin", "support"))


def _finer(values: Values) -> Rows:
    """The reasons, two a row; each opens its own page with the draft as it is."""
    signals = [
        button("btn-finer-signal", "fin-one", "support", "draft", number, signal=signal.value.lower())
        for number, signal in enumerate(SHARED)
    ]
    pairs = [row(*signals[start : start + 2]) for start in range(0, len(signals), 2)]
    every = button("btn-finer-all", "fin-one", "support", "draft", len(SHARED))
    return rows(
        *pairs,
        row(every, button("btn-finer-see", "fin-see", "support", "draft")),
        button("btn-back", "sup-share", "support"),
    )


def _finer_one(values: Values) -> Rows:
    levels = [
        Button("btn-level", "fin-one", ("support", f"={draft}", "number"), {"level": level, "on": on})
        for level, draft, on in values["levels"]
    ]
    first = values["first"]
    asking = (
        [Button("btn-ask-me-first", "fin-one", ("support", f"={first[1]}", "number"), {"on": first[0]})]
        if first
        else []
    )
    pairs = [row(*levels[start : start + 2]) for start in range(0, len(levels), 2)]
    return rows(*pairs, *asking, button("btn-done", "fin-all", "support", "draft"))


def _saved(values: Values) -> Rows:
    told = (button("btn-tell-change", "sup-tell", "support"),) if values["told"] == "no" else ()
    return rows(*told, button("btn-how-they-reach", "rte-ask", "support"), _MY_LIST)


def _preview(values: Values) -> Rows:
    chosen = f"={_dashed(values['choice'])}"
    return rows(
        row(button("btn-save", "sup-save", "support", chosen), button("btn-back", "sup-share", "support")),
    )


def _yes_or_no(verb: str) -> Rows:
    """[Tell them] [Say nothing], for a consent of its own."""
    answers = row(button("btn-tell-them", verb, "support", "=yes"), button("btn-say-nothing", verb, "support", "=no"))
    return rows(answers, button("btn-back", "sup-one", "support"))


def _dashed(choice: str) -> str:
    return choice.replace("_", "-")


SCREENS: dict[str, Look] = {
    "sharing-choose": Look(_choices),
    "sharing-preview": Look(_preview),
    "sharing-saved": Look(_saved),
    "finer": Look(_finer),
    "finer-one": Look(_finer_one),
    "finer-preview": Look(
        rows(
            row(button("btn-save", "fin-save", "support", "draft"), button("btn-back", "fin-all", "support", "draft")),
        )
    ),
    "renew-alert": Look(rows(row(_KEEP_IT, button("btn-change-it", "sup-share", "support")))),
    "renew-out_of_reach": Look(rows(row(_KEEP_IT, button("btn-change-it", "sup-absence", "support")))),
    "renew-kept": Look(rows(_MY_LIST)),
    "lapsed-alert": Look(rows(row(button("btn-choose-again", "sup-share", "support"), _MY_LIST))),
    "lapsed-out_of_reach": Look(rows(row(button("btn-choose-again", "sup-absence", "support"), _MY_LIST))),
    "renew-checked_in": Look(rows(row(_KEEP_IT, button("btn-change-it", "sup-checked", "support")))),
    "lapsed-checked_in": Look(rows(row(button("btn-choose-again", "sup-checked", "support"), _MY_LIST))),
    "checked-in": Look(protect=True),
    "checked-in-ask": Look(_yes_or_no("sup-checked-set")),
    "checked-in-saved": Look(rows(button("btn-back", "sup-one", "support"))),
    "absence-saved": Look(rows(button("btn-back", "sup-one", "support"))),
    "absence-ask": Look(_yes_or_no("sup-absence-set")),
}
