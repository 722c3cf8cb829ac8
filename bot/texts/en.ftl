# Every word a person reads, in English. How it speaks: like a friend who has been there; plain, short, true.
# The first line of anything that may ring must be harmless on a lock screen.

## Moments

when = { $day ->
    [today] { $time }
    [tomorrow] tomorrow at { $time }
    [yesterday] yesterday at { $time }
    [week] { $weekday } at { $time }
   *[date] { $date }, { $time }
}
every-day = every day
working-days = Monday to Friday
no-day = no day
when-at = { $day ->
    [today] at { $time }
    [tomorrow] tomorrow at { $time }
    [yesterday] yesterday at { $time }
    [week] { $weekday } at { $time }
   *[date] on { $date } at { $time }
}
see-you = See you { $when-at }.
see-you-anytime = Come back whenever you like: /checkin.

## Everywhere

not-yours = This button belongs to another chat.
unknown-tap = This button is from an older version. /help shows what works now.
our-fault = Something broke on my side. What you wrote is safe. Please try that again, or /help.
group-chat = I only talk in private. Write to me here: { $link }
# Before an alert, or a notice about one, that may have arrived already.
said-again = (again)
btn-skip = Skip
btn-back = Back
btn-save = Save
btn-read-more = Read more
btn-tell-them = Tell them
btn-yes = Yes
btn-no = No
btn-number = { $number }

outage = I was offline from { $from } to { $to } and couldn't hear you. That was on my side. What you sent has reached me now.
outage-member = I was offline from { $from } to { $to } and couldn't hear you. That was on my side; nobody was told you were quiet.

restored = Something broke on my side. { $dated ->
    [no] I had to go back to an older copy of what I know. What came after it is gone.
   *[yes] I had to go back to what I knew { $since-at }. What you told me or changed since then is gone.
} I'm sorry.{ $member ->
    [no] { "" }
   *[yes] { " " }None of it counts as silence.
}

    { $lines }
restored-erased = If you had erased everything here: /forget does it again.
restored-confirm = I also don't know any more whom you had taken off your list. So I ask nobody for you, not even after /sos, until you tap who may still hear from me: { $names }.
restored-choose = Please look once at what { $names } may read. Until you choose, I tell them nothing and don't ask them.
alert-interrupted = Something broke on my side, and I went back to an older copy of what I know. In it I was asking someone to be there for you, and I can't tell what came of that. Do you still need someone?
alert-interrupted-no = Okay. If that changes: /sos.

## A server that closes

farewell = { $first ->
    [yes] I have something to tell you in good time: the people who run me will stop on { $on }.
   *[no] { $days ->
        [one] The people who run me stop tomorrow, on { $on }.
       *[other] The people who run me stop in { $days } days, on { $on }.
    }
} Until then I'm here as always. On that day I ask nothing more, and everything I know about you is erased. If you'd like a copy for yourself, take it before.
btn-take-copy = Take my copy
farewell-goodbye = This is my last message. From now on I ask nothing and reach nobody, and by tomorrow everything I know about you is erased. The card with numbers stays pinned in this chat. { $people }Thank you for having me along.
farewell-people = { $names } can still be there for you, without me.{ " " }
farewell-called-off = I'm not stopping after all. Everything goes on as it was.
farewell-closed = This bot has closed and takes nobody in any more. If you need someone now, findahelpline.com lists people to talk to, in most countries and free.

## To the operator

operator-erased = The server is closed: everything about everybody is erased. What is left for you to delete: the backups, the key file, revoked.log, and the bot itself at @BotFather (/deletebot).
operator-restored = The database I found is older than the one I had here last. I treated it as a restored copy: nothing that was under way in it goes on, and everybody is told. { $about ->
    [known] What people took back since then was taken back again.
   *[unknown] I can't know what people took back since then, so I ask no supporter before their member confirms them.
}

operator-another-poller = Another program polls Telegram with the same token (409). Only one may: stop the other one, and I go on by myself.
operator-token-refused = Telegram refuses my token. Nothing can leave until BOT_TOKEN in the settings is right again.
operator-update-set-aside = I could not handle one update ({ $detail }) and set it aside. The person was told so. The log has the place.
operator-intake-failed = I could not store what came in ({ $detail }). Nothing was confirmed to Telegram, so nothing is lost yet. Please look at the disk and the database.
operator-disk-full = The disk that holds my database is full, so I can keep nothing and reach nobody. What people write waits at Telegram for a day. Please make room: then I go on by myself.
operator-database-away = I can't read or write my database, so I reach nobody. What people write waits at Telegram for a day. I keep trying; the log says more.
operator-database-damaged = My database file is damaged, so I have stopped. What people write waits at Telegram for a day. Please go back to the newest backup: ./alongside restore FILE
operator-overdue = Something is late in the stage "{ $about }", rows { $detail }. I go on trying; the log may say why.

## Joining

welcome = Hi, I'm Alongside. Once a day I ask how you are, at an hour you choose. If you like, someone you pick hears from me when things get hard or when you go quiet. I'm a program, not a helpline: for emergencies I pin a card with numbers here.
join-read-more = Who can see what

    <b>You</b> see everything you told me, and can change it.
    <b>Your supporters</b> are people you pick and confirm. Each hears only what you allow, and you see their message before you allow it.
    <b>A group's leader</b> sees whether you checked in, by name only if you say so. Never what you answered.
    <b>Who runs this bot</b> keeps the server. Names and notes are locked on it, but they hold the key.
    <b>Telegram</b> carries our messages. Chats with bots are not end-to-end encrypted, so Telegram could read them.

    I don't diagnose, I don't treat, and I can be offline. In danger, call your emergency number first.
    I'm for people of { $min_age } and over. You can stop at any time.
join-told-to = If someone told you to use me

    Nobody can make you. No one can ask me for your answers: I write no reports for a court, a boss, a house or a family.
    You can skip every question, pause, or leave a group, and I tell nobody why.
    A supporter hears only what you allowed, and you can take it back.
    Two things I can't change: who holds your phone can read this chat, and who runs this bot holds the key to what I keep.
join-under-age = I'm made for people of { $min_age } and over, so I can't go on with you. I kept nothing.

    You deserve someone to talk to. A grown-up you trust is a good start. childhelplineinternational.org lists free helplines for young people in most countries. In danger, call your emergency number.
crisis-card-pinned = If I don't answer within a minute, call:

    { $card }{ $people }
crisis-card-people = { "" }

    { $lines }
crisis-card-supporter = <b>{ $name }</b>: call { $phone }
crisis-card-replaced = There is a newer card with numbers in this chat.
crisis-for-a-stranger = Thank you for saying that. I'm a program, so please reach a person now.

    If you may be in danger, call your local emergency number. findahelpline.com lists people to talk to, in most countries and free.
link-dead = This link no longer works. Whoever sent it can send you a new one.
join-where = Where are you? I show you the numbers to call there, and keep nothing of it.
join-numbers = These people are awake now:

    { $card }
join-group = You're invited to <b>{ $group }</b>, led by { $leader }. It checks in { $days } at { $times }.

    { $leader } will see whether you checked in, never what you answered. You choose if your name shows.{ $proposed ->
    [yes] {" "}How soon your supporters would hear from me starts at "{ $preset }", as this group suggests; /settings changes it.
   *[no] {" "}Your own settings stay as they are.
}
join-declined = Okay, you're not in that group. Its link keeps working if you change your mind. I can also ask just you.
join-closed = That question is closed. /start goes on where you were.
join-hour = When should I ask? Tap an hour, or type one, like 8:30pm.
join-hour-group = { $group } checks in { $days } at { $times }. { $count ->
    [1] Another hour on the same days is fine, too: tap it or type it.
   *[other] Or type { $count } hours of your own, like "8:00 20:30".
}
hour-unclear = I couldn't read that as an hour. "8:30pm", "20.30" or "21h" would work.
hours-unclear = { $count ->
    [1] I couldn't read that as an hour. "8:30pm" or "21h" would work.
    [2] I need two hours here, like "8:00 20:30".
   *[other] I need { $count } hours here, like "8:00 13:00 20:30".
}
zone-confirm = Is it { $clock } where you are?
zone-ask = What time is it for you now? Type it, like 14:05. A big city near you works, too.
zone-unclear = I couldn't read that as a time or a city. "14:05" or "Chicago" would work.
zone-no-such-clock = No clock I know shows that now. A big city near you, like "Chicago", would help.
zone-choose = Which of these shares your clock?
zone-ask-place = The button below sends me where you are, once. I look up the clock and don't keep the place. Typing the time works, too.
zone-place-looked-up = Thank you. I looked up the clock and didn't keep the place.
zone-heard = Thank you.
zone-near = What time is it for you now?
join-done = That's set. { $until } Or would you like to try the first one now?
propose-supporter = If you like: someone you trust could hear from me when things get hard. You choose who it is, and what they read.
propose-sharing = So far { $name } hears from me only when you ask. Would you like that to change? You choose what they'd read, and see it first.
propose-nights = Between { $from } and { $to } nothing of mine rings, SOS and your own hour apart. Does that suit you?
propose-skipped = { $what ->
    [nights] Okay, that stays so. /settings changes it.
   *[other] Okay. It's in /supporters whenever you like.
}
btn-choose = Choose
btn-suits-me = That suits me
btn-change-that = Change it
btn-agree = OK, I agree
btn-under-age = Under { $min_age }
btn-told-to = Someone told me to
btn-join-name = Join, show my name
btn-join-counted = Join, only count me
btn-just-me = Just me
btn-i-lead = I lead a group
btn-hour = { $time }
btn-keep-times = { $times } is fine
btn-city = { $city }
btn-clock-in = { $clock }, { $city }
btn-numbers-here = Numbers where I am
btn-another-country = Another country
btn-elsewhere = Somewhere else
btn-my-place = Share my place
btn-share-location = Send my place
btn-none-of-these = None of these
btn-start-now = Start now
btn-see-you = See you then
btn-help = Help

