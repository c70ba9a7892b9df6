"""Facts of a household as they are read back to a resident: what follows from another one is not said twice."""

from collections.abc import Mapping

from knowledge.estimate import Interview
from knowledge.estimate.rules import Value

_YES_NO = {
    "spouse": ("有配偶", "没有配偶"),
    "other_incomes": ("还有别的收入", "没有别的收入"),
    "disabled_is_applicant": ("有残疾证的是申请人本人", "有残疾证的不是申请人本人"),
    "disabled_adult_jobless": ("残疾人已成年、没有工作", "残疾人没成年，或者有工作"),
    "severe_illness": ("家里有得大病的人", "没有得大病的人"),
    "recent_job": ("因为刚找到工作收入才超的", "不是因为刚找到工作"),
}
_BOUND = {"none": "没有法律上该管他的人", "unable": "该管的人有，但都没有能力管", "able": "有儿女等该管的人"}
_HOUSEHOLD = {"alone": "一个人过", "family": "和家人一起过"}
_NONE = {
    "wage": "没有打工上班收入",
    "business": "没有种养、生意收入",
    "savings": "没有存款",
    "homes": "没有房子",
    "minor_children": "没有未成年孩子",
    "dependent_children": "没有在上学的成年子女",
}
_COUNTED = {
    "heads": "{}口人",
    "minor_children": "{}个未成年孩子",
    "dependent_children": "{}个在上学的成年子女",
}
_FOLLOWS = {
    "household": ("heads", "spouse"),
    "other_incomes": (
        "assets_income",
        "retirement",
        "support_received",
        "other_transfers",
        "basic_pension",
        "whole_income",
    ),
}
"""A fact that goes without saying where one of these is read back with it."""


_GOES_WITHOUT = (("disabled_adult_jobless", False), ("disabled_is_applicant", False))
"""What is plain from the child whose disability is told of."""


def in_words(interview: Interview, facts: Mapping[str, Value]) -> str:
    """The facts one after the other: `5口人；没有配偶；打工上班收入：3500 元/月`."""
    return "；".join(
        _said(interview, key, value)
        for key, value in facts.items()
        if (key, value) not in _GOES_WITHOUT
        and not (value in (True, "family") and any(facts.get(other) for other in _FOLLOWS.get(key, ())))
    )


def _said(interview: Interview, key: str, value: Value) -> str:
    if isinstance(value, bool):
        yes, no = _YES_NO.get(key, ("", ""))
        if yes:
            return yes if value else no
    if key == "supporter":
        return _BOUND[str(value)]
    if key == "household":
        return _HOUSEHOLD[str(value)]
    if value == 0 and key in _NONE:
        return _NONE[key]
    return _COUNTED[key].format(value) if key in _COUNTED else interview.said(key, value)
