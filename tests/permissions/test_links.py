"""Links that ask for something: 128 bits, kept as a hash, for a day, for one person, whoever is quicker."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import pytest
from sqlmodel import Session, SQLModel, select

from bot.actions.finding import answering
from bot.actions.groups import co_lead_links, links
from bot.actions.presence import Visitor
from bot.actions.supporters import accepting, inviting
from bot.texts.messages import Reply
from storage.database import Database
from storage.encryption import Keyring
from storage.queries import groups, people
from storage.tables import Agreement, Invite, Person, Request, Support
from tests.builders import NOW
from tests.permissions.cast import GROUP_TOKEN, LEAD_TOKEN, SUPPORT_TOKEN, Cast, Who, assemble

DAY = timedelta(hours=24)
Row = TypeVar("Row", bound=SQLModel)
Act = Callable[[Session], Reply]


@dataclass
class Twice:
    """One database, opened twice as by two processes, and everybody in it."""

    one: Database
    other: Database
    cast: Cast

    def visitor(self, who: Who) -> Visitor:
        return Visitor(self.cast.tg_ids[who], "Somebody")

    def act(self, act: Act) -> str:
        return kind(self.one.write_now(act))

    def person(self, session: Session, who: Who) -> Person:
        return people.by_id(session, self.cast.person_ids[who])

    async def both(self, act: Act, other: Act) -> list[str]:
        """At the same moment, each in a transaction of its own."""
        return sorted(map(kind, await asyncio.gather(self.one.write(act), self.other.write(other))))


def kind(reply: Reply) -> str:
    said = reply.show or reply.toast
    return said.kind if said is not None else ""


@contextmanager
def opened(url: str, keyring: Keyring) -> Iterator[Twice]:
    one, other = Database.open(url, keyring), Database.open(url, keyring)
    yield Twice(one, other, one.write_now(assemble))
    one.close()
    other.close()


@pytest.fixture
def twice(sqlite_url: str, keyring: Keyring) -> Iterator[Twice]:
    with opened(sqlite_url, keyring) as made:
        yield made


@pytest.fixture
def racing(database_url: str, keyring: Keyring) -> Iterator[Twice]:
    with opened(database_url, keyring) as made:
        yield made


def lead(twice: Twice, who: Who, *, at: datetime = NOW) -> Act:
    return lambda session: co_lead_links.accept(session, twice.visitor(who), LEAD_TOKEN, now=at)


def support(twice: Twice, who: Who, *, at: datetime = NOW) -> Act:
    return lambda session: accepting.accept(session, twice.visitor(who), SUPPORT_TOKEN, now=at)


async def test_of_two_who_accept_to_lead_at_the_same_moment_one_is_taken(racing: Twice) -> None:
    said = await racing.both(lead(racing, Who.NIA), lead(racing, Who.NEWCOMER))
    assert said == ["grp-co-link-waiting", "invite-closed"]
    taken = [one for one in rows(racing, Agreement) if one.wording == co_lead_links.WORDING]
    assert len(taken) == 1


async def test_of_two_who_accept_to_support_at_the_same_moment_one_is_taken(racing: Twice) -> None:
    before = len(rows(racing, Support))
    said = await racing.both(support(racing, Who.NIA), support(racing, Who.NEWCOMER))
    assert said == ["hours-proposed", "invite-closed"]
    assert len(rows(racing, Support)) == before + 1


async def test_a_request_answered_twice_at_the_same_moment_is_answered_once(racing: Twice) -> None:
    before = len(rows(racing, Support))
    request = next(
        one for one in rows(racing, Request) if not one.as_leader and one.member_id == racing.cast.ids["maya"]
    )

    def yes(session: Session) -> Reply:
        return answering.accept(session, racing.person(session, Who.GIL), request.id or 0, now=NOW)

    said = await asyncio.gather(racing.one.write(yes), racing.other.write(yes), return_exceptions=True)
    assert [kind(one) for one in said if isinstance(one, Reply)].count("hours-proposed") == 1
    assert racing.act(yes) == "request-closed"  # a refused transaction is tried again by the intake
    assert len(rows(racing, Support)) == before + 1


@pytest.mark.parametrize("act", [lead, support])
def test_a_link_lives_for_a_day_and_not_a_moment_longer(twice: Twice, act: Callable[..., Act]) -> None:
    assert twice.act(act(twice, Who.NIA, at=NOW + DAY)) == "invite-closed"
    assert twice.act(act(twice, Who.NIA, at=NOW + DAY - timedelta(seconds=1))) != "invite-closed"


@pytest.mark.parametrize("act", [lead, support])
def test_a_used_link_is_closed_to_everybody(twice: Twice, act: Callable[..., Act]) -> None:
    twice.act(act(twice, Who.NIA))
    assert {twice.act(act(twice, who)) for who in (Who.LOU, Who.OTTO, Who.NEWCOMER)} == {"invite-closed"}


def test_whoever_made_it_or_has_the_part_already_uses_up_nothing(twice: Twice) -> None:
    assert twice.act(support(twice, Who.MAYA)) == "invite-own"
    assert twice.act(support(twice, Who.SAM)) == twice.act(support(twice, Who.ANA)) == "invite-already"
    assert twice.act(lead(twice, Who.DANA)) == twice.act(lead(twice, Who.CORA)) == "grp-co-link-own"
    assert twice.act(support(twice, Who.NIA)) == "hours-proposed"
    assert twice.act(lead(twice, Who.NIA)) == "grp-co-link-waiting"


def test_one_kind_of_link_does_not_open_another_kind_of_door(twice: Twice) -> None:
    visitor = twice.visitor(Who.NIA)
    assert twice.act(lambda session: accepting.accept(session, visitor, LEAD_TOKEN, now=NOW)) == "invite-closed"
    assert twice.act(lambda session: co_lead_links.accept(session, visitor, SUPPORT_TOKEN, now=NOW)) == "invite-closed"
    assert twice.one.read_now(lambda session: groups.by_link(session, SUPPORT_TOKEN)) is None


def test_a_renewed_group_link_is_dead_and_an_older_link_to_lead_too(twice: Twice) -> None:
    group = int(twice.cast.ids["group"])
    twice.act(lambda s: links.make_new(s, twice.person(s, Who.DANA), group, bot_name="a_bot", now=NOW))
    assert twice.one.read_now(lambda session: groups.by_link(session, GROUP_TOKEN)) is None
    twice.act(lambda s: co_lead_links.make(s, twice.person(s, Who.DANA), group, bot_name="a_bot", now=NOW))
    assert twice.act(lead(twice, Who.NIA)) == "invite-closed"


def test_tokens_have_128_bits_and_only_their_hash_is_kept(twice: Twice) -> None:
    made: list[str] = []
    keyring, true = twice.one.keyring, twice.one.keyring.token

    def told(size: int = 16) -> str:
        assert size == 16  # bytes
        made.append(true(size))
        return made[-1]

    keyring.token = told  # type: ignore[method-assign,assignment]
    group = int(twice.cast.ids["group"])
    twice.act(lambda s: inviting.ask(s, twice.person(s, Who.MOE), bot_name="a_bot", now=NOW))
    twice.act(lambda s: co_lead_links.make(s, twice.person(s, Who.DANA), group, bot_name="a_bot", now=NOW))
    twice.act(lambda s: links.make_new(s, twice.person(s, Who.DANA), group, bot_name="a_bot", now=NOW))
    assert len(made) == len(set(made)) == 3 and all(len(token) == 22 for token in made)
    kept = {one.token_hash for one in rows(twice, Invite)}
    assert {keyring.hash_token(token) for token in made[:2]} <= kept and not kept & set(made)


def rows(twice: Twice, table: type[Row]) -> list[Row]:
    return list(twice.one.read_now(lambda session: session.exec(select(table)).all()))
