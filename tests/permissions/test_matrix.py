"""Every button, command, link and typed answer as everybody: who may is in `bot.rules.permissions`, and nobody else can."""

import re

import pytest

from bot.rules.permissions import TABLE, Action
from handlers import routes
from tests.permissions.cast import MEMBERS, Who
from tests.permissions.door import Door
from tests.permissions.judging import faults, forbidden, foreign, heard, tapped_by
from tests.permissions.matrix import MATRIX, TYPED, Case

NO_SUCH_ID = 2**31 - 1
PEOPLE = [who for who in Who if who is not Who.NEWCOMER]


def test_every_button_there_is_has_its_place_in_the_matrix() -> None:
    assert {case.verb for case in MATRIX} == set(routes.TAPS), "tests/permissions/matrix.py says who may tap what"
    assert {case.verb for case in TYPED} == set(routes.HEARERS)


def test_every_action_of_the_table_is_tried() -> None:
    tried = {case.action for case in MATRIX}
    assert set(TABLE) - tried == {
        Action.ASK_FOR_HELP,
        Action.SEE_SUPPORTED,
    }  # they name nobody's rows: they are one's own


@pytest.mark.parametrize("action", sorted({case.action for case in MATRIX}))
async def test_only_who_may_can(door: Door, action: Action) -> None:
    found = []
    for case in (one for one in MATRIX if one.action is action):
        for who in tapped_by(case):
            found += faults(door, case, who, await door.knock(door.tap(who, door.cast.fill(case.data))))
    assert not found, "\n".join(found)


def forged(data: str) -> set[str]:
    """The same button with each of its parts gone, senseless, of nobody, or of somebody else."""
    verb, *args = data.split(":")
    found = {
        verb,
        f"{data}:1",
        f"{verb}:{'A' * 43}",
        f"{verb}:-1",
        f"{data}:x:y:z:w",
        data[:-1],
        data.upper(),
        f"{data}\x00",
    }
    for place in range(len(args)):
        for other in ("0", "1", str(NO_SUCH_ID), str(2**31), "9" * 43, "1_0", "+1", "x"):
            found.add(":".join([verb, *args[:place], other, *args[place + 1 :]]))
        found.add(":".join([verb, *args[:place]]))
    return found - {data}


@pytest.mark.parametrize("action", sorted({case.action for case in MATRIX}))
async def test_what_was_forged_breaks_nothing_and_reaches_nobody(door: Door, action: Action) -> None:
    found: list[str] = []
    tried: set[str] = set()
    for case in (one for one in MATRIX if one.action is action):
        true = door.cast.fill(case.data)
        for data in sorted(forged(true) - tried):
            if re.search("token|head", case.data) and data.startswith(f"{true}:"):
                continue  # whoever has the link has it, whatever stands behind it
            tried.add(data)
            answer = await door.knock(door.tap(Who.NIA, data))
            found += [f"{data}: {one}" for one in answer.errors] + [f"{data}: set aside"] * answer.set_aside
            found += [f"{data} changed somebody else's {one}" for one in foreign(door, Who.NIA, answer)]
            found += [f"{data} showed {name}" for name in forbidden(Who.NIA) if name in answer.said]
            found += [f"{data}: nothing was said"] * (not heard(door, Who.NIA, answer))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("action", sorted({case.action for case in MATRIX}))
async def test_who_may_can_tap_twice_and_with_forged_parts(door: Door, action: Action) -> None:
    found = []
    for case in (one for one in MATRIX if one.action is action):
        who, data = next(who for who in Who if case.may(who)), door.cast.fill(case.data)
        first = await door.knock(door.tap(who, data), stay=True)
        again = await door.knock(door.tap(who, data))
        answered = heard(door, who, again) or first.new("outbox")
        found += [f"{data} tapped twice: {one}" for one in again.errors] + [f"{data} twice: mute"] * (not answered)
        door.rows.put_back()
        for other in sorted(forged(data))[::3]:
            answer = await door.knock(door.tap(who, other))
            found += [f"{other} of {who}: {one}" for one in answer.errors] + [f"{other}: mute"] * (
                not heard(door, who, answer)
            )
    assert not found, "\n".join(found)


def typed_by(case: Case) -> list[Who]:
    return [who for who in tapped_by(case) if who is not Who.NEWCOMER]


@pytest.mark.parametrize("place", range(len(TYPED)))
async def test_a_typed_answer_counts_only_while_its_writer_still_may(door: Door, place: int) -> None:
    case, found = TYPED[place], []
    about = door.cast.fill(case.data).partition(":")[2]
    for who in typed_by(case):
        door.waits_for(who, case.verb, int(about) if about else None, case.draft)
        found += faults(door, case, who, await door.knock(door.types(who, case.text)))
    assert not found, "\n".join(found)


# What stands behind /start: the three kinds of link, whole and not, used, old, and of nobody.
LINKS = {
    "group": (
        "j_{grouptoken}",
        "j_",
        "j_{supporttoken}",
        "j_AAAAAAAAAAAAAAAAAAAAAA",
        "{grouptoken}",
        "j_{grouptoken}x",
    ),
    "support": ("s_{supporttoken}", "s_", "s_{leadtoken}", "s_AAAAAAAAAAAAAAAAAAAAAA", "s_AAAA", "s_é", "s_%00"),
    "lead": ("l_{leadtoken}", "l_", "l_{supporttoken}", "l_used", "l_AAAAAAAAAAAAAAAAAAAAAA", "x_y", "0", "_"),
}


