"""Of which kind a matter is where the words themselves tell it, whatever it was taken for."""

import pytest

from actions.complaint import kinds


@pytest.mark.parametrize(
    ("taken_for", "said", "kind"),
    [
        ("left_out", "谁家领了就拿出一百来给没评上的 说是照顾照顾大家", "embezzlement"),
        ("embezzlement", "村里让低保户每户交三百 说给困难户均一均", "embezzlement"),
        ("other", "村里要从低保里扣二十块分给没吃上的", "embezzlement"),
        ("favoritism", "队长叫我们把低保钱拿出一半给五保老汉", "embezzlement"),
        ("payment_missing", "低保款每户抽五十，平分给别人", "embezzlement"),
        ("embezzlement", "村里给找的护理的人光拿钱不来", "embezzlement"),
        ("card_withheld", "护工拿着护理费一个月来不了一次", "embezzlement"),
        ("other", "村里请的照护人员从来不来 工资照领", "embezzlement"),
        ("refused", "没得人来看过就说我不合格", "not_public"),
        ("left_out", "都没来家里查过 就说我家不符合", "not_public"),
        ("refused", "村上开会平议 来的都是村支书喊的那几个人", "not_public"),
        ("other", "举手就把我刷下来了", "not_public"),
        ("petition_unanswered", "镇上打电话说不批 没给纸 我要纸他们说打电话就算通知了", "refused"),
        ("petition_unanswered", "低保没批 没给我书面的 光打了个电话", "refused"),
        ("other", "我申请低保没批 说我儿子有车 我不服", "refused"),
        ("other", "说我不够条件 又不给个单子 我不认", "refused"),
        ("other", "材料交上去三个多月了一点动静没有", "delayed"),
        ("other", "申请报了半年 一直说在走流程", "delayed"),
        ("other", "去年递的 到现在八个月了没个信儿", "delayed"),
        ("other", "办得也太慢了", "delayed"),
    ],
)
def test_the_words_tell_the_kind(taken_for: str, said: str, kind: str) -> None:
    assert kinds.of(taken_for, said) == kind


@pytest.mark.parametrize(
    ("taken_for", "said"),
    [
        ("payment_missing", "低保钱三个月没发了"),
        ("refused", "镇上不收我的材料，叫我找村里"),
        ("wrongly_stopped", "没来看过就把我低保停了"),
        ("bribery", "组长要五百块钱才给往上报"),
        ("left_out", "我家瘫着两个人，低保没给办"),
        ("card_withheld", "会计拿着我的卡不给"),
        ("attitude", "窗口那个女的骂人，办得也慢"),
        ("petition_unanswered", "上次反映的事三个月没答复"),
    ],
)
def test_what_was_told_as_something_graver_or_else_stays(taken_for: str, said: str) -> None:
    assert kinds.of(taken_for, said) == taken_for
