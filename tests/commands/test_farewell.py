from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

from bot.actions import farewell as actions
from bot.commands import doctor
from bot.commands.farewell import NONE, Refused, farewell
from bot.commands.migrate import migrate
from bot.rules.farewell import closes_at
from bot.settings import Settings
from storage import migrations
from storage.opening import open_database
from tests.builders import NOW
from tests.commands.test_migrate import now, settings_for

ON = date(2026, 4, 1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = settings_for(tmp_path)
    migrate(made, now=now)
    return made


def pass_on(settings: Settings, *days: int) -> None:
    """The bot runs so many days after (or before) the closing."""
    database, _ = open_database(settings.database_url, settings.key_file, now=now, inline=True)
    for day in days:
        at = closes_at(ON) + timedelta(days=day)
        database.write_now(lambda session, at=at: actions.proceed_due(session, now=at))  # type: ignore[misc]
    database.close()


def test_it_says_where_it_stands_at_every_step(settings: Settings) -> None:
    assert farewell(settings, now=now) == NONE
    assert "told as soon as the bot runs" in farewell(settings, on=ON, now=now)
    pass_on(settings, -30)
    assert "closes on 2026-04-01. Everybody has been told. The next step is due at 2026-03-25" in farewell(
        settings, now=now
    )
    pass_on(settings, 0)
    assert "Everything is erased at 2026-04-02 12:00 UTC" in farewell(settings, now=now)
    pass_on(settings, 1)
    told = farewell(settings, now=now)
    for left in ("backups", "the key file", "revoked.log", "/deletebot"):
        assert left in told


def test_it_can_be_called_off(settings: Settings) -> None:
    farewell(settings, on=ON, now=now)
    assert "called off" in farewell(settings, cancel=True, now=now)
    assert farewell(settings, cancel=True, now=now) == NONE


@pytest.mark.parametrize(
    ("on", "said"), [(NOW.date(), "too soon"), (date(2027, 3, 4), "more than a year"), (date(2020, 1, 1), "too soon")]
)
def test_a_date_that_cannot_be_meant_is_refused(settings: Settings, on: date, said: str) -> None:
    with pytest.raises(Refused, match=said):
        farewell(settings, on=on, now=now)


def test_after_the_last_words_it_cannot_be_called_off(settings: Settings) -> None:
    farewell(settings, on=ON, now=now)
    pass_on(settings, 0, 0)
    with pytest.raises(Refused, match="no way back"):
        farewell(settings, cancel=True, now=now)


def test_an_older_database_is_left_alone(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "head_version", lambda: "9998")
    with pytest.raises(Refused, match="older than this program"):
        farewell(settings, on=ON, now=now)


def test_without_a_database_there_is_nobody(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="nobody to say farewell to"):
        farewell(settings_for(tmp_path), now=now)


def test_the_doctor_shows_it(settings: Settings) -> None:
    farewell(settings, on=ON, now=now)
    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(404))) as client:
        findings = [str(one) for one in doctor.examine(settings, client=client, now=now)]
    assert "ok         farewell: this server closes on 2026-04-01. Where it stands: ./alongside farewell" in findings
