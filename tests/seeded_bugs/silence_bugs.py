"""Silence invented, or overlooked: check-ins, their hours and deadlines, and what we could have heard."""

from tests.seeded_bugs.bug import bug

SILENCE, OPENING = "bot.actions.checkins.silence", "bot.actions.checkins.opening"
JUDGING, LIVE = "bot.actions.alerts.judging", "bot.actions.checkins.live"

BUGS = (
    bug(
        "deadline-from-planned-time",
        "The window begins at the hour they chose.",
        "I2",
        (
            OPENING,
            "    plan = lifecycle.after_delivery(\n        sent_at,\n",
            "    plan = lifecycle.after_delivery(\n        checkin.planned_at,\n",
        ),
        core_faults="dead,mute",
    ),
    bug(
        "judged-before-draining",
        "Whatever is in the inbox comes next anyway.",
        "I2",
        (
            SILENCE,
            "    due = checkins.judgeable(session, heard_until_at=min(heard_until_at, now), limit=limit)\n",
            (
                "    wanted = sa.select(Checkin).where(col(Checkin.deadline_at) <= min(heard_until_at, now))\n"
                "    due = session.scalars(wanted.order_by(col(Checkin.deadline_at)).limit(limit)).all()\n"
            ),
        ),
        (
            "storage.queries.alerts",
            "(col(Alert.next_at) <= heard_until_at) & ~_has_written(col(Alert.member_id))",
            "(col(Alert.next_at) <= now)",
        ),
        (
            "storage.queries.alerts",
            "    return not session.execute(sa.select(_has_written(member_id))).scalar_one()\n",
            "    return True\n",
        ),
        faults="inbound,dead",
        core_faults="busy,slow",
    ),
    bug(
        "judged-by-the-clock",
        "The deadline is over, so it is over.",
        "I10",
        (
            SILENCE,
            "checkins.judgeable(session, heard_until_at=min(heard_until_at, now), limit=limit)",
            "checkins.judgeable(session, heard_until_at=now, limit=limit)",
        ),
        (SILENCE, "        if checkin.deadline_at <= gap.from_at:\n", "        if checkin.deadline_at <= now:\n"),
        faults="inbound,dead",
        core_faults="deaf,dead",
    ),
    bug(
        "outage-not-added",
        "They had twelve hours.",
        "I10",
        (
            "bot.rules.lifecycle",
            "    moved = max(deadline_at + overlap, now + AT_LEAST_AFTER_OUTAGE)\n    if outage_to - outage_from > LONGEST_OUTAGE or",
            "    moved = deadline_at\n    if False and",
        ),
        faults="inbound,dead",
        core_faults="deaf,dead",
    ),
    bug(
        "unsent-counts-as-missed",
        "No answer is no answer.",
        "I2",
        (
            OPENING,
            "        checkin.state = CheckinState.UNSENT\n",
            "        checkin.state = CheckinState.MISSED\n",
        ),
        (
            OPENING,
            "CheckinState.QUEUED if sendable else CheckinState.UNSENT",
            "CheckinState.QUEUED if sendable else CheckinState.MISSED",
        ),
        faults="dead,outbound",
        core_faults="dead,mute",
    ),
    bug(
        "sign-of-life-ignored",
        "Only an answer is an answer.",
        "I2",
        (
            SILENCE,
            "    checkin.sign_of_life = person.last_sign_at is not None and person.last_sign_at >= first_sent_at\n",
            "    checkin.sign_of_life = first_sent_at is None\n",
        ),
        (JUDGING, "on, heard_at=member.last_sign_at)", "on)"),
        core_faults="none",
    ),
    bug(
        "word-in-the-night-ignored",
        "That day is judged, and over.",
        "I2",
        (JUDGING, "on, heard_at=member.last_sign_at)", "on)"),
        core_faults="none",
    ),
    bug(
        "here-does-not-call-off",
        "The alert is under way, let it go on.",
        "I2",
        ("bot.actions.presence", "    alerts.sign_of_life(session, person, now=now)\n", ""),
        (
            "bot.actions.alerts.asking",
            "    return last_sign_at if last_sign_at is not None and last_sign_at > alert.opened_at else None\n",
            "    return None\n",
        ),
        core_faults="none",
    ),
    bug(
        "late-answer-ignored",
        "Missed is missed.",
        "I11",
        (
            LIVE,
            "    if checkin.state is not CheckinState.ANSWERED:\n",
            "    if checkin.state in (CheckinState.QUEUED, CheckinState.SENT):\n",
        ),
        core_faults="none",
    ),
    bug(
        "delivery-forgets-the-answer",
        "Once the prompt is there, it is sent.",
        "I2",
        (
            OPENING,
            "    if checkin.state is not CheckinState.QUEUED:  # answered early",
            "    if checkin.state is CheckinState.MISSED:  # answered early",
        ),
        core_faults="slow",
    ),
    bug(
        "reminder-after-an-answer",
        "A reminder never hurts.",
        "I2",
        (LIVE, "    checkin.deadline_at = checkin.remind_at = None\n", "    checkin.deadline_at = None\n"),
        (
            SILENCE,
            "    reminded = checkin.state is CheckinState.SENT and person.fading is None\n    if not reminded or checkin.deadline_at is None or checkin.sent_at is None:",
            "    checkin.deadline_at = checkin.deadline_at or now + REMINDER_LIVES_FOR\n    if checkin.sent_at is None:",
        ),
        (
            "bot.actions.checkins.kinds",
            "    if checkin is None or checkin.state is not CheckinState.SENT:",
            "    if checkin is None:",
        ),
        core_faults="none",
    ),
    bug(
        "clock-change-asks-twice",
        "The next one is where the hour comes again.",
        "I6",
        (
            "bot.rules.cadence",
            "if occasion.at > now and (after is None or (occasion.on, occasion.slot) > after):",
            "if occasion.at > now:",
        ),
        (
            "bot.rules.zones",
            "    return _jump_between(second, first, here) if second < first else first\n",
            "    return second\n",
        ),
        core_faults="none",
    ),
    bug(
        "a-day-is-24-hours",
        "Tomorrow at the same time is in 24 hours.",
        "I6",
        (
            OPENING,
            '"next_at": upcoming.at if upcoming else None,',
            '"next_at": one.first.at + (upcoming.on - one.first.on) if upcoming else None,',
        ),
        core_faults="none",
    ),
    bug(
        "half-finished-never-settled",
        "They will press Finish.",
        "I11",
        (LIVE, "    checkin.settle_at = now + lifecycle.SETTLE_AFTER\n", "    checkin.settle_at = None\n"),
        core_faults="none",
    ),
    bug(
        "settle-timers-lost-on-restart",
        "Timers are in memory.",
        "I11",
        (
            "bot.actions.dispatch",
            "    once = [name for name, kind in kinds.items() if kind.at_most_once]\n",
            "    once = [name for name, kind in kinds.items() if kind.at_most_once]\n    if epoch is not None:\n        session.execute(sa.text('UPDATE checkins SET settle_at = NULL'))\n",
        ),
        faults="dead,point",
        core_faults="dead,point",
    ),
    bug(
        "pause-ignored",
        "A pause is for reminders.",
        "I6",
        (OPENING, "if one.rings and not one.is_held_on(occasion.on)]", "if one.rings]"),
        core_faults="none",
    ),
)
