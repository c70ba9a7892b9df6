"""The processes of one installation, described for supervisor, which starts, watches and stops them."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

from huiyin import trained
from store.settings import ROOT, Settings

RETRIES = 100_000
"""A process that cannot start, say because the database is away, is tried again for as long as it takes."""
NLU_PYTHON = ROOT / "nlu" / ".venv" / "bin" / "python"


@dataclass(frozen=True)
class Process:
    """One process: what it is called in Chinese, its command, and where it says that it is ready."""

    name: str
    title: str
    command: list[str]
    health: str | None = None
    environment: dict[str, str] = field(default_factory=dict)


def processes(settings: Settings) -> Iterator[Process]:
    """The processes that these settings ask for, in the order in which they start."""
    yield Process(
        "actions",
        "对话动作",
        [sys.executable, "-m", "actions.server", "--port", str(settings.actions_port)],
        f"{settings.actions}/health",
    )
    yield Process(
        "rasa",
        "语言理解（Rasa）",
        [
            str(NLU_PYTHON), "-m", "huiyin_nlu.serve",
            "--model", str(trained.to_start_with(settings)),
            "--port", str(settings.rasa_port),
        ],
        f"{settings.rasa}/status",
        {
            "PYTHONPATH": str(ROOT / "nlu"),
            "TF_CPP_MIN_LOG_LEVEL": "2",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "HUIYIN_ACTIONS_URL": settings.actions,
            "HUIYIN_HOME": str(settings.home),
            "HUIYIN_COUNTY_DIR": str(settings.county_dir),
        },
    )  # fmt: skip
    yield Process(
        "web",
        "网页（居民与工作台）",
        [sys.executable, "-m", "huiyin", "web"],
        f"http://{settings.web_host}:{settings.web_port}/health",
    )
    yield Process("worker", "后台任务", [sys.executable, "-m", "huiyin", "worker"])
    if settings.telegram_token.get_secret_value():
        yield Process("telegram", "Telegram", [sys.executable, "-m", "huiyin", "telegram"])


def supervisor_configuration(settings: Settings, every: list[Process]) -> str:
    """A supervisord.conf that restarts what dies and stops whole process groups."""
    run = settings.home / "run"
    log = settings.home / "log"
    head = f"""
        [supervisord]
        nodaemon=true
        user={_user()}
        logfile={log / "supervisor.log"}
        loglevel=warn
        pidfile={run / "supervisor.pid"}
        childlogdir={log}

        [unix_http_server]
        file={socket_path(settings)}
        chmod=0700

        [rpcinterface:supervisor]
        supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
        """
    return dedent(head) + "".join(_program(process, log) for process in every)


def socket_path(settings: Settings) -> Path:
    """The socket on which supervisor answers; only its owner may open it."""
    return settings.home / "run" / "supervisor.sock"


def _program(process: Process, log: Path) -> str:
    environment = {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", **process.environment}
    pairs = ",".join(f'{key}="{_escaped(value)}"' for key, value in environment.items())
    return dedent(f"""
        [program:{process.name}]
        command={_escaped(" ".join(process.command))}
        directory={ROOT}
        environment={pairs}
        autorestart=true
        startsecs=3
        startretries={RETRIES}
        stopwaitsecs=15
        stopasgroup=true
        killasgroup=true
        stdout_logfile={log / process.name}.log
        stdout_logfile_maxbytes=20MB
        stdout_logfile_backups=5
        redirect_stderr=true
        """)


def _escaped(value: str) -> str:
    return value.replace("%", "%%")


def _user() -> str:
    import pwd

    return pwd.getpwuid(os.getuid()).pw_name
