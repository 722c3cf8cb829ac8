"""People alarmed who should not be, or left alone who should not be: alerts and their ladder."""

from tests.seeded_bugs.bug import bug

ANSWERING, ASKING, ENDING = "bot.actions.alerts.answering", "bot.actions.alerts.asking", "bot.actions.alerts.ending"
CIRCLE = "bot.actions.alerts.circle"
LADDER, OPENING, PAGES = "bot.rules.ladder", "bot.actions.alerts.opening", "bot.actions.alerts.pages"

BUGS = (
    bug(
        "hold-ignored",
        "The sooner somebody is asked, the better.",
        "I7",
        (
            OPENING,
            "        hold_until_at=hold_until_at, next_at=hold_until_at,",
            "        hold_until_at=now, next_at=now,",
        ),
        core_faults="none",
    ),
    bug(
        "not-this-time-ignored",
        "It is only put off.",
        "I7",
        (
            "bot.actions.alerts.steering",
            "    ending.end(session, alert, AlertState.CANCELLED, now=now, by=person.id)\n    person.cancelled_run += 1\n",
            "    person.cancelled_run += 1\n",
        ),
        core_faults="none",
    ),
    bug(
        "sos-is-held",
        "An SOS, too, can be a mistake.",
        "I1",
        (
            "bot.actions.alerts.sos",
            "signals=(Signal.SOS,), hold_until_at=now, now=now",
            "signals=(Signal.SOS,), hold_until_at=now + timedelta(minutes=2), now=now",
        ),
        (
            "bot.actions.alerts.sos",
            "    asking.advance(session, alert, now=now)\n    outbox.enqueue(",
            "    alert.next_at = alert.hold_until_at\n    outbox.enqueue(",
        ),
        core_faults="none",
    ),
    bug(
        "sos-keeps-quiet-hours",
        "Nobody is woken at night.",
        "I1",
        (PAGES, "    if alert.kind is AlertKind.SOS:\n        return True\n", ""),
        core_faults="none",
    ),
    bug(
        "quiet-hours-in-the-wrong-zone",
        "Hours are hours.",
        "I5",
        (CIRCLE, "        zone=row.zone,\n", "        zone='UTC',\n"),
        core_faults="none",
    ),
    bug(
        "supporters-quiet-hours-ignored",
        "They said they would help.",
        "I5",
        (LADDER, "    moment = free_from(rung.hours, at, limited=limited)\n    while", "    moment = at\n    while"),
        core_faults="none",
    ),
    bug(
        "removed-supporter-still-asked",
        "They are off the list, that will do.",
        "I5",
        (
            "bot.actions.supporters.ending",
            "    support.state, support.ended_at, support.kept_listed = SupportState.ENDED, now, kept_listed\n",
            "    support.kept_listed = kept_listed\n",
        ),
        ("bot.actions.supporters.ending", "    supports.revoke(session, id_of(support), now=now)\n", ""),
        (
            "bot.actions.supporters.ending",
            "    outbox.withdraw_for_pair(session, member_id=support.member_id, supporter_id=support.supporter_id)\n",
            "",
        ),
        core_faults="none",
    ),
    bug(
        "choice-saved-and-not-kept",
        "What they chose first is what they want.",
        "I8",
        (
            "bot.actions.supporters.sharing",
            "    if of(in_force) != dict(shares) or in_force[0].until_at - now <= ASK_AGAIN_BEFORE[0]:\n",
            "    if not in_force:\n",
        ),
        core_faults="none",
    ),
    bug(
        "acknowledgement-does-not-stop",
        "The more help, the better.",
        "I4",
        (
            ANSWERING,
            "    if first:\n        alert.state,",
            "    if first and alert.kind is AlertKind.SOS:\n        alert.state,",
        ),
        core_faults="none",
    ),
    bug(
        "decline-does-not-move-on",
        "The next one is asked in half an hour anyway.",
        "I1",
        (
            ANSWERING,
            "        asked.step.outcome = None\n        _step_down(session, asked, now=now)\n",
            "        asked.step.outcome = None\n",
        ),
        core_faults="none",
    ),
    bug(
        "broken-promise-forgotten",
        "They said that they will.",
        "I4",
        (
            "bot.actions.alerts.promises",
            "    if now >= silent_from + SILENCE_FOR:\n        return False\n    alert.next_at = silent_from + SILENCE_FOR\n",
            "",
        ),
        core_faults="none",
    ),
    bug(
        "all-clear-never-sent",
        "They will see that it is over.",
        "I7",
        (ENDING, "    if state is not AlertState.EXHAUSTED:\n", "    if state is AlertState.CANCELLED:\n"),
        core_faults="none",
    ),
    bug(
        "member-not-told-of-the-end",
        "It is over, that is what counts.",
        "I7",
        (ENDING, "    if by != alert.member_id:\n", "    if by is not None and by != alert.member_id:\n"),
        core_faults="none",
    ),
    bug(
        "silence-not-announced",
        "They do not answer anyway.",
        "I2",
        (
            "bot.actions.alerts.judging",
            '        alert.next_at = None  # the announcement\'s acceptance moves it\n        asking.tell(session, alert, "quiet-announcement", now=now)\n',
            "        alert.hold_until_at = alert.next_at = now\n",
        ),
        core_faults="none",
    ),
    bug(
        "use-told-to-everybody",
        "Supporters should know.",
        "I8",
        (
            "bot.rules.consent",
            "    use_is_shared = _at_least(levels.get(Signal.USED, Level.NOTHING), Level.REASON)\n",
            "    use_is_shared = True\n",
        ),
        core_faults="none",
    ),
    bug(
        "reach-out-says-why",
        "A reason helps to help.",
        "I8",
        (
            "bot.rules.consent",
            "        if _at_least(level, Level.REASON)\n    ]",
            "        if _at_least(level, Level.REACH_OUT)\n    ]",
        ),
        core_faults="none",
    ),
)