## Check-ins

checkin-hello = Hello { $name }. Ready when you are.
checkin-start = Ready when you are.
checkin-reminder = { $today ->
    [yes] Still here, whenever it suits you.
   *[no] Still here for yesterday's check-in, whenever it suits you.
}
weekly-line = Hello { $name }. I'm still here, whenever you like.
welcome-back = Good to hear from you. From now on I ask again as before. { $until }
checkin-mood = How are you right now?
checkin-mood-once = Good that you are here. Just once in a while: how are you right now?
checkin-craving = How strong is the pull right now? 0 is none, 10 the strongest ever.
checkin-used = Since last time, did you drink or use?
checkin-note = Anything you want to add? Type it here, or finish.
checkin-later = When would suit you?
checkin-postponed = Okay. I'll ask again { $when-at }.
checkin-kept-open = Okay, no hurry. It stays open for you until { $when }.
checkin-done = { $today ->
    [yes] You have checked in today.
   *[no] Yesterday's check-in is done.
} Would you like to change it, or say how you are now?
checkin-closed = The check-in of { $on } is closed. Shall we look at today's?
checkin-later-toast = No hurry. I've stopped waiting for this one, and you can still answer it.
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
saved-calm-alone = Saved, thank you. { $until } { $nobody }
saved-heavy = Saved, thank you. That sounds like a heavy day. { $heard } What would help right now?
saved-heavy-alone = Saved, thank you. That sounds like a heavy day. What would help right now? { $nobody }
saved-used = Thank you for telling me. Your days so far still count. { $heard }
saved-used-alone = Thank you for telling me. Your days so far still count. { $nobody }
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
alert-held-instead = { $instead } can't be asked right now, so in { $minutes } minutes I'll ask { $supporter } to reach out.
alert-held-later = { $several ->
    [several] Nobody you chose is free right now.{ " " }
   *[one] { "" }
}{ $busy ->
    [quiet] { $supporter }'s quiet hours end { $when-at }. I'll ask then.
    [off] { $supporter } has time off. I'll ask { $when-at }.
   *[full] { $supporter } can be asked again { $when-at }. I'll do it then.
}
alert-held-nobody-free = None of your supporters is free today, so I'm asking nobody unless you say so. These are people you can turn to:

    { $card }
alert-held-nobody = I can't reach any of your supporters at the moment. These are people you can turn to:

    { $card }
alert-more-held = { $soon ->
    [yes] In { $minutes } minutes I'll tell { $asked } that there is more.
   *[no] I'll tell { $asked } { $when-at } that there is more.
}
alert-more-dropped = Okay. That stays between us.
alert-preview = This is what { $supporter } would read:

    { $opening }{ $why }

    { $reach }
alert-cancelled = Okay. Nobody was told.
alert-withdrawn = You changed your answers, so I'm not asking anybody. Nobody was told.
alert-asked = I'm asking { $asked } to reach out.
alert-asked-instead = { $why ->
    [tried] { $supporter } tried and couldn't reach you, so I'm asking { $asked }.
    [declined] { $supporter } can't right now, so I'm asking { $asked }.
   *[busy] { $supporter } can't be asked right now, so I'm asking { $asked }.
}
alert-asked-nobody = I'm looking for who can be asked next.
alert-waiting = { $why ->
    [tried] { $other } tried and couldn't reach you.{ " " }
    [declined] { $other } can't right now.{ " " }
   *[none] { "" }
}{ $again ->
    [again] I haven't reached { $supporter } yet; I'll try again { $when-at }.
   *[first] { $busy ->
        [quiet] { $supporter }'s quiet hours end { $when-at }. I'll ask then.
        [off] { $supporter } has time off. I'll ask { $when-at }.
       *[full] { $supporter } can be asked { $when-at }. I'll do it then.
    }
} These are people you can turn to:

    { $card }
alert-exhausted = Nobody you chose has taken this up yet. If somebody does later, I'll tell you. These are people you can turn to:

    { $card }
quiet-exhausted = I wanted somebody to say hello to you and haven't reached anyone. I'm still here.
alert-standing-acknowledged = { $supporter } has seen this.
alert-acknowledged = { $supporter } has seen this.
alert-promised = { $promise ->
    [now] { $supporter } has seen this and is reaching out now.
    [hours] { $supporter } has seen this and plans to reach out in a few hours.
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
ask-me-first-no = Okay. I won't ask you first; I'll tell you before, as always.
btn-not-ask-first = Don't ask me first
tell-nobody = You have no supporter yet, so there is nobody I could ask. /supporters shows how to find one.
last-heard = { $supporter } last heard from me { $when-at }. I won't ask again unless you say so.
never-heard = I'm asking nobody unless you say so.
alert-joining = { $by } has asked me to bring in { $supporter } too.
alert-joined = { $supporter } is there for you too.

# Silence, to the member

quiet-announcement = I haven't heard from you for { $days ->
    [one] a day
    [2] two days
    [3] three days
   *[other] { $days } days
}. If that stays so, I'll ask { $supporter } to say hello { $when-at }, as you chose.
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
reason-used = They told me that they drank or used.
reason-strong = They reported a strong craving.
reason-risen = They reported a craving stronger than usual.
reason-after_use = They reported a craving, not long after they drank or used.
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
reach-as-agreed = Reach them in the way you two know, or send a word through me.
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
alert-page-closed = That is closed.
alert-all-clear = { $name } has checked in.
alert-thanks = Thank you for being there for { $name }. This is closed now.
alert-not-reached = Thank you for trying. { $next ->
    [yes] I'm asking the next person now.
   *[no] Somebody else is on it too.
} If you fear for { $name }'s life, call the emergency number where they are.
alert-still-worried = I'll leave this with you and ask you again tomorrow. You don't have to carry it alone: I can ask someone to join you. If you fear for { $name }'s life, call the emergency number where they are.
alert-join = { $opening } { $by } is on it and asks whether you'd join.{ $why }

    { $reach }
alert-join-asked = I'm asking { $supporter } to join you.
alert-join-nobody = Nobody else can be asked right now. If it gets too much, tap “I can't right now”. If you fear for { $name }'s life, call the emergency number where they are.
alert-join-thanks = Thank you. { $by } is on it too, and { $name } knows.

    { $reach }
alert-join-yes = { $supporter } joins you.
alert-join-no = { $supporter } can't right now.
alert-silenced = Thank you. I've stopped asking { $name }, until they write to me themselves.
alert-died-ask = I'm so sorry. If { $name } has died, I'll stop everything: nothing more goes to them, or out about them. Is that right?
alert-died = I'm so sorry. Nothing more goes to { $name }, or out about them. You were there for them. Please don't be alone with this now.
alert-look-again = Yesterday you were still worried about { $name }. How are things today?
alert-outcomes = What did you learn about { $name }? With the first three I stop asking them, until they write to me.
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
btn-ask-join = Ask someone to join me
btn-died-yes = Yes, please stop
btn-something-else = Something else
btn-outcome-safe = Safe, not using this
btn-outcome-away = In hospital or away
btn-outcome-died = They have died

## SOS and the crisis card

sos-toast = I'm on it.
sos-card = I've asked { $asked } right now. While you wait:

    { $card }
sos-card-again = I've asked { $asked }, and I keep asking. While you wait:

    { $card }
sos-card-nobody = I can't reach anyone of those you chose. These are people you can turn to:

    { $card }
sos-late-known = You called for someone { $since-at }, and it reached me only now. I'm sorry; that was on my side. I've asked { $asked }. Are you all right now?

    { $card }
sos-late-unknown = You called for someone while I was offline, and it reached me only now. I'm sorry; that was on my side. I've asked { $asked }. Are you all right now?

    { $card }
sos-going-on = I keep asking { $asked }. While you wait:

    { $card }
sos-going-on-without = { $tried ->
    [yes] { $supporter } couldn't reach you, so I'm asking { $asked } again.
   *[no] { $supporter } can't after all, so I'm asking { $asked } again.
} While you wait:

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
sos-page-late = { $name } called for someone { $known ->
    [yes] { $since-at }
   *[no] while I was offline
}, and it reached me only now. Please call or write at once.

    { $reach }

    If you fear for their life, call the emergency number where they are.
sos-page-joining = { $supporter } is on it for { $name }. Someone else may still help: please join if you can.

    { $reach }
