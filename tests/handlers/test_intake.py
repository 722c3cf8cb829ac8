"""Nothing that came is lost, nothing is handled twice, and one bad update holds up nobody."""

import threading

import pytest
import sqlalchemy as sa

from bot.actions.joining import agreeing
from bot.actions.presence import Visitor
from bot.rules.vocabulary import InboxState
from bot.texts.messages import Message, Reply
from handlers import routes
from handlers.context import Context
from storage.database import Session
from storage.errors import DatabaseBusy
from storage.queries import inbox
from storage.tables import Incoming, Outgoing, Person
from tests import builders
from tests.handlers.conftest import Running


def rows(running: Running) -> list[Incoming]:
    return list(running.app.database.read_now(lambda session: session.scalars(sa.select(Incoming)).all()))


async def all_handled(running: Running, count: int) -> None:
    await running.until(lambda: len([row for row in rows(running) if row.state != InboxState.UNHANDLED]) == count)
    await running.until(lambda: running.app.idle)


async def test_a_stranger_is_greeted_and_nothing_about_them_is_kept(running: Running) -> None:
    maya = await running.sandbox.person("Maya")
    await maya.start()
    await maya.wait_for("Alongside")
    await all_handled(running, 1)
    (row,) = rows(running)
    assert (row.state, row.body) == (InboxState.HANDLED, None)
    people = running.app.database.read_now(lambda session: session.scalars(sa.select(Person)).all())
    assert list(people) == []


