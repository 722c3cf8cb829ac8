"""Encryption at rest: what is sealed with which key, and how ids and tokens are found again without being readable.

Names, Telegram ids, notes and whole updates are sealed (Fernet); ids and tokens are also kept as keyed hashes, so that a
row can be found by them while a stolen database names nobody. The keys live in a file of their own, outside the database
and its backups. Nothing here may log or put into an error what it seals, opens or hashes.
"""

import base64
import binascii
import hashlib
import hmac
import os
import stat
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

HASH_KEY_BYTES = 32
HASH_BYTES = 16  # 128 keyed bits: nobody meets a collision, and indexes stay small

KEY_FILE_TEXT = """\
# The keys of this Alongside bot.
#
# Without this file nobody can read the names, notes and Telegram ids in the database: not you, not we, for good.
# Keep a copy in a safe place, APART from the database and its backups. Show it to nobody.
#
# hash: how people are found again. It never changes.
# key:  what seals names and notes. The first one seals, all of them open; the newest stands first.
hash = {hash}
key = {key}
"""


_WRONG_KEY = "The keys in KEY_FILE do not open what is in the database."


class KeyTrouble(Exception):
    """The keys cannot be used. The message is one plain sentence or two, with the remedy, and holds no key."""


class KeyFileMissing(KeyTrouble):
    """There is a sealed database and no key file for it."""


class KeyFileExposed(KeyTrouble):
    """Others on this machine may read the key file."""


class KeyFileDamaged(KeyTrouble):
    """The key file is not what we wrote."""


class WrongKey(KeyTrouble):
    """What was sealed was not sealed with any of these keys, or has been damaged since."""


class Keyring:
    """Seals and opens text, hashes ids and tokens, makes tokens.

    `hash_key` is HASH_KEY_BYTES long; `keys` are Fernet keys, newest first: the first seals, all open.
    `now` gives the instant that Fernet writes into what it seals; `randomness(n)` gives n bytes for tokens, and must be
    fit for secrets outside a simulation. `changed()` gives the keys anew once they were changed, else None: so a running bot
    seals with a new key as soon as its file has one.
    """

    def __init__(
        self,
        hash_key: bytes,
        keys: Sequence[bytes],
        *,
        now: Callable[[], datetime],
        randomness: Callable[[int], bytes] = os.urandom,
        changed: Callable[[], Sequence[bytes] | None] = lambda: None,
    ) -> None:
        if len(hash_key) != HASH_KEY_BYTES:
            raise ValueError(f"a hash key has {HASH_KEY_BYTES} bytes")
        self._hash_key = hash_key
        self._now = now
        self._randomness = randomness
        self._changed = changed
        self._use(keys)

    def seal(self, text: str) -> bytes:
        """Return `text` encrypted with the newest key; never the same bytes twice."""
        self._follow()
        return self._fernet.encrypt_at_time(text.encode(), int(self._now().timestamp()))

    def open(self, sealed: bytes) -> str:
        """Return the text that was sealed. Raises WrongKey."""
        try:
            return self._opened(bytes(sealed)).decode()
        except (InvalidToken, UnicodeDecodeError):
            # The cause is left out: its traceback would carry the bytes along.
            raise WrongKey(_WRONG_KEY) from None

    def renewed(self, sealed: bytes) -> bytes | None:
        """Return the same text sealed with the newest key; None where it is already. Raises WrongKey."""
        self._follow()
        try:
            self._newest.decrypt(bytes(sealed))
        except InvalidToken:
            try:
                return self._fernet.rotate(bytes(sealed))
            except InvalidToken:
                raise WrongKey(_WRONG_KEY) from None
        return None

    def token(self, n_bytes: int = 16) -> str:
        """Return a fresh secret for a link, url-safe and without padding: 22 characters for 16 bytes (128 bits)."""
        return base64.urlsafe_b64encode(self._randomness(n_bytes)).rstrip(b"=").decode()

    def hash_id(self, tg_id: int | str) -> str:
        """Return by what a Telegram id is found: 32 hex digits, the same for 7 and "7"."""
        return self._hash("telegram id", str(tg_id))

    def hash_token(self, token: str) -> str:
        """Return by what a link's token is found: 32 hex digits, unlike those of an id that reads the same."""
        return self._hash("link token", token)

    def check_value(self) -> str:
        """Return a text that only this hash key makes; kept sealed in the database, it tells both kinds of key."""
        return self._hash("key check", "alongside")

    def recognises(self, sealed_check: bytes) -> bool:
        """Return whether both the hash key and one of the keys belong to the database this check came from."""
        try:
            return hmac.compare_digest(self.open(sealed_check), self.check_value())
        except WrongKey:
            return False

    def _use(self, keys: Sequence[bytes]) -> None:
        self._newest = Fernet(keys[0])
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def _follow(self) -> bool:
        """Take up new keys; return whether there were any."""
        keys = self._changed()
        if keys is not None:
            self._use(keys)
        return keys is not None

    def _opened(self, sealed: bytes) -> bytes:
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            if not self._follow():
                raise
            return self._fernet.decrypt(sealed)

    def _hash(self, domain: str, text: str) -> str:
        digest = hashlib.blake2b(text.encode(), digest_size=HASH_BYTES, key=self._hash_key, person=domain.encode())
        return digest.hexdigest()