sos-taken = { $supporter } is on it for { $name }. You can join.
sos-thanks = Thank you. { $name } knows that you are on it. Please reach out right away.

    { $reach }

    If you fear for their life, call the emergency number where they are.
sos-over = { $outcome ->
    [mistake] { $name } says it was a mistake. Thank you for being there.
    [talked] Someone has reached { $name }. Thank you for being there.
   *[other] { $name } says they are okay now. Thank you for being there.
}
crisis-card-words = I read what you wrote, and I'm glad you said it. I'm a program; these are people:

    { $card }
crisis-card-alone = You have no supporter here yet. These are people you can turn to:

    { $card }

    /supporters shows how to find somebody of your own.
waits-for-a-yes = I can't ask anyone yet: something broke on my side, and I wait until you say in /supporters who may still hear from me.
crisis-card-unconfirmed = { waits-for-a-yes } These are people you can turn to:

    { $card }
crisis-card-late = You called for someone, and it reached me only now. I'm sorry; that was on my side. Are you all right now? { $waits } These are people you can turn to:

    { $card }
crisis-card-numbers = These are people you can turn to:

    { $card }
calling-hard = Calling is hard for many people. You can write, too:

    { $lines }
calling-hard-directory = Calling is hard for many people. Where you are I know nobody to write to; this may list somebody:

    { $lines }
call-with = Just this once, { $supporter } (or who comes next) would also read: "{ $wish }" Shall I ask?
wish-call_with_me = They would like you to stay with them while they ring a helpline.
btn-calling-hard = What makes calling hard?
btn-call-with = Call with { $supporter }
crisis-lines = { $lines }
crisis-unverified = { "" }
    Not checked lately. If a number does not work, call the first one.
opioid-line = With opioids: after a break, what used to be usual can be too much. Keep naloxone where others find it; being with someone is safer.
crisis-opioids = { "" }
    { opioid-line }
crisis-line = { $how ->
    [text] <b>{ $name }</b>: text { $number }
    [call-or-text] <b>{ $name }</b>: call or text { $number }
    [whatsapp] <b>{ $name }</b>: { $number }
    [web] <b>{ $name }</b>: { $number }
   *[call] <b>{ $name }</b>: call { $number }
}{ $hours ->
    [always] , day and night
    [none] { "" }
   *[other] , { $hours }
}{ $languages ->
    [none] { "" }
   *[other] {" "}({ $languages })
}
btn-sos-ok = I'm OK now
btn-sos-mistake = It was a mistake
btn-join = I'll join
# Sources, each read as stored, November 2026:
# AHRQ, "Mitigating Overdose Risk", without a date: tolerance falls after a break; a usual amount can be too much; naloxone.
#   https://integrationacademy.ahrq.gov/products/playbooks/moud-playbook/implementing-treatment/mitigating-overdose-risk
# National Harm Reduction Coalition, "Using Alone", without a date: nobody there to call for help.
#   https://harmreduction.org/issues/overdose-prevention/overview/overdose-basics/opioid-od-risks-prevention/using-alone/
# CDC, "A Shared Approach to Preventing Opioid Overdoses", June 2021: the signs; call, naloxone, stay, lay on the side.
#   https://blogs.cdc.gov/publichealthmatters/2021/06/opioid-overdose/
# Alcohol Change UK, "Alcohol withdrawal", without a date: fits, shaking hands, sweating, seeing things; severe: call.
#   https://alcoholchange.org.uk/help-and-support/get-help-now/coronavirus-information-and-advice-hub/coronavirus-alcohol-withdrawal-what-to-look-out-for
staying-safer = Staying safer today

    <b>After a break</b> the body takes less than before. What was usual then can be too much now.

    <b>Not being alone</b> helps: someone who knows where you are can call for help.

    <b>If opioids may be involved</b>, keep naloxone close, and tell somebody where it is.

    <b>After much alcohol</b>, stopping at once can be dangerous. With fits, strong shaking, sweating, or seeing things that aren't there, call the emergency number.

    <b>Call at once</b> if someone can't be woken, breathes slowly, or turns pale, blue or cold. Give naloxone if you have it, lay them on their side, and stay.

    From: AHRQ, “Mitigating Overdose Risk” (undated); National Harm Reduction Coalition, “Using Alone” (undated); CDC, “A Shared Approach to Preventing Opioid Overdoses” (June 2021); Alcohol Change UK, “Alcohol withdrawal” (undated). Put together in November 2026, not yet checked by a clinician.

## Supporters

invite-share = Would you be someone I can turn to now and then? This explains it, and your answer is free.
invite-words = Hi, it's { $name }. Would you be someone I can turn to now and then?
    This link explains what it means, before you say yes or no. It works once, for a day: { $link }
invite-made = Here is a link for one person. It works once, for 24 hours.
    Send it to somebody you trust, or forward the words below. I'll ask you to confirm who said yes.
invite-asked = { $name } asks whether you'd be there for them.

    I'm Alongside, a program that asks { $name } how they are. When things get hard, when they go quiet, or when they ask for you, I'd write you a short message. You'd reach out, as a friend would.

    What I tell you is { $name }'s choice. It would be at most 5 times a week, unless you change that; only what can't wait comes on top. You can say "I can't right now" each time, and stop whenever you like.

    By saying yes you tell me that you're { $min_age } or older, and agree that I keep your name and your Telegram account, encrypted, for this.
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

supporters = { $count ->
    [one] This is who I may ask. Tap the name to change something.
   *[other] These are the people I may ask, the first one first. Tap a name to change something.
}
supporters-none = Nobody is on your list yet. If you like, someone you trust hears from me when things get hard. You choose who it is and what they read.
supporter-leader = <b>{ $name }</b> is asked last, if nobody else can be reached, and only to reach out: never with a reason.

    { $lines }
supporters-full = Your list holds { $most } people, and it's full. You can remove somebody first.
btn-ask-someone = Ask someone
btn-my-list = My list
btn-supporter-leader = Last · { $name }
btn-find-in = Someone in { $group }
btn-name-leader = Name a leader
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
    { $lines }
standing = { $why ->
    [off] { $name } has time off, so I won't ask them before { $until }.
    [limit] { $name } has been asked as often as they can this week. I can ask again from { $until }, or sooner if it can't wait.
   *[quiet] { $name } has quiet time until { $until }.
} /sos reaches them all the same.
standing-out-of-reach = I can't reach { $name } at the moment: they have closed their chat with me.
standing-handing-over = { $name } asked to hand over. Until you say so, nothing changes.
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
sharing-saved = Saved. { $choice ->
    [reach_out] { $name } will only be asked to reach out.
    [reason_without_use] { $name } will read why, but never that you used.
    [reason_with_use] { $name } will read why, including if you used.
   *[own] { $name } will read what you chose for each reason.
} { $told ->
    [yes] I'm telling them what such a message looks like.
   *[no] I say nothing to them about it, unless you'd like that.
}
finer = What may { $name } read, reason by reason? Tap one to change it. Nothing is saved yet.

    { $lines }
    { $open ->
    [yes] { "" }
    What you leave open (–) means: only asked to reach out.
   *[no] { "" }
}
finer-line = { $signal }: { $level ->
    [nothing] nothing
    [reach_out] only asked to reach out
    [reason] why
    [ratings] why, and your ratings
    [note] why, your ratings and your note
   *[open] –
}{ $first ->
    [yes] ; I ask you first
   *[no] { "" }
}
finer-signal = { $signal ->
    [used] You drank or used
    [high] A strong pull
    [jump] A pull stronger than usual
    [after_use] A pull not long after a use
    [strain] A strong pull and a low mood
    [low_mood] Low for some days
    [quiet] No answer for some days
   *[asked] You ask for them yourself
}
finer-all = Every reason at once
finer-one = <b>{ $signal }</b>

    { $said ->
    [none] What may { $name } read? A silence has no ratings or note, and when you ask for them yourself they always hear it.
   *[other] As it stands, { $name } would read:

    <i>{ $said }</i>
}

    Nothing is saved yet.