@pytest.mark.parametrize("kind", LINKS)
async def test_opening_a_link_changes_nothing_but_for_who_opens_it(door: Door, kind: str) -> None:
    found = []
    for number, payload in enumerate(LINKS[kind]):
        for who in Who:
            answer = await door.knock(door.types(who, f"/start {door.cast.fill(payload)}"))
            found += [f"{payload} by {who}: {one}" for one in answer.errors]
            found += [f"{payload} by {who}: mute"] * (not heard(door, who, answer))
            found += [f"{payload} by {who} changed {one}" for one in foreign(door, who, answer)]
            if number and who in (Who.NIA, Who.NEWCOMER):
                found += [f"{payload} by {who} showed {name}" for name in forbidden(who) if name in answer.said]
            if who is Who.NEWCOMER:
                found += [f"{payload}: {one} is kept of a newcomer" for one in answer.changed]
    assert not found, "\n".join(found)


# Everything that buttons point to has come to its end; the rows are still there.
ENDINGS = (
    "UPDATE supports SET state = 'ended', ended_at = '2026-03-02 08:59:00.000000'",
    "UPDATE sharing SET revoked_at = '2026-03-02 08:59:00.000000'",
    "UPDATE alerts SET state = 'resolved', ended_at = '2026-02-28 08:59:00.000000', next_at = NULL, outcome = 'talked'",
    "UPDATE groups SET closed_at = '2026-03-02 08:59:00.000000', link = NULL, link_hash = NULL",
    "UPDATE memberships SET left_at = '2026-03-02 08:59:00.000000', offered_at = NULL",
    "UPDATE invites SET expires_at = '2026-03-02 08:59:00.000000', used_at = '2026-03-01 09:00:00.000000'",
    "UPDATE requests SET answered_at = '2026-03-02 08:59:00.000000'",
    "UPDATE sent_words SET expires_at = '2026-03-02 08:59:00.000000'",
    "UPDATE enrolments SET ended_at = '2026-03-02 08:59:00.000000', next_at = NULL, next_on = NULL, next_slot = NULL",
)
STILL_ONES_OWN = (Action.OWN_THINGS, Action.ANSWER_CHECKIN, Action.GO_ON_ALONE, Action.USE_LINK)
STILL_REPORTED = (Action.REPORT_ALERT, Action.REPORT_GROUP)  # who got a message can report it also when all is over


@pytest.mark.parametrize("action", sorted({case.action for case in MATRIX} - {*STILL_ONES_OWN, *STILL_REPORTED}))
async def test_what_is_over_says_so_and_changes_nothing(door: Door, action: Action) -> None:
    found = []
    with door.rows.after(*ENDINGS):
        for case in (one for one in MATRIX if one.action is action):
            for who in (one for one in tapped_by(case) if case.may(one)):
                answer = await door.knock(door.tap(who, door.cast.fill(case.data)))
                found += [f"{case.data} by {who}: {one}" for one in answer.errors]
                found += [f"{case.data} by {who}: mute"] * (not heard(door, who, answer))
                found += [f"{case.data} by {who} changed {one}" for one in answer.effects]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("action", sorted({case.action for case in MATRIX}))
async def test_what_is_gone_says_so_and_breaks_nothing(door: Door, action: Action) -> None:
    """The member forgot themselves, and the group is gone: no row is left that a button points to."""
    found, members = [], ", ".join(str(door.cast.person_ids[who]) for who in MEMBERS)
    with door.rows.after(
        "PRAGMA foreign_keys = ON", f"DELETE FROM people WHERE id IN ({members})", "DELETE FROM groups"
    ):
        for case in (one for one in MATRIX if one.action is action and "{" in one.data):
            for who in (one for one in tapped_by(case) if case.may(one) and one not in (*MEMBERS, Who.NEWCOMER)):
                answer = await door.knock(door.tap(who, door.cast.fill(case.data)))
                found += [f"{case.data} by {who}: {one}" for one in answer.errors]
                found += [f"{case.data} by {who}: mute"] * (not heard(door, who, answer))
                found += [f"{case.data} by {who} changed {one}" for one in foreign(door, who, answer)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("command", [*sorted(routes.COMMANDS), "nothing"])
async def test_a_command_touches_what_is_ones_own(door: Door, command: str) -> None:
    found = []
    for who in Who:
        answer = await door.knock(door.types(who, f"/{command}"))
        found += [f"{who}: {one}" for one in answer.errors] + [f"{who}: mute"] * (not heard(door, who, answer))
        found += [f"{who} changed somebody else's {one}" for one in foreign(door, who, answer)]
        if who in (Who.NIA, Who.NEWCOMER, Who.LOU, Who.OLIVE, Who.OTTO):
            found += [f"{who} read {name}" for name in forbidden(who) if name in answer.said]
    assert not found, "\n".join(found)
