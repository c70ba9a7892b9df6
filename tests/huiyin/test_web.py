"""The web process as it starts."""

from unittest.mock import Mock, create_autospec

from casework.office import Bureau
from casework.petitions import search
from huiyin import web
from knowledge.answering import Library


def test_the_first_search_does_not_wait_for_the_dictionary(bureau: Bureau) -> None:
    """Also where the policy answers cannot be read."""
    search.tokenizer.cache_clear()
    web._warm(create_autospec(Library, answer=Mock(side_effect=OSError)), bureau)
    assert search.tokenizer().initialized
