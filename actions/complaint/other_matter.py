"""How residents turn to another matter, and how they stay with the one being told."""

import re

NEXT_MATTER = re.compile(r"(另外|还有|再有|顺便)[^,，。]{0,6}(要|想)?(一件|别的|另)?(投诉|反映|举报|事)")
"""Another matter to complain of is named as one."""
ANOTHER_MATTER = re.compile(
    rf"""
      {NEXT_MATTER.pattern}
    | (还有|另外?|再(有|说)?|也?有)[^,，。;；]{{0,3}}[一两]?(个|件|码|桩)(别的|其他的?)?事
      (?!实|先|业|故)
    | 第[二三四](件|个|桩)
    | 除了这(个|件|桩)?
    | (还|另外|顺便|也)(要|想|得)(再)?(一并|一起|跟你们)?(投诉|举报|反映|控告|告(?!诉))
    """,
    re.VERBOSE,
)
"""Words that say that it is another matter."""
ANNOUNCES = re.compile(
    r"""
    ^(对了|哦|那|嗯)?[\s,，]*(我|俺|咱)?(还有|另外|再|还)(我|俺|咱)?(还)?(要|想|得)?
    (有|说|讲|反映|投诉|举报)?(一?(个|件|桩))(别的|其他的?|另外的?)?事情?儿?(我|俺|咱)?
    (也|还)?(要|想|得)?(投诉|反映|举报|说说?|讲讲?|告)?(一下)?(呢|啊|呀|的|了|哩)*
    [,，。!！~]*$
    """,
    re.VERBOSE,
)
"""Another matter is announced, and nothing of it told yet."""
TURNS_TO = re.compile(
    r"""
    ^(
      (
          哦|噢|啊|哎|唉|诶|喂|嗯|那个|那
        | 这个?(先|就)?(不|别)说了?
        | (先|就)不说(这|那)个?了?
      )[\s,，。]*
    )*(
        对了|还有|另外|此外|再有|再就是
      | 再(一|说)(个|件)?
      | 顺(便|带)
      | 除了这
      | 第[二三四]
      | [二三]一?个(?=[\s,，是])
      | 二来|其次
      | (我|俺|咱)?(还|也)(要|想|得)(?!问)
    )[\s,，。]*
    """,
    re.VERBOSE,
)
"""Words with which somebody turns to something more."""
SAME_MATTER = re.compile(
    r"""
      忘了说
    | (再|要)?补充
    | (还是|就是)(这|刚才|那)(个|件)?事?
    | 这件(事|投诉)
    | 同一(个|件)
    | 刚才(那|这)(个|件)
    """,
    re.VERBOSE,
)
"""Words that say that it belongs to what was told."""
POINTS_BACK = re.compile(r"他|她|人家|(那|这)(个|帮|伙)?人|那天|当时")
"""Words that stand for somebody or a day told of before."""
OF_THE_SAME = re.compile(
    rf"""
      (投诉|举报|反映|控告|告|说)(一下)?({POINTS_BACK.pattern})
    | {TURNS_TO.pattern}({POINTS_BACK.pattern})
    """,
    re.VERBOSE,
)
"""The same people are complained of once more: 我还想反映他态度不好."""
TWO_MATTERS = re.compile(
    r"""
    (一|头一|第一)(件|个|桩)(事情?)?(是|，|：|:)?(?P<first>[^。；;]{4,}?)[\s,，。；;]+
    (还有|另外?|再(有|就是)?)?(另|第二|再|又)?(一|二)?(件|个|桩)(事情?)?(是|，|：|:)
    (?P<second>.{4,})$
    """,
    re.VERBOSE | re.DOTALL,
)
"""Two matters counted out in one message: 一件是…，一件是…."""
NO_COMPLAINT = {
    "give_praise": re.compile(r"表扬|感谢|好人"),
    "make_suggestion": re.compile(r"建议|提个?意见"),
    "report_person_in_need": re.compile(r"另外|顺便|[还也](有|要|想)"),
    "report_change": re.compile(r"另外|顺便|[还也](要|想)(跟|给|向|说|告诉|报)"),
}
"""What shows that a message with one of these meanings begins another matter while a complaint is being told."""
WANTS = re.compile(
    r"""
    ^(我|那|那就|好|嗯)*[,，]?(就)?(要|说|想|接着|继续)(说|要|接着说|继续)?
    (吧|的|啊|呀|嘞|呗)*[,，。!！~]*$
    """,
    re.VERBOSE,
)
"""A yes to going on with the other matter."""
BOTH = re.compile(
    r"""
      (两|二)(件|个|桩|码)(事)?(都|全|一起|也)(要|得|想)?(投|登|报|告|反映|举报|说|记|交|弄)
    | 分开来?[^,，。;；]{0,3}[\s,，]*(行不行|可以吗|行吗|中不中|可不可以|能不能)
    """,
    re.VERBOSE,
)
"""Both matters are to be lodged, each by itself."""
THE_OTHER = re.compile(
    r"""
    ^(我|那|好|嗯|行|来|就|要|想)*[,，]?(接着|继续|再)?(说|讲|投诉|反映|登记)?(说)?
    (另|那|下|第二)(外)?(那|的)?(一)?(件|个)(事情?)?
    ((也|都)(是|要)?(对|要|投诉?|登记?|报|一样|说))?(吧|了|呗|的)?[,，。!！~]*$
    """,
    re.VERBOSE,
)
"""The other matter is asked for."""