finer-nothing = (nothing: I wouldn't ask them)
finer-said = { $signals }
    <i>{ $said }</i>{ "" }
finer-said-both = A strong pull on a day you used
    <i>{ $said }</i>
finer-always = <i>{ $said }</i>
finer-preview = This is what { $name } would read. Numbers and note would be that day's.

    { $messages }
    { $asked }
    After /sos they always read that you need someone now. What you keep back is not given away by a number or a note. This holds for a year, then I ask again.
finer-asked = { "" }
    I'd ask you first, and go on after half an hour without a word from you:
    { $signals }
    { "" }
example-note = It was a long day.
btn-finer-signal = { $signal ->
    [used] I used
    [high] Strong pull
    [jump] More than usual
    [after_use] Pull after a use
    [strain] Pull and low mood
    [low_mood] Low days
    [quiet] Quiet days
   *[asked] I ask myself
}
btn-finer-all = All at once
btn-finer-see = See and save
btn-level = { $on ->
    [yes] ✓{ " " }
   *[no] { "" }
}{ $level ->
    [nothing] Nothing
    [reach_out] Just reach out
    [reason] Why
    [ratings] Why, ratings
   *[note] Why, ratings, note
}
btn-ask-me-first = { $on ->
    [yes] ✓ Ask me first
   *[no] Ask me first
}
btn-tell-change = Tell them
btn-more = More

renew-alert = It's nearly a year since you chose what { $name } reads when I ask them:

    { $messages }

    { $falls ->
    [yes] Shall it stay so? If I don't hear from you, from { $until } on I only ask them to reach out, without a reason.
   *[no] Shall it stay so? If I don't hear from you, it does.
}
renew-out_of_reach = It's nearly a year since you agreed that { $name } hears if I can't write to you for two days. Shall it stay so? If I don't hear from you, from { $until } on I say nothing.
renew-checked_in = It's nearly a year since you agreed that { $name } hears when you have checked in. Shall it stay so? If I don't hear from you, from { $until } on I say nothing.
renew-kept = Okay, it stays so for another year.
renew-over = That has changed meanwhile. /supporters shows how it is now.
lapsed-alert = A year is over: from now on I only ask { $name } to reach out, without a reason. They still hear when you need someone. You can choose again whenever you like.
lapsed-out_of_reach = A year is over: from now on I say nothing to { $name } if I can't write to you. You can choose again whenever you like.
lapsed-checked_in = A year is over: from now on I say nothing to { $name } when you check in. You can choose again whenever you like.
btn-keep-it = Keep it
btn-choose-again = Choose again
support-confirmed = { $name } says it's you. Thank you. As soon as they choose what you'd read, I'll show you.
support-told = { $name } chose what you'd read. When I ask you, it looks like this:

    <i>{ $example }</i>

    Until then there is nothing to do.

absence-ask = If Telegram doesn't let me write to you for two days, may I tell { $name }? They'd read:

    <i>{ $line }</i>

    And once I can again:

    <i>{ $back }</i>

    { $chosen ->
    [yes] At the moment I'd tell them.
   *[no] At the moment I'd say nothing.
}
absence-saved = { $chosen ->
    [yes] Okay. If I can't write to you for two days, I tell { $name }.
   *[no] Okay. I'd say nothing of it to { $name }.
}
checked-in = { $name } has checked in today.
checked-in-ask = May { $name } hear each day that you have checked in? Nothing of what you answer; only this, without a sound:

    <i>{ $line }</i>

    On a day without it they may wonder. { $chosen ->
    [yes] At the moment I tell them.
   *[no] At the moment I say nothing.
}
checked-in-saved = { $chosen ->
    [yes] Okay. I tell { $name } on each day you check in.
   *[no] Okay. I say nothing of it to { $name }.
}
member-unreachable = I can't write to { $name } at the moment, so I don't ask how they are. I don't know why, and it may be nothing.
member-reachable = I can write to { $name } again.
member-unasked = I am no longer asking { $name } how they are: it is some weeks since I heard from them. It may be nothing. A hello from you could be good.
member-asked = I am asking { $name } again how they are.
btn-absence = If you can't reach me
btn-checked-in = When I check in

supporter-remove = From now on { $name } won't be asked any more. Shall I tell them?

    "Keep them listed": they aren't told, and your name stays on their page.
supporter-removed = { $farewell ->
    [tell] Done. { $name } won't be asked any more, and I'm telling them.
    [listed] Done. { $name } won't be asked any more. They aren't told, and your name stays on their page.
   *[silent] Done. { $name } won't be asked any more, and I say nothing to them.
}
support-ended = { $name } has changed their list, and I won't write to you about them any more. Thank you for having been there.
support-stopped = { $name } has stepped back and won't be asked any more. Would it help to ask someone else?
btn-say-nothing = Say nothing
btn-keep-listed = Keep them listed

route-ask = How may { $name } reach you?
    { $named ->
    [no] You have no Telegram name at the moment. You could set one in Telegram's settings.
   *[yes] Your Telegram name is @{ $username }.
} { $has_phone ->
    [no] { "" }
   *[yes] The number I have is { $phone }.
}
route-unclear = "Telegram", a number like +44 7700 900123, or "through you" works here.
btn-another-number = Another number
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
route-bot = I give them neither a name nor a number of yours. They can send you a word through me, and you can answer.

word-ask = What shall I pass on to { $name }? Up to { $most } characters. Nothing of it shows on a lock screen, and { $name } can answer once.
word-ask-answer = What shall I answer { $name } for you? One message, up to 300 characters.
word-too-long = That has { $length } characters; I can pass on { $most }. Could you send a shorter one?
word-ready = Shall I pass this on to { $name }?

    { $text }
word-kept-here = I haven't passed on what you just wrote. Shall I, as it is?
word-not-passed = Okay, that stays here.
word-sent = On its way to { $name }.
word-waits = { $name } has quiet time. I'll pass it on { $when-at }. If you need someone sooner: /sos.
word-no-words = { $name } takes no words through me at the moment, so I can't pass anything on.
word-out-of-reach = I can't reach { $name } at the moment, so I can't pass anything on.
word-enough = { $name } has had { $most } words from you since yesterday. I can pass on the next one tomorrow. If you need someone: /sos.
word-undelivered = I couldn't pass on your word to { $name }. It didn't arrive.
word = { $name } left you a few words.
word-answer = { $name } answered you.
word-shown = { $name } wrote:

    { $text }
word-gone = Those words are gone: I keep them for three days.
word-answered = You have answered that already.
words-muted = Okay. I pass on no more words from { $name }, and say so if they try. Everything else stays as it was.
words-taken = Okay. { $name } can send you words through me again.
word-reported = { $heard ->
    [yes] Thank you for telling me. I'm letting who runs this bot know that there was something; not what was written.
   *[no] Nobody reads reports on this bot, so I can't pass that on.
} Would you like to do something now?
word-report = Somebody reported a word that was passed on to them: written by person { $author }, in support { $support }. I don't show you what it says. Please look into it.
btn-send-word = Send a word
btn-read-it = Read it
btn-answer = Answer
btn-no-more-words = No more words
btn-take-words = Take words again
btn-report-word = Report
btn-pass-it-on = Yes, pass it on

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
people-full = I've asked you { $limit } times in seven days, as often as you said. Until { $until } only what can't wait still comes.
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
hours-limit-unclear = A number of times works here: 1, 2, 3, 5 or 7. Or "none" for no limit.
break-unclear = A number of days works here: 3, 7 or 14.
hours-ask-limit = How many times a week may I ask you, at most?
btn-keep-all = Keep all
btn-quiet-hours = Quiet hours
btn-weekly-limit = Weekly limit
btn-zone = Time zone
btn-no-limit = No limit
break-ask = Of course. How long?
off-today = Okay. I won't ask you before { $until }. Only a call for help right now still comes through.
break-set = Okay. I won't ask you before { $until }. Only a call for help right now still comes through. { $told ->
    [yes] I'm telling { $names } that you aren't asked until then.
   *[no] { "" }
}
break-over = Good to have you back. I'll ask you again when it's needed.
support-resting = { $name } is taking a break, so I won't ask them before { $until }. /sos still reaches them. { $count ->
    [0] Until then I'd have nobody else to ask. Would you like to ask someone?
   *[other] Until then I'd ask { $others }.
}
support-back = { $name } is back, and I may ask them again.
btn-break-days = { $days } days

hand-over-ask = If this is getting too much, somebody else may take your place with { $name }. I'd ask { $name } about it, and nothing changes before they say yes.

    You can also take a break, or stop.
hand-over-proposed = I'm asking { $name }. Until they say yes you stay on their list. A break is there whenever you need it.
people-handing-over = You asked to hand over. { $name } hasn't said yes yet, so you are still on their list.
hand-over = { $name } asks whether somebody else could take their place. Nothing changes until you say so. What would suit you?
handed-over = { $followed ->
    [yes] Okay. { $follower } has that place on your list now, and { $name } isn't asked any more.
   *[no] Okay. { $name } isn't asked any more.
} I'm telling { $name }, with thanks.
hand-over-kept = Okay. { $name } stays on your list, and I'm telling them. They can still take a break, or stop.
hand-over-not-yet = { $name } isn't ready for someone else yet, so nothing has changed. You can take a break, or stop, whenever you need to.
hand-over-agreed = { $name } said yes to handing over, so I won't ask you about them any more. Thank you for having been there.
hand-over-ready = Your list is ready. { $name } asked to hand over: shall I let them go now?
hand-over-closed = That is settled already. /supporters shows your list.
btn-hand-over = Hand over
btn-yes-ask-name = Yes, ask { $name }
btn-ask-first = { $name } instead
btn-ask-new = Ask someone new
btn-let-go = Let { $name } go
btn-keep-for-now = Not yet
btn-keep-both = Keep both
btn-their-question = The hand-over

## Finding a supporter in the group

