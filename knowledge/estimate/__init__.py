"""资格预估: an estimate with reasons, never a decision (个人信息保护法 art. 24).

Facts are passed in and nothing of them is kept here.
"""

from knowledge.estimate.assessing import Estimate, Estimator, Reason, advice
from knowledge.estimate.interview import Interview, Question
from knowledge.estimate.replies import NotUnderstood
from knowledge.estimate.rules import Facts, Rules

__all__ = [
    "Estimate",
    "Estimator",
    "Facts",
    "Interview",
    "NotUnderstood",
    "Question",
    "Reason",
    "Rules",
    "advice",
]
