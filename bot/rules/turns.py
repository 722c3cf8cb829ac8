"""Whose turn it is when many updates wait: everybody's oldest comes before anybody's second, so that whoever sends hundreds
keeps nobody else waiting. Nothing is dropped, and nothing is put off while nobody else waits.

A call for help goes before everything else, also before what the same person sent earlier: it needs none of it.
"""

from bot.rules.crisis_words import speaks_of_self_harm

EACH_AT_ONCE = 5  # updates of one person taken up before looking again who waits
HELP_COMMAND, HELP_BUTTON = "/sos", "sos"


def is_urgent(text: str, button: str) -> bool:
    """Whether what was written (or stands under a picture), or the tapped button's data, asks for help at once."""
    word = text.split(maxsplit=1)[0].partition("@")[0].lower() if text.strip() else ""
    return button.partition(":")[0] == HELP_BUTTON or word == HELP_COMMAND or speaks_of_self_harm(text)
