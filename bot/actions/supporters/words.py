"""[Send a word]: up to 300 characters from one side of a support to the other, and one answer back.

For people who gave each other neither a name nor a number. What is sent is encrypted at rest, shows nothing on a lock
screen, and is gone a few days later. The other side may take no more of it, or report it.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions import conversation
from bot.actions.supporters import word_notices
from bot.actions.supporters.rows import as_either, id_of, other_of
from bot.actions.terms import Terms
from bot.rules import typed
from bot.rules.vocabulary import SupportState
from bot.texts.messages import Message, Reply, Values
from storage.queries import alerts, people, sent_words, supports
from storage.tables import Expected, Person, SentWord, Support

WORD, ANSWER = conversation.WORD, conversation.ANSWER  # what the next text is
LONGEST = 300  # characters
A_DAY_AT_MOST = 3  # from one person to the other; answers come on top
KEPT_FOR = timedelta(days=3)


def ask(session: Session, person: Person, support_id: int, *, now: datetime) -> Reply:
    """[Send a word]: the next text is it, once they said yes to it. Where it would not arrive, that is said before anything is typed."""
    support = _between_the_two(session, person, support_id)
    if isinstance(support, Reply):
        return support
    if (hindered := _hindered(session, support, person, now=now)) is not None:
        return Reply(show=hindered, fresh=True)
    conversation.expect(session, person, WORD, about_id=support_id, now=now)
    values: Values = {"name": other_of(session, support, person).name, "most": LONGEST}
    return Reply(show=Message("word-ask", values), fresh=True)


def ask_in_alert(session: Session, person: Person, alert_id: int, *, now: datetime) -> Reply:
    """[Send a word], under an alert: to the member whom it is about."""
    alert, step = alerts.locked(session, alert_id), alerts.step(session, alert_id, person.id)
    support = supports.between(session, member_id=alert.member_id, supporter_id=id_of(person)) if alert else None
    if support is None or step is None or not step.asks:
        return Reply(toast=Message("not-yours"))
    return ask(session, person, id_of(support), now=now)


def ask_answer(session: Session, person: Person, word_id: int, *, now: datetime) -> Reply:
    """[Answer]: once for each word."""
    word = _received(session, person, word_id, now=now)
    if isinstance(word, Reply):
        return word
    support = _between_the_two(session, person, word.support_id)
    if isinstance(support, Reply):
        return support
    if word.answers is not None or sent_words.answer_to(session, word_id) is not None:
        return Reply(toast=Message("word-answered"))
    if _is_muted(support, by=word.author_id):
        return Reply(show=_no_words(session, support, person), fresh=True)
    conversation.expect(session, person, ANSWER, about_id=word_id, now=now)
    return Reply(show=Message("word-ask-answer", {"name": other_of(session, support, person).name}), fresh=True)


def hear(session: Session, person: Person, expected: Expected, text: str, now: datetime) -> Reply:
    """The typed word, shown once more before it leaves: a note meant for nobody else must not slip through here.

    Too long a one stays with its writer, and the question open.
    """
    if expected.draft is not None and (sure := typed.yes_no(text, language=person.language)) is not None:
        return replace((send_held if sure else keep_held)(session, person, now=now), fresh=True)
    if len(text) > LONGEST:
        return Reply(show=Message("word-too-long", {"length": len(text), "most": LONGEST}), fresh=True)
    support = _meant(session, person, expected)
    if isinstance(support, Reply):
        return replace(support, fresh=True)
    conversation.expect(session, person, expected.kind, about_id=expected.about_id, draft=text, now=now)
    values: Values = {"name": other_of(session, support, person).name, "text": text}
    return Reply(show=Message("word-ready", values), fresh=True)


def send_held(session: Session, person: Person, *, now: datetime) -> Reply:
    """[Yes, pass it on]: what was typed last."""
    expected = people.expected_of(session, id_of(person), now=now)
    if expected is None or expected.kind not in (WORD, ANSWER) or expected.draft is None:
        return Reply(show=Message("word-gone"))
    text, support = expected.draft, _meant(session, person, expected)
    if len(text) > LONGEST:
        return Reply(show=Message("word-too-long", {"length": len(text), "most": LONGEST}))
    answered = sent_words.by_id(session, expected.about_id or 0) if expected.kind == ANSWER else None
    people.forget_expected(session, id_of(person))
    if isinstance(support, Reply):
        return support
    hindered = _hindered(session, support, person, now=now, is_answer=answered is not None)
    return Reply(show=hindered or _send(session, support, person, text, answered, now=now))


def _meant(session: Session, person: Person, expected: Expected) -> Support | Reply:
    """To whom the typed word goes; what to say where that has ended, or was answered, meanwhile."""
    about = expected.about_id or 0
    if expected.kind == ANSWER:
        word = sent_words.by_id(session, about)
        if word is None or word.author_id == person.id or sent_words.answer_to(session, about) is not None:
            return Reply(show=Message("word-gone"))
        about = word.support_id
    support = _between_the_two(session, person, about)
    return Reply(show=Message("support-over-here")) if isinstance(support, Reply) else support


def keep_held(session: Session, person: Person, *, now: datetime) -> Reply:
    """[No]: it is not passed on, and not kept."""
    people.forget_expected(session, id_of(person))
    return Reply(show=Message("word-not-passed"))


def read(session: Session, person: Person, word_id: int, *, now: datetime) -> Reply:
    """[Read it]: the words, in place of the line that announced them."""
    word = _received(session, person, word_id, now=now)
    if isinstance(word, Reply):
        return word
    support = supports.by_id(session, word.support_id)
    values: Values = {
        "name": people.by_id(session, word.author_id).name,
        "text": word.text,
        "word": word_id,
        "support": word.support_id,
        "open": word.answers is None
        and sent_words.answer_to(session, word_id) is None
        and support is not None
        and support.ended_at is None,
    }
    return Reply(show=Message("word-shown", values))


def mute(session: Session, person: Person, support_id: int, *, yes: bool, now: datetime) -> Reply:
    """[No more words], or [Take words again]: for the tapper's side only. Alerts come as before."""
    support = _between_the_two(session, person, support_id)
    if isinstance(support, Reply):
        return support
    if support.member_id == person.id:
        support.member_mutes = yes
    else:
        support.supporter_mutes = yes
    values: Values = {"name": other_of(session, support, person).name, "support": support_id}
    return Reply(show=Message("words-muted" if yes else "words-taken", values))