find-someone = These people in { $group } are willing to support someone. Tap a name to read more. Only who you ask learns of it.
find-nobody = Nobody in { $group } has offered yet, or their hands are full. You can also send a link to somebody you trust.
find-one = <b>{ $name }</b>: { $line }

    { $standing ->
    [asked] You've asked { $name }. I'll tell you what they say.
    [declined] { $name } couldn't take it on this week. There may be somebody else.
   *[free] Shall I ask { $name }? They'd learn your first name, and that you're looking for someone. What they read later is your choice.
}
find-asked = I'm asking { $name }, and I'll tell you what they say. If they're willing, you confirm them, as always.
find-enough = You've asked { $most } people already. Let's wait for one of them first.
find-gone = That offer isn't there any more.
request = { $name } from { $group } asks whether you'd be there for them.

    When things get hard, when they go quiet, or when they ask for you, I'd write you a short message. You'd reach out, as a friend would. What I tell you is { $name }'s choice. It would be at most 5 times a week, unless you change that; only what can't wait comes on top. You can say "I can't right now" each time, and stop whenever you like.

    { $name } will see your name and your Telegram name, if you have one.
request-leader = { $name } from { $group } asks whether you'd be the person I turn to last.

    Only if nobody else could be reached, I'd write: "{ $name } could use a word from you." You'd never read a reason, and you can stop whenever you like. For a call for help right now I'd write after five minutes.
request-not-now = { $name } can't take it on at the moment. There may be somebody else.
request-declined = That's fine. I'm telling { $name } kindly that it isn't possible right now.
request-closed = That question is closed. Thank you for being willing.
offer-about = Would you like to be somebody that others in { $group } can ask? Those who look for a supporter would see "{ $name }" and one line of yours. The leader isn't told.
offer-ask-line = What should they know about you? One line, up to { $most } characters, like: "Mostly free in the evenings, happy to go for a walk."
offer-line-unclear = One line of up to { $most } characters, without a link, works here.
offer-ask-room = For how many people would you be there?
offer-mine = This is what those in { $group } who look for a supporter see:

    <b>{ $name }</b>: { $line }

    { $room ->
    [one] You're there for one person.
   *[other] You're there for up to { $room } people.
}
offer-withdrawn = Okay, nobody sees it any more. Whom you support already stays as it is.
leader-about = Your leader can be the one I ask last, if nobody else can be reached. They'd read only that you could use a word, never a reason.

    If I ask them, they learn your first name. Nothing changes unless they say yes.
leader-none = There is no leader you could name at the moment.
leader-asked = I'm asking { $name }. Nothing changes unless they say yes; I'll tell you.
leader-asked-already = You've asked a leader already. I'll tell you what they say.
leader-named-already = You've named somebody already. /supporters shows who.
leader-not-now = { $name } couldn't take it on this week. You can ask again later, or somebody else.
leader-agreed = Thank you. You're the one I ask last for { $name }. /people shows it, and you can stop there.
leader-in-place = { $name } said yes, and is the one I'd ask last.
leader-reads = They never read a reason.
btn-find-supporter = Find a supporter
btn-find-one = { $name }
btn-ask-person = Ask { $name }
btn-offer = Be there for someone
btn-write-line = Write my line
btn-change-line = Change it
btn-take-back = Take it back

practice-toast = It comes in a moment.
practice-alert = This is only practice: nobody needs you now. A real one says who could use a word from you, and how to reach them.
practice-done = Thank you. That would be all: I'd ask when, tell them, and ask you later how it went. Nobody was told just now.
practice-silent = So that I can ring when your phone is silent:

    <b>iPhone</b>: Settings, Focus, Do Not Disturb, Apps: allow Telegram.
    <b>Android</b>: Settings, Notifications, Do Not Disturb, Apps: allow Telegram.
    <b>In Telegram</b>: tap my name above, then Notifications, and choose a sound you'd hear.

    The names differ a little from phone to phone. I write in your quiet hours only when someone needs a person right now.
btn-practice = Try it out
btn-silent-phone = If my phone is silent

## Groups and leaders

grp-ask-name = What is the group called? One to 40 characters, like "Morning circle".
grp-name-unclear = A name has 1 to 40 characters and no link, like "Morning circle".
grp-start-again = That took a while. Let's start again.
grp-ask-template = { $group }: which of these is nearest? You can change all of it later.

    <b>Early recovery</b>: every day, for people in their first months.
    <b>Aftercare</b>: Monday, Wednesday, Friday, after treatment.
    <b>Sober house</b>: every day, twice, with a shorter time to answer.
    <b>Student group</b>: Sunday to Thursday, one late reminder.
grp-ask-hour = At which hour should { $group } check in? Tap one, or type it, like 8:30pm.
grp-confirm-hour = { $group } at { $time }?
grp-made = { $group } is ready. It checks in { $days } at { $times }. Send the link below to the people you want in it.
grp-link = Join { $group }: { $link }
grp-waiting = { $group } is saved. Who runs this bot says yes to new leaders first; I'll write to you then.
grp-approval = { $leader }{ $handle ->
    [none] {""}
   *[other] {" "}(t.me/{ $handle })
} would like to lead a group here: { $group }. Do you know them?
grp-approval-done = { $approved ->
    [yes] Approved. They know.
   *[no] Declined. They know.
}
grp-approval-gone = That group is gone.
grp-approved = { $group } can start. Its link is ready for the people you want in it.
grp-declined = { $group } can't start here: who runs this bot said no for now. They can tell you more.
grp-closed = { $group } is closed.
grp-closed-toast = That group is closed.
grp-none = You're in no group so far. A leader's link brings you into one, or you start your own.
grp-which = Which group?
grp-overview = { $asked ->
    [0] { $group }: nobody was asked yet today.
   *[other] Today, { $group }: { $answered } of { $asked } answered.
} { $waiting_kind ->
    [names] No answer yet: { $waiting }.
    [both] No answer yet: { $waiting }, and { $others } more.
    [counted] No answer yet from { $others }.
   *[nobody] {""}
} { $resting ->
    [yes] It rests until { $rests_until }.
   *[no] {""}
}
    { $unsupported ->
    [0] {""}
    [one] One has no supporter yet.
   *[other] { $unsupported } have no supporter yet.
}
grp-members = { $group } has { $count ->
    [0] no members yet. [Invite] has the link.
    [one] one member.
   *[other] { $count } members.
} { $named ->
    [0] {""}
   *[other] { $names }.
} { $others ->
    [0] {""}
    [one] One is only counted.
   *[other] { $others } are only counted.
} { $led_by ->
    [0] {""}
    [one] { $co_leaders } leads it, too.
   *[other] { $co_leaders } lead it, too.
}
grp-mine = { $group }, led by { $leader }. You're asked { $days } at { $times }. { $shown ->
    [name] { $leader } sees your name.
   *[counted] You're counted without your name.
} { $resting ->
    [yes] It rests until { $rests_until }.
   *[no] {""}
}
grp-ask-new-link = The old link stops working, also for people you sent it to. Those who joined stay. Make a new one?
grp-link-renewed = Done. The old link no longer works.
grp-ask-leave = Leave { $group }? I tell nobody. What you answered stays yours.
grp-ask-leave-named = Leave { $group }? I tell nobody. What you answered stays yours.

    { $name } is also the one I ask last for you, if nobody else can be reached. Shall that stay so?
grp-left = You left { $group }. I told nobody.
grp-left-alone = You left { $group }. I told nobody. Shall I keep asking just you, every day at the same hour?
grp-kept-alone = Okay, just you and me. See you { $when-at }.
grp-change = { $group }

    Days: { $days }
    At: { $times }
    Open for { $window } hours
    Reminders: { $reminders }
    Suggested to members: { $preset }
