"""Settings from the environment (``MOTCUA_…``), and the folders that travel with the program."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from engine.messages import Language

_PACKAGE = Path(__file__).parent


def shipped(name: Literal["templates", "procedure_specs", "prefect.yaml"]) -> Path:
    """Return a top-level folder or file of the project, from a checkout or an installed wheel."""
    in_wheel = _PACKAGE / "shipped" / name
    return in_wheel if in_wheel.exists() else _PACKAGE.parent / name


class Settings(BaseSettings):
    """What an operator may set; every field is the environment variable ``MOTCUA_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_", frozen=True, extra="ignore")

    home: Path = Field(
        default=Path("motcua-data"), description="Folder for the embedded databases and notices."
    )
    database_url: str | None = Field(
        default=None,
        description="SQLAlchemy URL of the database; without it, SQLite in the home folder.",
    )
    language: Language = Field(default="vi", description="Language where a user has chosen none.")
    time_zone: str = Field(
        default="Asia/Ho_Chi_Minh", description="The zone legal dates are counted in."
    )
    host: str = Field(default="127.0.0.1", description="Address the console listens on.")
    port: int = Field(default=8700, description="Port the console listens on.")
    prefect_port: int = Field(default=8710, description="Port of the embedded Prefect server.")
    prefect_api_url: str | None = Field(
        default=None, description="A Prefect server that is run elsewhere; without it, embedded."
    )
    secure_cookies: bool = Field(
        default=False, description="Set it when the console is served over HTTPS."
    )
    cache_dir: Path | None = Field(
        default=None,
        description="Folder in which checks remember what they judged; without it, the user's cache.",
    )
    smtp_host: str | None = Field(default=None, description="Mail server for notices, if any.")
    smtp_port: int = 25
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_from: str = "motcua@localhost"
    public_url: str | None = Field(
        default=None, description="Address of the console as officers see it, for links in notices."
    )

    @property
    def database(self) -> str:
        """Return the database URL in force."""
        return self.database_url or f"sqlite:///{self.home / 'motcua.db'}"

    @property
    def prefect_api(self) -> str:
        """Return the address of the Prefect API in force, embedded or run elsewhere."""
        return self.prefect_api_url or f"http://127.0.0.1:{self.prefect_port}/api"

    @property
    def notices_file(self) -> Path:
        """Return the file the file channel appends notices to."""
        return self.home / "notices.jsonl"

    @property
    def console_url(self) -> str:
        """Return the address to put in links."""
        return self.public_url or f"http://{self.host}:{self.port}"
