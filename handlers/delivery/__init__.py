"""Outward: what a message looks like, how fast messages may leave, and what Telegram's answers mean."""
