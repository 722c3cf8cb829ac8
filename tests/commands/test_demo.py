"""The demo as a visitor starts it: a process of its own, ended by Ctrl-C, leaving nothing behind."""

import asyncio
import re
import signal
import socket
import sys
from pathlib import Path

import aiohttp
import pytest

from bot.commands.demo import words
from bot.commands.demo.headless import hide_tokens
from bot.commands.demo.stage import ROOT
from bot.rules.vocabulary import AlertKind, AlertState, Fading, Outcome

pytestmark = pytest.mark.journey
UP_WITHIN = 30.0  # real seconds, on a busy machine


async def started(tmp_path: Path, *arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", *arguments, cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # ignored where the tests run with `&`
    )  # fmt: skip


async def said(process: asyncio.subprocess.Process, words: str) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(UP_WITHIN):
        while line := (await process.stdout.readline()).decode():
            if words in line:
                return line
    raise AssertionError(f"the demo ended without saying {words!r}")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
async def test_it_says_its_address_serves_the_page_and_leaves_nothing_behind(
    tmp_path: Path, how: signal.Signals
) -> None:
    process = await started(tmp_path, "--port", "0")
    url = re.findall(r"http://\S+", await said(process, "Ctrl-C to stop"))[0]
    await said(process, "no browser")
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert "Alongside" in await answer.text()
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert len(list(tmp_path.iterdir())) == 1
    process.send_signal(how)
    await said(process, "Nothing was kept")
    assert await process.wait() == 0
    assert list(tmp_path.iterdir()) == []


async def test_a_taken_port_gives_way_to_the_next(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = await started(tmp_path, "--port", str(port), "--no-browser")
        await said(process, f"Port {port} is taken")
        assert f"127.0.0.1:{port}" not in await said(process, "Ctrl-C to stop")
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 0


async def test_a_story_is_told_on_the_terminal(tmp_path: Path) -> None:
    process = await started(tmp_path, "--story", "leader", "--headless")
    out, _ = await process.communicate()
    text = out.decode()
    assert process.returncode == 0, text
    assert "— Dana leads a group." in text
    assert "Bot to Dana: Today, Morning circle: 1 of 2 answered." in text
    assert "start=j_…" in text
    assert list(tmp_path.iterdir()) == []


async def test_an_unknown_story_lists_those_there_are(tmp_path: Path) -> None:
    process = await started(tmp_path, "--story", "nothing")
    out, _ = await process.communicate()
    assert (process.returncode, b"two-quiet-days (Two quiet days)" in out) == (2, True)


def test_links_of_a_transcript_hide_what_differs_from_run_to_run() -> None:
    assert hide_tokens("t.me/Bot?start=s_AX3BLgWey3StgxcPRlvIJg") == "t.me/Bot?start=s_…"


NAMES = {"person": "Maya", "supporter": "Sam"}


@pytest.mark.parametrize(
    ("kind", "why", "sentence"),
    [
        ("sent", "alert-page", "I asked Maya to reach out"),
        ("acknowledged", "", "Sam has got this. I ask nobody else for Maya"),
        ("judged", "calm", "I read Maya's answers: nothing to ask for"),
        ("refused", "anything", "Telegram would not let me write to Maya"),
        ("sent", "practice-page", None),
        ("a kind of tomorrow", "", None),
    ],
)
def test_what_was_decided_is_said_in_plain_words(kind: str, why: str, sentence: str | None) -> None:
    assert words.decided(kind, why, NAMES) == sentence


def test_every_kind_of_alert_and_end_has_words() -> None:
    assert all(words.decided("faded", step.value, NAMES) for step in Fading)
    assert all(words.decided("alert-opened", kind.value, NAMES) for kind in AlertKind)
    ends = [*Outcome, AlertState.CANCELLED, AlertState.WITHDRAWN, AlertState.EXHAUSTED]
    silent = {end for end in ends if not words.decided("alert-ended", end.value, NAMES)}
    assert silent == {Outcome.NOT_REACHED, Outcome.STILL_WORRIED}, "these end no alert"


@pytest.mark.parametrize(
    ("kind", "why", "sentence"),
    [
        ("checkin", "", "Maya's check-in"),
        ("alert-held", "hard", "I ask a supporter for Maya, unless they say no first"),
        ("alert-held", "quiet", "I ask a supporter to say hello to Maya, unless they check in first"),
        ("message", "sos-reached", "I ask Maya whether somebody has reached them"),
        ("message", "unheard-of", None),
    ],
)
def test_what_comes_next_is_said_in_plain_words(kind: str, why: str, sentence: str | None) -> None:
    assert words.coming(kind, why, NAMES) == sentence


def test_somebody_who_is_gone_has_no_name() -> None:
    assert words.decided("declined", "", {}) == "Somebody can't right now, so I go on to the next person"