grp-days = Which days? Members hear of it once you save.
grp-one-day-at-least = At least one day, please.
grp-times = At which hours? One to three. Tap them, or type them, like "8:00 13:00".
grp-one-to-three = One to three hours work.
grp-times-unclear = I need one to three hours, like "8:00 13:00 20:30".
grp-window = How long may people take to answer? Now: { $hours } hours.
grp-reminders = When no answer came, when should I ask again?
grp-preset = What should new members start with? Now: { $now }. It says how soon their own supporters hear from me. Members keep what they have unless they tap.
grp-ask-new-name = What should { $group } be called? One to 40 characters.
grp-saved = { $told ->
    [0] Saved.
    [one] Saved. I'll tell one person.
   *[other] Saved. I'll tell { $told } people.
}
grp-rhythm = { $group } now checks in { $days } at { $times }. { $until }
grp-rhythm-held = { $group } would like to check in { $days } at { $times }, open for { $window } hours. With that, your supporters could hear from me sooner. Nothing changes for you unless you say so.
grp-adopted = Okay. You're asked { $days } now. { $until }
grp-kept = Okay, yours stays: { $days }. { $until }
grp-preset-proposed = { $group } suggests "{ $proposed }" for how soon your supporters hear from me. Yours is "{ $mine }" and stays so unless you say so.
preset-changed = Okay: "{ $preset }" from now on.
preset-kept = Okay, yours stays "{ $preset }".
preset-gentle = gentle
preset-standard = standard
preset-watchful = watchful
template-early_recovery = Early recovery
template-aftercare = Aftercare
template-sober_house = Sober house
template-student_group = Student group
reminders-none = none
reminders-one = after 1 hour
reminders-two = after 1 and 3 hours
reminders-slow = after 2 and 6 hours
reminders-own = as set up
btn-template-early_recovery = Early recovery
btn-template-aftercare = Aftercare
btn-template-sober_house = Sober house
btn-template-student_group = Student group
btn-make-group = Yes, make it
btn-change = Change
btn-join-in = I'll check in too
btn-approve = Approve
btn-decline = Decline
btn-new-group = Start a group
btn-my-group = My group
btn-group = { $group }
btn-members = Members
btn-invite = Invite
btn-new-link = New link
btn-yes-new-link = Yes, a new link
btn-my-part = My own part
btn-my-hour = My hour
btn-show-name = Show my name
btn-show-counted = Only count me
btn-leave = Leave
btn-yes-leave = Yes, leave
btn-leave-and-keep = Leave, keep { $name }
btn-leave-and-end = Leave, and end that
btn-stay = Stay
btn-keep-asking = Keep asking me
btn-no-thanks = No, thanks
btn-days = Days
btn-times = Hours
btn-window = Time to answer
btn-reminders = Reminders
btn-preset = Suggestion
btn-rename = Name
btn-hours = { $hours } hours
btn-time = { $on ->
    [yes] ✓ { $time }
   *[no] { $time }
}
btn-day-0 = { $on ->
    [yes] ✓ Mon
   *[no] Mon
}
btn-day-1 = { $on ->
    [yes] ✓ Tue
   *[no] Tue
}
btn-day-2 = { $on ->
    [yes] ✓ Wed
   *[no] Wed
}
btn-day-3 = { $on ->
    [yes] ✓ Thu
   *[no] Thu
}
btn-day-4 = { $on ->
    [yes] ✓ Fri
   *[no] Fri
}
btn-day-5 = { $on ->
    [yes] ✓ Sat
   *[no] Sat
}
btn-day-6 = { $on ->
    [yes] ✓ Sun
   *[no] Sun
}
btn-reminders-none = None
btn-reminders-one = After 1 hour
btn-reminders-two = After 1 and 3 hours
btn-reminders-slow = After 2 and 6 hours
btn-preset-gentle = Gentle
btn-preset-standard = Standard
btn-preset-watchful = Watchful
btn-use-new = Use the new one
btn-use-it = Use it
btn-keep-mine = Keep mine

## Leading a group together, handing it on, and words to it

grp-member = { $standing ->
    [leads] { $name } leads { $group }, too.
    [asked] { $name } was asked to lead { $group }, too. No answer yet.
   *[member] { $name } takes part in { $group } and lets you see their name.
}
grp-co-lead-asked = { $name } asks whether you'd lead { $group } with them.

    You'd see who takes part each day, never what anybody answers. You could change its days and hours, bring people in, and write a line to everybody once a day. If { $name } can't lead it any more, it would be yours. You can step back any time.
grp-co-link-made = Here is a link for one person. It works once, for 24 hours. Send it to whom you mean, or forward the words below. I'll ask you to confirm who said yes.
grp-co-link-words = Hi, it's { $name }. Would you lead { $group } with me? This link explains what it means, before you say yes or no. It works once, for a day: { $link }
grp-co-linked = { $name } asks whether you'd lead { $group } with them.

    I'm Alongside, a program that asks the people of a group how they are. You'd see who takes part each day, never what anybody answers. You could change days and hours, bring people in, and write a line to everybody once a day. If { $name } can't lead it any more, it would be yours. You can step back any time.

    By saying yes you tell me that you're { $min_age } or older, and agree that I keep your name and your Telegram account, encrypted, for this.
grp-co-link-waiting = Thank you. { $name } now says whether it's you they meant. I'll tell you then.
grp-co-link-no = That's fine. I kept nothing, and nobody is told.
grp-co-link-own = You lead { $group } already. /group shows it.
grp-co-lead-ready = { $named ->
    [no] { $name } would lead { $group } with you.
   *[yes] { $name } (@{ $username }) would lead { $group } with you.
} Is this the person you meant?
grp-co-confirmed = { $name } leads the group with you now. I'll tell them and its people.
grp-co-refused = Okay. { $name } sees nothing of the group. I'll tell them you had somebody else in mind.
grp-co-lead-begun = It's settled: you lead { $group } too from now on.
grp-co-lead-not-meant = { $name } had somebody else in mind for { $group }. Thank you for being willing.
grp-co-lead-yes = Thank you. You lead { $group } too from now on; I'll tell its people.
grp-co-lead-no = Okay. I'll say so, without a reason.
grp-co-lead-gone = That question about { $group } no longer stands.
grp-co-lead-declined = { $name } would rather not lead { $group } for now.
grp-co-leader-new = { $reads ->
    [leader] { $name } said yes and leads { $group } with you now.
   *[member] { $name } now leads { $group }, too. They see who takes part, never what you answered. You choose whether your name shows.
}
grp-co-lead-ended = { $name } leads { $group } without you from now on. Thank you for having done it together.
grp-stopped-leading = { $name } no longer leads { $group } with you. Nothing changes for its members.
grp-ask-stop-leading = Stop leading { $group }? Its leader hears of it. Nothing changes for its members.
grp-stepped-back = You no longer lead { $group }. Thank you for having done it.
grp-ask-step-back = { $any ->
    [yes] Who should lead { $group } from now on? They were ready for that when they said yes to leading it with you.
   *[no] Nobody leads { $group } with you so far. You could ask a member to, and hand it over once they say yes. Or it comes to an end, and everybody keeps their check-in.
}
grp-handed-over = { $leader } leads { $group } now; I'll tell them. Thank you for having done it.
grp-yours = { $name } handed { $group } over to you. You lead it from now on, as you were ready to.
grp-yours-now = { $group } is yours to lead now, as you were ready to. I haven't reached who led it for two weeks.
grp-ask-close = Close { $group }? Everybody in it hears so, and keeps their own check-in if they like. It can't be opened again.
grp-ended-by-you = { $group } is closed. I'm telling everybody who was in it. Thank you for having led it.
grp-ended = { $group } has come to an end: nobody leads it any more. { $goes_on ->
    [yes] Your check-in is yours and goes on without it. { $until }
   *[no] Everything of yours stays as it is.
}
grp-ask-remove = Take { $name } off the list of { $group }? I'd tell them in a kind line, with your name. Their check-in stays theirs.
grp-removed-them = { $name } is no longer in { $group }; I'll tell them. The old link would still let them in; a new one wouldn't.
grp-removed = { $name } took you off the list of { $group }. I know that can hurt. { $goes_on ->
    [yes] Your check-in is yours and goes on without it. { $until }
   *[no] Everything else of yours stays as it is.
}
grp-go-on = Okay, it goes on. { $until }
grp-go-on-over = You have no hour of your own at the moment. /settings sets one.
grp-stopped = Okay, I stop asking at that hour. { $until }
grp-encourage-ask = What would you like to say to everybody in { $group }? Up to 300 characters, without links. You see it once more before it goes.
grp-encourage-unfit = Up to 300 characters work, without links. Like: "Glad you're here. One day is enough for today."
grp-encourage-preview = This is what they would read:

    { $read }

    To change it, just type it anew.
grp-encouraged = It's on its way to { $group }; whoever sleeps gets it in the morning.
grp-encouraged-today = { $group } has had its line for today. One a day keeps it welcome.
encouragement = From { $name }, for { $group }:

    { $words }
grp-muted = Okay, no more lines like this from { $group }. Nobody is told.
grp-unmuted = Okay, lines to everybody in { $group } reach you again.
grp-ask-pause = For how long shall { $group } rest? Today counts. Its people hear of it, and each may keep their check-in.
grp-pause-on = { $group } rests until { $until }. You can end that now, or choose a new length from today.
grp-pause-begun = { $group } rests until { $until }. I'll tell its people, and each may keep their check-in.
grp-pause-ended = { $group } goes on. I'll tell its people.
grp-paused = { $group } takes a pause until { $last }. { $keeps ->
    [yes] You asked me to go on, so I do.
   *[no] I stay quiet until then, unless you'd like me to go on. SOS works all the time.
}
grp-resumed = { $group } goes on. { $until }
grp-pause-kept = Okay, I go on asking you. { $until }
grp-pause-rest = Okay, I rest as the group does. { $until }
grp-pause-over = That pause is over. { $until }
grp-weeks = { $group }, week by week

    { $lines }

    How everybody was doing shows two days after a week ends, rounded, and only where { $least } people or more answered.
grp-week = { $from } to { $to }: { $answered } of { $asked } answered{ $people ->
    [0] .
    [one] , by one person.
   *[other] , by { $people } people.
} { $figures ->
    [both] Mood { $mood } of 5, pull { $craving } of 10.
    [mood] Mood { $mood } of 5.
    [craving] Pull { $craving } of 10.
   *[none] {""}
}
grp-no-weeks = Nobody was asked in the last weeks.
btn-weeks = Week by week
btn-encourage = Write to all
btn-step-back = Step back
btn-name = { $name }
btn-ask-to-lead = Ask to lead it too
btn-ask-by-link = Ask somebody by link
btn-no-longer-ask = No longer ask
btn-lead-without = Lead without them
btn-take-off-list = Take off the list
btn-yes-take-off = Yes, take them off
btn-yes-step-back = Yes, step back
btn-hand-over-to = Hand over to { $name }
btn-choose-somebody = Choose somebody
btn-close-group = Close the group
btn-yes-close = Yes, close it
btn-keep-checkin = Keep my check-in
btn-stop-checkin = Stop
btn-send-it = Send it
btn-mute = Mute
btn-unmute = Let them through
btn-mute-lines = Mute lines to all
btn-hear-lines = Hear lines to all
btn-group-pause = Pause
btn-group-pause-days = { $days } days
btn-rest-too = I'll rest, too