async def test_an_update_handed_out_twice_is_handled_once(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def count(session: Session, visitor: Visitor, link: object, **more: object) -> Reply:
        seen.append(visitor.tg_id)
        return Reply(show=Message("group-chat", {"link": "x"}))

    monkeypatch.setattr(agreeing, "welcome", count)
    maya = await running.sandbox.person("Maya")
    await maya.start()
    await all_handled(running, 1)
    await running.sandbox.do("repeat_update", update_id=rows(running)[0].update_id)
    await maya.type("again")
    await all_handled(running, 2)
    assert len(seen) == 2


async def test_an_update_that_cannot_be_decoded_is_set_aside_and_the_next_one_is_handled(running: Running) -> None:
    maya = await running.sandbox.person("Maya")
    await maya.start()
    await all_handled(running, 1)
    await running.sandbox.do("add_update", body={"message": {"message_id": "not a number", "chat": 7}})
    await maya.type("hello")
    await all_handled(running, 3)
    assert [row.state for row in rows(running)].count(InboxState.SET_ASIDE) == 1


async def test_a_handler_that_fails_is_tried_twice_rolled_back_and_apologised_for(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    async def broken(context: Context) -> None:
        def act(session: Session, visitor: Visitor) -> Reply:
            keyring = session.info["keyring"]
            hashed = keyring.hash_id(visitor.tg_id)
            session.add(Person(tg_hash=hashed, tg_id="1", name="half-made", joined_at=context.now))
            session.flush()
            tries.append(visitor.tg_id)
            raise RuntimeError("broken")

        await context.meet(act)

    monkeypatch.setitem(routes.COMMANDS, "broken", broken)
    maya = await running.sandbox.person("Maya")
    await maya.start()
    await maya.type("/broken")
    await maya.wait_for("Something broke on my side")
    await all_handled(running, 2)
    assert len(tries) == 2
    assert [row.state for row in rows(running)] == [InboxState.HANDLED, InboxState.SET_ASIDE]
    people = running.app.database.read_now(lambda session: session.scalars(sa.select(Person)).all())
    assert list(people) == []
    notices = running.app.database.read_now(lambda session: session.scalars(sa.select(Outgoing)).all())
    assert [row.ids["what"] for row in notices] == ["update-set-aside"]


async def test_what_was_committed_when_the_stop_came_is_still_said(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_hand, go_on = threading.Event(), threading.Event()
    true_close = inbox.close

    def slow_close(session: Session, update_id: int, state: InboxState) -> None:
        in_hand.set()
        go_on.wait(5)
        true_close(session, update_id, state)

    monkeypatch.setattr(inbox, "close", slow_close)
    maya = await running.sandbox.person("Maya")
    await maya.start()
    await running.until(in_hand.is_set)
    running.stopped.set()
    await running.until(lambda: not running.server.line.polled)
    go_on.set()
    await maya.wait_for("Alongside")


async def test_a_group_chat_gets_one_line_that_points_to_the_private_chat(running: Running) -> None:
    maya = await running.sandbox.person("Maya")
    group = await running.sandbox.group("Friends", [maya])
    await maya.type("/checkin", chat=group)
    await all_handled(running, len(rows(running)) or 1)
    await running.until(lambda: True)
    said = await maya.last(chat=group)
    assert "private" in said.text
    assert said.labels == []


async def test_a_second_poller_is_reported_to_the_operator(running: Running) -> None:
    await running.sandbox.fault("error", methods=["getUpdates"], code=409, times=1)
    maya = await running.sandbox.person("Maya")
    await maya.start()

    def told() -> list[str]:
        found = running.app.database.read_now(lambda session: session.scalars(sa.select(Outgoing)).all())
        return [row.ids.get("what", "") for row in found]

    await running.until(lambda: "another-poller" in told(), within=10)


async def test_what_came_while_the_database_could_not_be_written_is_not_confirmed(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_store = inbox.store
    failures: list[int] = []

    def failing(*args: object, **kwargs: object) -> None:
        if not failures:
            failures.append(1)
            raise DatabaseBusy("busy")
        true_store(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(inbox, "store", failing)
    maya = await running.sandbox.person("Maya")
    await maya.start()
    await running.until(lambda: len(rows(running)) == 1, within=10)
    assert failures == [1]


async def test_bodies_are_sealed_while_they_wait(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    raw: list[object] = []

    async def peek(context: Context) -> None:
        found = await running.app.database.read(
            lambda session: session.connection().exec_driver_sql("SELECT body FROM inbox").scalars().all()
        )
        raw.extend(found)

    monkeypatch.setitem(routes.COMMANDS, "peek", peek)
    maya = await running.sandbox.person("Maya", last_name="Secretname")
    await maya.start()
    await maya.type("/peek")
    await all_handled(running, 2)
    bodies = [bytes(body) for body in raw if isinstance(body, bytes | memoryview)]
    assert bodies
    assert not any(b"Secretname" in body for body in bodies)


async def test_who_sent_what_we_could_not_handle_has_given_a_sign_of_life(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(context: Context) -> None:
        raise RuntimeError("broken")

    monkeypatch.setitem(routes.COMMANDS, "start", broken)
    maya = await running.sandbox.person("Maya")
    running.app.database.write_now(lambda session: builders.person(session, tg_id=maya.id))
    await maya.start()
    await all_handled(running, 1)
    (who,) = running.app.database.read_now(lambda session: session.scalars(sa.select(Person)).all())
    assert who.last_sign_at is not None


async def test_an_update_waits_while_the_database_is_in_trouble_and_is_not_set_aside(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def busy_at_first(session: Session, visitor: Visitor, link: object, **more: object) -> Reply:
        tries.append(visitor.tg_id)
        if len(tries) < 4:
            raise DatabaseBusy("busy")
        return Reply(show=Message("group-chat", {"link": "x"}))

    monkeypatch.setattr(agreeing, "welcome", busy_at_first)
    maya = await running.sandbox.person("Maya")
    await maya.start()
    await running.until(lambda: len(tries) == 4, within=10)
    await all_handled(running, 1)
    assert [row.state for row in rows(running)] == [InboxState.HANDLED]


async def test_what_fails_after_the_commit_is_not_done_again(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    done = []

    async def late_trouble(context: Context) -> None:
        def act(session: Session, visitor: Visitor) -> Reply:
            done.append(visitor.tg_id)
            return Reply(show=Message("cancelled"))

        await context.meet(act)
        raise RuntimeError("after the commit")

    monkeypatch.setitem(routes.COMMANDS, "late", late_trouble)
    maya = await running.sandbox.person("Maya")
    await maya.start()
    await maya.type("/late")
    await maya.wait_for("Okay, I stopped waiting")
    await all_handled(running, 2)
    assert len(done) == 1
    assert [row.state for row in rows(running)] == [InboxState.HANDLED] * 2
