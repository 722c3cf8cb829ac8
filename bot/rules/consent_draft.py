"""What a member has chosen so far, reason by reason, before it is saved: eight letters that fit a button.

One letter a signal: "-" left open, "a" to "e" a level, a capital where they want to be asked first. A draft grants nothing:
only its owner can save it, and only for themselves.
"""

from collections.abc import Mapping

from bot.rules.consent import HELD_ON_WISH, OFFERED, ORDER, SHARED, Share
from bot.rules.vocabulary import Level, Signal

Draft = Mapping[Signal, Share | None]  # None: left open
OPEN = "-"
_LETTERS = "abcde"  # the levels, rising


def read(text: str) -> Draft:
    """Raises ValueError for what `write` could not have made."""
    if len(text) != len(SHARED):
        raise ValueError("a draft has a letter for each signal")
    return {signal: _share(signal, letter) for signal, letter in zip(SHARED, text, strict=True)}


def _share(signal: Signal, letter: str) -> Share | None:
    if letter == OPEN:
        return None
    share = Share(ORDER[_LETTERS.index(letter.lower())], ask_first=letter.isupper())
    if share.level not in OFFERED[signal] or (share.ask_first and signal not in HELD_ON_WISH):
        raise ValueError(f"{signal} is not offered like this")
    return share


def write(draft: Draft) -> str:
    return "".join(_letter(draft.get(signal)) for signal in SHARED)


def _letter(share: Share | None) -> str:
    if share is None:
        return OPEN
    letter = _LETTERS[ORDER.index(share.level)]
    return letter.upper() if share.ask_first else letter


def change(draft: Draft, signals: tuple[Signal, ...], level: Level) -> Draft:
    """The draft with these at `level`, or at the nearest below that a signal offers; whether to ask first stays."""
    return {**draft, **{signal: Share(_nearest(signal, level), _asks(draft, signal)) for signal in signals}}


def ask_first(draft: Draft, signals: tuple[Signal, ...], *, yes: bool) -> Draft:
    """The draft in which the member is asked first about these, or not; one still open is closed as it would be saved."""
    held = [signal for signal in signals if signal in HELD_ON_WISH]
    return {**draft, **{signal: Share(chosen(draft)[signal].level, ask_first=yes) for signal in held}}


def chosen(draft: Draft) -> dict[Signal, Share]:
    """What is saved: what was left open is the least that somebody on the list is asked, to reach out."""
    return {signal: draft.get(signal) or Share(Level.REACH_OUT) for signal in SHARED}


def _asks(draft: Draft, signal: Signal) -> bool:
    share = draft.get(signal)
    return share is not None and share.ask_first


def _nearest(signal: Signal, level: Level) -> Level:
    offered = OFFERED[signal]
    return next((one for one in reversed(offered) if ORDER.index(one) <= ORDER.index(level)), offered[0])
