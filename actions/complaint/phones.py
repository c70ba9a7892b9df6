"""How telephone numbers are said, whose they are, and that there is none."""

import re

PHONE = re.compile(
    r"(?<![\dA-Za-z])(1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|0\d{2,3}[\s-]?\d{7,8}|[2-9]\d{6,7})(?!\d)"
)
"""A mobile number, or a local one with or without its area code."""
MOBILE = re.compile(r"(?<![\dA-Za-z-])1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)")
"""A mobile number: eleven digits that begin with 1."""
NOT_THIS = re.compile(r"(不是|不要|别打)\s*$")
WAS_WRONG = re.compile(r"[\s,，]*(是|打|写|说|记)?(错|不对|不是我)")
"""What says of a number that it is not the one."""
SHORTEST = 7
"""A number at which somebody can be called has no fewer digits; 128 and 110 are none of the speaker's."""
DIGITS = re.compile(r"\d[\d\s-]{5,}\d")
"""A row of digits as long as a telephone number, though it be none."""
SOMEBODYS_PHONE = re.compile(
    r"""
      (用|留|打|写|是|记)(我|俺|咱)?(家)?[^,，。]{0,4}的
    | (我|俺|咱)(家)?[^,，。]{1,4}的?(电话|手机|号)
    | (电话|手机|号码?)(是|：|:)?\s*\d{7,12}[\s,，]*(是)?(我|俺)?(家)?[^,，。;；\s\d]{1,4}的(?=$|[\s,，。;；])
    | (?<!\d)\d{11}[\s,，]*(是)?(我|俺)(家)?[^,，。;；\s\d]{1,4}的(?=$|[\s,，。;；])
    """,
    re.VERBOSE,
)
"""The telephone of somebody at home is given: the matter is not about them."""
NO_PHONE = re.compile(r"(没|莫|木|冇)(有|得)?(手机|电话)|不(想|愿意?)?(留|给)(你们?)?(手机|电话|号码)")
"""There is no telephone, or none is to be left."""
LEAVES_NONE = re.compile(
    r"(电话|手机|号码?)(也|都|就)*(不|别)(留|给|写|要|记)|不(想|愿意?)?(留|给)(你们?)?(手机|电话|号码)"
)
"""No number is to be kept, though one was told."""
WITHHELD = re.compile(
    r"(电话|手机|号码?)[^,，。;；\s]{0,4}(没带|忘|记不|想不起|不记得|停机|丢了|坏了|不留)|(电话|手机|号码?)?[\s,，]*(先|就)不留(了|吧)?$"
)
"""The speaker's own number cannot be told now: 手机没带, 先不留."""
PUBLIC_LINE = re.compile(r"(?<!\d)(12[13]\d{2}|96\d{3,4})(?!\d)(号|热线|电话)*[了的]?$")
"""A public line is named, and nobody's own number: 县里的12349."""


def without(said: str) -> bool:
    """Whether somebody says that there is no telephone, and gives none beside it: 他没电话，打我的 13900000000."""
    return NO_PHONE.search(said) is not None and PHONE.search(said) is None
