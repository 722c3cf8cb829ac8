"""What the stand-in takes and what it refuses, over real HTTP, by the tables of calls.py and keyboards.py."""

from typing import Any

import pytest

from bot.sandbox.phone import Phone
from tests.sandbox.calls import GENERAL, TO_MAYA
from tests.sandbox.conftest import Api
from tests.sandbox.keyboards import KEYBOARDS

ALL_TO_MAYA = TO_MAYA + KEYBOARDS


@pytest.mark.parametrize(
    ("method", "params", "refusal"), [case[1:] for case in ALL_TO_MAYA], ids=[case[0] for case in ALL_TO_MAYA]
)
async def test_what_may_be_sent_to_somebody_who_started(
    api: Api, maya: Phone, method: str, params: dict[str, Any], refusal: str | None
) -> None:
    status, body = await api(method, chat_id=maya.id, **params)
    assert (status, body.get("description")) == ((400, f"Bad Request: {refusal}") if refusal else (200, None))


@pytest.mark.parametrize(
    ("method", "params", "status", "refusal"), [case[1:] for case in GENERAL], ids=[case[0] for case in GENERAL]
)
async def test_what_may_be_asked(
    api: Api, method: str, params: dict[str, Any], status: int, refusal: str | None
) -> None:
    answered, body = await api(method, **params)
    assert answered == status
    assert refusal is None or refusal in body["description"]


def test_the_table_has_at_least_sixty_calls() -> None:
    assert len(ALL_TO_MAYA) + len(GENERAL) >= 100
