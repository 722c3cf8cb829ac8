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

invite-share = Would you be someone I can turn to now and then? This explains it, and your answer is free.
invite-words = Hi, it's { $name }. Would you be someone I can turn to now and then?
    This link explains what it means, before you say yes or no. It works once, for a day: { $link }
invite-made = Here is a link for one person. It works once, for 24 hours.
    Send it to somebody you trust, or forward the words below. I'll ask you to confirm who said yes.
invite-asked = { $name } asks whether you'd be there for them.

    I'm Alongside, a program that asks { $name } how they are. When things get hard, when they go quiet, or when they ask for you, I'd write you a short message. You'd reach out, as a friend would.

    What I tell you is { $name }'s choice. It would be at most 5 times a week, unless you change that; only what can't wait comes on top. You can say "I can't right now" each time, and stop whenever you like.

    By saying yes you tell me that you're an adult, and agree that I keep your name and your Telegram account, encrypted, for this.
invite-more = What I keep and who sees it:

    I keep your name, your Telegram account, your hours, and what you answer when I ask you. { $name } sees your name, your Telegram name if you have one, and those answers. Nobody else does.

    Chats with a bot are not end-to-end encrypted: Telegram could read them. I'm not a helpline and no emergency service, and you are not asked to be one.

    /people shows whom you support. You can stop there at any time.
invite-not-now = That's fine. I kept nothing, and { $name } isn't told. The link stays open until its day is over, should you change your mind.
invite-closed = This link is closed. Links work once, for 24 hours. Could you ask for a new one?
invite-own = This is your own link. Send it to the person you'd like to ask.
invite-already = You are already on { $name }'s list. /people shows it.
invite-list-full = This list is full at the moment. Thank you for being willing.
btn-send-link = Send the link
btn-willing = Yes, I'm willing
btn-willing-after-all = I'm willing after all
btn-read-more = Read more

supporters = { $count ->
    [one] This is who I may ask. Tap the name to change something.
   *[other] These are the people I may ask, the first one first. Tap a name to change something.
}
supporters-none = Nobody is on your list yet. If you like, someone you trust hears from me when things get hard. You choose who it is and what they read.
supporters-full = Your list holds { $most } people, and it's full. You can remove somebody first.
btn-ask-someone = Ask someone
btn-my-list = My list
btn-supporter-set = { $position } · { $name }
btn-supporter-choose = { $position } · { $name }: choose
btn-supporter-confirm = { $position } · { $name }: confirm

support-accepted = { $named ->
    [no] { $name } accepted.
   *[yes] { $name } (@{ $username }) accepted.
} Is this the person you meant?
btn-yes-thats = Yes, that's { $name }
support-refused = Okay. { $name } is off your list and reads nothing about you. I'll tell them you had somebody else in mind.
support-not-meant = { $name } had somebody else in mind, so I won't write to you about them. Thank you for being willing.
support-over = This is no longer on the list.
support-over-toast = That has ended.
support-over-here = That has ended meanwhile, so I kept nothing.

supporter = <b>{ $name }</b> { $position ->
    [1] is the first I ask.
   *[other] is number { $position } on your list.
}

    { $choice ->
    [reach_out] They are only asked to reach out, without a reason.
    [reason_without_use] They are told why, but never that you used.
    [reason_with_use] They are told why, including if you used.
    [own] They are told what you chose for each reason.
   *[none] You haven't chosen yet what they'd read. Until then they hear from me only when you ask for them yourself.
}
    { $they_reach_you }
    { $you_reach_them }
btn-what-they-read = What they read
btn-how-they-reach = How to reach me
btn-move-up = Move up
btn-remove = Remove

sharing-choose = What may { $name } read when I ask them?

    This is what they'd get after a day on which you told me of a strong pull, and that you used:

    <b>Just ask them to reach out</b>
    <i>{ $reach_out }</i>

    <b>Say why, but never that I used</b>
    <i>{ $reason_without_use }</i>

    <b>Say why, including if I used</b>
    <i>{ $reason_with_use }</i>

    Tap one to see it alone. Nothing is saved yet.
btn-reach-out = Just reach out
btn-reason-without-use = Why, never that I used
btn-reason-with-use = Why, even if I used
sharing-preview = { $choice ->
    [reach_out] { $name } would always read the same words, whatever happened:
   *[other] { $name } would read this after such a day:
}

    <i>{ $hard }</i>

    { $choice ->
    [reach_out] Only after /sos they read that you need someone now.
   *[other] And this after two quiet days:

    <i>{ $quiet }</i>

    After /sos they always read that you need someone now.
}

    This holds for a year, then I ask again. You can change it whenever you like.
btn-save = Save
btn-back = Back
sharing-saved = Saved. { $choice ->
    [reach_out] { $name } will only be asked to reach out.
    [reason_without_use] { $name } will read why, but never that you used.
   *[reason_with_use] { $name } will read why, including if you used.
} I'm telling them what such a message looks like.
support-confirmed = { $name } says it's you. Thank you. As soon as they choose what you'd read, I'll show you.
support-told = { $name } chose what you'd read. When I ask you, it looks like this:

    <i>{ $example }</i>

    Until then there is nothing to do.

