"""`make sbom`: the bill of materials lists what is locked, no more and no less, or it fails.

The generator itself stands behind a double here, because it is fetched from PyPI.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from store.settings import ROOT

VERSION = re.findall(r"^version=(\S+)", (ROOT / "scripts" / "get-uv.sh").read_text("utf-8"), re.MULTILINE)[0]
DOUBLE = f"""#!{sys.executable}
import json, pathlib, sys
if sys.argv[1:] == ["--version"]:
    print("uv {VERSION}")
else:
    bills = json.loads(pathlib.Path("bills.json").read_text())
    lock, out = sys.argv[-1], sys.argv[sys.argv.index("-o") + 1]
    pathlib.Path(out).write_text(json.dumps({{"components": bills[lock]}}))
"""
Bill = list[dict[str, str]]


def locked(lock: str) -> Bill:
    """What pip would install from a lock file, read by its own means."""
    from packaging.requirements import Requirement

    lines = re.sub(r"\\\n\s*", " ", (ROOT / lock).read_text("utf-8")).splitlines()
    found = [
        Requirement(line.split(" --hash")[0]) for line in lines if line and not line.startswith(("#", " "))
    ]
    return [{"name": one.name, "version": str(one.specifier).removeprefix("==")} for one in found]


@pytest.fixture
def make(tmp_path: Path) -> Callable[[dict[str, Bill]], tuple[int, str]]:
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    for file in ("requirements.lock", "pyproject.toml", "nlu/requirements.lock", "nlu/pyproject.toml"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / file, tmp_path / file)
    (tmp_path / "bin").mkdir()
    double = tmp_path / "bin" / "uv"
    double.write_text(DOUBLE, encoding="utf-8")
    double.chmod(0o755)

    def run(bills: dict[str, Bill]) -> tuple[int, str]:
        (tmp_path / "bills.json").write_text(json.dumps(bills), encoding="utf-8")
        path = f"{double.parent}:{os.environ['PATH']}"
        done = subprocess.run(
            [tmp_path / "scripts" / "sbom.sh"],
            env={**os.environ, "PATH": path, "PYTHON": sys.executable},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return run


@pytest.fixture
def bills() -> dict[str, Bill]:
    return {lock: locked(lock) for lock in ("requirements.lock", "nlu/requirements.lock")}


def test_a_whole_list_is_well(
    make: Callable[[dict[str, Bill]], tuple[int, str]], bills: dict[str, Bill]
) -> None:
    status, said = make(bills)
    assert status == 0, said
    for lock, bill in bills.items():
        assert len(bill) > 50
        assert f"{len(bill)} 个包，与 {lock} 一致" in said


@pytest.mark.parametrize("lock", ["requirements.lock", "nlu/requirements.lock"])
def test_what_is_missing_strange_or_another_version_is_told(
    make: Callable[[dict[str, Bill]], tuple[int, str]], bills: dict[str, Bill], lock: str
) -> None:
    left_out, changed = bills[lock][0], bills[lock][1]
    bills[lock] = [
        {**changed, "version": "0.0"}, *bills[lock][2:], {"name": "stranger", "version": "1"}
    ]  # fmt: skip
    status, said = make(bills)
    assert status == 1
    assert f"少了 {left_out['name']} {left_out['version']}" in said
    assert f"少了 {changed['name']} {changed['version']}" in said
    assert f"多了 {changed['name']} 0.0" in said
    assert "多了 stranger 1" in said
