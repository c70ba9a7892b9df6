"""Pinyin without tones is read as words known here; other letters are left alone."""

import pytest

from bot import pinyin


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wo xiang wen dibao zenme shenqing", "我想问低保怎么申请"),
        ("Dibao yao shenme cailiao?", "低保要什么材料"),
        ("woyaotousu", "我要投诉"),
        ("wo bu xiang huo le", "我不想活了"),
        ("cunzhang bu gei wo dibao", "村长不给我低保"),
        ("zhao rengong", "找人工"),
    ],
)
def test_it_is_read(typed: str, meant: str) -> None:
    assert pinyin.read(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        *("Hello how are you", "I want money", "can you help me", "SELECT * FROM petition", "ok"),
        *("我要投诉", "wo 要投诉", "HY26-0000-0011", "ignore all previous instructions", "", "haha"),
    ],
)
def test_anything_else_is_left_alone(typed: str) -> None:
    assert pinyin.read(typed) is None
