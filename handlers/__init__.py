"""The only room that knows Telegram: what comes in (intake, routes, one module per conversation) and what goes out (delivery)."""
