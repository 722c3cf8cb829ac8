"""What people send is lost, or counts twice: fetching, storing, confirming, handling."""

from tests.seeded_bugs.bug import bug

INTAKE, INBOX, CONTEXT = "handlers.intake", "storage.queries.inbox", "handlers.context"

BUGS = (
    bug(
        "confirmed-before-stored",
        "Where to go on is kept first, then there is time for the rest.",
        "I11",
        (
            INBOX,
            "    fresh = {one.update_id: one for",
            "    engine_row(session).next_update_id = max(ids) + 1\n    session.commit()\n    fresh = {one.update_id: one for",
        ),
        where=("app", "crash"),
    ),
    bug(
        "offset-in-memory",
        "Memory is faster than asking the database.",
        "I11",
        (
            INTAKE,
            "        offset = await self._database.read(next_update_id)\n",
            "        offset = max(await self._database.read(next_update_id) or 0, vars(self).get('_seen', 0)) or None\n",
        ),
        (
            INTAKE,
            "        await self.keep(came, fetch)\n",
            "        vars(self)['_seen'] = max([one['update_id'] + 1 for one in came], default=0)\n        await self.keep(came, fetch)\n",
        ),
        where=("app",),
        faults="locked,full",
    ),
    bug(
        "handled-twice-after-a-crash",
        "First the work, then the tick.",
        "I11",
        (
            CONTEXT,
            "            said = action(session, person, *args, **kwargs)\n            self.mark_handled(session)\n            return said, person.language\n",
            "            said = action(session, person, *args, **kwargs)\n            session.commit()\n            self.mark_handled(session)\n            return said, person.language\n",
        ),
        where=("app", "crash"),
    ),
    bug(
        "repeated-update-applied-again",
        "Telegram sends each update once.",
        "I11",
        (
            INBOX,
            "    fresh = {one.update_id: one for one in batch if one.update_id not in known}\n",
            "    session.execute(sa.delete(_inbox).where(_inbox.c.update_id.in_(known)))\n    fresh = {one.update_id: one for one in batch}\n",
        ),
    ),
    bug(
        "undecodable-update-blocks",
        "It will be readable next time.",
        "I11",
        (
            INTAKE,
            "            if number == TRIES:\n                await self._set_aside(row, turn, fault)\n",
            "            if number == TRIES:\n                raise DatabaseAway from fault\n",
        ),
        where=("app",),
    ),
    bug(
        "failed-updates-dropped",
        "The database is busy; they can tap again.",
        "I11",
        (
            INTAKE,
            "            if isinstance(fault, DatabaseTrouble):\n                raise fault\n",
            "            if isinstance(fault, DatabaseTrouble):\n                break\n",
        ),
        where=("app",),
        faults="locked,full",
    ),
)
