"""One journey a module, `async def story(cast)`, with what everybody reads in the approved transcript beside it.

Told in process, in virtual time. Read a transcript aloud, as each person who gets the messages, before you approve it.
"""
