"""The side strip in plain words: what the bot will do next, what it just did, and why. For newcomers, not for operators.

Each sentence stands on its own. `{person}` is whom it is about, `{supporter}` who helps; somebody without a name here is
"somebody" (they are not in the demo any more). A kind without a sentence is not worth one.
"""

from bot.rules.vocabulary import AlertKind, AlertState, Fading, Outcome

COMING = {
    "checkin": "{person}'s check-in",
    "reminder": "A reminder for {person}, unless they answer first",
    "deadline": "{person}'s check-in closes",
    "settling": "{person}'s answers are judged, finished or not",
    "alert-held": "I ask a supporter for {person}, unless they say no first",
    "alert-asking": "I look for the next person to ask for {person}",
    "alert-acknowledged": "I ask {person} whether somebody reached them",
    "weekly-line": "A short line for {person}, who has been away for long",
}
COMING_ALERTS: dict[tuple[str, str], str] = {
    ("alert-held", AlertKind.QUIET): "I ask a supporter to say hello to {person}, unless they check in first",
    ("alert-asking", AlertKind.SOS): "I call {person}'s people again",
}
COMING_MESSAGES = {
    "alert-reached": "I ask {person} whether somebody reached them",
    "sos-reached": "I ask {person} whether somebody has reached them",
    "sos-page": "I call {person} again",
    "alert-page": "I ask {person} to reach out",
    "quiet-announcement": "I tell {person} whom I will ask, if they stay quiet",
}

# What left, by the outbox's kind; what is not here left without being worth a word.
SENT = {
    "checkin-hello": "I asked {person} how they are",
    "checkin-reminder": "I reminded {person}, once, gently",
    "weekly-line": "I left {person} a short line. It asks for nothing",
    "welcome-back": "I told {person} that I ask again as before",
    "member-unreachable": "I told {person} that I can't write to somebody they support",
    "member-unasked": "I told {person} whom I no longer ask",
    "member-reachable": "I told {person}, without a sound, that I can write to them again",
    "member-asked": "I told {person}, without a sound, that I ask them again",
    "checked-in": "I told {person}, without a sound, that somebody they support has checked in today",
    "renew-alert": "I asked {person} whether what they share shall stay so for another year",
    "lapsed-alert": "I told {person} that a year is over, and that their supporter is only asked to reach out from now on",
    "alert-held": "I told {person} what I will do, before I do it",
    "alert-page": "I asked {person} to reach out",
    "alert-reminder": "I asked {person} once more",
    "alert-more": "I told {person} what is new since I asked",
    "alert-acknowledged": "I told {person} that somebody has seen it",
    "alert-promised": "I told {person} when to expect a word",
    "alert-reached": "I asked {person} whether they were reached",
    "alert-ended": "I told {person} that this is closed",
    "alert-exhausted": "I told {person} that I reached nobody, and which numbers are awake",
    "alert-taken": "I told {person} that somebody else is on it",
    "alert-closed": "I told {person} that this is closed",
    "alert-closed-silent": "I told {person}, without a sound, that this is closed",
    "alert-waiting": "I told {person} whom I could not reach yet",
    "alert-withdrawn": "I told {person} that nobody will be asked",
    "quiet-announcement": "I told {person} whom I will ask, and when, if they stay quiet",
    "quiet-called-off": "I told {person} that nobody will be asked",
    "sos-card": "I sent {person} the numbers to call",
    "sos-page": "I called {person}",
    "sos-on-it": "I told {person} who is on it",
    "sos-reached": "I asked {person} whether somebody has reached them",
    "sos-taken": "I told {person} that somebody is on it, and that they can join",
    "sos-over": "I told {person} that it is over",
    "crisis-card": "I sent {person} the numbers to call",
}

