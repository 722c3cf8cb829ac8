"""[More]: what one supporter is told, reason by reason, each with the very message; nothing is saved before [Save].

The draft is in the buttons (`bot.rules.consent_draft`); what is saved goes the way of the three plain choices.
"""

from datetime import datetime

from sqlmodel import Session

from bot.actions.supporters import example, sharing
from bot.actions.supporters.rows import supporter_of
from bot.rules import consent_draft
from bot.rules.consent import HELD_ON_WISH, OFFERED, SHARED, Share
from bot.rules.consent_draft import Draft
from bot.rules.vocabulary import Level, Signal
from bot.texts.messages import Message, Reply, Values
from storage.queries import supports
from storage.tables import Person, Support

WORDING = "finer-1"
ALL = len(SHARED)  # in place of a signal's number: all of them at once
OPEN = "open"


def start(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    """As it is now; before anything was chosen every reason is open."""
    support = sharing.confirmed(session, person, support_id)
    if isinstance(support, Reply):
        return support
    return _page(session, support, consent_draft.write(sharing.of(supports.in_force(session, support_id))))


def page(session: Session, person: Person, support_id: int, draft: str, *, now: datetime) -> Reply:
    """All reasons with what is chosen so far. Raises ValueError for a draft that we never made, like all below."""
    consent_draft.read(draft)
    support = sharing.confirmed(session, person, support_id)
    return support if isinstance(support, Reply) else _page(session, support, draft)


def _page(session: Session, support: Support, draft: str) -> Reply:
    chosen = consent_draft.read(draft)
    lines = tuple(
        Message("finer-line", {"signal": _named(one), "level": _level(chosen[one]), "first": _first(chosen[one])})
        for one in SHARED
    )
    values: Values = {
        "name": supporter_of(session, support).name, "support": support.id, "draft": draft, "lines": lines,
        "open": "yes" if None in chosen.values() else "no",
    }  # fmt: skip
    return Reply(show=Message("finer", values))


def one(session: Session, person: Person, support_id: int, draft: str, number: int, *, now: datetime) -> Reply:
    """One reason (ALL: every one): its levels to tap, and the message as it would be with what is chosen so far."""
    chosen, signals = consent_draft.read(draft), _signals(number)
    support = sharing.confirmed(session, person, support_id)
    if isinstance(support, Reply):
        return support
    levels = {signal: share.level for signal, share in consent_draft.chosen(chosen).items()}
    said = example.of(person, support, levels, signals) if number != ALL else None
    values: Values = {
        "name": supporter_of(session, support).name,
        "support": support_id,
        "draft": draft,
        "signal": _named(signals[0]) if number != ALL else Message("finer-all"),
        "said": _said(said) if number != ALL else "none",  # no single message stands for all
        "levels": tuple(_offers(chosen, signals)),
        "first": _first_offer(chosen, signals),
    }
    return Reply(show=Message("finer-one", {**values, "number": number}))


def see(session: Session, person: Person, support_id: int, draft: str, *, now: datetime) -> Reply:
    """[See and save]: every message that could come, before anything is saved."""
    chosen = consent_draft.chosen(consent_draft.read(draft))
    support = sharing.confirmed(session, person, support_id)
    if isinstance(support, Reply):
        return support
    first = tuple(signal for signal in SHARED if chosen[signal].ask_first)
    values: Values = {
        "name": supporter_of(session, support).name,
        "support": support_id,
        "draft": draft,
        "messages": messages(person, support, chosen),
        "asked": Message("finer-asked", {"signals": _names(first)}) if first else "",
    }
    return Reply(show=Message("finer-preview", values))


def messages(member: Person, support: Support, shares: dict[Signal, Share]) -> tuple[Message, ...]:
    """The message after each reason alone, those that read the same together; then a day with a strong pull and a use."""
    levels = {signal: share.level for signal, share in shares.items()}
    alone = [
        Message("finer-said", {"signals": _names(signals), "said": _said(said)})
        for signals, said in example.each(member, support, levels)
    ]
    if len(alone) == 1:
        return (Message("finer-always", {"said": _said(example.after_hard_day(member, support, levels))}),)
    both = Message("finer-said-both", {"said": _said(example.after_hard_day(member, support, levels))})
    return (*alone, both)


def save(session: Session, person: Person, support_id: int, draft: str, *, now: datetime) -> Reply:
    shares = consent_draft.chosen(consent_draft.read(draft))
    return sharing.keep(session, person, support_id, shares, wording=WORDING, now=now)


def _signals(number: int) -> tuple[Signal, ...]:
    if number == ALL:
        return SHARED
    if not 0 <= number < ALL:
        raise ValueError("no such reason")
    return (SHARED[number],)


def _offers(chosen: Draft, signals: tuple[Signal, ...]) -> list[tuple[str, str, str]]:
    """Each level's name, the draft that a tap on it leads to, and whether it is chosen."""
    offered = OFFERED[signals[0]] if len(signals) == 1 else tuple(Level)
    return [
        (level.value, text := consent_draft.write(consent_draft.change(chosen, signals, level)),
         "yes" if text == consent_draft.write(chosen) else "no")
        for level in offered
    ]  # fmt: skip


def _first_offer(chosen: Draft, signals: tuple[Signal, ...]) -> tuple[str, str] | None:
    """Whether the member is asked first, and the draft that a tap leads to; None where that is not offered."""
    held = [signal for signal in signals if signal in HELD_ON_WISH]
    if not held:
        return None
    asked = all(_first(chosen[signal]) == "yes" for signal in held)
    return ("yes" if asked else "no", consent_draft.write(consent_draft.ask_first(chosen, signals, yes=not asked)))


def _named(signal: Signal) -> Message:
    return Message("finer-signal", {"signal": signal.value.lower()})


def _names(signals: tuple[Signal, ...]) -> tuple[Message, ...]:
    return tuple(_named(signal) for signal in signals)


def _level(share: Share | None) -> str:
    return OPEN if share is None else share.level.value


def _first(share: Share | None) -> str:
    return "yes" if share is not None and share.ask_first else "no"


def _said(message: Message | None) -> Message:
    return message or Message("finer-nothing")