## Reporting a person

report-ask = { $heard ->
    [yes] Report { $name }? Whoever runs this bot would learn that you did, about whom, and over what kind of message. Not a word that was written. { $name } isn't told.
   *[no] Nobody reads reports on this bot so far, so I can't pass one on. { $tie ->
        [none] You don't need to answer, and { $name } isn't told.
       *[other] You can end it here all the same.
    }
}
report-done = Thank you for telling me. Whoever runs this bot hears of it now and decides what follows; I can't promise what.
report-not = Okay, nothing was reported.
operator-report = Somebody tapped [{ btn-report }]. { $reporter ->
    [0] Somebody who hasn't joined
   *[other] Person { $reporter }
} reports person { $person }. It is about: { $about }, row { $row }. These are numbers in the database; I pass on no names and no words.
btn-report = Report a person
btn-yes-report = Yes, report
btn-report-leave = Report and leave
btn-report-stop = Report and stop
btn-leave-group = Leave the group
btn-stop-being-there = Stop being there
btn-dont-report = No, don't



## Settings and pauses

settings = Your settings

    { $paused ->
    [yes] You are on a pause.
   *[no] { $asked ->
        [yes] I ask you at { $times }.
       *[no] I don't ask you at any hour so far.
    }
}
    Your clock: { $clock }, { $place }
    { $nights ->
    [yes] Quiet hours: { $from } to { $to }
   *[no] No quiet hours
}
    The yes-or-no question: { $use }
    Supporters hear from me: { $preset }{ $q ->
    [0] {""}
    [one] , after 1 quiet day
   *[other] , after { $q } quiet days
}
    Numbers to call: { $numbers ->
    [none] I know none of where you are
   *[other] { $numbers }
}{ $opioids ->
    [on] , with the safety line
   *[off] { "" }
}
set-saved = Saved.
agree-first = Before I ask how you are, you'd read what I keep. /help, then [{ btn-check-in-too }].
set-country = { $now ->
    [none] I know no numbers of where you are. Is one of these near?
   *[other] These are the numbers of { $now }. Which would you like instead?
}
set-opioids = Shall this stand below your numbers to call? { $now ->
    [on] It does now.
   *[off] Now it doesn't.
}

    { opioid-line }

    From: UNODC, “Opioid overdose”; Healthy Minds Philly, City of Philadelphia. Written November 2026, not yet checked by a clinician.
set-closed = That question is closed.
set-which-hour = Which hour shall move?
set-hour = { $now ->
    [none] When should I ask? Tap an hour, or type one, like 8:30pm.
   *[some] I ask you at { $time } so far. Which hour suits you better? Tap one, or type it, like 8:30pm.
}
set-hour-order = Your hours are { $times }. They need to stay in that order, each once.
set-hour-done = Okay, from now on. { $until }{ $offers ->
    [yes] {" "}Today is left without one. Would you like it now?
   *[no] {""}
}
set-shifts = Which hours hold from now on? Your days stay as they are.
set-shifts-ask = Do your hours change with your shifts? Type both, like { $count ->
    [1] “early shift 5:30 / late shift 14:00”.
    [2] “early shift 5:30 13:00 / late shift 14:00 22:00”.
   *[other] “early shift 5:30 9:00 13:00 / late shift 14:00 18:00 22:00”.
} Then one tap switches between them.
set-shifts-unclear = I couldn't read that as two patterns. { $count ->
    [1] “early shift 5:30 / late shift 14:00” would work.
    [2] “early shift 5:30 13:00 / late shift 14:00 22:00” would work.
   *[other] “early shift 5:30 9:00 13:00 / late shift 14:00 18:00 22:00” would work.
}
set-shift-done = Okay, { $pattern } from now on. { $until }{ $offers ->
    [yes] {" "}Today is left without one. Would you like it now?
   *[no] {""}
}
set-shifts-forgotten = Okay, I've forgotten both patterns. Your hours stay as they are.
once-ask = I'd ask you next { $when-at }. Which hour suits you better, just this once? Tap one, or type it.
once-done = { $usual ->
    [yes] Okay, as usual.
   *[no] Okay, just this once.
} { $until }
once-past = That hour is over already. A later one would work.
once-nothing = Nothing is planned that I could move. You can check in whenever you like.
set-zone-done = Okay, that's your clock now. { $until }{ $offers ->
    [yes] {" "}Today is left without a check-in. Would you like it now?
   *[no] {""}
}
set-nights = When should nothing ring, SOS apart? Tap, or type it, like "22 to 7". Your own hour always rings.
set-nights-unclear = I couldn't read that. "22-7" or "10pm to 6:30" would work.
set-use = How often should I ask whether you drank or used? Now: { $now }. “Only on hard days” means a pull of 5 or more.
set-preset = How soon should your supporters hear from me? Now: { $now }. You hear of it before they do.

    <b>Gentle</b>: on the hardest days, and after 3 quiet days.
    <b>Standard</b>: on hard days, and after 2 quiet days.
    <b>Watchful</b>: when it starts to get hard, and after 2 quiet days, or 1 soon after a return to use.
set-quiet-days = After how many quiet days in a row should your supporters hear from me? { $q ->
    [0] Now it goes with gentle, standard or watchful.
   *[other] Now: { $q }.
}
set-shown = How does your leader see you? Tap to change it. What you answer they never see.
set-no-group = You're in no group, so no leader sees you.
use-daily = every day
use-weekly = once a week
use-hard = only on hard days
use-off = never
quiet-until = I stay quiet until { $until }.
pause-ask = How long shall I stay quiet? Today counts. SOS works all the time.
pause-on = I stay quiet until { $until }. You can end it now, or choose a new length from today.
pause-begun = Okay, I stay quiet until { $until }. SOS works all the time. Would you like { $supporters } to know?
pause-begun-alone = Okay, I stay quiet until { $until }. SOS works all the time, and /resume ends it.
pause-told = Okay, I'll tell { $supporters }. I stay quiet until { $until }; /resume ends it.
pause-untold = Okay, I tell nobody. I stay quiet until { $until }; /resume ends it.
pause-over = That pause is over.
pause-notice = { $name } is taking a pause from check-ins until { $until }. No need to do anything.
resumed = Welcome back. { $until }{ $offers ->
    [yes] {" "}Would you like today's now?
   *[no] {""}
}
resume-not-paused = There is no pause. { $until }
btn-set-hour = My hour
btn-another-hour = Another hour
btn-just-once = Just this once
btn-shifts = My shifts
btn-pattern = { $pattern }, { $times }
btn-type-anew = Type them anew
btn-forget = Forget them
btn-as-usual = As usual, { $time }
btn-set-zone = My clock
btn-set-nights = Quiet hours
btn-set-use = Yes-or-no question
btn-set-preset = How soon
btn-set-quiet-days = Quiet days
btn-set-country = Numbers to call
btn-set-opioids = Safety line
btn-country = { $country }
btn-by-clock = By my clock
btn-opioids-on = Show it
btn-opioids-off = Leave it out
btn-set-shown = What my leader sees
btn-pause = Pause
btn-resume = End the pause
btn-which-hour = { $group ->
    [none] { $time }
   *[other] { $time }, { $group }
}
btn-shown-in = { $shown ->
    [name] { $group }: my name
   *[counted] { $group }: only counted
}
btn-check-in-today = Check in now
btn-settings = Settings
btn-span = { $from } to { $to }
btn-no-nights = No quiet hours
btn-use-daily = Every day
btn-use-weekly = Once a week
btn-use-hard = Only on hard days
btn-use-off = Never
btn-quiet-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
btn-by-preset = As gentle, standard, watchful
btn-pause-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
btn-tell-nobody = Tell nobody


## My data

privacy = Your data, and who sees it

    <b>You</b> see all of it, and can change it.
    { $people }{ $leaders }
    <b>Who runs this bot</b> keeps the server. Names and notes are locked on it, but they hold the key.
    <b>Telegram</b> carries our messages, and could read them: chats with bots are not end-to-end encrypted.
privacy-people = <b>Your people</b>, only when I ask them for you:
    { $lines }
privacy-nobody = <b>Nobody</b> else hears from me about you.
privacy-leaders = { "" }
    { $lines }
privacy-leader-name = <b>{ $names }</b>, leading { $group }: your name, and if you checked in. Never your answers.
privacy-leader-counted = <b>{ $names }</b>, leading { $group }: you are counted, without your name. Never your answers.
privacy-told-to = { join-told-to }
privacy-kept = What I keep, and for how long

    <b>Notes</b>: { $notes } days.
    <b>What you answered</b>: { $years } years. After that, only that you did.
    <b>When I asked someone for you</b>, and who read what: { $alerts } days after it closed.
    <b>What I sent you</b>: not the words. That I sent it: { $sent } days.
    <b>What you send me</b>: gone once I have handled it, notes and answers apart.
    <b>Your hour, people, groups and choices</b>: as long as you are here.

    Names, notes, phone numbers and Telegram ids are locked on the disk; the key lies elsewhere. Backups hold locked copies until they are replaced.
