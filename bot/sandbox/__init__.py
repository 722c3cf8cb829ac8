"""A local stand-in for Telegram, as strict as the real one, for tests and for trying the bot without an account."""
