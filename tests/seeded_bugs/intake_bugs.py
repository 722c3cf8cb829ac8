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
            "    rows = [{**vars(one)",
            "    engine_row(session).next_update_id = max(one.update_id for one in batch) + 1\n    session.commit()\n    rows = [{**vars(one)",
        ),
        where=("crash", "app"),
        faults="point",
    ),
    bug(
        "offset-before-the-commit",
        "Memory is faster than asking the database.",
        "I11",
        (
            INTAKE,
            "        await self.keep(came, fetch)\n",
            "        self._offset = max([one['update_id'] + 1 for one in came], default=self._offset)\n        await self.keep(came, fetch)\n",
        ),
        where=("app",),
        faults="full",
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
        where=("crash", "app"),
        faults="point,twice",
    ),
    bug(
        "repeated-update-applied-again",
        "Telegram sends each update once.",
        "I11",
        (
            INBOX,
            "    connection.execute(_STORE[connection.dialect.name], rows)\n",
            "    connection.execute(sa.delete(_inbox).where(_inbox.c.update_id.in_([one.update_id for one in batch])))\n    connection.execute(_STORE[connection.dialect.name], rows)\n",
        ),
    ),
)
