import os
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from storage.encryption import (
    HASH_KEY_BYTES,
    KeyFileDamaged,
    KeyFileExposed,
    KeyFileMissing,
    Keyring,
    WrongKey,
    load,
    load_or_create,
)
from tests.builders import NOW
from tests.conftest import make_keyring

HASH_KEY = bytes(range(HASH_KEY_BYTES))
OLD, NEW = Fernet.generate_key(), Fernet.generate_key()


def ring(*keys: bytes) -> Keyring:
    return Keyring(HASH_KEY, keys, now=lambda: NOW)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "new folder" / "alongside.key"
    load_or_create(path, now=lambda: NOW)
    return path


def lines(path: Path, start: str) -> list[str]:
    return [line for line in path.read_text().splitlines() if line.startswith(start)]


def test_sealing_hides_the_text_and_opening_gives_it_back(keyring: Keyring) -> None:
    sealed = keyring.seal("Maya drank")
    assert b"Maya" not in sealed
    assert keyring.open(sealed) == "Maya drank"


def test_the_same_text_is_never_sealed_to_the_same_bytes(keyring: Keyring) -> None:
    assert keyring.seal("Maya") != keyring.seal("Maya")


def test_a_seal_carries_the_injected_time(keyring: Keyring) -> None:
    assert Fernet(OLD).extract_timestamp(ring(OLD).seal("x")) == int(NOW.timestamp())


def test_the_first_key_seals_and_every_key_opens() -> None:
    assert ring(NEW, OLD).open(ring(OLD).seal("x")) == "x"
    assert ring(NEW).open(ring(NEW, OLD).seal("x")) == "x"
    with pytest.raises(WrongKey):
        ring(OLD).open(ring(NEW, OLD).seal("x"))


def test_what_was_tampered_with_is_not_opened(keyring: Keyring) -> None:
    sealed = bytearray(keyring.seal("Maya"))
    sealed[-5] ^= 1
    with pytest.raises(WrongKey) as refused:
        keyring.open(bytes(sealed))
    assert refused.value.__suppress_context__


def test_an_id_and_its_text_have_one_hash_and_a_token_has_another(keyring: Keyring) -> None:
    assert keyring.hash_id(1001) == keyring.hash_id("1001")
    assert keyring.hash_id(1001) != keyring.hash_id(1002)
    assert keyring.hash_token("1001") != keyring.hash_id(1001)


def test_hashes_need_the_hash_key() -> None:
    assert make_keyring(1).hash_id(7) == make_keyring(1).hash_id(7)
    assert make_keyring(1).hash_id(7) != make_keyring(2).hash_id(7)


def test_a_token_is_made_of_the_injected_randomness() -> None:
    asked: list[int] = []

    def chance(n_bytes: int) -> bytes:
        asked.append(n_bytes)
        return b"\xff" * n_bytes

    assert Keyring(HASH_KEY, [NEW], now=lambda: NOW, randomness=chance).token() == "_" * 21 + "w"
    assert asked == [16]


