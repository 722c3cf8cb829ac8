"""The menu of commands that Telegram shows beside the text field, in every language there is.

One list for every private chat: nobody's role can be read off their menu. Group chats get none.
"""

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

from bot.texts import catalogue
from bot.texts.messages import Message

COMMANDS = (
    "checkin", "sos", "supporters", "people", "group", "newgroup", "pause", "resume", "settings", "privacy", "export", "forget", "help", "cancel", "start",
)  # fmt: skip


def listed(language: str) -> list[BotCommand]:
    """The commands that work, each with a few words on what it does."""
    return [BotCommand(name, catalogue.plain(Message(f"cmd-{name}"), language)) for name in COMMANDS]


async def publish(bot: Bot) -> None:
    """Tell Telegram, once per start; English stands for every language that has no texts."""
    private = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(listed(catalogue.FALLBACK), scope=private)
    for language in catalogue.languages():
        if language != catalogue.FALLBACK:
            await bot.set_my_commands(listed(language), scope=private, language_code=language)
    await bot.delete_my_commands(scope=BotCommandScopeAllGroupChats())
