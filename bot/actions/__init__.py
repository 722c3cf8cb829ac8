"""What people and time can make happen: plain functions of a Session, one transaction each.

Each loads rows, lets `bot.rules` decide, saves, and puts what must be said into the outbox. None of them knows Telegram.
"""
