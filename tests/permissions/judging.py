"""What a refusal must be, what a rightful tap must be, and who taps what."""

from collections.abc import Iterator

from bot.rules.permissions import Action
from tests.permissions.cast import MARK, MEMBERS, TO_GROUP, Who
from tests.permissions.door import Answer, Door
from tests.permissions.matrix import Case
from tests.permissions.rows import Changed

REFUSALS = frozenset(
    {"not-yours", "unknown-tap", "support-over", "alert-over", "alert-closed", "set-closed", "our-fault"}
)
CIRCLE = frozenset({*MEMBERS, Who.SAM, Who.ANA, Who.BEN, *TO_GROUP})  # around the four members and their group
ANYBODY = (Who.MAYA, Who.SAM, Who.DANA, Who.REX, Who.NIA, Who.NEWCOMER)  # for what is about nobody else


def tapped_by(case: Case) -> Iterator[Who]:
    """Everybody who might tap it; of four members of the same standing the one it is about, and Maya."""
    if not case.about and case.asked is None:
        yield from ANYBODY
        return
    yield from (who for who in Who if who not in MEMBERS or who is Who.MAYA or case.about.startswith(who))


def faults(door: Door, case: Case, who: Who, answer: Answer) -> list[str]:
    """What is wrong with how this tap was answered; none where all is well."""
    found = [f"an error was logged: {one}" for one in answer.errors] + ["it was set aside"] * answer.set_aside
    if not heard(door, who, answer):
        found.append("nothing was said")
    if not case.may(who):
        found += [f"{one.table} changed: {one.row}" for one in answer.effects]
        found += [f"they read {name}" for name in forbidden(who) if name in answer.said]
    elif case.action is Action.OWN_THINGS:
        found += [f"somebody else's {one.table} changed: {one.row}" for one in foreign(door, who, answer)]
    elif case.action is not Action.USE_LINK and REFUSALS & set(answer.kinds):
        found.append(f"they may, and were refused: {answer.kinds}")
    return [f"{case.data} tapped by {who} ({case.relation(who)}): {one}" for one in found]


def heard(door: Door, who: Who, answer: Answer) -> bool:
    """Whether they were told anything, at once or by a message that waits for them in the outbox."""
    me = door.cast.person_ids.get(who)
    return bool(answer.kinds) or any(row["recipient_id"] == me for row in answer.new("outbox"))


def foreign(door: Door, who: Who, answer: Answer) -> list[Changed]:
    """Rows that changed and have nothing to do with `who`. A message to others may follow from what is one's own."""
    me = door.cast.person_ids.get(who)
    if me is None:  # whoever has just agreed
        me = next((row["id"] for row in answer.new("people")), None)
    mine = {row["id"] for row in answer.new("alerts") if row["member_id"] == me}
    return [
        one
        for one in answer.changed
        if one.table != "outbox" and me not in door.rows.owners(one) and one.row.get("alert_id") not in mine
    ]


def forbidden(who: Who) -> set[str]:
    """What somebody without the right must not read: who is in the circle, and the group's name if they are not in it."""
    names = {f"{one.value.title()}{MARK}" for one in CIRCLE if one is not who}
    return names if who in TO_GROUP else names | {f"Circle{MARK}"}
