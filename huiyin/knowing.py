"""The policy corpus from the command line: is it true and in step, and new documents for it."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import OperationalError, ProgrammingError

from casework.office import Bureau
from knowledge import checking, editing, importing
from knowledge.corpus import Corpus, CorpusError
from knowledge.estimate import Rules
from knowledge.figures import Figures
from knowledge.materials import Catalogue
from store.clock import local_date
from store.settings import Settings

Say = Callable[[str], None]


def check(settings: Settings, say: Say) -> int:
    """Tell what is stale, unsourced, contradictory or must not be shown; 1 if anything severe is found, else 0."""
    bureau = Bureau.from_settings(settings)
    day = local_date(bureau.clock.now())
    try:
        corpus = _with_changes(bureau, Corpus.load())
        findings = [
            *checking.examine(corpus, Figures(bureau.county), day),
            *checking.dangling(Rules.load().sources(), corpus, "资格预估规则", day),
            *checking.dangling(Catalogue.load(corpus).sources(), corpus, "材料清单", day),
        ]
    except CorpusError as error:
        say(f"[red]{error}[/red]")
        return 1
    severe = [finding for finding in findings if finding.severe]
    for finding in sorted(findings, key=lambda one: not one.severe):
        say(f"[red]必须改[/red] {finding.text}" if finding.severe else f"请看看 {finding.text}")
    say(
        f"文件 {len(corpus.documents)} 份，条款 {len(corpus.clauses)} 条，答案 {len(corpus.entries)} 条；"
        f"必须改 {len(severe)} 处，请看看 {len(findings) - len(severe)} 处。"
    )
    return 1 if severe else 0


def import_document(path: Path, say: Say) -> int:
    """Take a policy document apart beside the file itself, never over an earlier skeleton; 1 if it cannot be read."""
    try:
        skeleton = importing.take_apart(importing.read(path))
    except importing.CannotImport as error:
        say(f"[red]{error}[/red]")
        return 1
    target = _free(path.with_name(f"{path.stem}.clauses.yml"))
    target.write_text(skeleton.written("new-document"), encoding="utf-8")
    say(f"已拆成 {len(skeleton.pieces)} 条，写在 {target}。")
    say(
        "下一步：在 knowledge/corpus/documents.yml 登记这份文件，逐条改述后放进 knowledge/corpus/clauses/，"
        "再运行 huiyin knowledge check。"
    )
    if skeleton.disclosure != "公开":
        say(f"[red]文件上写着“{skeleton.disclosure}”[/red]：只能给工作人员参考，不得作居民答案的来源。")
    return 0


def _with_changes(bureau: Bureau, corpus: Corpus) -> Corpus:
    """The corpus with the editors' published changes; the files alone before the database is set up."""
    try:
        with bureau.reading() as office:
            return editing.overlay(office, corpus)
    except (OperationalError, ProgrammingError):
        return corpus


def _free(path: Path) -> Path:
    """The path, or the first numbered one that is not taken."""
    if not path.exists():
        return path
    stem = path.name.removesuffix(".clauses.yml")
    numbered = (path.with_name(f"{stem}-{count}.clauses.yml") for count in range(2, 1000))
    return next(one for one in numbered if not one.exists())