privacy-looks = Who read something about you

    { $lines }
privacy-no-looks = Nobody has read anything about you so far.
privacy-look = { $when }: { $name } { $what ->
    [sos-page] read that you needed someone right away.
    [reach_out] read that you could use a word.
    [reason] read that you could use a word, and why.
    [ratings] read that you could use a word, why, and your ratings.
    [note] read that you could use a word, why, your ratings and your note.
    [call-with] read that you'd like someone with you while you call.
    [alert-all-clear] read that you checked in.
    [checked-in] read that you checked in that day.
    [member-unreachable] read that I couldn't write to you.
    [member-reachable] read that I can write to you again.
    [member-unasked] read that I no longer ask you.
    [member-asked] read that I ask you again.
    [pause-notice] read that you take a pause.
    [people-one] looked at your page: your name, how to reach you, if I ask you now.
    [grp-overview] saw in your group that you hadn't answered yet that day.
    [grp-members] saw your name in your group.
   *[other] read a message about you.
}
privacy-cleared = My messages of the last two days are gone from this chat, the pinned card apart. What you typed here you can delete yourself. What I keep hasn't changed.
export-ask = I'd send you a file here with everything I hold about you. Whoever opens it can read it all, names and notes included. Shall I?
export-coming = It's on its way. Open it where nobody looks over your shoulder.
export-not-now = Okay, no file.
export = Here is everything I hold about you. Anyone who gets this file can read it: keep it where only you can reach it, and delete it here once you have it.
export-deleted = Deleted here, as far as Telegram lets me.
export-readme = This is everything Alongside held about you when you asked, in clear.

    data.json holds all of it. Each .csv file holds one part, for a spreadsheet.
    Whoever has this file can read it. Keep it where only you can reach it, and delete the copies you don't need.
    Times are in UTC. You appear as "you", others by the name you know.
    Left out: scrambled numbers by which I find rows, and what other people chose for themselves.
    checkins: what you answered. alerts, alert_steps: when I asked somebody for you, or you for somebody. sharing: who may read what, since when, and when you took it back. disclosures: who read what. outbox: that I sent something, never its words.
btn-privacy-looks = Who read what
btn-privacy-kept = What I keep
btn-privacy-people = Who hears from me
btn-privacy-copy = A copy for me
btn-clear-chat = Clear this chat
btn-forget-me = Erase me
btn-looks-earlier = Earlier
btn-send-file = Send it
btn-delete-file = Delete this file
forget-ask = I would erase everything I hold about you: your answers and notes, your hour, your people, your groups.{ $asked }{ $supporters }{ $members }{ $led }

    What others have read stays on their phones. A backup made before today may still hold you, sealed, until a newer one takes its place.
forget-alert =

    {""}

    <b>I am asking your people for you right now. That would stop.</b>
forget-supporters =

    {""}

    I'd no longer write to { $names } about you, and tell nobody why.
forget-members =

    {""}

    You'd no longer be there for { $names }. They hear that one supporter is gone, without your name.
forget-groups =

    {""}

    { $lines }
forget-hands-over = { $group } goes on with { $heir } as its leader.
forget-closes = { $group } closes: nobody else leads it. Its people are told that it closed, not why.
forget-co-led = { $group } goes on without you.
forget-sure = Erase it all now? It can't be undone, by you or by whoever runs this bot.
forget-kept = Okay, everything stays as it was.
forgotten-closed = { alert-closed }
forgotten = Everything I held about you is erased. I deleted my messages of the last two days, too; older ones go when you delete this chat.

    If you need someone: findahelpline.com lists people to talk to, in most countries and free. And you can come back any time: /start.
supporter-gone = One of your supporters has stopped using me, so I won't ask them any more. { $left ->
    [0] Right now nobody would hear from me. /supporters shows how to find someone.
    [one] You have one supporter now: /supporters.
   *[other] You have { $left } supporters now: /supporters.
}
group-yours = You lead { $group } now: its leader has stopped using me. Its people keep their check-ins.
btn-export-first = A copy first
btn-keep-everything = Keep everything
btn-erase = Erase everything
cmd-privacy = What I keep, and who sees it
cmd-export = A copy of my data
cmd-forget = Erase everything about me


## Help

help = { $opening }{ $now }{ $member }{ $supporter }{ $leader }

    /sos reaches your people at once, or shows the numbers to call. /cancel stops whatever I was waiting for.
help-opening = Here is what I can do for you.
help-already-in = You're in that group already. Here is what I can do for you.
help-now = { "" }

    { $lines }
help-wanted = { $name } could use a word from you. My message about it is further up.
help-held = I was about to ask your people. My message about it is further up.
help-waiting = { $what ->
    [join-hour] I'm waiting for an hour, like 8:30pm.
    [set-hour] I'm waiting for an hour, like 8:30pm.
    [grp-hour] I'm waiting for your group's hour, like 8:30pm.
    [zone] I'm waiting for the time where you are, like 14:05, or a city.
    [hrs-zone] I'm waiting for the time where you are, like 14:05, or a city.
    [set-nights] I'm waiting for your quiet hours, like 22-7.
    [hrs-quiet] I'm waiting for your quiet hours, like 22-7.
    [sup-phone] I'm waiting for your phone number.
    [grp-name] I'm waiting for the name of your group.
    [forget] I asked whether to erase everything. Nothing is erased so far.
   *[other] I'm waiting for something you were about to type.
}
help-half-way = I don't know your hour yet, so I can't ask you.
help-open-checkin = A check-in is open. Whenever it suits you.
help-member =

    {""}

    <b>Checking in.</b> /checkin says how you are, early or once more. /supporters chooses who hears from me, and what. /settings moves your hour and all the rest. /pause keeps me quiet for a while.
help-supporter =

    {""}

    <b>Supporting.</b> /people lists whom you support, and when I may ask you.
help-leader =

    {""}

    <b>Leading.</b> /group shows who has checked in today, and [Change] and [Invite]. /newgroup starts another one.
btn-check-in-now = Check in
btn-go-on = Go on
btn-stop-waiting = Stop waiting
btn-who-sees-what = Who sees what
btn-check-in-too = Check in myself
cmd-start = Start, or go on where I was
cmd-checkin = Say how I am
cmd-sos = Reach my people now
cmd-supporters = Who hears from you, and what
cmd-people = Whom I support
cmd-group = My group
cmd-newgroup = Start a group
cmd-pause = Be quiet for some days
cmd-resume = End the pause
cmd-settings = My hour and everything else
cmd-help = What you can do
cmd-cancel = Stop what you are waiting for

## What is kept, and the operator

progress = { $days ->
    [0] You haven't answered yet. Any day is a good one to start.
    [one] You have answered on one day.
   *[other] You have answered on { $days } days in all.
} I can't show you more than that yet.
own-number = The number of this chat is { $number }. Only you see it here. It is for whoever sets me up; nobody else needs it.
operator-here = This is the chat I report to.
btn-copy-number = Copy


## Typed words

cancelled = Okay, I stopped waiting for that. Nothing you saved is lost.
cancelled-keyboard = Okay, I stopped waiting for that. Nothing you saved is lost. /help shows the rest.
nothing-to-cancel = I wasn't waiting for anything. Nothing you saved is lost.
unknown-command = I don't know that command. /help shows what I can do.
unread = { $why ->
    [scale] Mood goes from 1 to 5 here, the pull from 0 to 10.
    [between] One whole number is what I can keep. Which is nearer, { $low } or { $high }?
    [yes-no] Yes or no comes a little later; here I need a number.
    [number] No number is needed here.
    [part] I couldn't read “{ $rest }”, so I kept none of it.
    [words] I can keep these words as a note, if you like.
   *[other] I couldn't read that as an answer.
}
hint-mood = { $unread } 1 is very low, 5 is good. “Skip” works, too.
hint-craving = { $unread } 0 is none, 10 the strongest ever. “Skip” works, too.
hint-used = { $unread } “Yes”, “no” or “skip” works.
hint-note = Of course. Type it here in your own words, or finish.
hint-open = { $unread } Your check-in is open: “4 7 no” says mood 4 of 5, pull 7 of 10, no use. “Here” is enough, too.
hint-nothing-open = No question is open right now. I can read short answers and buttons; /help shows what else there is.
edited = I keep a message as it was first sent. If something has changed, just type it anew.
media = I can't listen to or see this. Is it urgent?
note-ask = What would you like to note? Type it, and I'll keep it with today's check-in.
note-kept = Kept with today's check-in. Would you like to go on with it?
note-kept-toast = Kept as a note.
note-full-toast = The note is too long for me to keep.
note-gone-toast = I don't have those words any more. Please type them again.
btn-keep-as-note = Keep as a note
btn-just-a-note = Just a note
