# Every word a person reads, in English. How it speaks: like a friend who has been there; plain, short, true.
# The first line of anything that may ring must be harmless on a lock screen.

## Moments

when = { $day ->
    [today] { $time }
    [tomorrow] tomorrow at { $time }
    [week] { $weekday } at { $time }
   *[date] { $date }, { $time }
}
see-you = See you { $when }.
see-you-anytime = Come back whenever you like: /checkin.

## Everywhere

not-yours = This button belongs to another chat.
unknown-tap = This button is from an older version. /help shows what works now.
our-fault = Something broke on my side. What you wrote is safe. Please try that again, or /help.
group-chat = I only talk in private. Write to me here: { $link }
btn-skip = Skip
btn-yes = Yes
btn-no = No
btn-number = { $number }

## Joining

## Check-ins

checkin-hello = Hello { $name }. Ready when you are.
checkin-start = Ready when you are.
checkin-reminder = { $today ->
    [yes] Still here, whenever it suits you.
   *[no] Still here for yesterday's check-in, whenever it suits you.
}
checkin-mood = How are you right now?
checkin-mood-once = Good that you are here. Just once in a while: how are you right now?
checkin-craving = How strong is the pull right now? 0 is none, 10 the strongest ever.
checkin-used = Since last time, did you drink or use?
checkin-note = Anything you want to add? Type it here, or finish.
checkin-later = When would suit you?
checkin-postponed = Okay. I'll ask again { $when }.
checkin-done-today = You have checked in today. Would you like to change it, or say how you are now?
checkin-closed = The check-in of { $on } is closed. Today's is open to you.
checkin-closed-toast = That one is closed.
checkin-shown = Mood: { $mood ->
    [0] –
   *[other] { $mood } of 5
}
    Pull: { $craving ->
    [-1] –
   *[other] { $craving } of 10
}
    Drank or used: { $used ->
    [yes] yes
    [no] no
   *[skip] –
}
    { $note }
note-too-long = That note has { $length } characters; I can keep { $most }. Could you send a shorter one?
btn-start = Start
btn-here = I'm here
btn-later = Later
btn-in-an-hour = In 1 hour
btn-tonight = Tonight
btn-finish = Finish
btn-show = Show
btn-hide = Hide
btn-change-it = Change it
btn-how-i-am-now = How I am now
btn-todays = Today's check-in
btn-who-sees = Who sees this?
btn-mood-1 = 😞 very low
btn-mood-2 = 🙁 low
btn-mood-3 = 😐 so-so
btn-mood-4 = 🙂 okay
btn-mood-5 = 😊 good

## After a check-in

nobody-yet = Nobody will be alerted yet: you have no supporter so far. /supporters
saved-calm = Saved, thank you. { $until }
saved-held = Saved, thank you.
saved-calm-alone = Saved, thank you. { $until } { nobody-yet }
saved-heavy = Saved, thank you. That sounds like a heavy day. { $heard } What would help right now?
saved-heavy-alone = Saved, thank you. That sounds like a heavy day. What would help right now? { nobody-yet }
saved-used = Thank you for telling me. Your days so far still count.
saved-used-alone = Thank you for telling me. Your days so far still count. { nobody-yet }
btn-tell = { $supporter ->
   *[other] Tell { $supporter }
}
btn-need-someone = I need someone now
btn-not-now = Not now
btn-talk-now = Talk to { $supporter } now
btn-staying-safer = Staying safer today
btn-thats-all = That's all

## Alerts

# To the member

alert-held = In { $minutes } minutes I'll ask { $supporter } to reach out, as you set up.
alert-ask-first = Shall I ask { $supporter } to reach out? If I don't hear from you, I will in { $minutes } minutes, as you set up.
alert-held-later = { $supporter } has quiet time now. I'll ask { $when }, or sooner if you like.
alert-held-nobody-free = None of your supporters can be asked right now. Would one of these help?
alert-more-held = { $when }, I'll tell { $asked } that there is more.
alert-more-dropped = Okay. That stays between us.
alert-preview = This is what { $supporter } would read:

    { $opening }{ $why }

    { $reach }
