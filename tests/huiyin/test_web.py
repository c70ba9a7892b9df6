"""The web process as it starts."""

from types import SimpleNamespace

from casework.office import Bureau
from casework.petitions import search
from huiyin import web


def test_the_first_search_does_not_wait_for_the_dictionary(bureau: Bureau) -> None:
    """Also where the policy answers cannot be read."""
    search.tokenizer.cache_clear()
    web._warm(SimpleNamespace(answer=None), bureau)  # type: ignore[arg-type]
    assert search.tokenizer().initialized
