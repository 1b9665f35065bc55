"""Delivers notices of alerts: to a file always, by mail where a server is set.

A notice carries the dossier code and a link that asks for sign-in, never personal data.
"""

from __future__ import annotations

import json
import smtplib
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any

from engine.catalogue import render
from engine.core.state import Alert
from engine.errors import AutomaticStepError
from engine.messages import Message, message
from engine.services.office import Office, Rulebook

RUNG_TEXTS: Mapping[str, Message] = {
    "step_soon": message("A step of the dossier is due soon"),
    "step_late": message("A step of the dossier is overdue"),
    "step_very_late": message("A step of the dossier has been overdue for a working day"),
    "period_late": message("A phase of the dossier is overdue"),
    "dossier_apology": message(
        "The dossier is due in one working day; an apology must go out today if it will be late"
    ),
    "dossier_late": message("The dossier is overdue"),
    "dossier_very_late": message("The dossier has been overdue for two working days"),
    "wait_late": message("An answer that was awaited is overdue"),
    "automatic_failed": message("An automatic step of the dossier failed"),
}
_TIMEOUT_SECONDS = 20


def rung_text(rung: str) -> Message:
    """Return what a rung means in words; a rung of an administrator's own ladder shows its name."""
    return RUNG_TEXTS.get(rung, message("Alert “{rung}”", rung=rung))


def deliver(office: Office, dossier: str, number: int) -> None:
    """Send the notice of one alert through every channel that is set.

    Raises:
        AutomaticStepError: a channel failed; trying again can help.
    """
    with office.database.reading() as uow:
        rulebook = office.rulebook(uow)
        found = uow.dossiers.find(dossier)
        alert = found.alerts.get(number) if found is not None else None
    if alert is None:
        return  # resolved meanwhile: nobody needs to hear of it
    text = _text(office, dossier, alert)
    append_to_file(
        office,
        {
            "kind": "alert",
            "dossier": dossier,
            "alert": number,
            "rung": alert.rung,
            "unit": alert.unit,
            "owner": alert.owner,
            "text": text,
        },
    )
    receivers = _addresses(rulebook, alert)
    if office.settings.smtp_host and receivers:
        _send_mail(office, receivers, dossier, text)


def _text(office: Office, dossier: str, alert: Alert) -> str:
    language = office.settings.language
    link = f"{office.settings.console_url}/dossiers/{dossier}"
    return f"{dossier}: {render(rung_text(alert.rung), language)}. {link}"


def _addresses(rulebook: Rulebook, alert: Alert) -> list[str]:
    if not alert.owner:
        return []
    email = rulebook.directory.officer(alert.owner).email
    return [email] if email else []


def append_to_file(office: Office, notice: Mapping[str, Any]) -> None:
    """Append a notice to the notices file, one JSON object a line.

    Raises:
        AutomaticStepError: the file cannot be written; trying again can help.
    """
    line = json.dumps({"at": office.clock.now().isoformat(), **notice}, ensure_ascii=False)
    try:
        office.settings.notices_file.parent.mkdir(parents=True, exist_ok=True)
        with office.settings.notices_file.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    except OSError as error:
        raise AutomaticStepError(
            message(
                "Expected to write the notices file, but the disk refused ({reason})",
                reason=type(error).__name__,
            ),
            retryable=True,
        ) from error


def _send_mail(office: Office, receivers: list[str], dossier: str, text: str) -> None:
    settings = office.settings
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = settings.smtp_from, ", ".join(receivers), dossier
    mail.set_content(text)
    try:
        with smtplib.SMTP(
            settings.smtp_host or "", settings.smtp_port, timeout=_TIMEOUT_SECONDS
        ) as server:
            if settings.smtp_user and settings.smtp_password:
                server.starttls()
                server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
            server.send_message(mail)
    except (OSError, smtplib.SMTPException) as error:
        raise AutomaticStepError(
            message(
                "Expected the mail server to take the notice, but it did not ({reason})",
                reason=type(error).__name__,
            ),
            retryable=True,
        ) from error
