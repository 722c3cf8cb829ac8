"""`crisis-cards`: which crisis cards need looking up again, and `crisis-cards confirm CC` once the operator has.

Works beside the running bot, in one short transaction. It looks nothing up itself: only a person on the organisation's own
page can.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from datetime import date

from bot.clock import SystemClock
from bot.settings import SettingsFault, from_environment
from bot.texts.crisis_cards import Card, cards, is_confirmed
from storage.database import Database
from storage.encryption import KeyTrouble
from storage.errors import DatabaseTrouble
from storage.migrations import head_version
from storage.opening import Survey, open_database, survey
from storage.queries import cards as checks


class NotReady(Exception):
    """There is no database of this version yet in which to keep what was confirmed."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("crisis-cards", help="list the crisis numbers that need looking up again")
    parser.set_defaults(func=run, confirm=None)
    actions = parser.add_subparsers(metavar="ACTION")
    confirm = actions.add_parser("confirm", help="say that you looked up every number of a country today")
    confirm.add_argument("confirm", metavar="CC", type=country, help="the country's two letters, like IE")


def country(text: str) -> str:
    """The code of a card, however it was typed. Raises ArgumentTypeError where there is none of that name."""
    code = text.upper()
    if code not in {card.code for card in cards().values()}:
        raise argparse.ArgumentTypeError(f"there is no card for {text!r}")
    return code


def run(args: argparse.Namespace) -> int:
    """Print the list, or what was confirmed, and return 0; or print why not, and return 1."""
    clock = SystemClock()
    try:
        settings = from_environment(token_needed=False)
        demand_schema(survey(settings.database_url))
        database, _ = open_database(settings.database_url, settings.key_file, now=clock.now, inline=True)
    except (NotReady, SettingsFault, KeyTrouble, DatabaseTrouble) as refused:
        print(refused, file=sys.stderr)
        return 1
    try:
        for line in act(database, confirm=args.confirm, today=clock.now().date()):
            print(line)
    except DatabaseTrouble as refused:
        print(refused, file=sys.stderr)
        return 1
    finally:
        database.close()
    return 0


def demand_schema(found: Survey | None) -> None:
    """Raise NotReady unless there is a database with this program's tables."""
    if found is None or found.version is None:
        raise NotReady("There is no database yet. Start the bot once, then try again.")
    if found.version != head_version():
        raise NotReady(
            "The database is of another version. Stop the bot, make a backup, then run: python -m bot migrate"
        )


def act(database: Database, *, confirm: str | None, today: date) -> Iterator[str]:
    """Confirm a card where `confirm` names one, else list them all; yield what there is to say."""
    if confirm is None:
        yield from listed(database.read_now(checks.all_verified_on), today=today)
        return
    database.write_now(lambda session: checks.confirm(session, confirm, on=today))
    yield f"{confirm}: confirmed on {today.isoformat()}. Members see no warning on it for 12 months."


def listed(verified: Mapping[str, date], *, today: date) -> Iterator[str]:
    """What needs looking up, card by card, the reason first; those that do not, in one line at the end."""
    due = [card for card in cards().values() if not is_confirmed(verified_on=verified.get(card.code), today=today)]
    for card in due:
        yield f"{card.code}  {_since(verified.get(card.code))}{_lacking(card)}"
        for line in card.lines:
            dated = "no date" if line.seen_on is None else line.seen_on.isoformat()
            old = ", old" if line.is_old(today=today) else ""
            yield f"    {line.number}  {line.name} ({line.how}; page: {dated}{old})  {line.source}"
    fine = [card.code for card in cards().values() if card not in due]
    yield f"{len(due)} to look up, {len(fine)} confirmed within 12 months{': ' if fine else ''}{', '.join(fine)}."
    if due:
        yield "Look each number up on the organisation's own page (never ring it to test), then: crisis-cards confirm CC"


def _since(verified_on: date | None) -> str:
    return "never confirmed" if verified_on is None else f"confirmed on {verified_on.isoformat()}, over 12 months ago"


def _lacking(card: Card) -> str:
    return f"; no source found for: {', '.join(card.lacks)}" if card.lacks else ""