supporter-remove = From now on { $name } won't be asked any more. Shall I tell them?

    "Keep them listed": they aren't told, and your name stays on their page.
supporter-removed = { $farewell ->
    [tell] Done. { $name } won't be asked any more, and I'm telling them.
    [listed] Done. { $name } won't be asked any more. They aren't told, and your name stays on their page.
   *[silent] Done. { $name } won't be asked any more, and I say nothing to them.
}
support-ended = { $name } has changed their list, and I won't write to you about them any more. Thank you for having been there.
support-stopped = { $name } has stepped back and won't be asked any more. Would it help to ask someone else?
btn-tell-them = Tell them
btn-say-nothing = Say nothing
btn-keep-listed = Keep them listed

route-ask = How may { $name } reach you?
    { $named ->
    [no] You have no Telegram name at the moment. You could set one in Telegram's settings.
   *[yes] Your Telegram name is @{ $username }.
}
btn-route-telegram = My Telegram name
btn-route-phone = A phone number
btn-route-bot = Only through you
btn-route-other = Another way
btn-done = Done
btn-share-contact = Share my number
route-ask-phone = Which number may { $name } call? Share yours with the button, or type one, like +44 7700 900123. /cancel to stop.
route-phone-unclear = I couldn't read that as a number. Could you type it like +44 7700 900123?
route-phone-of-other = That is somebody else's number. Could you share your own, or type one?
route-phone-kept = Thank you, I have your number.
route-no-username = You have no Telegram name at the moment.
route-set = Okay. { $line }
route-telegram = They may reach you here: { $link }
route-phone = They may call you: { $phone }
route-bot = I give them neither a name nor a number of yours. I can't pass words on yet, so they'd use what you two already have.

who-sees = Your answers stay with me. Only where an alert follows:

    { $lines }

    { $finer ->
    [no] Your ratings and your note go to nobody.
   *[yes] Your ratings and your note go only where you chose that.
} A group's leader never sees what you answer.
who-sees-nobody = Nobody. Your answers stay with me, and a group's leader never sees them. /supporters if someone should hear from me.
who-sees-reach-out = { $names }: only that you could use a word, without a reason.
who-sees-reason-without-use = { $names }: why, but never that you used.
who-sees-reason-with-use = { $names }: why, including if you used.
who-sees-own = { $names }: what you chose for each reason.

people = These are the people on your page. Tap a name to see more.
people-off = You have time off until { $until }. Only a call for help right now still comes through.
people-none = You aren't on anybody's list at the moment. Someone who'd like to ask you can send you a link.
people-one = <b>{ $name }</b>

    { $lines }
people-listed = { $name }
people-waiting = { $name } hasn't confirmed yet that it's you. Until then I won't ask you.
people-resting = I am not asking { $name } how they are at the moment.
people-unchosen = { $name } hasn't chosen yet what you'd read.
people-reach-out = You'd be asked to reach out, without a reason.
people-reason = You'd be asked to reach out, and told why, as far as { $name } shares it.
people-stop = Would you like to stop being there for { $name }?
people-stopped = Okay. I won't ask you about { $name } any more. Thank you for having been willing.
btn-person = { $name }
btn-my-people = My people
btn-not-today = Not today
btn-need-break = I need a break
btn-my-hours = My hours
btn-im-back = I'm back
btn-stop-supporting = Stop
btn-yes-stop = Yes, stop

hours-proposed = Thank you. So that it fits your life, I'd ask you like this:

    { $quiet ->
    [yes] Not between { $from } and { $to }.
   *[no] At any hour.
}
    { $limit ->
    [0] As often as it comes.
   *[other] At most { $limit } times a week.
}
    On { $place } time: it is { $now } there now.
hours = This is when I'd ask you:

    { $quiet ->
    [yes] Not between { $from } and { $to }.
   *[no] At any hour.
}
    { $limit ->
    [0] As often as it comes.
   *[other] At most { $limit } times a week.
}
    On { $place } time: it is { $now } there now.

    A call for help right now comes at any hour.
hours-kept = Kept. /people shows whom you support.
hours-kept-waiting = Kept. { $names } now confirms that it's you. I'll tell you then.
hours-ask-quiet = When should I leave you alone? Type it like 22-7, or 10pm to 6:30, or "none".
hours-quiet-unclear = I couldn't read that as hours. 22-7 works, or 10pm to 6:30, or "none".
hours-ask-zone = What time is it for you now, or which city is near? Type 14:05, or Madrid.
hours-zone-unclear = I couldn't place that. The time works, like 14:05, or a big city nearby, like Madrid.
hours-ask-limit = How many times a week may I ask you, at most?
btn-keep-all = Keep all
btn-quiet-hours = Quiet hours
btn-weekly-limit = Weekly limit
btn-zone = Time zone
btn-no-limit = No limit
break-ask = Of course. How long?
break-set = Okay. I won't ask you before { $until }. Only a call for help right now still comes through.
break-over = Good to have you back. I'll ask you again when it's needed.
btn-break-days = { $days } days

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
