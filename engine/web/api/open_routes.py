"""What needs no token: getting one, and asking whether the program is well."""

from __future__ import annotations

from engine.errors import StoreError
from engine.messages import message
from engine.services import access
from engine.web.api.language import InLanguage
from engine.web.api.models import Health, TokenIn, TokenOut
from engine.web.api.routes import InOffice, open_router

router = open_router()


@router.post("/tokens", status_code=201, tags=["tokens"])
def create_token(given: TokenIn, office: InOffice, language: InLanguage) -> TokenOut:
    """Give a token for an officer's name and password; send it as ``Authorization: Bearer``."""
    secret = access.issue_token(
        office, given.officer, given.password.get_secret_value(), given.name
    )
    return TokenOut(token=secret, expires_in=int(access.TOKEN_FOR.total_seconds()))


@router.get("/health", tags=["health"])
def health(office: InOffice) -> Health:
    """Tell whether the program can work."""
    if not office.database.is_current():
        raise StoreError(
            message(
                "Expected the tables of this version, but they are older; run “motcua db upgrade”"
            )
        )
    return Health()
