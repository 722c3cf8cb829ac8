"""PostgreSQL's own tools, pg_dump and pg_restore: they make a copy of a database, and try it out.

They get address and password through the environment: what stands on a command line, everybody on the machine can read.
"""

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from storage import engines

TAKES_AT_MOST_S = 3600


class DumpTrouble(Exception):
    """It did not work; the message says why and what to do, in plain words and without the address."""


def dump(url: str, target: Path) -> None:
    """Write the database at `url` to `target`, in pg_dump's own format. Raises DumpTrouble."""
    _run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"], url)


def try_out(url: str, copy: Path) -> None:
    """Restore the copy into a new database on the same server, look at it there, and drop that database again.

    Where we may not make databases, the copy is at least read from its first to its last byte. Raises DumpTrouble.
    """
    place = f"alongside_try_{os.getpid()}"
    try:
        with psycopg.connect(_address(url), autocommit=True) as server:
            try:
                server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(place)))
            except psycopg.errors.InsufficientPrivilege:
                _run("pg_restore", [f"--file={os.devnull}", str(copy)], url)
                return
            try:
                _look(url, copy, place)
            finally:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(place)))
    except psycopg.Error as error:
        raise DumpTrouble(
            f"The copy could not be tried out ({type(error).__name__}), so it was thrown away."
        ) from error


def _look(url: str, copy: Path, place: str) -> None:
    there = engines.normalised(url).set(database=place).render_as_string(hide_password=False)
    _run("pg_restore", ["--exit-on-error", "--no-owner", f"--dbname={place}", str(copy)], there)
    with psycopg.connect(_address(there)) as restored:
        versions = restored.execute("SELECT version_num FROM alembic_version").fetchall()
    if len(versions) != 1:
        raise DumpTrouble("The copy lacks its version, so it was thrown away. Run the doctor on the database.")


def _run(tool: str, arguments: list[str], url: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise DumpTrouble(
            f"{tool} is not on this machine. Install PostgreSQL's client tools (Debian: apt install postgresql-client),"
            " at least as new as the server, then try again."
        )
    try:
        done = subprocess.run(  # noqa: S603
            [program, "--no-password", *arguments], env=_environment(url), capture_output=True, text=True,
            timeout=TAKES_AT_MOST_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise DumpTrouble(f"{tool} took longer than an hour and was stopped.") from None
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise DumpTrouble(f"{tool} did not work: {said}")


def _environment(url: str) -> dict[str, str]:
    """libpq's variables for this address; options of the address (`?host=…`) included."""
    told = psycopg.conninfo.conninfo_to_dict(_address(url))
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
             "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}  # fmt: skip
    return {**os.environ, **{names[key]: str(value) for key, value in told.items() if key in names}}


def _address(url: str) -> str:
    return engines.normalised(url).set(drivername="postgresql").render_as_string(hide_password=False)
