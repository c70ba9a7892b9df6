"""Signs go down by themselves."""

from store.signs import Memory


def test_a_sign_goes_down_by_itself() -> None:
    now = [0.0]
    signs = Memory(lambda: now[0])
    signs.give("operator:a", 5)
    assert signs.is_up("operator:a")
    assert not signs.is_up("operator:b")
    now[0] = 5.0
    assert not signs.is_up("operator:a")


def test_old_signs_are_forgotten() -> None:
    now = [0.0]
    signs = Memory(lambda: now[0])
    for number in range(1500):
        now[0] += 1
        signs.give(str(number), 2)
    assert len(signs._until) < 1100


def test_a_sign_is_taken_down() -> None:
    signs = Memory(lambda: 0.0)
    signs.drop("operator:a")
    signs.give("operator:a", 5)
    signs.drop("operator:a")
    assert not signs.is_up("operator:a")
