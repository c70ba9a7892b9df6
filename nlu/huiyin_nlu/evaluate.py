"""`python -m huiyin_nlu.evaluate [FILE]`: how well the model understands FILE, beside Rasa's default pipeline.

FILE is Rasa YAML or JSON lines; without it, the test set kept apart. Prints a table, and saves JSON and Markdown
under `var/nlu-eval/`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from huiyin_nlu import baseline, corpus, measures, paths
from huiyin_nlu.measures import Report
from huiyin_nlu.parse import FALLBACK, ParseError, Parser, reported

TEST = paths.ROOT / "tests" / "nlu" / "test.yml"
OUT = paths.ROOT / "var" / "nlu-eval"


def ours(parser: Parser, text: str) -> Report:
    """Return what the project's model says of TEXT."""
    began = time.perf_counter()
    data = parser.raw(text)
    spent = (time.perf_counter() - began) * 1000
    row = reported(text, data)
    category = data.get("category") or {}
    return Report(
        row["intent"],
        row["confidence"],
        category.get("name"),
        category.get("confidence"),
        frozenset((e["entity"], e["value"]) for e in row["entities"]),
        row["accepted"],
        row["safety"],
        spent,
    )


def default(parser: Parser, text: str) -> Report:
    """Return what Rasa's default pipeline says of TEXT."""
    began = time.perf_counter()
    data = parser.raw(text)
    spent = (time.perf_counter() - began) * 1000
    ranking = [row for row in data.get("intent_ranking", []) if row["name"] != FALLBACK]
    first = ranking[0] if ranking else {"name": None, "confidence": 0.0}
    return Report(
        first["name"],
        float(first["confidence"]),
        None,
        None,
        frozenset((e["entity"], text[e["start"] : e["end"]]) for e in data["entities"]),
        data["intent"]["name"] != FALLBACK,
        None,
        spent,
    )


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value * 100:.1f}"


def table(name: str, figures: dict, other: dict | None, rival: str = "Rasa 默认") -> str:
    """Return FIGURES as Markdown, beside those of the default pipeline OTHER if given."""

    def pick(row: dict | None, *keys: str):
        for key in keys:
            row = None if row is None else row.get(key)
        return row

    rows = [
        ("意图正确率 %", ("intent", "accuracy")),
        ("意图 macro-F1 %", ("intent", "macro_f1")),
        ("投诉类别正确率 %", ("category", "accuracy")),
        ("投诉类别 macro-F1 %", ("category", "macro_f1")),
        ("实体精确 F1 %", ("entities", "micro", "f1")),
        ("实体准确率 %", ("entities", "micro", "precision")),
        ("实体召回率 %", ("entities", "micro", "recall")),
        ("范围外被当成业务 %", ("scope", "false_accepts_outside")),
        ("　其中闲杂话 %", ("scope", "false_accepts_out_of_scope")),
        ("业务被当成范围外 %", ("scope", "in_scope_rejects")),
        ("业务被追问 %", ("scope", "in_scope_doubted")),
        ("把握的校准误差 %", ("calibration_error",)),
        ("安全召回 %", ("safety", "both", "recall")),
        ("　误报 %", ("safety", "both", "false_alarms")),
        ("　危险召回 %", ("safety", "crisis", "recall")),
        ("　集体访召回 %", ("safety", "collective_action", "recall")),
    ]
    lines = [f"# {name}", "", f"共 {figures['intent']['count']} 句。", "", f"| 指标 | 回音 | {rival} |", "|---|---|---|"]
    lines += [f"| {title} | {_share(pick(figures, *keys))} | {_share(pick(other, *keys))} |" for title, keys in rows]
    for title, key in (("一句话用时 p50 毫秒", "p50"), ("一句话用时 p95 毫秒", "p95")):
        lines.append(f"| {title} | {figures['milliseconds'][key]:.1f} | {'—' if other is None else format(other['milliseconds'][key], '.1f')} |")
    lines += ["", "## 意图", "", "| 意图 | 句数 | 准确率 | 召回率 | F1 | 默认召回率 |", "|---|---|---|---|---|---|"]
    for label, row in figures["intent"]["classes"].items():
        lines.append(
            f"| {label} | {row['count']} | {_share(row['precision'])} | {_share(row['recall'])} | {_share(row['f1'])} | {_share(pick(other, 'intent', 'classes', label, 'recall'))} |"
        )
    if figures["category"]:
        lines += ["", "## 投诉类别", "", "| 类别 | 句数 | 准确率 | 召回率 | F1 |", "|---|---|---|---|---|"]
        lines += [
            f"| {label} | {row['count']} | {_share(row['precision'])} | {_share(row['recall'])} | {_share(row['f1'])} |"
            for label, row in figures["category"]["classes"].items()
        ]
    lines += ["", "## 实体", "", "| 实体 | 个数 | 准确率 | 召回率 | F1 | 默认 F1 |", "|---|---|---|---|---|---|"]
    for label, row in figures["entities"]["types"].items():
        lines.append(
            f"| {label} | {row['count']} | {_share(row['precision'])} | {_share(row['recall'])} | {_share(row['f1'])} | {_share(pick(other, 'entities', 'types', label, 'f1'))} |"
        )
    for title, key in (("按说话人", "voices"), ("按长度（字）", "lengths")):
        lines += ["", f"## {title}", "", "| 组 | 句数 | 意图正确率 | 实体 F1 | 默认意图正确率 |", "|---|---|---|---|---|"]
        for label, row in figures[key].items():
            lines.append(
                f"| {label} | {row['count']} | {_share(row['accuracy'])} | {_share(row['entity_f1'])} | {_share(pick(other, key, label, 'accuracy'))} |"
            )
    for title, key in (("最常混淆的意图（本是 → 认成）", "confusion"), ("最常混淆的类别", "category_confusion")):
        lines += ["", f"## {title}", ""]
        lines += [f"- {a} → {b}：{times}" for a, b, times in figures[key]]
    return "\n".join(lines) + "\n"


