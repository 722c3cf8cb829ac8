"""Alongside: a Telegram bot that walks beside people in recovery."""
