"""The invariants of DESIGN §5, read from the record of what people did and what their phones showed.

The judge shares no rule with the bot: it knows what was promised to people, in the words they read, and when Telegram, the
process or the machine was in trouble. What it allows for trouble is the trouble's length and the time to come back.

    I1   reached within the bound               i1_an_sos_reaches_everybody, i1_who_was_promised_help_gets_it
    I2   a sign of life: never QUIET            i2_nobody_who_was_heard_is_called_quiet
    I3   copies only where in doubt             i3_copies_only_where_sending_was_in_doubt
    I4   left alone once acknowledged           i4_who_has_it_is_left_to_it, i4_a_promise_of_which_nobody_speaks_goes_on
    I5   only who consents, when claimed        i5_only_who_was_chosen_is_asked, i5_the_minutes_to_say_no_are_kept
    I6   one check-in a date                    i6_one_check_in_a_date
    I7   every alert ends, the member knows     i7_every_alert_ends (rows)
    I8   no more than consented; no leak        i8_no_more_is_said_than_was_allowed, i8_nothing_personal_lies_open (file, log),
                                                i8_whoever_erased_themselves_hears_nothing
    I9   same seed, same trace                  the digest, in test_lives.py
    I10  no outage makes anyone quiet           i2_nobody_who_was_heard_is_called_quiet, which allows no trouble at all
    I11  no update lost or applied twice        i11_nothing_is_left_unanswered, i11_every_update_is_handled_once (rows),
                                                i11_the_last_mood_is_kept (rows), i11_every_update_is_stored (rows)
    §4   a chat that asked for time has it       a_chat_that_asked_for_time_has_it (what was called, and when)
    I12  an upgrade changes no due time         not here: no life contains an upgrade (tests/storage/test_migrations.py)
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from tests.simulation import invariants, row_checks
from tests.simulation.case import Case
from tests.simulation.world import World

TOKEN_LIKE = b"not-a-real-token"
ROUNDED = timedelta(seconds=1)


def judge(case: Case, world: World) -> list[str]:
    """Every invariant that was broken, in words with the instant; nothing where all is well."""
    found = [f"trouble: {one}" for one in world.trouble()]
    for check in invariants.CHECKS:
        found += [f"{check.__name__}: {one}" for one in check(case)]
    if world.alive:
        for look in row_checks.CHECKS:
            told = world.database.read_now(lambda session, look=look: list(look(session, case)))  # type: ignore[misc]
            found += [f"{look.__name__}: {one}" for one in told]
        if not case.weather.lost:  # what came between a backup and its return is gone with it
            updates = world.line.telegram.world.updates
            missing = world.database.read_now(lambda session: row_checks.never_stored(session, next_id=updates.next_id))
            missing = [one for one in missing if one not in updates.expired]  # Telegram had none of it left to give
            found += [f"i11_every_update_is_stored: {one} is nowhere" for one in missing]
    found += [f"i8_nothing_personal_lies_open: {one}" for one in _lies_open(case, world)]
    found += [f"a_chat_that_asked_for_time_has_it: {one}" for one in _pressed(world)]
    return found


def _pressed(world: World) -> Iterable[str]:
    """Where Telegram was asked again for a chat before the time that a 429 had named was over; a new process does not know."""
    waits: dict[str, tuple[datetime, datetime]] = {}  # by chat: when it was said, and until when
    record = world.line.telegram.record.calls
    for call in sorted([*record, *world.line.turned_away], key=lambda one: one.at):
        chat = str(call.params.get("chat_id"))
        told_at, until = waits.get(chat, (call.at, call.at))
        if told_at < call.at < until - ROUNDED and not any(told_at <= at <= call.at for at, _ in world.deaths):
            yield f"{call.at}: {call.method} to {chat}, which had asked for time until {until} at {told_at}"
        if call.error is not None and call.error["error_code"] == 429:
            waits[chat] = (call.at, call.at + timedelta(seconds=call.error["parameters"]["retry_after"]))


def _lies_open(case: Case, world: World) -> Iterable[str]:
    """I8: neither the database's bytes nor a line of the log hold a name, an id or the token."""
    stored = world.file.read_bytes()
    people = {who: case.town.name(who) for who in case.acts}
    personal = {str(who).encode() for who in people} | {TOKEN_LIKE}
    for secret in sorted(one for one in personal if one in stored):
        yield f"{secret.decode()} stands in the database"
    names = {name for name in people.values() if len(name) > 3}
    for line in world.log:
        words = set(line.replace(",", " ").replace(":", " ").split())
        if words & names or any(str(who) in line for who in people):
            yield f"logged: {line}"
