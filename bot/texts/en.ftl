# Every word a person reads, in English. How it speaks: like a friend who has been there; plain, short, true.
# The first line of anything that may ring must be harmless on a lock screen.

## Moments

when = { $day ->
    [today] { $time }
    [tomorrow] tomorrow at { $time }
    [week] { $weekday } at { $time }
   *[date] { $date }, { $time }
}
every-day = every day
working-days = Monday to Friday
no-day = no day
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
saved-heavy = Saved, thank you. That sounds like a heavy day. What would help right now?
saved-heavy-alone = Saved, thank you. That sounds like a heavy day. What would help right now?
saved-used = Thank you for telling me. Your days so far still count.
saved-used-alone = Thank you for telling me. Your days so far still count.
btn-tell = { $supporter ->
   *[other] Tell { $supporter }
}
btn-need-someone = I need someone now
btn-not-now = Not now
btn-talk-now = Talk to { $supporter } now
btn-staying-safer = Staying safer today
btn-thats-all = That's all

## Alerts


## SOS and the crisis card


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
