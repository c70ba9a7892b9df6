"""One house for all dialogues of a run."""

from collections.abc import Iterator

import pytest

from tests.dialogues.stage import House, house


@pytest.fixture(scope="session")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("house")) as running:
        yield running
