"""Alongside: a Telegram bot that walks beside people in recovery.

Where is …?

A tap (craving 8)
    fetched, stored, confirmed, in order   handlers/intake.py, storage/queries/inbox.py
    what we have heard by then             schedules/hearing.py, bot/rules/hearing.py
    which handler                          handlers/routes.py, handlers/delivery/callback_data.py
    who it is, the one transaction         handlers/context.py, bot/actions/presence.py, storage/database.py
    the handler: parse, call one action    handlers/checkins.py
    the action: is it theirs, save, next   bot/actions/checkins/live.py, bot/actions/checkins/answering.py,
                                           bot/rules/lifecycle.py
    … or typed: "4 7 no"                   bot/actions/conversation.py, bot/actions/checkins/listening.py,
                                           bot/rules/typed_answers.py, bot/rules/typed_items.py
    the answer, after the commit           handlers/speaking.py
    words and buttons                      bot/texts/en.ftl, bot/texts/catalogue.py,
                                           handlers/delivery/screens/checkins.py, handlers/delivery/rendering.py
    pace, sending, Telegram's answer       handlers/delivery/limiter.py, handlers/delivery/sender.py,
                                           handlers/delivery/answers.py

The alert that follows
    [Finish] settles the check-in          bot/actions/checkins/settling.py
    does an alert follow?                  bot/actions/alerts/judging.py, bot/rules/days.py, bot/rules/signals.py
    it opens, held; the member is told     bot/actions/alerts/opening.py, bot/actions/alerts/saying.py
    what they are told waits to leave      storage/queries/outbox.py, bot/actions/kinds.py, bot/actions/alerts/kinds.py
    two minutes pass                       schedules/alarm.py, schedules/tick.py, storage/queries/schedule.py
    whom to ask now                        bot/actions/alerts/asking.py, bot/rules/ladder.py, bot/rules/availability.py
    what they may read                     bot/actions/alerts/telling.py, bot/rules/consent.py
    claimed, sent, recorded                schedules/relay.py, bot/actions/dispatch.py, handlers/delivery/sender.py
    [I've got this], "When?"               handlers/alerts.py, bot/actions/alerts/answering.py
    "Did Sam reach you?"                   bot/actions/alerts/promises.py, bot/actions/alerts/steering.py
    [Ask someone to join me]               bot/actions/alerts/joining_in.py
    how it ends, and who learns of it      bot/actions/alerts/ending.py

The silence that goes on
    how far to step back                   bot/rules/fading.py, bot/actions/checkins/fading.py
    out of reach, and back                 bot/actions/reach.py, bot/actions/presence.py
    what supporters read of it             bot/actions/supporters/absence.py

A person's own data
    seen, taken along, cleared, erased     bot/actions/privacy, handlers/privacy.py
    everything that names somebody         storage/queries/traces.py
    how long anything is kept              bot/rules/retention.py
    what a restore must not bring back     storage/revocations.py, bot/actions/restoring/replaying.py
    new keys while the bot runs            storage/rotation.py, bot/commands/rotate_keys.py

Watching over itself
    what is overdue                        schedules/auditor.py, storage/queries/overdue.py, bot/actions/operator.py
    all is well                            schedules/heartbeat.py
    a clock that is set back               bot/rules/hearing.py, bot/actions/set_back.py
    copies, and before every upgrade       storage/backup.py, storage/dumping.py, bot/commands/backup.py
    going back to a copy                   bot/commands/restore.py, storage/restoring.py, bot/actions/restoring
    is this the database we had last?      storage/sequence.py
    a full disk, a damaged file            handlers/straight.py, storage/errors.py
    the day a server closes                bot/actions/farewell.py, bot/rules/farewell.py, bot/commands/farewell.py

The rooms
    bot/__main__.py, bot/commands          the command line, one file a command
    bot/app.py                             everything made once and joined; beside it settings, clocks and log
    bot/rules                              what is decided: pure functions of values and `now`
    bot/actions                            what people and time can make happen, one transaction each
    bot/texts                              every word a person reads, and the crisis numbers
    bot/sandbox                            a stand-in for Telegram; knows nothing of the rest
    handlers                               the only room that knows Telegram: in, and out (delivery)
    schedules                              the clock's side: alarm, tick, hearing, relay
    storage                                tables, queries, encryption, migrations, who may act
    tests                                  the same tree again, with journeys and benchmarks
"""
