"""A draft of what a supporter is told travels in a button: nothing is lost on the way, and nothing forged is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import consent_draft
from bot.rules.consent import HELD_ON_WISH, OFFERED, SHARED, Share
from bot.rules.vocabulary import Level, Signal
from handlers.delivery.callback_data import pack, unpack


@st.composite
def drafts(draw: st.DrawFn) -> consent_draft.Draft:
    def share(signal: Signal) -> st.SearchStrategy[Share | None]:
        asks = st.booleans() if signal in HELD_ON_WISH else st.just(False)
        return st.none() | st.builds(Share, st.sampled_from(OFFERED[signal]), ask_first=asks)

    return {signal: draw(share(signal)) for signal in SHARED}


@given(drafts())
def test_a_draft_comes_back_from_its_button_as_it_went(draft: consent_draft.Draft) -> None:
    tap = unpack(pack("fin-one", 2**31 - 1, consent_draft.write(draft), 8))
    assert consent_draft.read(tap.word(1)) == draft


@pytest.mark.parametrize(
    "text", ["", "aaaaaaa", "bbbbbbbbb", "fbbbbbbb", "b?bbbbbb", "bbbbbbdb", "bbbbbbbB", "bbbbbbBb", "bbbbbbba"]
)
def test_a_forged_draft_is_refused(text: str) -> None:
    """Too short, too long, no such level, ratings of a silence, asked first where that means nothing, never heard when asked."""
    with pytest.raises(ValueError, match=r"draft|offered|substring"):
        consent_draft.read(text)


@given(drafts(), st.sampled_from(SHARED), st.sampled_from(Level))
def test_one_reason_changes_and_the_others_stay(draft: consent_draft.Draft, signal: Signal, level: Level) -> None:
    changed = consent_draft.change(draft, (signal,), level)
    assert {one: share for one, share in changed.items() if one is not signal} == {
        one: share for one, share in draft.items() if one is not signal
    }
    share = changed[signal]
    assert share is not None and share.level in OFFERED[signal]
    assert share.level is level or level not in OFFERED[signal]
    before = draft[signal]
    assert share.ask_first is (before is not None and before.ask_first)


@given(drafts(), st.sampled_from(Level))
def test_all_at_once_never_tells_more_than_was_tapped(draft: consent_draft.Draft, level: Level) -> None:
    order = list(Level)
    for signal, share in consent_draft.change(draft, SHARED, level).items():
        assert share is not None
        assert order.index(share.level) <= order.index(level) or signal is Signal.ASKED  # at least "reach out"


def test_what_is_left_open_is_saved_as_the_least_that_is_asked() -> None:
    saved = consent_draft.chosen(consent_draft.read("--------"))
    assert set(saved.values()) == {Share(Level.REACH_OUT)} and set(saved) == set(SHARED)


@given(drafts(), st.booleans())
def test_asking_first_changes_no_level(draft: consent_draft.Draft, yes: bool) -> None:
    changed = consent_draft.chosen(consent_draft.ask_first(draft, SHARED, yes=yes))
    assert {one: share.level for one, share in changed.items()} == {
        one: share.level for one, share in consent_draft.chosen(draft).items()
    }
    assert {one for one, share in changed.items() if share.ask_first} == (set(HELD_ON_WISH) if yes else set())
