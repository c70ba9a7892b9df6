"""`python -m huiyin_nlu.train [--force] [--nlu-only]`: train what config, domain and data say, if anything changed."""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import os
import re
import shutil
import sys
import tempfile
import time
import warnings
from pathlib import Path

import yaml

from huiyin_nlu import fingerprint, paths
from huiyin_nlu.labels import labels, minimal_domain
from huiyin_nlu.parse import quiet

RECORD = "fingerprint.json"
CANDIDATE = "candidate"
"""Where a model waits in the model folder until it was judged by its figures; nobody serves one from there."""
DIALOGUE = paths.ROOM / "dialogue"
STEPS = {
    "Normaliser": "统一字形",
    "ChineseTokenizer": "切词",
    "SequenceTagger": "实体识别",
    "ChineseIntentClassifier": "意图识别",
    "CategoryClassifier": "投诉分类",
    "SafetyGuard": "安全识别",
    "RulePolicy": "对话规则",
    "MemoizationPolicy": "对话范例",
}


EXPECTED = re.compile(r"The utterance '\w+' is not used in any story or rule|Slot auto-fill has been removed in 3.0")


class TrainingError(Exception):
    """Training cannot go on, with a sentence that says why and what to do."""


def inputs(nlu_only: bool) -> list[Path]:
    """Return the files whose change asks for a new model."""
    files = [paths.CONFIG, *paths.DATA.rglob("*.yml"), *fingerprint.lexicon_files(), *fingerprint.source_files()]
    if not nlu_only:
        files += [paths.DOMAIN, *DIALOGUE.rglob("*.yml"), *(paths.ROOT / "domain").rglob("*.yml")]
    return files


def current(models: Path, mark: str) -> Path | None:
    """Return the model in MODELS that was made from the inputs with hash MARK, if it is there."""
    record = models / RECORD
    if not record.is_file():
        return None
    try:
        row = json.loads(record.read_text(encoding="utf-8"))
    except json.JSONDecodeError:
        return None
    file = models / str(row.get("model"))
    return file if row.get("fingerprint") == mark and file.is_file() else None


def check(nlu_only: bool) -> bool:
    """Return whether only understanding can be trained; raises TrainingError where nothing can be."""
    if not paths.CONFIG.is_file():
        raise TrainingError(f"找不到 {paths.CONFIG.name}，它应当在项目根目录。")
    if not list(paths.DATA.glob("*.yml")):
        raise TrainingError(f"{paths.DATA.relative_to(paths.ROOT)} 里没有训练语料。")
    for file in [paths.CONFIG, *paths.DATA.rglob("*.yml"), *DIALOGUE.rglob("*.yml"), *([paths.DOMAIN] if paths.DOMAIN.is_file() else [])]:
        try:
            yaml.safe_load(file.read_text(encoding="utf-8"))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = f"第 {mark.line + 1} 行" if mark else ""
            raise TrainingError(f"{file.relative_to(paths.ROOT)} {where}写法有误，请检查缩进和冒号。") from error
    if nlu_only:
        return True
    if not paths.DOMAIN.is_file():
        print("还没有 domain.yml：只训练理解部分。")
        return True
    known = set()
    for item in yaml.safe_load(paths.DOMAIN.read_text(encoding="utf-8")).get("intents", []):
        known.add(next(iter(item)) if isinstance(item, dict) else item)
    missing = sorted(set(labels().intents) - known)
    if missing:
        print(f"domain.yml 里还缺 {len(missing)} 个意图（如 {missing[0]}）：只训练理解部分。")
        return True
    if not list(DIALOGUE.rglob("*.yml")):
        print("nlu/dialogue 里还没有对话规则：只训练理解部分。")
        return True
    return False


