"""The graph components that `config.yml` names."""

from huiyin_nlu.components.entities import EntityMerger, GazetteerExtractor, PatternExtractor, SequenceTagger
from huiyin_nlu.components.meaning import CategoryClassifier, ChineseIntentClassifier, ConfidenceGate, SafetyGuard
from huiyin_nlu.components.normaliser import Normaliser, Restorer
from huiyin_nlu.components.tokenizer import ChineseTokenizer

__all__ = [
    "CategoryClassifier",
    "ChineseIntentClassifier",
    "ChineseTokenizer",
    "ConfidenceGate",
    "EntityMerger",
    "GazetteerExtractor",
    "Normaliser",
    "PatternExtractor",
    "Restorer",
    "SafetyGuard",
    "SequenceTagger",
]
