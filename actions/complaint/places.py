"""How places are called, by the signs that their names hold."""

import re

PLACE_LIKE = re.compile(
    r"[村镇乡庄屯寨堡组队区县市省路街巷道里沟坡岭坪坝湾河山塘岗店集桥口头营城东南西北家院所校站厂场边岩崖坎垭坳凹湖洼梁]"
)
"""A sign that the names of places hold."""
TOWNSHIP = re.compile(r"[镇乡]|街道")
"""The sign by which a township or a town quarter is known."""
TOWNSHIP_ALONE = re.compile(r"^[^镇乡]{1,6}(镇|乡|街道)$")
"""A township is named and no village in it."""
VILLAGE = re.compile(r"[村庄屯寨堡组队湾沟坡岭坪坝坳凹店营]$")
"""The end of the name of a village, or of a group in it."""
VILLAGE_BEHIND = re.compile(
    r"""
    (?P<village>[一-鿿]{1,3}[村庄屯寨堡湾沟坡岭坪坝坳凹店营])
    (?=的?(人|村民)?($|[\s,，。.!！]))
    """,
    re.VERBOSE,
)
"""A village said right behind its township, with nothing more of the clause after it."""
