"""The training data: readable, in the project's labels, aligned, and none under two intents."""

import itertools
import re
from collections import defaultdict

import pytest
from huiyin_nlu import corpus, paths
from huiyin_nlu.labels import labels
from huiyin_nlu.text import normalise

EXAMPLES = corpus.training()
APART = paths.ROOT / "tests" / "nlu" / "test.yml"


SMALL_TALK = {
    "greet", "goodbye", "thank", "affirm", "deny", "cancel", "abuse", "ask_capability", "bot_challenge",
}  # fmt: skip


def distinct(examples) -> int:
    return len({normalise(example.text).text for example in examples})


@pytest.mark.parametrize("intent", labels().intents)
def test_there_are_enough_different_utterances_of_each_intent(intent):
    least = 80 if intent in SMALL_TALK else 200
    assert distinct(example for example in EXAMPLES if example.intent == intent) >= least


@pytest.mark.parametrize("category", labels().categories)
def test_there_are_enough_different_complaints_of_each_category(category):
    assert distinct(example for example in EXAMPLES if example.category == category) >= 150


def test_programmes_are_marked_wherever_they_are_named():
    sure = {"低保", "特困", "临时救助", "五保", "高龄津贴", "残疾人两项补贴", "急难救助", "取暖费", "单人保"}
    traps = re.compile("低保真|低保温|低保湿|最低保|困特困|特困生|特困企业")
    missed = []
    for example in EXAMPLES:
        text = normalise(example.text).text
        if example.intent in {"out_of_scope", "other_department", "abuse"} or traps.search(text):
            continue
        marked = {normalise(said).text for _, said in example.surfaces()}
        missed += [
            (name, text[:40])
            for name in sure
            if name in text and not any(name in said or said in name for said in marked)
        ]
    assert missed == []


def test_property_is_counted_without_its_number():
    counted = re.compile(r"^[一二三四五六七八九十百两几0-9]+(多|来)?(只|头|亩|间|套|辆|台|峰|栋)")
    wrong = {
        said
        for example in EXAMPLES
        for entity, said in example.surfaces()
        if entity == "asset" and counted.match(said)
    }
    assert wrong == set()


def test_a_date_is_one_span():
    for example in EXAMPLES:
        spans = sorted(example.spans)
        for left, right in itertools.pairwise(spans):
            if left[2] == right[2] == "date" and left[1] == right[0]:
                assert not example.text[left[0] : left[1]].endswith("年"), example.text


def test_labels_are_plain_letters_that_any_plot_and_path_can_show():
    names = [*labels().intents, *labels().categories, *labels().entities]
    assert all(name.isascii() and name.isidentifier() for name in names)


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


def test_no_sentence_of_the_test_set_is_trained_on():
    """Set phrases of up to four characters (谢谢) coincide; whoever sees this fail is not told the sentence."""
    kept_apart = {normalise(example.text).text for example in corpus.read_yaml(APART)}
    trained = {normalise(example.text).text for example in EXAMPLES}
    assert len(kept_apart) >= 800
    assert sum(len(text) > 4 for text in kept_apart & trained) == 0


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