class _Progress(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._began = time.monotonic()

    def emit(self, record: logging.LogRecord) -> None:
        """Print which part is being trained or was taken from the cache."""
        said = record.getMessage()
        for name, step in STEPS.items():
            if f"'{name}'" in said:
                if said.startswith("Starting"):
                    print(f"  {time.monotonic() - self._began:5.0f} 秒  开始：{step}", flush=True)
                elif said.startswith("Finished"):
                    print(f"  {time.monotonic() - self._began:5.0f} 秒  完成：{step}", flush=True)
                elif said.startswith("Restored"):
                    print(f"  {time.monotonic() - self._began:5.0f} 秒  没有变化，沿用：{step}", flush=True)


def validate() -> list[str]:
    """Return what Rasa warns of in domain, data and dialogue, misaligned entities included; empty if all is well.

    Left out is what Rasa says of every project with slots, and of every reply that is spoken by an action.
    """
    from rasa.nlu.extractors.extractor import EntityExtractorMixin
    from rasa.shared.importers.importer import TrainingDataImporter
    from rasa.shared.nlu.training_data.loading import load_data
    from rasa.validator import Validator

    from huiyin_nlu.components import ChineseTokenizer, Normaliser

    said: list[str] = []
    warnings.showwarning = lambda message, category, *_, **__: said.append(str(message)) if issubclass(category, UserWarning) else None
    warnings.simplefilter("always", UserWarning)
    importer = TrainingDataImporter.load_from_config(str(paths.CONFIG), str(paths.DOMAIN), [str(paths.DATA), str(DIALOGUE)])
    validator = Validator.from_importer(importer)
    sound = validator.verify_domain_validity() and validator.verify_nlu(ignore_warnings=False)
    sound = validator.verify_story_structure(ignore_warnings=False) and sound
    data = Normaliser({}).process_training_data(load_data(str(paths.DATA)))
    data = ChineseTokenizer(ChineseTokenizer.get_default_config()).process_training_data(data)
    EntityExtractorMixin.check_correct_entity_annotations(data)
    said = [line for line in dict.fromkeys(said) if not EXPECTED.match(line)]
    return said or ([] if sound else ["Rasa 认为领域、语料或对话规则有矛盾，详见上面的提示。"])


def pack_lightly() -> None:
    """Let Rasa pack the model at gzip's usual level: at its slowest, which Rasa takes, it is no smaller and four times as slow."""
    from rasa.engine.storage import local_model_storage

    class Package(local_model_storage.TarSafe):
        @classmethod
        def gzopen(cls, name, mode="r", fileobj=None, compresslevel=6, **options):
            return super().gzopen(name, mode, fileobj, compresslevel, **options)

    local_model_storage.TarSafe = Package


def train(models: Path, nlu_only: bool, force: bool) -> Path:
    """Return the model file made of the project's inputs; raises TrainingError."""
    warnings.showwarning = lambda *_, **__: None
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    from rasa import model_training

    pack_lightly()
    logger = logging.getLogger("rasa.engine.training.hooks")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.handlers = [_Progress()]
    models.mkdir(parents=True, exist_ok=True)
    name = time.strftime("huiyin-%Y%m%d-%H%M%S")
    try:
        if nlu_only:
            with tempfile.TemporaryDirectory() as folder:
                domain = Path(folder) / "domain.yml"
                domain.write_text(minimal_domain(), encoding="utf-8")
                made = model_training.train_nlu(str(paths.CONFIG), str(paths.DATA), str(models), fixed_model_name=name, domain=str(domain))
        else:
            result = model_training.train(
                str(paths.DOMAIN), str(paths.CONFIG), [str(paths.DATA), str(DIALOGUE)], str(models), fixed_model_name=name, force_training=force
            )
            made = result.model
    except OSError as error:
        raise TrainingError(f"写不进模型：{error.strerror}（{error.filename}）。请检查磁盘空间和权限。") from error
    except MemoryError as error:
        raise TrainingError("内存不够，训练中断。至少需要 4 GB 空闲内存。") from error
    except Exception as error:
        raise TrainingError(f"训练没有成功：{error}") from error
    if not made or not Path(made).is_file():
        raise TrainingError("训练没有产生模型，请看上面的提示。")
    return Path(made)


def candidate(models: Path, mark: str, questions: Path, nlu_only: bool, force: bool) -> None:
    """See to it that the model of these inputs has been measured on QUESTIONS: it is live already, or waits for judgement.

    Raises TrainingError.
    """
    if not questions.is_file():
        raise TrainingError(f"没有评测用的题（{questions}），不评测不能上线。请从发布的文件里补上。")
    test = hashlib.sha256(questions.read_bytes()).hexdigest()
    waiting = models / CANDIDATE
    live, known = current(models, mark), current(waiting, mark)
    if live and not force and _tested_with(models) == test:
        print(f"模型没有变化，沿用 {live.name}。")
        return
    if known and not force and _tested_with(waiting) == test:
        print(f"语料没有变化，不用再训练：{known.name}。")
        return
    if live and not force:
        print(f"模型没有变化，{live.name} 还没有评测过，评测一次……", flush=True)
        waiting.mkdir(parents=True, exist_ok=True)
        file = Path(shutil.copy2(live, waiting))
    elif known and not force:
        print(f"题变了，{known.name} 再评测一次……", flush=True)
        file = known
    else:
        shutil.rmtree(waiting, ignore_errors=True)
        file = _trained(waiting, nlu_only, force)
        print(f"评测 {file.name} ……", flush=True)
    row = {"fingerprint": mark, "model": file.name, "tested_with": test, "figures": _measured(file, questions)}
    (waiting / RECORD).write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")


def _tested_with(folder: Path) -> str | None:
    return json.loads((folder / RECORD).read_text(encoding="utf-8")).get("tested_with")


def _measured(file: Path, questions: Path) -> dict:
    from huiyin_nlu import evaluate
    from huiyin_nlu.parse import ParseError

    try:
        figures = evaluate.measured(file, questions)
    except ParseError as error:
        raise TrainingError(str(error)) from error
    try:
        evaluate.keep(questions, evaluate.table(f"理解力检验：{questions.name}", figures, None), figures)
    except OSError as error:
        print(f"评测的详细表没有写成：{error.strerror}（{error.filename}）。")
    return figures


def _trained(folder: Path, nlu_only: bool, force: bool) -> Path:
    print("开始训练……", flush=True)
    began = time.monotonic()
    file = train(folder, nlu_only, force)
    print(f"训练完成：{file.name}，用时 {time.monotonic() - began:.0f} 秒。")
    return file


def main() -> int:
    """Return the exit code: 0 trained or up to date, 1 failed."""
    options = argparse.ArgumentParser(prog="huiyin_nlu.train", description="训练模型（内容没有变化时直接沿用）")
    options.add_argument("--force", action="store_true", help="不管有没有变化都重新训练")
    options.add_argument("--nlu-only", action="store_true", help="只训练理解部分")
    options.add_argument("--validate", action="store_true", help="只核对，有警告即失败")
    options.add_argument("--output", type=Path, default=paths.MODELS)
    options.add_argument("--measure", type=Path, help="不直接上线：用这套题评测，等着看过不过关")
    chosen = options.parse_args()
    os.chdir(paths.ROOT)
    quiet()
    try:
        nlu_only = check(chosen.nlu_only)
        if chosen.validate:
            said = validate()
            for line in said[:40]:
                print(f"- {line}", file=sys.stderr)
            print(f"核对完成：{len(said)} 处警告。")
            return 1 if said else 0
        mark = fingerprint.of(inputs(nlu_only)) + ("-nlu" if nlu_only else "")
        if chosen.measure:
            candidate(chosen.output, mark, chosen.measure, nlu_only, chosen.force)
            return 0
        kept = None if chosen.force else current(chosen.output, mark)
        if kept:
            print(f"模型没有变化，沿用 {kept.name}。")
            return 0
        file = _trained(chosen.output, nlu_only, chosen.force)
        (chosen.output / RECORD).write_text(json.dumps({"fingerprint": mark, "model": file.name}), encoding="utf-8")
        return 0
    except TrainingError as error:
        print(f"训练失败：{error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
