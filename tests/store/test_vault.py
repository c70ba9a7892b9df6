from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.vault import Keys, SealBroken, Vault

KEYS = Keys.fresh()


@given(st.text())
def test_what_is_sealed_opens_to_the_same(text: str) -> None:
    vault = Vault(KEYS)
    assert vault.open(vault.seal(text)) == text


def test_a_seal_shows_nothing_and_differs_each_time() -> None:
    vault = Vault(KEYS)
    first, second = vault.seal("王秀兰"), vault.seal("王秀兰")
    assert first != second
    assert "王秀兰".encode() not in first


def test_an_altered_seal_is_refused() -> None:
    vault = Vault(KEYS)
    sealed = bytearray(vault.seal("王秀兰"))
    sealed[20] ^= 1
    with pytest.raises(SealBroken, match="密钥文件"):
        vault.open(bytes(sealed))


def test_rotation_keeps_old_seals_and_moves_them() -> None:
    old = Vault(KEYS)
    sealed = old.seal("王秀兰")
    new = Vault(KEYS.rotated())
    assert new.open(sealed) == "王秀兰"
    assert not new.is_current(sealed)
    moved = new.rotate(sealed)
    assert new.is_current(moved)
    with pytest.raises(SealBroken):
        old.open(moved)


def test_an_index_finds_equals_and_keeps_purposes_apart() -> None:
    vault = Vault(KEYS)
    assert vault.index("phone", "13800000000") == vault.index("phone", "13800000000")
    assert vault.index("phone", "13800000000") != vault.index("account", "13800000000")
    assert vault.index("phone", "13800000000") != Vault(Keys.fresh()).index("phone", "13800000000")


def test_the_key_file_is_private_and_kept(tmp_path) -> None:
    path = tmp_path / "keys.json"
    first = Keys.load_or_create(path)
    assert path.stat().st_mode & 0o077 == 0
    assert Keys.load_or_create(path) == first


def test_processes_that_start_together_make_one_key_file(tmp_path) -> None:
    """Two web processes of a new installation on shared storage must not end up with keys of their own."""
    path = tmp_path / "keys.json"
    start = Barrier(8)

    def begin(_: int) -> Keys:
        start.wait()
        return Keys.load_or_create(path)

    for _ in range(20):
        with ThreadPoolExecutor(8) as pool:
            made = set(pool.map(begin, range(8)))
        assert made == {Keys.load(path)}
        path.unlink()