def load_or_create(
    path: Path, *, now: Callable[[], datetime], randomness: Callable[[int], bytes] = os.urandom
) -> tuple[Keyring, bool]:
    """Return the keyring kept at `path`, and whether its file was made just now.

    Whoever calls this has made sure that no sealed database waits for older keys (`storage.opening` does).
    Raises KeyFileExposed, KeyFileDamaged, and OSError where the file can be neither read nor made.
    """
    created = _create(path)
    return load(path, now=now, randomness=randomness), created


def load(path: Path, *, now: Callable[[], datetime], randomness: Callable[[int], bytes] = os.urandom) -> Keyring:
    """Return the keyring kept at `path`. Raises KeyFileMissing, KeyFileExposed, KeyFileDamaged, OSError."""
    try:
        _refuse_exposed(path)
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KeyFileMissing(f"There is no key file at {path}. Put your copy of it there.") from None
    except UnicodeDecodeError:
        raise _damaged(path, "it is not a text file") from None
    hash_key, keys = _parse(path, text)
    return Keyring(hash_key, keys, now=now, randomness=randomness, changed=_watch(path, hash_key))


def _watch(path: Path, hash_key: bytes) -> Callable[[], Sequence[bytes] | None]:
    """Tells of new keys in the file. While it cannot be read, or has become another bot's, the known ones go on."""

    def stamp() -> tuple[int, int] | None:
        try:
            status = path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino

    known = stamp()

    def changed() -> Sequence[bytes] | None:
        nonlocal known
        now = stamp()
        if now == known or now is None:
            return None
        known = now
        try:
            found, keys = _parse(path, path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, KeyFileDamaged):
            return None
        return keys if found == hash_key else None

    return changed


def _create(path: Path) -> bool:
    """Write a fresh key file unless there is one. It appears whole or not at all, and replaces nothing."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    text = KEY_FILE_TEXT.format(
        hash=base64.urlsafe_b64encode(os.urandom(HASH_KEY_BYTES)).decode(), key=Fernet.generate_key().decode()
    )
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return False  # another process was quicker: its keys are the keys
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink()
        raise
    sync_directory(path.parent)
    return True


def sync_directory(directory: Path) -> None:
    if os.name == "nt":  # Windows opens no directories
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refuse_exposed(path: Path) -> None:
    if os.name != "nt" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyFileExposed(f"Others on this machine may read the key file. Run: chmod 600 {path}")


def _parse(path: Path, text: str) -> tuple[bytes, list[bytes]]:
    hashes: list[bytes] = []
    keys: list[bytes] = []
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    for number, line in lines:
        if not line or line.startswith("#"):
            continue
        name, _, value = (part.strip() for part in line.partition("="))
        if name not in ("hash", "key"):
            raise _damaged(path, f"line {number} starts with neither hash nor key")
        if len(_decoded(value)) != 32:  # both kinds: 32 bytes
            raise _damaged(path, f"the {name} in line {number} is incomplete or changed")
        (hashes if name == "hash" else keys).append(value.encode())
    if len(hashes) != 1 or not keys:
        raise _damaged(path, "it needs exactly one hash line and at least one key line")
    return _decoded(hashes[0].decode()), keys


def _decoded(value: str) -> bytes:
    try:
        return base64.b64decode(value.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return b""


def _damaged(path: Path, what: str) -> KeyFileDamaged:
    return KeyFileDamaged(
        f"The key file {path} is damaged: {what}. Put your copy of it back;"
        " only if this bot has never run before, delete the file and a new one will be made."
    )