alert-cancelled = Okay. Nobody was told.
alert-withdrawn = You changed your answers, so I'm not asking anybody. Nobody was told.
alert-asked = I'm asking { $asked } to reach out.
alert-asked-instead = { $declined } can't right now, so I'm asking { $asked }.
alert-asked-nobody = I'm looking for who can be asked next.
alert-waiting = I haven't reached anyone yet. { $supporter } can be asked again { $when }; I'll try then. Some numbers are awake now.
alert-exhausted = I asked everybody you chose and haven't reached anyone. If one of them sees it later, I'll tell you. These numbers are awake now.
quiet-exhausted = I asked your people to say hello and haven't heard back from them. I'm still here.
alert-standing-acknowledged = { $supporter } has seen this.
alert-acknowledged = { $supporter } has seen this.
alert-promised = { $promise ->
    [now] { $supporter } has seen this and is reaching out now.
    [hours] { $supporter } has seen this and plans to reach out in a few hours, before { $when }.
   *[evening] { $supporter } has seen this and plans to reach out this evening, around { $when }.
}
alert-reached = Did { $supporter } reach you?
alert-ended-talked = Good to hear. I've let them know that this is closed.
alert-ended-no-longer-needed = Okay, I've closed this and let them know.
alert-ended = { $outcome ->
    [talked] { $supporter } says you talked. I've closed this.
    [checked_in] Good to hear from you. I've let those I had asked know.
   *[other] This is closed now. You can reach your people any time: /sos or /supporters.
}
alert-over = That is closed already. If you need someone, I'm here: /sos.
ask-me-first = Shall I ask you first from now on, before I ask anybody?
ask-me-first-yes = Okay. I'll ask you first, and wait half an hour for your word.
ask-me-first-no = Okay. It stays as it is.
tell-nobody = You have no supporter yet, so there is nobody I could ask. /supporters shows how to find one.
last-heard = { $supporter } last heard from me on { $on }.

# Silence, to the member

quiet-announcement = I haven't heard from you for { $days ->
    [one] a day
    [2] two days
    [3] three days
   *[other] { $days } days
}. If I still don't { $when }, I'll ask { $supporter } to say hello, as you chose.
quiet-called-off = Good to hear from you. Nobody was told.
quiet-heard-late = Good to hear from you. I had asked someone to say hello; a check-in lets them know.

# To a supporter

opening = { $name } could use a word from you.
opening-quiet = I haven't heard from { $name } for { $days ->
    [one] a day
    [2] two days
    [3] three days
   *[other] { $days } days
}. It may be nothing. A hello from you could be good.
why = { "" }

    { $lines }
two-lines = { $first }
    { $then }
reason-used = They told me that they drank or used.
reason-strong = They reported a strong craving.
reason-risen = They reported a craving stronger than usual.
reason-after_use = They reported a craving, some days after they drank or used.
reason-strain = They reported a low mood together with a strong craving.
reason-low = Their mood has been low for some days.
reason-asked = They asked me to tell you.
ratings = { $craving ->
    [-1] { "" }
   *[other] { $usual ->
        [-1] Craving { $craving } of 10.{ " " }
       *[other] Craving { $craving }, usually { $usual }.{ " " }
    }
}{ $mood ->
    [0] { "" }
   *[other] Mood { $mood } of 5.
}
their-note = They wrote: “{ $note }”
reach-telegram = You can reach them on Telegram: { $link }
reach-phone = You can call them: { $phone }
reach-as-agreed = Reach them in the way you two know.
alert-page = { $opening }{ $why }

    { $reach }
alert-reminder = A small reminder. { $opening }{ $why }

    { $reach }
alert-more = { $opening } There is something new since I asked you.{ $why }

    { $reach }
alert-when = Thank you. When will you reach out to { $name }?

    { $reach }
alert-on-it = Thank you. I've told { $name }. How did it go, once you have reached out?

    { $reach }
alert-declined = That's all right, and thank you for saying so. I'll take it from here.
alert-taken = Somebody is on it now. Thank you for being there.
alert-closed = This is closed now. Thank you.
alert-all-clear = { $name } has checked in.
alert-thanks = Thank you for being there for { $name }. This is closed now.
alert-not-reached = Thank you for trying. I'm asking the next person now. If you fear for { $name }'s life, call the emergency number where they are.
alert-still-worried = I'll leave this with you and ask you again tomorrow. If you fear for { $name }'s life, call the emergency number where they are.
alert-look-again = Yesterday you were still worried about { $name }. How are things today?
alert-outcomes = What did you learn about { $name }? I'll stop asking them until they write to me.
how-to-help = What helps most is a plain hello: “I thought of you. How is today?” Listen more than you advise. Nothing has to be solved tonight. If it feels too big, say so, and find someone else together. If you fear for their life, call the emergency number where they are.

