"""The judge sees what is wrong in a record, and nothing in one that is right. Each record here is told by hand."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.simulation import invariants, narrating
from tests.simulation.case import Case
from tests.simulation.narrating import Event
from tests.simulation.town import Town
from tests.simulation.weather import KINDS, USUAL, Trouble, Weather, understood
from tests.simulation.world import World

MAYA, SAM, ANA = 1, 2, 3
NAMES = {MAYA: "Maya", SAM: "Sam", ANA: "Ana"}
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
PAGE = ("I've got this", "I can't right now")
PROMPT = ("Start", "I'm here", "Later")


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def shows(hours: float, who: int, text: str, *labels: str, id_: int = 1, kind: str = "message") -> Event:
    buttons = [[{"text": label} for label in labels]]
    return {
        "at": at(hours).isoformat(), "chat_id": who, "kind": kind, "from_bot": True, "text": text, "message_id": id_,
        "buttons": buttons,
    }  # fmt: skip


def taps(hours: float, who: int, label: str, id_: int = 1) -> Event:
    return {"at": at(hours).isoformat(), "chat_id": who, "kind": "tapped", "label": label, "message_id": id_}


def types(hours: float, who: int, text: str) -> Event:
    return {"at": at(hours).isoformat(), "chat_id": who, "kind": "message", "from_bot": False, "text": text}


def case(*record: Event, troubles: tuple[Trouble, ...] = (), lost: tuple[tuple[float, float], ...] = ()) -> Case:
    """`lost`: from which hour to which a restore made everything forgotten."""
    people = {who: SimpleNamespace(first_name=name) for who, name in NAMES.items()}
    town = Town(cast("World", SimpleNamespace(world=SimpleNamespace(people=people))))
    for supporter in (SAM, ANA):
        town.chose(MAYA, supporter, at(-100))
    weather = Weather(list(troubles), lost=[(at(since), at(until)) for since, until in lost])
    return Case(town, sorted(record, key=lambda one: str(one["at"])), weather)


def trouble(hours: float, lasts: float, kind: str = "both") -> Trouble:
    return Trouble(kind, at(hours), timedelta(hours=lasts))


SECOND = 1 / 3600
SOS_PAGES = [shows(0.01, who, "Maya needs someone now.", *PAGE) for who in (SAM, ANA)]
MISSED = [shows(hours, MAYA, "Hello Maya. Ready when you are.", *PROMPT, id_=id_) for hours, id_ in ((0, 1), (24, 2))]
CALLED_QUIET = shows(37, SAM, "I haven't heard from Maya for two days.", *PAGE)
PAGED = shows(0, SAM, "Maya could use a word from you.", *PAGE)
HAS_IT = (PAGED, taps(0.1, SAM, "I've got this"), shows(0.1, SAM, "Thank you.", "Now", kind="edited"))
HELD = shows(0, MAYA, "In 2 minutes I'll ask Sam to reach out, as you set up.", "Ask now", "Not this time")
REMOVED = (
    shows(0, MAYA, "Sam is no longer asked. Shall I tell them?", "Say nothing", "Tell them", "Keep them listed"),
    taps(1, MAYA, "Say nothing"),
    shows(1, MAYA, "Done.", kind="edited"),
)
PAGED_LATER = shows(0.04, SAM, "Maya could use a word.", *PAGE)
ERASED = (
    shows(0, MAYA, "Everything goes.", "Erase everything"), taps(1, MAYA, "Erase everything"),
    shows(1, MAYA, "It is done.", kind="edited"),
)  # fmt: skip
SAVED = (
    shows(0, MAYA, "Sam would read this after such a day:", "Save"), taps(1, MAYA, "Why, never that I used"),
    taps(1, MAYA, "Save"), shows(1, MAYA, "Saved.", kind="edited"),
)  # fmt: skip

WRONG: dict[str, tuple[Any, list[Event], list[Event]]] = {
    "an SOS that one of two reads": (
        invariants.i1_an_sos_reaches_everybody, [types(0, MAYA, "/sos"), *SOS_PAGES[:1]], [types(0, MAYA, "/sos"), *SOS_PAGES],
    ),
    "a second SOS after a mistake": (
        invariants.i1_an_sos_reaches_everybody,
        [types(0, MAYA, "/sos"), *SOS_PAGES, taps(1, MAYA, "It was a mistake"), types(2, MAYA, "/sos")],
        [types(0, MAYA, "/sos"), *SOS_PAGES, types(2, MAYA, "/sos")],
    ),
    "a promise that nobody keeps": (
        invariants.i1_who_was_promised_help_gets_it, [HELD], [HELD, shows(0.04, SAM, "Maya could use a word.", *PAGE)],
    ),
    "a promise of which nobody speaks": (
        invariants.i4_a_promise_of_which_nobody_speaks_goes_on,
        [shows(0, MAYA, "Did Sam reach you?", "Yes", "Not yet"), shows(5, ANA, "Hello Ana.")],
        [shows(0, MAYA, "Did Sam reach you?", "Yes", "Not yet"), shows(1.001, SAM, "Maya could use a word from you.", *PAGE)],
    ),
    "quiet after a sign of life": (
        invariants.i2_nobody_who_was_heard_is_called_quiet,
        [*MISSED, types(36.5, MAYA, "hello"), CALLED_QUIET],
        [types(-1, MAYA, "hello"), *MISSED, CALLED_QUIET],
    ),
    "quiet after a word in the night": (
        invariants.i2_nobody_who_was_heard_is_called_quiet,
        [*MISSED, types(13, MAYA, "hello"), CALLED_QUIET], [*MISSED, types(38, MAYA, "hello"), CALLED_QUIET],
    ),
    "quiet after one missed day": (
        invariants.i2_nobody_who_was_heard_is_called_quiet,
        [*MISSED, taps(8, MAYA, "I'm here"), CALLED_QUIET], [*MISSED, CALLED_QUIET],
    ),
    "a page twice": (
        invariants.i3_copies_only_where_sending_was_in_doubt, [PAGED, shows(0.02, SAM, PAGED["text"], *PAGE)], [PAGED],
    ),
    "a prompt twice": (
        invariants.i3_copies_only_where_sending_was_in_doubt,
        [*MISSED[:1], shows(0.02, MAYA, MISSED[0]["text"], *PROMPT, id_=5)], MISSED,
    ),
    "a page in the minutes in which the member may say no": (
        invariants.i5_the_minutes_to_say_no_are_kept,
        [HELD, PAGED],
        [HELD, taps(0.01, MAYA, "Ask now"), shows(0.02, SAM, "Maya could use a word.", *PAGE)],
    ),
    "a page after [Not this time]": (
        invariants.i5_the_minutes_to_say_no_are_kept,
        [HELD, taps(0.01, MAYA, "Not this time"), shows(0.01, MAYA, "Okay.", kind="edited"), PAGED_LATER], [HELD, PAGED_LATER],
    ),
    "a word to whoever erased everything": (
        invariants.i8_whoever_erased_themselves_hears_nothing,
        [*ERASED, shows(5, MAYA, "Something broke on my side.")],
        [*ERASED, taps(4, MAYA, "Start over"), shows(5, MAYA, "Hello.")],
    ),
    "another page after [I've got this]": (
        invariants.i4_who_has_it_is_left_to_it,
        [*HAS_IT, shows(0.5, ANA, "Maya could use a word from you.", *PAGE)],
        [*HAS_IT, taps(0.3, SAM, "Couldn't reach them"), shows(0.5, ANA, "Maya could use a word.", *PAGE)],
    ),
    "another page after [We talked]": (
        invariants.i4_who_has_it_is_left_to_it,
        [*HAS_IT, taps(0.3, SAM, "We talked"), shows(0.5, ANA, "Maya could use a word.", *PAGE)],
        [*HAS_IT, taps(0.3, SAM, "We talked"), types(0.4, MAYA, "1 9 no"), shows(0.5, ANA, "Maya could use a word.", *PAGE)],
    ),
    "a page after the end": (
        invariants.i5_only_who_was_chosen_is_asked,
        [*REMOVED, shows(2, SAM, "Maya could use a word from you.", *PAGE)],
        [*REMOVED, shows(2, ANA, "Maya could use a word from you.", *PAGE)],
    ),
    "two check-ins on a date": (
        invariants.i6_one_check_in_a_date,
        [types(-1, MAYA, "London"), MISSED[0], shows(9, MAYA, MISSED[0]["text"], *PROMPT, id_=9)],
        [types(-1, MAYA, "London"), *MISSED],
    ),
    "a reason that was not allowed": (
        invariants.i8_no_more_is_said_than_was_allowed,
        [shows(2, SAM, "Maya could use a word. They reported a strong craving.", *PAGE)],
        [*SAVED, shows(2, SAM, "Maya could use a word. They reported a strong craving.", *PAGE)],
    ),
    "a use that was not shared": (
        invariants.i8_no_more_is_said_than_was_allowed,
        [*SAVED, shows(2, SAM, "Maya could use a word. They told me that they drank or used.", *PAGE)],
        [*SAVED, shows(2, SAM, "Maya could use a word.", *PAGE)],
    ),
    "words that nobody answers": (
        invariants.i11_nothing_is_left_unanswered,
        [types(0, MAYA, "hello"), shows(1, MAYA, "Hello.")], [types(0, MAYA, "hello"), shows(SECOND, MAYA, "Hello.")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_each_check_sees_what_is_wrong_and_nothing_where_all_is_well(name: str) -> None:
    check, wrong, right = WRONG[name]
    assert list(check(case(*wrong)))
    assert list(check(case(*right))) == []


@pytest.mark.parametrize(("lasts", "violations"), [(0.5, 1), (2, 0)])
def test_trouble_excuses_as_long_as_it_lasts_and_the_time_to_come_back(lasts: float, violations: int) -> None:
    late = [types(0, MAYA, "/sos"), *(shows(2, who, "Maya needs someone now.", *PAGE) for who in (SAM, ANA))]
    found = list(invariants.i1_an_sos_reaches_everybody(case(*late, troubles=(trouble(0, lasts),))))
    assert bool(found) == bool(violations)


def test_no_trouble_excuses_a_false_silence() -> None:
    record = [*MISSED, types(36.5, MAYA, "hello"), CALLED_QUIET]
    assert list(invariants.i2_nobody_who_was_heard_is_called_quiet(case(*record, troubles=(trouble(30, 8),))))


def test_troubles_are_named_by_level_or_by_kind() -> None:
    assert understood("none") == ()
    assert understood("storm") == USUAL
    assert understood(",".join(KINDS)) == (*USUAL, "restored")
    assert understood("flood,dead") == ("flood", "dead")
    with pytest.raises(ValueError, match="no such trouble: rain"):
        understood("flood,rain")


def test_what_a_restore_made_forgotten_is_excused_for_that_stretch_alone() -> None:
    zone, (first, _) = types(-1, MAYA, "London"), MISSED
    again = [zone, first, shows(9, MAYA, first["text"], *PROMPT, id_=9)]
    assert list(invariants.i6_one_check_in_a_date(case(*again, lost=((-2, 8),)))) == []
    for elsewhere in ((-3, -2), (1, 8), (-2, 10)):
        assert list(invariants.i6_one_check_in_a_date(case(*again, lost=(elsewhere,))))


def test_whoever_was_chosen_after_the_backup_is_not_asked_after_the_restore() -> None:
    late = case(PAGED, lost=((-101, -1),))
    assert list(invariants.i5_only_who_was_chosen_is_asked(late))
    assert not list(invariants.i5_only_who_was_chosen_is_asked(case(PAGED, lost=((-50, -1),))))


def test_a_story_ends_where_the_first_thing_was_wrong() -> None:
    first, later = f"{at(1)}: Maya called, Sam had no page by {at(2)}", f"{at(3)}: Maya is asked 2 times"
    assert narrating.broken_by([later, first]) == at(2)
    assert narrating.broken_by([first, "update 7 is unhandled"]) is None
    assert narrating.broken_by([]) is None


def test_whoever_something_was_saved_for_after_the_backup_need_not_be_asked_after_the_restore() -> None:
    cry = [types(2, MAYA, "/sos"), shows(2.01, ANA, "Maya needs someone now.", *PAGE)]
    saved_again = [*SAVED, *cry]
    assert list(invariants.i1_an_sos_reaches_everybody(case(*saved_again, lost=((0.5, 1.5),)))) == []
    assert list(invariants.i1_an_sos_reaches_everybody(case(*saved_again, lost=((1.2, 1.5),))))
    assert list(invariants.i1_an_sos_reaches_everybody(case(*cry, lost=((0.5, 1.5),))))
