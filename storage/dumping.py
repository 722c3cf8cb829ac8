"""PostgreSQL's own tools, pg_dump and pg_restore: they make a copy of a database, and try it out.

They get address and password through the environment: what stands on a command line, everybody on the machine can read.
"""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql
from sqlmodel import SQLModel

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
                read_through(url, copy)
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


def read_through(url: str, copy: Path) -> None:
    """Read the copy from its first to its last byte. Raises DumpTrouble."""
    _run("pg_restore", [f"--file={os.devnull}", str(copy)], url)


def rows_of(url: str, copy: Path, table: str) -> list[dict[str, str | None]]:
    """The rows that a copy holds of one small table, as PostgreSQL writes them. Raises DumpTrouble."""
    with tempfile.TemporaryDirectory() as place:
        script = Path(place) / "table.sql"
        _run("pg_restore", ["--data-only", f"--table={table}", f"--file={script}", str(copy)], url)
        return _rows(script.read_text("utf-8"))


def _rows(script: str) -> list[dict[str, str | None]]:
    """The rows below the first COPY of a script: a line each, tabs between the values."""
    lines = iter(script.splitlines())
    for line in lines:
        if named := re.fullmatch(r"COPY \S+ \((.*)\) FROM stdin;", line):
            names = [name.strip('" ') for name in named[1].split(",")]
            break
    else:
        return []
    found: list[dict[str, str | None]] = []
    for line in lines:
        if line == "\\.":
            break
        values = [None if value == "\\N" else value for value in line.split("\t")]
        found.append(dict(zip(names, values, strict=True)))
    return found


def replace(url: str, copy: Path) -> None:
    """Put the copy in the place of all our tables, in one transaction: it is done as a whole, or nothing changed.

    Raises DumpTrouble.
    """
    with psycopg.connect(_address(url)) as server:
        known = server.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
        ).fetchall()
    with tempfile.TemporaryDirectory() as place:
        script, dropping = Path(place) / "copy.sql", Path(place) / "drop.sql"
        _run("pg_restore", ["--no-owner", "--no-privileges", f"--file={script}", str(copy)], url)
        ours = {table.name for table in SQLModel.metadata.sorted_tables} | {"alembic_version"}
        dropping.write_text("".join(f'DROP TABLE IF EXISTS "{name}" CASCADE;\n' for (name,) in known if name in ours))
        _run(
            "psql",
            ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={dropping}",
             f"--file={script}"],
            url,
        )  # fmt: skip


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
