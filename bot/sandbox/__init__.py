"""A local stand-in for Telegram, as strict as the real one, for tests and for trying the bot without an account.

It knows nothing of the project: it would serve any bot. From the inside out:

    chats · updates · journal → world            what there is, and what each chat shows
    html · wording · keyboards · limits          what Telegram takes
    sending · editing · answering · profile → methods → telegram      one call of the bot
    people · tapping · groups                    what people do
    clock · faults → line → walking              time, long polling, what goes wrong
    acting · weather · desk → control → server   the same over HTTP; phone and transcript for tests and stories
    storytelling → theatre                       stories, and the page's buttons for them
    notices · strip → stream · pages             the page: what it shows, and how it hears of it
    process                                      a bot as its own process beside us
"""
