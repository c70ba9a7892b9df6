"""What a household is asked for, what matters most first, in words that name several questions at once."""

MATTERS: tuple[tuple[str, frozenset[str]], ...] = (
    (
        "家里几口人",
        frozenset(
            {"household", "heads", "spouse", "minor_children", "dependent_children", "other_dependents"}
        ),
    ),
    (
        "全家一个月一共多少钱（打工、种地、养老金、子女给的）",
        frozenset({"wage", "business", "other_incomes", "whole_income"}),
    ),
    ("户口是城里的还是农村的", frozenset({"area"})),
    ("多大岁数", frozenset({"age"})),
    ("有没有该管的人（配偶、父母、儿女），管不管得了", frozenset({"supporter", "supporter_why"})),
    ("有没有重病、残疾的人，证上几级", frozenset({"severe_illness", "disability", "disability_kind"})),
    ("看病自己一个月掏多少", frozenset({"illness_cost"})),
    ("存款多少", frozenset({"savings"})),
    ("有没有车", frozenset({"vehicle"})),
    ("干活的车、农机现在值多少钱", frozenset({"vehicle_value"})),
    ("名下几套房", frozenset({"homes"})),
    ("现在领没领低保、特困", frozenset({"already"})),
    ("一年看病上学一共掏多少", frozenset({"rigid_spending"})),
)
"""What is still to be told, what matters most first, with the facts that it stands for."""
LEFT_OF_IT = {"severe_illness": "有没有人得重病", "disability": "有没有残疾的人，证上几级"}
"""What is said of one of several facts that stand together, where another of them is known."""
