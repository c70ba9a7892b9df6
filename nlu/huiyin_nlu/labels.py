"""The names that understanding may report: intents, complaint categories, entities."""

from dataclasses import dataclass
from functools import lru_cache

import yaml

from huiyin_nlu import paths


@dataclass(frozen=True)
class Labels:
    """The project's labels with their meaning, read from `nlu/labels.yml`."""

    intents: dict[str, str]
    categories: dict[str, str]
    entities: dict[str, str]


@lru_cache(maxsize=1)
def labels() -> Labels:
    """Return the labels of `nlu/labels.yml`."""
    table = yaml.safe_load(paths.LABELS.read_text(encoding="utf-8"))
    return Labels(table["intents"], table["complaint_categories"], table["entities"])


IN_SCOPE_EXCEPT = frozenset({"out_of_scope", "other_department"})


def minimal_domain() -> str:
    """Return a domain that knows the project's intents and entities and nothing else."""
    return yaml.safe_dump(
        {
            "version": "3.1",
            "intents": [*labels().intents, "nlu_fallback"],
            "entities": list(labels().entities),
        }
    )
