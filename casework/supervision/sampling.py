"""A stratified random sample that anybody can draw again from its seed."""

import random
from collections.abc import Hashable, Mapping, Sequence


def sample(strata: Mapping[Hashable, Sequence[int]], size: int, seed: int) -> list[int]:
    """`size` of all members, each stratum in proportion (largest remainders), the same for the same seed."""
    total = sum(len(members) for members in strata.values())
    if size >= total:
        return sorted(member for members in strata.values() for member in members)
    dice = random.Random(seed)  # noqa: S311 - a sample that can be drawn again, not a secret
    order = sorted(strata, key=repr)
    dice.shuffle(order)
    share = {key: divmod(size * len(strata[key]), total) for key in order}
    left = size - sum(whole for whole, _ in share.values())
    favoured = set(sorted(order, key=lambda key: -share[key][1])[:left])
    return sorted(
        member
        for key in order
        for member in dice.sample(sorted(strata[key]), share[key][0] + (key in favoured))
    )
