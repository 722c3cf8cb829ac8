"""The outbox's rows, on both databases."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.rules.vocabulary import AlertKind, AlertState, OutboxState, Priority
from storage.database import Database, Session
from storage.queries import outbox
from storage.tables import Alert, Outgoing, Person
from tests import builders
from tests.builders import NOW, TODAY, person

SECOND = timedelta(seconds=1)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with Session(database.engine, expire_on_commit=False) as opened:
        opened.info["keyring"] = database.keyring
        yield opened


def put(session: Session, dedupe: str = "a", **more: Any) -> bool:
    usual = {"kind": "hello", "recipient_id": None, "now": NOW, "priority": Priority.PROMPT, **more}
    return outbox.enqueue(session, usual.pop("kind"), usual.pop("recipient_id"), dedupe=dedupe, **usual)


def row(session: Session, dedupe: str = "a") -> Outgoing:
    query = sa.select(Outgoing).where(Outgoing.__table__.c.dedupe == dedupe)  # type: ignore[attr-defined]
    return session.scalars(query, execution_options={"populate_existing": True}).one()


def due(session: Session, **more: Any) -> list[str]:
    ids = outbox.claimable(session, **{"now": NOW, "limit": 10, **more})
    return [found.dedupe for id_ in ids if (found := session.get(Outgoing, id_)) is not None]


def claim(session: Session, *, epoch: int = 1) -> Outgoing:
    [claimed] = outbox.claim(session, outbox.claimable(session, now=NOW, limit=1), now=NOW, epoch=epoch)
    return claimed


def test_a_dedupe_key_is_taken_once_whatever_became_of_its_row(session: Session) -> None:
    assert put(session)
    assert not put(session, kind="other")
    assert outbox.finish(session, claim(session), OutboxState.SENT, epoch=1)
    assert not put(session)
    assert row(session).kind == "hello"


def test_the_most_urgent_leaves_first_then_who_waits_longest(session: Session) -> None:
    put(session, "late prompt", not_before_at=NOW)
    put(session, "early prompt", not_before_at=NOW - SECOND)
    put(session, "alert", priority=Priority.ALERT)
    put(session, "sos", priority=Priority.SOS)
    assert due(session) == ["sos", "alert", "early prompt", "late prompt"]
    assert due(session, limit=2) == ["sos", "alert"]
    assert due(session, up_to=Priority.SOS) == ["sos"]


def test_a_row_is_due_at_its_instant_and_not_before(session: Session) -> None:
    put(session, not_before_at=NOW + SECOND)
    assert due(session, now=NOW + SECOND - timedelta(microseconds=1)) == []
    assert due(session, now=NOW + SECOND) == ["a"]
    assert outbox.next_due_at(session) == NOW + SECOND


def test_what_may_leave_at_once_waits_for_no_clock_that_was_set_back(session: Session) -> None:
    put(session)
    assert due(session, now=NOW - timedelta(hours=1)) == ["a"]


def test_what_was_put_off_after_an_attempt_may_be_tried_at_once(session: Session) -> None:
    put(session, "attempted")
    outbox.release(session, claim(session), epoch=1, not_before_at=NOW + SECOND)
    put(session, "planned", not_before_at=NOW + SECOND)
    assert due(session) == []
    assert outbox.try_at_once(session, now=NOW) == 1
    assert due(session) == ["attempted"]
    assert outbox.try_at_once(session, now=NOW) == 0


def test_a_claimed_row_is_nobody_elses(session: Session) -> None:
    put(session)
    ids = outbox.claimable(session, now=NOW, limit=1)
    [mine] = outbox.claim(session, ids, now=NOW, epoch=1)
    assert (mine.state, mine.attempts, mine.claimed_until_at) == (OutboxState.CLAIMED, 1, NOW + timedelta(seconds=60))
    assert outbox.claim(session, ids, now=NOW, epoch=2) == []
    assert due(session) == []
    assert outbox.next_due_at(session) == mine.claimed_until_at


def test_an_outcome_counts_only_for_the_claim_it_belongs_to(session: Session) -> None:
    put(session)
    mine = claim(session, epoch=1)
    assert not outbox.finish(session, mine, OutboxState.SENT, epoch=2)
    assert row(session).state is OutboxState.CLAIMED
    assert outbox.release(session, mine, epoch=1, not_before_at=NOW)
    assert not outbox.finish(session, mine, OutboxState.SENT, epoch=1)
    assert row(session).state is OutboxState.WAITING


def test_an_outcome_of_an_earlier_attempt_ends_no_later_claim(session: Session) -> None:
    put(session)
    late = outbox.claim(session, outbox.claimable(session, now=NOW, limit=1), now=NOW, epoch=1)[0]
    session.expunge(late)
    outbox.come_back(session, now=NOW + timedelta(seconds=60), at_most_once=())
    claim(session, epoch=1)
    assert not outbox.finish(session, late, OutboxState.SENT, epoch=1)


def test_what_perhaps_arrived_is_remembered_through_a_release(session: Session) -> None:
    put(session)
    outbox.release(session, claim(session), epoch=1, not_before_at=NOW, perhaps_sent_at=NOW)
    outbox.release(session, claim(session), epoch=1, not_before_at=NOW)
    assert row(session).sent_at == NOW


@pytest.mark.parametrize(
    ("after", "back"), [(timedelta(seconds=60) - timedelta(microseconds=1), 0), (timedelta(seconds=60), 1)]
)
def test_a_claim_lapses_after_a_minute_and_its_row_comes_back_in_doubt(
    session: Session, after: timedelta, back: int
) -> None:
    put(session)
    claim(session)
    assert outbox.come_back(session, now=NOW + after, at_most_once=()) == back
    assert (row(session).state is OutboxState.WAITING) == (row(session).sent_at is not None) == bool(back)


def test_a_lapsed_claim_of_what_may_be_sent_once_is_not_sent_again(session: Session) -> None:
    put(session)
    claim(session)
    later = NOW + timedelta(seconds=60)
    assert outbox.come_back(session, now=later, at_most_once=("hello",)) == 1
    lapsed = row(session)
    assert (lapsed.state, lapsed.sent_at, lapsed.claimed_until_at) == (OutboxState.UNCERTAIN, later, None)


def test_since_when_it_is_in_doubt_is_kept_through_a_second_lapse(session: Session) -> None:
    put(session)
    assert outbox.release(session, claim(session), epoch=1, not_before_at=NOW, perhaps_sent_at=NOW)
    claim(session)
    outbox.come_back(session, now=NOW + timedelta(seconds=60), at_most_once=())
    assert row(session).sent_at == NOW


def test_a_dead_holder_leaves_alone_what_is_sent_and_what_is_ours(session: Session) -> None:
    put(session, "sent")
    assert outbox.finish(session, claim(session, epoch=1), OutboxState.SENT, epoch=1, sent_at=NOW)
    put(session, "ours")
    claim(session, epoch=2)
    assert outbox.come_back(session, now=NOW + SECOND, at_most_once=("hello",), gone=range(2)) == 0
    assert (row(session, "sent").state, row(session, "ours").state) == (OutboxState.SENT, OutboxState.CLAIMED)


def test_a_dead_holders_claims_come_back_at_once_but_not_our_own(session: Session) -> None:
    put(session, "a")
    claim(session, epoch=1)
    put(session, "b")
    claim(session, epoch=2)
    assert outbox.come_back(session, now=NOW, at_most_once=(), gone=range(2)) == 1
    assert row(session, "a").state is OutboxState.WAITING
    assert row(session, "b").state is OutboxState.CLAIMED


def test_whoever_still_has_a_row_in_hand_keeps_the_claim(session: Session) -> None:
    put(session, "mine")
    mine = claim(session, epoch=2)
    put(session, "of another")
    claim(session, epoch=1)
    put(session, "let go")
    claim(session, epoch=2)
    put(session, "waits")
    ids = [row(session, dedupe).id or 0 for dedupe in ("mine", "of another", "waits")]
    later = NOW + timedelta(hours=5)
    assert outbox.renew(session, ids, now=later, epoch=2) == 1
    assert row(session, "mine").claimed_until_at == later + outbox.CLAIM_FOR
    assert outbox.come_back(session, now=later, at_most_once=()) == 2
    assert outbox.finish(session, mine, OutboxState.SENT, epoch=2)
    assert row(session, "waits").claimed_until_at is None


def test_to_whom_something_about_an_alert_is_leaving_right_now(session: Session) -> None:
    maya, noor, sam, ana = (person(session, name) for name in ("Maya", "Noor", "Sam", "Ana"))
    first, second = (
        Alert(member_id=one.id or 0, on=TODAY, kind=AlertKind.HARD, state=AlertState.ASKING, opened_at=NOW)
        for one in (maya, noor)
    )
    session.add_all((first, second))
    session.flush()
    put(session, "to sam", recipient_id=sam.id, alert_id=first.id)
    put(session, "to the operator", alert_id=first.id)
    put(session, "of the other", recipient_id=ana.id, alert_id=second.id)
    for _ in range(3):
        claim(session)
    put(session, "waits", recipient_id=ana.id, alert_id=first.id)
    assert outbox.being_sent(session, first.id or 0) == {sam.id}
    assert outbox.finish(session, row(session, "to sam"), OutboxState.SENT, epoch=1)
    assert outbox.being_sent(session, first.id or 0) == set()


def test_kinds_are_withdrawn_from_everybody(session: Session) -> None:
    maya = person(session)
    put(session, "to maya", kind="promise", recipient_id=maya.id)
    put(session, "to the operator", kind="promise")
    put(session, "of another kind", recipient_id=maya.id)
    assert outbox.withdraw_kinds(session, ("promise",)) == 2
    assert due(session) == ["of another kind"]


def test_all_that_waits_for_people_is_withdrawn_but_some_kinds(session: Session) -> None:
    maya = person(session)
    put(session, "prompt", recipient_id=maya.id)
    put(session, "farewell", kind="farewell", recipient_id=maya.id)
    put(session, "to the operator")
    assert outbox.withdraw_all(session, but=("farewell",)) == 1
    assert due(session) == ["farewell", "to the operator"]


def test_what_waits_for_a_member_about_a_support_is_withdrawn(session: Session) -> None:
    maya, ana = (person(session, name) for name in ("Maya", "Ana"))
    put(session, "asks about 7", kind="ask", recipient_id=maya.id, ids={"support": 7})
    put(session, "tells of 7", kind="tell", recipient_id=maya.id, ids={"support": 7})
    put(session, "asks about 8", kind="ask", recipient_id=maya.id, ids={"support": 8})
    put(session, "asks ana", kind="ask", recipient_id=ana.id, ids={"support": 7})
    assert outbox.withdraw_to_member(session, maya.id or 0, support=7, kinds=("ask",)) == 1
    assert due(session) == ["tells of 7", "asks about 8", "asks ana"]


def test_what_waits_about_an_alert_is_withdrawn_and_what_was_claimed_is_not(session: Session) -> None:
    maya = person(session)
    alert = Alert(member_id=maya.id or 0, on=TODAY, kind=AlertKind.HARD, state=AlertState.ASKING, opened_at=NOW)
    session.add(alert)
    session.flush()
    put(session, "claimed", alert_id=alert.id)
    claim(session)
    for kind in ("ask", "notice"):
        put(session, kind, kind=kind, alert_id=alert.id)
    put(session, "other")
    assert outbox.withdraw_for_alert(session, alert.id or 0, kinds=("ask",)) == 1
    assert due(session) == ["notice", "other"]
    assert outbox.withdraw_for_alert(session, alert.id or 0) == 1
    assert row(session, "claimed").state is OutboxState.CLAIMED
    assert due(session) == ["other"]


def test_a_pair_is_parted_without_touching_other_pairs(session: Session) -> None:
    maya, sam, ana = (person(session, name) for name in ("Maya", "Sam", "Ana"))
    alert = Alert(member_id=maya.id or 0, on=TODAY, kind=AlertKind.HARD, state=AlertState.ASKING, opened_at=NOW)
    session.add(alert)
    session.flush()
    put(session, "alert to sam", recipient_id=sam.id, alert_id=alert.id)
    put(session, "word to sam", recipient_id=sam.id, ids={"member": maya.id})
    put(session, "about ana to sam", recipient_id=sam.id, ids={"member": ana.id})
    put(session, "alert to ana", recipient_id=ana.id, alert_id=alert.id)
    assert outbox.withdraw_for_pair(session, member_id=maya.id or 0, supporter_id=sam.id or 0) == 2
    assert due(session) == ["about ana to sam", "alert to ana"]


def test_parting_a_pair_may_take_only_some_kinds(session: Session) -> None:
    maya, sam = (person(session, name) for name in ("Maya", "Sam"))
    for kind in ("page", "word"):
        put(session, kind, kind=kind, recipient_id=sam.id, ids={"member": maya.id})
    parted = {"member_id": maya.id or 0, "supporter_id": sam.id or 0}
    assert outbox.withdraw_for_pair(session, **parted, kinds=("page",)) == 1
    assert due(session) == ["word"]
    assert outbox.withdraw_for_pair(session, **parted, kinds=()) == 0


def test_what_waits_about_a_checkin_is_withdrawn(session: Session) -> None:
    maya = person(session)
    rhythm = builders.cadence(session, maya)
    mine, other = (builders.checkin(session, maya, rhythm, slot=slot) for slot in (0, 1))
    for kind in ("prompt", "reminder"):
        put(session, kind, kind=kind, checkin_id=mine.id)
    put(session, "of another", kind="prompt", checkin_id=other.id)
    assert outbox.withdraw_for_checkin(session, mine.id or 0, kinds=("prompt",)) == 1
    assert due(session) == ["reminder", "of another"]
    assert outbox.withdraw_for_checkin(session, mine.id or 0) == 1
    assert due(session) == ["of another"]


def test_what_was_said_last_is_the_newest_of_its_kinds_that_left_or_is_leaving(session: Session) -> None:
    maya, sam, ana = (person(session, name) for name in ("Maya", "Sam", "Ana"))

    def said(who: Person = sam, about: Person = maya, kinds: tuple[str, ...] = ("note", "word")) -> str | None:
        found = outbox.last_said(session, member_id=about.id or 0, supporter_id=who.id or 0, kinds=kinds)
        return found.dedupe if found is not None else None

    ids = {"member": maya.id}
    put(session, "first", kind="note", recipient_id=sam.id, ids=ids)
    assert said() is None  # it has not left
    first = claim(session)
    assert said() == "first"
    outbox.finish(session, first, OutboxState.SENT, epoch=1)
    put(session, "second", kind="word", recipient_id=sam.id, ids=ids)
    outbox.finish(session, claim(session), OutboxState.UNCERTAIN, epoch=1)
    put(session, "withdrawn", kind="word", recipient_id=sam.id, ids=ids)
    outbox.finish(session, claim(session), OutboxState.WITHDRAWN, epoch=1)
    assert (said(), said(kinds=("note",)), said(kinds=("other",))) == ("second", "first", None)
    assert said(who=ana) is None
    assert said(about=ana) is None


def test_an_instant_without_a_zone_is_refused(session: Session) -> None:
    with pytest.raises(sa.exc.StatementError):
        put(session, now=NOW.replace(tzinfo=None))
