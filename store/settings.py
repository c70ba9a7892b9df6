"""Settings of one installation, from environment variables (`HUIYIN_…`) or a `.env` file."""

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Where things lie and which doors are open. Every field can be set as `HUIYIN_<FIELD>`."""

    model_config = SettingsConfigDict(env_prefix="HUIYIN_", env_file=".env", extra="ignore")

    home: Path = ROOT / "var"
    county_dir: Path = ROOT / "county" / "qinghe"
    database_url: str = ""
    redis_url: str = Field("", description="where several Rasa processes agree on who answers whom")
    tracker_url: str = Field("", description="Rasa's memory of talks, where it is not beside the database")

    web_host: str = "127.0.0.1"
    web_port: int = 8000
    public_url: str = ""
    rasa_port: int = 5005
    actions_port: int = 5055
    rasa_url: str = ""
    actions_url: str = ""
    rasa_timeout: float = Field(12.0, description="seconds before a turn is taken as unanswered")
    beats: Path | None = Field(
        None, description="folder for signs of life, one for each container; in `home` where nothing is set"
    )
    secure_cookies: bool = False
    second_factor: Literal["enrol", "strict", "off"] = Field(
        "enrol",
        description="enrol: set up at first log-in; strict: with an administrator's word; off: demos only",
    )

    telegram_token: SecretStr = Field(SecretStr(""), alias="TELEGRAM_BOT_TOKEN")
    telegram_mode: str = Field("polling", pattern="^(polling|webhook)$")
    telegram_webhook_url: str = ""
    telegram_webhook_port: int = 8443
    telegram_webhook_secret: SecretStr = SecretStr("")
    telegram_base_url: str = ""

    alert_urls: list[str] = Field(default_factory=list, description="apprise addresses of staff alerts")
    standby_urls: list[str] = Field(
        default_factory=list, description="apprise addresses of the stand-by, alerted when nobody is on duty"
    )
    api_tokens: list[SecretStr] = Field(default_factory=list, description="tokens of the telephone system")
    figures_tokens: list[SecretStr] = Field(
        default_factory=list, description="tokens of systems that read figures and masked rows"
    )
    metrics_token: SecretStr = Field(
        SecretStr(""), description="lets Prometheus on another machine read /metrics"
    )

    @cached_property
    def database(self) -> str:
        """SQLAlchemy URL; SQLite in `home` where nothing is configured."""
        return self.database_url or f"sqlite:///{self.home / 'huiyin.db'}"

    @property
    def tracker(self) -> str:
        """SQLAlchemy URL of Rasa's memory: its own, else the house's PostgreSQL, else a file in `home`."""
        if self.tracker_url or self.database.startswith("postgresql"):
            return self.tracker_url or self.database
        return f"sqlite:///{self.home / 'dialogue.db'}"

    def beat(self, process: str) -> Path:
        """The file in which a process that answers no calls gives signs of life."""
        return (self.beats or self.home / "run") / f"{process}.beat"

    @property
    def rasa(self) -> str:
        return self.rasa_url or f"http://127.0.0.1:{self.rasa_port}"

    @property
    def actions(self) -> str:
        return self.actions_url or f"http://127.0.0.1:{self.actions_port}"

    @property
    def base_url(self) -> str:
        """The address that residents and staff type."""
        return self.public_url or f"http://{self.web_host}:{self.web_port}"
