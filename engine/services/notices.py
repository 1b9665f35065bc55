"""Delivers notices of alerts: to a file always, by mail where a server is set.

A notice carries the dossier code and a link that asks for sign-in, never personal data.
"""

from __future__ import annotations

import json
import smtplib
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from engine.catalogue import render
from engine.core.state import Alert, Dossier
from engine.errors import AutomaticStepError
from engine.messages import Message, message
from engine.services.office import Office, Rulebook
from engine.store.outbox import OutboxEntry

RUNG_TEXTS: Mapping[str, Message] = {
    "reception_soon": message("An online dossier has to be accepted, refused or sent back soon"),
    "reception_late": message("An online dossier was not accepted within one working day"),
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
    "+stuck": message("The time of a step ran out, but the dossier cannot go on"),
    "automatic_failed": message("An automatic step of the dossier failed"),
}
_TIMEOUT_SECONDS = 15


def rung_text(rung: str) -> Message:
    """Return what a rung means in words; a rung of an administrator's own ladder shows its name."""
    return RUNG_TEXTS.get(rung, message("Alert “{rung}”", rung=rung))


Channel = Callable[[Office, OutboxEntry], None]


def channels(office: Office) -> dict[str, Channel]:
    """Return the channels that are set, by name; each may be tried again without the others."""
    mail = {"mail": by_mail} if office.settings.smtp_host else {}
    return {"file": to_file, **mail}


def deliver(office: Office, entry: OutboxEntry) -> None:
    """Send the notice of one alert through every channel that is set.

    Raises:
        AutomaticStepError: a channel failed; trying again can help.
    """
    for send in channels(office).values():
        send(office, entry)


def to_file(office: Office, entry: OutboxEntry) -> None:
    """Append the notice of one alert to the notices file, once even where it is repeated.

    Raises:
        AutomaticStepError: the file cannot be written; trying again can help.
    """
    alert = _alert(office, entry)
    if alert is None:
        return
    append_to_file(
        office,
        entry.key,
        {
            "kind": "alert",
            "dossier": entry.dossier,
            "alert": alert.number,
            "rung": alert.rung,
            "unit": alert.unit,
            "owner": alert.owner,
            "text": _text(office, entry.dossier, alert),
        },
        repeated=entry.fence > 1,
    )


def by_mail(office: Office, entry: OutboxEntry) -> None:
    """Mail the notice of one alert to its owner, or to those who may take up what it is about.

    Where no address is known, nothing is sent.

    Raises:
        AutomaticStepError: the mail server did not take it; trying again can help.
    """
    with office.database.reading() as uow:
        dossier, rulebook = uow.dossiers.find(entry.dossier), office.rulebook(uow)
    alert = dossier.alerts.get(int(entry.payload["alert"])) if dossier is not None else None
    if dossier is None or alert is None:
        return
    receivers = _addresses(rulebook, dossier, alert)
    if receivers:
        _send_mail(office, receivers, entry, _text(office, entry.dossier, alert))


def _alert(office: Office, entry: OutboxEntry) -> Alert | None:
    """Return the alert of a notice; None where it was resolved, so that nobody needs to hear of it."""
    with office.database.reading() as uow:
        found = uow.dossiers.find(entry.dossier)
    return found.alerts.get(int(entry.payload["alert"])) if found is not None else None


def _text(office: Office, dossier: str, alert: Alert) -> str:
    language = office.settings.language
    link = f"{office.settings.console_url}/dossiers/{dossier}"
    return f"{dossier}: {render(rung_text(alert.rung), language)}. {link}"


def _addresses(rulebook: Rulebook, dossier: Dossier, alert: Alert) -> list[str]:
    emails = (
        rulebook.directory.officer(officer).email
        for officer in _receivers(rulebook, dossier, alert)
    )
    return [email for email in emails if email]


def _receivers(rulebook: Rulebook, dossier: Dossier, alert: Alert) -> tuple[str, ...]:
    """Return the owner where still in office, else who holds the position, else the heads of the unit."""
    directory, today = rulebook.directory, rulebook.on
    if alert.owner and directory.works(alert.owner, today):
        return (alert.owner,)
    item = dossier.items.get(alert.item)
    holders = directory.holders(item.unit, item.position, today) if item is not None else ()
    return holders or directory.head_of(alert.unit, today)


def append_to_file(
    office: Office, key: str, notice: Mapping[str, Any], *, repeated: bool = False
) -> None:
    """Append a notice to the notices file, one JSON object a line.

    Args:
        key: what a repeated notice is recognised by.
        repeated: it may have been appended before; then the file is searched for it first.

    Raises:
        AutomaticStepError: the file cannot be written; trying again can help.
    """
    told = {"at": office.clock.now().isoformat(), "key": key, **notice}
    file = office.settings.notices_file
    try:
        if repeated and _holds(file, key):
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(told, ensure_ascii=False) + "\n")
    except OSError as error:
        raise AutomaticStepError(
            message(
                "Expected to write the notices file, but the disk refused ({reason})",
                reason=type(error).__name__,
            ),
            retryable=True,
        ) from error


def _holds(file: Path, key: str) -> bool:
    if not file.exists():
        return False
    with file.open(encoding="utf-8") as lines:
        return any(f'"key": {json.dumps(key)},' in line for line in lines)


def _send_mail(office: Office, receivers: list[str], entry: OutboxEntry, text: str) -> None:
    settings = office.settings
    mail = EmailMessage()
    mail["From"], mail["To"] = settings.smtp_from, ", ".join(receivers)
    mail["Subject"] = entry.dossier
    # The same for a repeated mail, so that a mailbox shows it once.
    mail["Message-ID"] = f"<{entry.key.replace(':', '.')}@motcua.invalid>"
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
