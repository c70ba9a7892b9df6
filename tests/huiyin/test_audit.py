"""`make audit` where no source of known weaknesses can be reached: it says so, and still looks at the lock files."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from store.settings import ROOT

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The scripts and the lock files, which a test may spoil."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    (tmp_path / "nlu").mkdir()
    for lock in ("requirements.lock", "nlu/requirements.lock"):
        shutil.copyfile(ROOT / lock, tmp_path / lock)
    return tmp_path


def audit(folder: Path) -> tuple[int, str]:
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), NOWHERE)
    environment = {
        **os.environ, **proxies, **{name.upper(): NOWHERE for name in proxies}, "no_proxy": "", "NO_PROXY": "",
        "PYTHON": sys.executable,
    }  # fmt: skip
    done = subprocess.run(
        [folder / "scripts" / "audit.sh"], env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_it_says_that_it_did_not_look_and_claims_nothing(folder: Path) -> None:
    status, said = audit(folder)
    assert status == 0
    for lock in ("requirements.lock", "nlu/requirements.lock"):
        assert re.search(rf"^!! {lock}：漏洞库连不上，没有查到", said, re.MULTILINE)
    assert "没有已知漏洞（" not in said


@pytest.mark.parametrize("lock", ["requirements.lock", "nlu/requirements.lock"])
@pytest.mark.parametrize(
    "line",
    [
        "requests>=2",
        "requests",
        "requests==2.32.3",
        "requests @ git+https://example.org/requests",
        "-e ./somewhere",
        "requests==2.32.3 \\\n    --hash=md5:00",
    ],
)
def test_what_is_not_pinned_with_a_hash_is_a_fault_all_the_same(folder: Path, lock: str, line: str) -> None:
    with (folder / lock).open("a") as file:
        file.write(f"{line}\n")
    status, said = audit(folder)
    assert status == 1
    assert f"{lock}: {line.split()[0]}" in said
