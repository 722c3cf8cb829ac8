"""A person's own data. The buttons."""

from handlers.delivery.look import Button, Look, Rows, Values, button, row, rows

_KEEP = button("btn-keep-everything", "forget-keep")

_BACK = button("btn-back", "privacy")


def _looks(values: Values) -> Rows:
    earlier = [button("btn-looks-earlier", "privacy-looks", "skip")] if values["more"] == "yes" else []
    return rows(row(*earlier, _BACK))


SCREENS: dict[str, Look] = {
    "privacy": Look(
        rows(
            row(button("btn-privacy-looks", "privacy-looks", 0), button("btn-privacy-kept", "privacy-kept")),
            row(button("btn-privacy-people", "supporters"), button("btn-privacy-copy", "export")),
            row(button("btn-clear-chat", "privacy-clear"), button("btn-forget-me", "forget")),
            button("btn-told-to", "privacy-told"),
        )
    ),
    "privacy-kept": Look(rows(_BACK)),
    "privacy-looks": Look(_looks),
    "privacy-no-looks": Look(rows(_BACK)),
    "privacy-told-to": Look(rows(_BACK)),
    "privacy-cleared": Look(rows(row(button("btn-check-in-now", "today"), button("btn-help", "help")))),
    "export-ask": Look(rows(row(button("btn-send-file", "export-send"), button("btn-not-now", "export-not")))),
    "export": Look(rows(button("btn-delete-file", "export-delete")), document="file", protect=False),
    "farewell": Look(rows(button("btn-take-copy", "export"))),
    "forget-ask": Look(rows(button("btn-export-first", "export"), row(button("btn-go-on", "forget-sure"), _KEEP))),
    "forget-sure": Look(rows(Button("btn-erase", "forget-now", style="danger"), _KEEP)),
}