btn-ask-now = Ask now
btn-yes-ask = Yes, ask now
btn-ask-anyway = Ask now anyway
btn-ask-them = Ask { $supporter }
btn-not-this-time = Not this time
btn-what-read = What will they read?
btn-no-need = No longer needed
btn-not-yet = Not yet
btn-numbers = Numbers to call
btn-all-fine = All fine, not today
btn-got-this = I've got this
btn-cannot = I can't right now
btn-how-help = How can I help?
btn-when-now = Now
btn-when-hours = In a few hours
btn-when-evening = This evening
btn-talked = We talked
btn-not-reached = Couldn't reach them
btn-worried = Still worried
btn-something-else = Something else
btn-outcome-safe = Safe, not using this
btn-outcome-away = In hospital or away
btn-outcome-died = They have died

## SOS and the crisis card

sos-toast = I'm on it.
sos-card = I've asked { $asked } right now. While you wait:

    { $card }
sos-going-on = I'm asking { $asked } again. While you wait:

    { $card }
sos-on-it = { $supporter } is on it.
sos-reached = Has someone reached you?
sos-ended = { $outcome ->
    [mistake] Okay. I've told everybody that it was a mistake.
    [talked] Good to hear. I've told everybody that someone reached you.
   *[other] Good to hear. I've told everybody that you are okay now.
}
sos-page = { $name } needs someone now. Please call or write at once.

    { $reach }

    If you fear for their life, call the emergency number where they are.
sos-taken = { $supporter } is on it for { $name }. You can join.
sos-thanks = Thank you. { $name } knows that you are on it. Please reach out right away.

    { $reach }

    If you fear for their life, call the emergency number where they are.
sos-over = { $outcome ->
    [mistake] { $name } says it was a mistake. Thank you for being there.
    [talked] Someone has reached { $name }. Thank you for being there.
   *[other] { $name } says they are okay now. Thank you for being there.
}
crisis-card-words = I read what you wrote, and I'm glad you said it. I'm a program; these people are awake now:

    { $card }
crisis-card-alone = You have no supporter here yet. These people are awake now:

    { $card }

    /supporters shows how to find somebody of your own.
crisis-card-numbers = These people are awake now:

    { $card }
crisis-lines = { $lines }
crisis-lines-unverified = { $lines }

    Not checked lately. If a number does not work, call the first one.
crisis-line = { $how ->
    [text] <b>{ $name }</b>: text { $number }
    [call-or-text] <b>{ $name }</b>: call or text { $number }
    [web] <b>{ $name }</b>: { $number }
   *[call] <b>{ $name }</b>: call { $number }
}{ $hours ->
    [always] , day and night
   *[other] { "" }
}
btn-sos-ok = I'm OK now
btn-sos-mistake = It was a mistake
btn-join = I'll join
staying-safer = After a break the body takes less than it did before: what was usual then can be too much now. Not being alone helps, and so does telling someone where you are. If opioids may be involved, keep naloxone close. Shaking, sweating, seeing things or a fit after stopping alcohol or pills is an emergency. Call for help at once if someone cannot be woken, breathes slowly or turns blue.

    From: AHRQ, “Mitigating Overdose Risk”; York Hospital, “Alcohol Related Seizures”. Written November 2026, not yet checked by a clinician.

## Supporters


## Groups and leaders


## Settings and pauses


## Help


## Typed words

cancelled = Okay, I stopped waiting for that. Nothing you saved is lost.
unknown-command = I don't know that command. /help shows what I can do.
hint-start = I can take that as an answer once the check-in has started.
hint-mood = A number from 1 (very low) to 5 (good) works here, or "skip".
hint-craving = A number from 0 (none) to 10 (the strongest ever) works here, or "skip".
hint-used = "Yes", "no" or "skip" works here.
hint-open = Your check-in is open. "4 7 no" would answer mood, pull and use at once. "Here" is enough too.
hint-nothing-open = Nothing is open right now. /checkin to say how you are, /sos to reach your people, /help for the rest.
media = I can't listen to or see this. Is it urgent?
btn-just-a-note = Just a note