def test_a_token_fits_a_deep_link_with_its_prefix(keyring: Keyring) -> None:
    tokens = {keyring.token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {22}
    assert all(token.replace("-", "").replace("_", "").isalnum() for token in tokens)


def test_keys_recognise_their_own_check_only() -> None:
    check = ring(OLD).seal(ring(OLD).check_value())
    assert ring(NEW, OLD).recognises(check)
    assert not ring(NEW).recognises(check), "none of the keys opens it"
    other_hash = Keyring(bytes(HASH_KEY_BYTES), [OLD], now=lambda: NOW)
    assert not other_hash.recognises(check), "the hash key is another"


def test_a_key_file_is_made_once_and_then_read(key_file: Path) -> None:
    text = key_file.read_text()
    first, created = load_or_create(key_file, now=lambda: NOW)
    assert not created
    assert key_file.read_text() == text
    assert load(key_file, now=lambda: NOW + timedelta(days=1)).open(first.seal("x")) == "x"


def test_a_new_key_file_says_what_it_is_and_is_ours_alone(tmp_path: Path) -> None:
    _, created = load_or_create(tmp_path / "key", now=lambda: NOW)
    assert created
    assert "Keep a copy" in (tmp_path / "key").read_text()
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_two_key_files_hold_different_keys(key_file: Path, tmp_path: Path) -> None:
    load_or_create(tmp_path / "other", now=lambda: NOW)
    assert lines(key_file, "hash") != lines(tmp_path / "other", "hash")
    assert lines(key_file, "key") != lines(tmp_path / "other", "key")


def test_a_key_added_in_front_seals_from_then_on(key_file: Path) -> None:
    before = load(key_file, now=lambda: NOW)
    old = before.seal("x")
    key_file.write_text(f"key = {NEW.decode()}\n" + key_file.read_text())
    after = load(key_file, now=lambda: NOW)
    assert Fernet(NEW).decrypt(after.seal("x")) == b"x"
    assert after.open(old) == "x"
    assert after.hash_id(7) == before.hash_id(7)


def test_whoever_holds_the_keys_already_follows_the_file(key_file: Path) -> None:
    held = load(key_file, now=lambda: NOW)
    old = held.seal("x")
    key_file.write_text(f"key = {NEW.decode()}\n" + key_file.read_text())
    assert Fernet(NEW).decrypt(held.seal("x")) == b"x"
    assert held.open(old) == "x"


def test_a_value_is_renewed_once(key_file: Path) -> None:
    held = load(key_file, now=lambda: NOW)
    old = held.seal("x")
    assert held.renewed(old) is None
    key_file.write_text(f"key = {NEW.decode()}\n" + key_file.read_text())
    new = held.renewed(old)
    assert new is not None and Fernet(NEW).decrypt(new) == b"x"
    assert held.renewed(new) is None


def test_what_no_key_opens_cannot_be_renewed(key_file: Path) -> None:
    with pytest.raises(WrongKey):
        load(key_file, now=lambda: NOW).renewed(Fernet(NEW).encrypt(b"x"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_key_file_open_to_others_is_refused_with_the_remedy(key_file: Path, mode: int) -> None:
    key_file.chmod(mode)
    with pytest.raises(KeyFileExposed, match=f"chmod 600 {key_file}"):
        load_or_create(key_file, now=lambda: NOW)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_key_file_that_only_we_may_read_is_fine(key_file: Path) -> None:
    key_file.chmod(0o400)
    load_or_create(key_file, now=lambda: NOW)


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyFileMissing, match=str(tmp_path / "key")):
        load(tmp_path / "key", now=lambda: NOW)


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (lambda text: "", "exactly one hash line"),
        (lambda text: text.replace("hash =", "# hash ="), "exactly one hash line"),
        (lambda text: text.replace("key =", "# key ="), "at least one key line"),
        (lambda text: text + text, "exactly one hash line"),
        (lambda text: text.rstrip()[:-4], "the key in line 9 is incomplete"),
        (lambda text: text.replace("key = ", "key = !"), "the key in line 9 is incomplete"),
        (lambda text: text + "lock = 1\n", "line 10 starts with neither"),
        (lambda text: text + "\x00\x01", "line 10 starts with neither"),
    ],
)
def test_a_damaged_key_file_is_refused_and_kept(key_file: Path, damage: object, named: str) -> None:
    broken = damage(key_file.read_text())  # type: ignore[operator]
    key_file.write_text(broken)
    with pytest.raises(KeyFileDamaged, match=named) as refused:
        load_or_create(key_file, now=lambda: NOW)
    assert key_file.read_text() == broken
    for secret in lines(key_file, "key") + lines(key_file, "hash"):
        assert secret.partition("= ")[2] not in str(refused.value)


def test_a_key_file_that_is_no_text_is_refused(key_file: Path) -> None:
    key_file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KeyFileDamaged, match="not a text file"):
        load(key_file, now=lambda: NOW)


def test_a_failed_write_leaves_no_half_a_key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        load_or_create(tmp_path / "key", now=lambda: NOW)
    assert not (tmp_path / "key").exists()
