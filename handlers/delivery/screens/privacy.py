"""A person's own data. The buttons."""

from handlers.delivery.look import Button, Look, button, row, rows

_KEEP = button("btn-keep-everything", "forget-keep")

SCREENS: dict[str, Look] = {
    "export-ask": Look(rows(row(button("btn-send-file", "export-send"), button("btn-not-now", "export-not")))),
    "export": Look(rows(button("btn-delete-file", "export-delete")), document="file"),
    "forget-ask": Look(rows(row(button("btn-go-on", "forget-sure"), _KEEP))),
    "forget-sure": Look(rows(Button("btn-erase", "forget-now", style="danger"), _KEEP)),
    "group-gone": Look(rows(row(button("btn-keep-asking", "grp-keep-alone", "id"), button("btn-no-thanks", "help")))),
}
