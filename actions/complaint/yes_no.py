"""How residents say yes, no, that they do not know, or that they will not tell."""

import re

YES = re.compile(
    r"""
    ^(
        嗯++|对++|对的|对头|是的?|是这样的?|没错|正确
      | 没问题|没有问题|可以|行|好的?|好嘞|中|得|要得
      | 确认|确定|提交|就这样
      | 就这(吧)?
      | 就这么写
      | 报(上去)?
      | 交上去
      | (那)?(你)?登
      | ok|OK|都对|对着了?|提交吧|交吧|登记吧?|无误
      | 没毛病
      | (一点(儿)?(都|也)?|全都?|都)?[没冇莫](有|得)?(什么|啥)?(错|问题)
      | 全对|都没错
      | 是(哩|嘞|滴)
      | 对(滴|咯|咧|哩|嘞)
    )(
      [,，、 ]*(
          嗯|对|是|没错|可以|行|好|确认|提交
        | 就这样|没问题|吧|了|啊|呀|嘞|哩|的|就是恁个
        | 登记?吧?
        | 报(上去)?吧?
        | 交(上去)?吧?
        | (你们)?(赶紧|快点?|抓紧|马上)(给我)?(办|查|登记|提交)
        | 谢谢(你们?|您)?
        | 辛苦了
        | 麻烦(你们?|您)?
      )
    )*+[。!！.~]*$
    """,
    re.VERBOSE,
)
"""Nothing is said but yes, in one word of it or several: 对的 没问题 你们赶紧查."""
HURRY = re.compile(r"^(你们?)?(快(点|些)?|赶紧|抓紧|马上)(给我|帮我)?(登记|提交|交上去|报上去)")
"""A yes of somebody impatient, once all was read back."""
ONLY_HURRIES = re.compile(
    r"^(你们?|麻烦|请|搞|能不能)*(快(点|些|着点)?儿?|赶紧|赶快|抓紧|马上)(点|办|弄|搞|的|行不行|吧|啊|呀|嘛|了|儿)*[,，。!！~?？]*$"
)
"""Nothing is said but that it should go faster."""
NO = re.compile(
    r"""
    ^(
        不对|不是的?|错了|有错|有误|不行|不可以|要改
      | 改一下|改改|我要改|我想改|修改|要修改|先别
      | 别提交|不确认|不|否
    )(吧|了|啊|呀|的|地方)*[,，。!！.~]*$
    """,
    re.VERBOSE,
)
"""Nothing is said but no, or that something is wrong."""
UNKNOWN = re.compile(
    r"""
    ^((啥|什么)时候[^,，。]{0,5})?([我俺])?(也)?(真)?
    (
        木有|没得|莫得|冇得|不写|不填
      | (哪|咋)(个|里|能)?(晓得|知道|记得)
      | 不知道|不晓得|不清楚|不记得|记不清|记不得|忘了
      | 说不清|说不上来?|不好说|没有?|没有了|无
      | 不针对(谁|哪个人)?
      | 没(有)?(针对)?(谁|哪个)
      | 跳过|略|不想说|不方便说|不能说|不说了?吧?|随便
      | 就这些|就这么多|说完了?
    )(
        楚|了|啊|呀|呢|嘛|吧|的|他|她|人家|那个?人|人
      | 具体的?|叫什么|叫啥|姓什么|姓啥|是谁|是哪个
      | 名字
    )*[。!！.~]*$
    """,
    re.VERBOSE,
)
"""Nothing is said but that it is not known, not told, or that there is none: 不晓得叫啥, 没有, 随便."""
WITHHOLDS = re.compile(r"不(想|愿意?|方便|能|敢)?(说|留|讲|透露|给|提供|告诉)|不留|保密不说")
"""Something about oneself is not to be told or left."""
REFUSES = re.compile(rf"{WITHHOLDS.pattern}|没(有)?(电话|手机)")
"""The same, or there is no telephone to be given."""
WILLING = re.compile(r"^(我)?(愿意|可以|能|行|好|中|要得|留|敢)(留|说|的|吧|啊|呀|嘛)*[,，。!！.~]*$")
"""Somebody asked whether they sign says yes."""
UNWILLING = re.compile(
    r"""
    ^(我)?(
        不(愿意?|想|行|要|可以|敢|能|了|好)?
      | 算了|免了|还是别|还是不
    )(留|说|了|吧|啊|呀|的|用)*[,，。!！.~]*$
    """,
    re.VERBOSE,
)
"""Somebody asked whether they sign says no."""
