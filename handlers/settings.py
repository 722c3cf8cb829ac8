"""Settings: one page of buttons, each a tap and back; pauses."""

from bot.actions.conversation import Hear
from bot.actions.settings import choices, hours, once, page, pausing, shifts
from bot.rules.vocabulary import Preset, UseQuestion
from handlers.context import Context

BY_PRESET = "preset"  # in place of a number of quiet days
BY_CLOCK = "clock"  # in place of a country


async def home(context: Context) -> None:
    await context.act(page.home, now=context.now)


async def ask_hour(context: Context) -> None:
    await context.act(hours.ask, now=context.now)


async def ask_slot(context: Context) -> None:
    await context.act(hours.ask_slot, context.tap.id(0), context.tap.id(1), now=context.now)


async def change_hour(context: Context) -> None:
    tap = context.tap
    await context.act(hours.change, tap.id(0), tap.id(1), tap.clock(2), now=context.now)


async def ask_once(context: Context) -> None:
    await context.act(once.ask, now=context.now)


async def ask_once_after(context: Context) -> None:
    """[Another hour] under a finished check-in, which stays as it is."""
    await context.act(once.ask, fresh=True, now=context.now)


async def change_once(context: Context) -> None:
    await context.act(once.choose, context.tap.id(0), context.tap.clock(1), now=context.now)


async def pattern_once(context: Context) -> None:
    await context.act(once.choose_pattern, context.tap.id(0), context.tap.id(1), now=context.now)


async def ask_shifts(context: Context) -> None:
    await context.act(shifts.ask, context.tap.id(0), now=context.now)


async def ask_shifts_anew(context: Context) -> None:
    await context.act(shifts.ask_anew, context.tap.id(0), now=context.now)


async def switch_shift(context: Context) -> None:
    await context.act(shifts.switch, context.tap.id(0), context.tap.id(1), now=context.now)


async def forget_shifts(context: Context) -> None:
    await context.act(shifts.forget, context.tap.id(0), now=context.now)


async def ask_zone(context: Context) -> None:
    await context.act(choices.ask_zone, now=context.now)


async def ask_nights(context: Context) -> None:
    await context.act(choices.ask_nights, now=context.now)


async def nights(context: Context) -> None:
    await context.act(choices.nights, context.tap.clock(0), context.tap.clock(1), now=context.now)


async def ask_use(context: Context) -> None:
    await context.act(choices.ask_use, now=context.now)


async def use(context: Context) -> None:
    await context.act(choices.use, context.tap.one_of(0, UseQuestion), now=context.now)


async def ask_preset(context: Context) -> None:
    await context.act(choices.ask_preset, now=context.now)


async def preset(context: Context) -> None:
    await context.act(choices.preset, context.tap.one_of(0, Preset), now=context.now)


async def ask_quiet_days(context: Context) -> None:
    await context.act(choices.ask_quiet_days, now=context.now)


async def quiet_days(context: Context) -> None:
    q = None if context.tap.word(0) == BY_PRESET else context.tap.id(0)
    await context.act(choices.quiet_days, q, now=context.now)


async def ask_country(context: Context) -> None:
    await context.act(choices.ask_country, now=context.now)


async def country(context: Context) -> None:
    code = context.tap.word(0)
    await context.act(choices.country, None if code == BY_CLOCK else code, now=context.now)


async def ask_opioids(context: Context) -> None:
    await context.act(choices.ask_opioids, now=context.now)


async def opioids(context: Context) -> None:
    await context.act(choices.opioids, on=context.tap.word(0) == "on", now=context.now)


async def ask_shown(context: Context) -> None:
    await context.act(choices.ask_shown, now=context.now)


async def toggle_shown(context: Context) -> None:
    await context.act(choices.toggle_shown, context.tap.id(0), now=context.now)


async def ask_pause(context: Context) -> None:
    await context.act(pausing.ask, now=context.now)


async def pause(context: Context) -> None:
    await context.act(pausing.begin, context.tap.id(0), now=context.now)


async def tell(context: Context) -> None:
    await context.act(pausing.tell, now=context.now)


async def tell_nobody(context: Context) -> None:
    await context.act(pausing.tell_nobody, now=context.now)


async def resume(context: Context) -> None:
    await context.act(pausing.resume, now=context.now)


TAPS = {
    "set-home": home,
    "set-ask-hour": ask_hour,
    "set-slot": ask_slot,
    "set-hour": change_hour,
    "set-ask-once": ask_once,
    "another-hour": ask_once_after,
    "set-once": change_once,
    "set-once-shift": pattern_once,
    "set-ask-shifts": ask_shifts,
    "set-shifts-anew": ask_shifts_anew,
    "set-shift": switch_shift,
    "set-shifts-forget": forget_shifts,
    "set-ask-zone": ask_zone,
    "set-ask-nights": ask_nights,
    "set-nights": nights,
    "set-ask-use": ask_use,
    "set-use": use,
    "set-ask-preset": ask_preset,
    "set-preset": preset,
    "set-ask-quiet-days": ask_quiet_days,
    "set-quiet-days": quiet_days,
    "set-ask-country": ask_country,
    "set-country": country,
    "set-ask-opioids": ask_opioids,
    "set-opioids": opioids,
    "set-ask-shown": ask_shown,
    "set-shown": toggle_shown,
    "set-ask-pause": ask_pause,
    "set-pause": pause,
    "set-pause-tell": tell,
    "set-pause-untold": tell_nobody,
    "set-resume": resume,
}
COMMANDS = {"settings": home, "pause": ask_pause, "resume": resume}
HEARERS: dict[str, Hear] = {
    hours.HOUR: hours.hear,
    once.ONCE: once.hear,
    shifts.SHIFTS: shifts.hear,
    choices.NIGHTS: choices.hear_nights,
}
