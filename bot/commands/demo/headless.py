"""A story on a terminal: each caption, then what happened on everybody's phone."""

import re
import sys

from bot.commands.demo.stage import Stage
from bot.sandbox import transcript
from bot.sandbox.errors import SandboxError
from bot.sandbox.storytelling import Pace, Story, StoryBroken, Teller


async def tell(story: Story, stage: Stage) -> int:
    """Play it as fast as it goes and print it. Returns the exit code: 1 where the story does not go as it says."""
    teller = _Printing(await stage.fresh(story.starts_at), pace=Pace(0))
    print(f"{story.title}\n{'=' * len(story.title)}")
    try:
        await story.tell(teller)
    except (SandboxError, StoryBroken) as error:
        print(f"The story broke off: {error}", file=sys.stderr)
        return 1
    finally:
        await teller.show()
    return 0


class _Printing(Teller):
    """Prints what has happened before each caption."""

    _printed = 0

    async def say(self, caption: str) -> None:
        await self.show()
        print(f"\n— {caption}\n")
        await super().say(caption)

    async def show(self) -> None:
        """Print what the phones showed since the last time."""
        events = await self.sandbox.do("events", since=self._printed)
        names = {person["id"]: person["first_name"] for person in await self.sandbox.do("people")}
        self._printed = max((event["number"] for event in events), default=self._printed)
        print(hide_tokens(transcript.render(events, names)), end="")


def hide_tokens(text: str) -> str:
    """Links differ from run to run; the story does not."""
    return re.sub(r"\b([js])_[A-Za-z0-9_-]{20,}", r"\1_…", text)
