"""A message of one word over and over (嗯嗯嗯嗯…) keeps no expression searching for ever: while one does, the whole process
answers nobody."""

import subprocess
import sys

GIVEN_UP = 240
"""Seconds; all of it takes some ten. An expression that tries every way to part a row would take years."""
SEARCH = """
import importlib, pkgutil, re
import actions, knowledge, understanding

known = set()
for package in (actions, knowledge, understanding):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if module.name.endswith(("server", "evaluate", "tuning")):
            continue
        for name, words in vars(importlib.import_module(module.name)).items():
            if not isinstance(words, re.Pattern) or words.pattern in known:
                continue
            known.add(words.pattern)
            print(module.name, name, flush=True)
            for word in {*re.findall("[一-鿿]{1,2}", words.pattern), *re.findall("[一-鿿]", words.pattern), "1", "1.", " "}:
                for end in ("x", "？"):
                    words.search(word * 40 + end)
print("all", len(known))
"""


def test_every_expression_comes_to_an_end() -> None:
    searching = subprocess.Popen([sys.executable, "-c", SEARCH], stdout=subprocess.PIPE, text=True)
    try:
        said, _ = searching.communicate(timeout=GIVEN_UP)
    except subprocess.TimeoutExpired:
        searching.kill()
        said, _ = searching.communicate()
        raise AssertionError(f"没有停下来：{said.splitlines()[-1]}") from None
    name, count = said.splitlines()[-1].split()
    assert (name, searching.returncode) == ("all", 0)
    assert int(count) > 400