DECIDED = {
    "agreed": "{person} said yes. Before that I kept nothing about them",
    "group-made": "{person} set up a group",
    "joined-group": "{person} joined. Their leader sees whether they answer, never what",
    "co-leader": "{person} leads the group, too. Its members are told who sees whether they take part",
    "group-handed-over": "{person} leads the group now, as they were ready to",
    "group-closed": "A group came to its end. Everybody in it is told, and keeps their check-in",
    "group-paused": "{person} paused the group. Who likes keeps their own check-in",
    "group-resumed": "{person} ended the group's pause",
    "encouraged": "{person} wrote a line to the whole group: one a day at most, and muted by whoever likes",
    "reported": "Somebody reported a person. The operator learns who, and over what, but not a word that was written",
    "accepted": "{supporter} is willing to be there for {person}, who now says whether that is who they meant",
    "confirmed": "{person} confirmed {supporter}. Nothing is told until {person} chooses what",
    "shared": "{person} chose what {supporter} would read, and saw the very words",
    "answered": "{person} answered: no reminder, and no silence to worry about",
    "missed": "{person}'s check-in closed without an answer. One quiet day says nothing yet",
    "excused": "I was deaf for a while, so {person} gets that time back. My absence is not their silence",
    "nobody-to-ask": "{person} has nobody who agreed to be asked about this, so nobody is",
    "acknowledged": "{supporter} has got this. I ask nobody else for {person}",
    "promised": "{supporter} said when they will be in touch with {person}",
    "declined": "{supporter} can't right now, so I go on to the next person",
    "waits": "A message for {person} waits for a better hour",
    "blocked": "{person} blocked me. I can't write to them, and go on to the next person where one is needed",
    "unblocked": "{person} let me in again",
    "out-of-reach": "For two days I could not write to {person}. Only who may know is told",
    "back": "{person} is back, and so is everything else",
}
FADED: dict[str, str] = {
    Fading.UNREMINDED: "A week without a word from {person}: I ask, but no longer remind",
    Fading.WEEKLY: "Two weeks without a word from {person}: one short line a week from now on",
    Fading.UNASKED: "I no longer ask {person}. Only who may know is told",
}
JUDGED: dict[str, str] = {
    "calm": "I read {person}'s answers: nothing to ask for",
    "signs": "I read {person}'s answers: hard, but somebody was asked about it lately. {person} can still ask for a word",
    AlertKind.USED: "I read {person}'s answers: they drank or used, so the person they chose is asked",
    AlertKind.HARD: "I read {person}'s answers: harder than usual for them, so the person they chose is asked",
}
OPENED: dict[str, str] = {
    AlertKind.USED: "Held for a moment: {person} can still say “Not this time”",
    AlertKind.HARD: "Held for a moment: {person} can still say “Not this time”",
    AlertKind.QUIET: "{person} has been quiet. First I tell them what I would do, and wait",
    AlertKind.ASKED: "{person} asked for a word themselves",
    AlertKind.SOS: "{person} needs someone now: everybody at once, whatever the hour",
}
ENDED: dict[str, str] = {
    Outcome.TALKED: "{person} was reached. This is closed",
    Outcome.NO_LONGER_NEEDED: "{person} no longer needs it. This is closed",
    Outcome.CHECKED_IN: "{person} has checked in, so the silence is over",
    Outcome.OK_NOW: "{person} is okay now. Everybody is told",
    Outcome.MISTAKE: "That was a mistake, and {person} said so. Everybody is told",
    Outcome.SAFE_NOT_USING_BOT: "{person} is safe, and is not using this. I stop until they write",
    Outcome.AWAY: "{person} is away. I stop until they write",
    Outcome.DIED: "{person} has died. I stop",
    AlertState.CANCELLED: "{person} is here, or said no: nobody is told anything",
    AlertState.WITHDRAWN: "{person} corrected an answer: nobody is told anything",
    AlertState.EXHAUSTED: "I reached nobody for {person}, and told them so, with numbers that are awake",
}
_BY_WHY = {"judged": JUDGED, "alert-opened": OPENED, "alert-ended": ENDED, "faded": FADED, "sent": SENT}


def coming(kind: str, why: str, names: dict[str, str]) -> str | None:
    """What will happen; None for what nobody would wait for."""
    sentence = COMING_ALERTS.get((kind, why))
    if kind == "message":
        return _filled(COMING_MESSAGES.get(why, "A message for {person}") if why in SENT else None, names)
    return _filled(sentence or COMING.get(kind), names)


def decided(kind: str, why: str, names: dict[str, str]) -> str | None:
    """What happened, and why."""
    if kind == "refused":
        return _filled("Telegram would not let me write to {person}", names)
    return _filled(_BY_WHY[kind].get(why) if kind in _BY_WHY else DECIDED.get(kind), names)


def _filled(sentence: str | None, names: dict[str, str]) -> str | None:
    return sentence.format_map({"person": "somebody", "supporter": "Somebody", **names}) if sentence else None
