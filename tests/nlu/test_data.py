"""The training data: readable, in the project's labels, aligned, and none under two intents."""

import itertools
import re
from collections import Counter, defaultdict

import pytest
from huiyin_nlu import corpus, paths
from huiyin_nlu.labels import labels
from huiyin_nlu.text import normalise

EXAMPLES = corpus.training()


def test_there_is_enough_of_each_intent():
    counted = Counter(example.intent for example in EXAMPLES)
    assert set(counted) == set(labels().intents)
    assert min(counted.values()) >= 80


def test_only_known_labels():
    assert {example.intent for example in EXAMPLES} <= set(labels().intents)
    assert {entity for example in EXAMPLES for _, _, entity in example.spans} <= set(labels().entities)


def test_complaints_have_a_known_category_and_others_none():
    for example in EXAMPLES:
        if example.intent == "file_complaint":
            assert example.category in labels().categories, example.text
        else:
            assert example.category is None, example.text


def test_no_message_under_two_intents():
    owners = defaultdict(set)
    for example in EXAMPLES:
        owners[normalise(example.text).text].add(example.intent)
    assert {text: names for text, names in owners.items() if len(names) > 1} == {}


def test_every_line_is_readable():
    for example in EXAMPLES:
        assert example.text.strip()
        assert not re.search(r"[\[\]]|\]\(", example.text), example.text


def test_spans_are_not_empty_and_do_not_overlap():
    for example in EXAMPLES:
        spans = sorted(example.spans)
        assert all(
            example.text[start:end].strip() == example.text[start:end] != "" for start, end, _ in spans
        ), example.text
        assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans)), example.text


def test_rasa_sees_every_entity_aligned():
    import warnings

    from huiyin_nlu.components import ChineseTokenizer, Normaliser
    from rasa.nlu.extractors.extractor import EntityExtractorMixin
    from rasa.shared.nlu.training_data.loading import load_data

    data = Normaliser({}).process_training_data(load_data(str(paths.DATA)))
    data = ChineseTokenizer(ChineseTokenizer.get_default_config()).process_training_data(data)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        EntityExtractorMixin.check_correct_entity_annotations(data)


@pytest.mark.parametrize("voice", ["elder_shanxi", "asr", "typo", "traditional", "implicit"])
def test_voices_are_heard(voice):
    assert sum(example.voice == voice for example in EXAMPLES) >= 100