def report(session: Session, person: Person, word_id: int, *, terms: Terms, now: datetime) -> Reply:
    """[Report]: the operator, where there is one, learns which word it was, and nothing of what it says."""
    word = _received(session, person, word_id, now=now)
    if isinstance(word, Reply):
        return word
    heard = terms.operator_chat_id is not None
    if heard:
        word_notices.report(session, word, now=now)
    return Reply(show=Message("word-reported", {"support": word.support_id, "heard": heard}), fresh=True)


def _send(
    session: Session, support: Support, person: Person, text: str, answered: SentWord | None, *, now: datetime
) -> Message:
    """Keep it for its days and announce it; say truly when that is."""
    word = SentWord(
        support_id=id_of(support),
        author_id=id_of(person),
        text=text,
        sent_at=now,
        expires_at=now + KEPT_FOR,
        answers=answered.id if answered is not None else None,
    )
    session.add(word)
    session.flush()
    to = other_of(session, support, person)
    word_notices.announce(session, word, to=to, now=now)
    return word_notices.on_its_way(session, support, to=to, by=person, now=now)


def _hindered(
    session: Session, support: Support, person: Person, *, now: datetime, is_answer: bool = False
) -> Message | None:
    """Why nothing can be passed on now; None where it can. Words that had their days are forgotten on the way."""
    sent_words.forget_old(session, now=now)
    other = other_of(session, support, person)
    if _is_muted(support, by=other.id):
        return _no_words(session, support, person)
    if other.blocked_at is not None:
        return Message("word-out-of-reach", {"name": other.name})
    if not is_answer and sent_words.sent_lately(session, id_of(support), id_of(person), now=now) >= A_DAY_AT_MOST:
        return Message("word-enough", {"name": other.name, "most": A_DAY_AT_MOST})
    return None


def _no_words(session: Session, support: Support, person: Person) -> Message:
    return Message("word-no-words", {"name": other_of(session, support, person).name})


def _is_muted(support: Support, *, by: int | None) -> bool:
    return support.member_mutes if support.member_id == by else support.supporter_mutes


def _between_the_two(session: Session, person: Person, support_id: int) -> Support | Reply:
    """The live, confirmed support that this person is one side of."""
    support = as_either(session, person, support_id)
    if isinstance(support, Support) and support.state is not SupportState.CONFIRMED:
        return Reply(toast=Message("not-yours"))
    return support


def _received(session: Session, person: Person, word_id: int, *, now: datetime) -> SentWord | Reply:
    """A word that was sent to this person and is still here."""
    word = sent_words.by_id(session, word_id)
    if word is None or word.expires_at <= now:
        return Reply(show=Message("word-gone"))
    support = supports.by_id(session, word.support_id)
    if support is None or word.author_id == person.id or person.id not in (support.member_id, support.supporter_id):
        return Reply(toast=Message("not-yours"))
    return word
