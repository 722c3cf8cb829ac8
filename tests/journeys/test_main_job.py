"""The main job, end to end, on both databases; what everybody reads is compared with the approved transcript."""

from pathlib import Path

from tests.journeys.cast import compare
from tests.journeys.house import TOKEN, House
from tests.journeys.main_job import STEPS, Trio

APPROVED = Path(__file__).with_name("main_job.txt")
PRIVATE = ("Maya", "Sam", "Dana", "maya", "Morning circle", TOKEN, TOKEN.partition(":")[2])


async def test_the_main_job_reads_as_approved(house: House) -> None:
    cast = Trio(house.sandbox)
    for step in STEPS:
        await step(cast)
    compare(await cast.transcript(), APPROVED)
    leaked = [word for word in (*PRIVATE, *(str(phone.id) for phone in cast.phones.values())) if word in house.log]
    assert leaked == [], "the log, at DEBUG, names somebody or something private"
