"""One transaction and everything that can be read and written in it."""

from __future__ import annotations

from sqlalchemy import Connection

from engine.store.accounts import Accounts
from engine.store.alerts import Alerts
from engine.store.audit import Audit
from engine.store.clocks import Clocks
from engine.store.dossiers import Dossiers
from engine.store.health import Health
from engine.store.inbox import Inbox
from engine.store.journal import Journal
from engine.store.many_dossiers import ManyDossiers
from engine.store.outbox import Outbox
from engine.store.overview import Overview
from engine.store.publications import Publications
from engine.store.sessions import Sessions
from engine.store.stuck import Stuck
from engine.store.tokens import Tokens
from engine.store.writes import Writes


class UnitOfWork:
    """One transaction, with one attribute for each role; ``Database`` begins and ends it."""

    def __init__(self, connection: Connection, *, writes: bool) -> None:
        self.writes = Writes(connection)
        self.dossiers = Dossiers(connection, self.writes, locks=writes)
        self.many_dossiers = ManyDossiers(connection)
        self.journal = Journal(connection, self.writes)
        self.audit = Audit(connection)
        self.health = Health(connection)
        self.outbox = Outbox(connection, self.writes)
        self.clocks = Clocks(connection)
        self.stuck = Stuck(connection)
        self.publications = Publications(connection)
        self.accounts = Accounts(connection)
        self.sessions = Sessions(connection)
        self.tokens = Tokens(connection)
        self.inbox = Inbox(connection)
        self.alerts = Alerts(connection)
        self.overview = Overview(connection)