def measured(model: Path, file: Path) -> dict:
    """Return the figures of MODEL on FILE; raises ParseError where the model does not open."""
    examples = corpus.read(file)
    parser = Parser(model)
    for example in examples[:20]:
        ours(parser, example.text)
    return measures.all_figures(examples, [ours(parser, example.text) for example in examples])


def keep(file: Path, text: str, figures: dict, other: dict | None = None) -> None:
    """Write the table TEXT and the figures of FILE where they are looked up."""
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f"{file.stem}.md").write_text(text, encoding="utf-8")
    (OUT / f"{file.stem}.json").write_text(json.dumps({"huiyin": figures, "default": other}, ensure_ascii=False, indent=1), encoding="utf-8")


def main() -> int:
    """Return the exit code: 0, or 2 if a file or a model is missing."""
    options = argparse.ArgumentParser(prog="huiyin_nlu.evaluate", description="检验理解得准不准")
    options.add_argument("positional", nargs="?", type=Path, metavar="FILE")
    options.add_argument("--file", type=Path, help="测试文件：Rasa YAML 或 JSON lines")
    options.add_argument("--model", type=Path, default=paths.MODELS)
    options.add_argument("--no-baseline", action="store_true", help="不训练、不比较 Rasa 默认流水线")
    options.add_argument("--baseline-epochs", type=int, default=baseline.DOCUMENTED_EPOCHS, help="默认流水线的 DIET 训练几轮，文档默认 100")
    options.add_argument("--totals", action="store_true", help="只显示总表")
    chosen = options.parse_args()
    chosen.file = chosen.file or chosen.positional or TEST
    if not chosen.file.is_file():
        print(f"没有这个文件：{chosen.file}", file=sys.stderr)
        return 2
    try:
        figures = measured(chosen.model, chosen.file)
    except ParseError as error:
        print(error, file=sys.stderr)
        return 2
    examples = corpus.read(chosen.file)
    other = None
    if not chosen.no_baseline:
        print("正在准备 Rasa 默认流水线（语料变了要重新训练，100 轮要很久）……", file=sys.stderr)
        rival = Parser(baseline.model(OUT / "baseline", chosen.baseline_epochs))
        for example in examples[:20]:
            default(rival, example.text)
        other = measures.all_figures(examples, [default(rival, example.text) for example in examples])
    text = table(f"理解力检验：{chosen.file.name}", figures, other, f"Rasa 默认（DIET {chosen.baseline_epochs} 轮）" if other else "Rasa 默认")
    keep(chosen.file, text, figures, other)
    print(text.split("\n## ")[0] if chosen.totals else text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
