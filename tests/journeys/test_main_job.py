"""The main job, end to end, on both databases; what everybody reads is compared with the approved transcript."""

import difflib
import os
from pathlib import Path

from tests.journeys.house import TOKEN, House
from tests.journeys.main_job import STEPS, Cast

APPROVED = Path(__file__).with_name("main_job.txt")


PRIVATE = ("Maya", "Sam", "Dana", "maya", "Morning circle", TOKEN, TOKEN.partition(":")[2])


async def test_the_main_job_reads_as_approved(house: House) -> None:
    """APPROVE=1 keeps what was said as the approved text, to be read aloud before it is committed."""
    cast = Cast(house)
    for step in STEPS:
        await step(cast)
    said = await cast.transcript()
    if os.environ.get("APPROVE"):
        APPROVED.write_text(said, "utf-8")
    approved = APPROVED.read_text("utf-8")
    assert said == approved, "\n".join(difflib.unified_diff(approved.splitlines(), said.splitlines(), lineterm=""))
    leaked = [word for word in (*PRIVATE, *(str(phone.id) for phone in cast.phones.values())) if word in house.log]
    assert leaked == [], "the log, at DEBUG, names somebody or something private"
