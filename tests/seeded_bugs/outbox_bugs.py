"""Messages lost, doubled, or sent when they should not be: the outbox, its relay and what Telegram says to them."""

from tests.seeded_bugs.bug import bug

OUTBOX, DISPATCH = "storage.queries.outbox", "bot.actions.dispatch"

BUGS = (
    bug(
        "state-and-outbox-apart",
        "The check-ins are in; the prompts can go into a transaction of their own.",
        "I11",
        ("bot.actions.checkins.opening", "    if prompts:\n", "    session.commit()\n    if prompts:\n"),
        where=("crash", "app"),
        faults="point",
    ),
    bug(
        "dedupe-dropped",
        "A key per second is unique enough.",
        "I3",
        (OUTBOX, '            "dedupe": dedupe,\n', '            "dedupe": f"{dedupe}:{now.timestamp()}"[-96:],\n'),
    ),
    bug(
        "retry-after-ignored",
        "Ask again in a second; Telegram will have calmed down.",
        "I3",
        (DISPATCH, "not_before_at=now + retry_after)", "not_before_at=now + FIRST_RETRY_AFTER)"),
        ("handlers.delivery.limiter", "                self._park(chat, seconds)\n", "                pass\n"),
        where=("app",),
        faults="flood",
    ),
    bug(
        "claims-never-lapse",
        "Whoever claimed it will send it.",
        "I1",
        (
            OUTBOX,
            "    lost = _row.claimed_until_at <= now\n    if gone:",
            "    lost = sa.false()\n    if False:",
        ),
    ),
    bug(
        "uncertain-is-sent",
        "A timeout mostly means that it arrived.",
        "I1",
        (
            DISPATCH,
            "            settled = _try_again(session, row, kind, now=now, perhaps_sent_at=now)",
            "            settled = outbox.finish(session, row, OutboxState.SENT, epoch=row.epoch, sent_at=now)",
        ),
        faults="error",
        core_faults="failing",
    ),
    bug(
        "uncertain-is-never-sent",
        "A timeout means that it did not arrive, so the next try is the first.",
        "I3",
        (
            DISPATCH,
            "            settled = outbox.finish(session, row, OutboxState.UNCERTAIN, epoch=row.epoch, sent_at=now)",
            "            settled = _try_again(session, row, kind, now=now)",
        ),
        (DISPATCH, "kind, now=now, perhaps_sent_at=now)", "kind, now=now)"),
        faults="drop_after",
        core_faults="lost-after",
    ),
    bug(
        "at-most-once-retried",
        "More tries are safer, for reminders too.",
        "I3",
        (
            DISPATCH,
            "        case Uncertain() if kind.at_most_once:",
            "        case Uncertain() if kind.at_most_once and False:",
        ),
        faults="drop_after",
        core_faults="lost-after",
    ),
    bug(
        "crash-repeats-at-most-once",
        "What a dead process had claimed goes back, all of it.",
        "I3",
        (OUTBOX, "    once = _row.kind.in_(list(at_most_once))\n", "    once = sa.false()\n"),
        faults="point",
        core_faults="point",
    ),
    bug(
        "expired-row-sent",
        "Better late than never.",
        "I2",
        (
            DISPATCH,
            "    if row.expires_at is not None and row.expires_at <= now:",
            "    if row.expires_at is None and False:",
        ),
        faults="outbound,both",
        core_faults="mute",
    ),
    bug(
        "forgotten-persons-rows-stay",
        "The outbox empties itself.",
        "I11",
        (
            "bot.actions.privacy.forgetting",
            "    traces.erase(session, person)\n",
            "    person.tg_hash, person.name = 32 * '0', 'Friend'\n",
        ),
        core_faults="none",
    ),
)
