"""What protects the console in the browser: headers, cookies, same-origin checks, form tokens.

Passwords and sessions themselves are the business of ``engine.services.access``.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from hashlib import sha256
from urllib.parse import urlsplit

from fastapi import Request, Response
from starlette.datastructures import FormData, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.errors import NotAuthorizedError, RejectionError
from engine.graph.stylesheet import STYLESHEET
from engine.messages import message
from engine.services.access import SignedIn
from engine.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
TOKEN_FIELD = "csrf"  # noqa: S105 - the name of a form field
# What was last searched for may be a name or an identity number, which never stand in an address.
SEARCH_COOKIE = "motcua_search"
MAX_BODY = 1_000_000


class TooLargeError(RejectionError):
    """The request is larger than any form of the console, or does not say how large it is."""

    code = "too_large"
    status = 413


class SignInNeededError(RejectionError):
    """Nobody is signed in, or the session has run out."""

    code = "sign_in_needed"
    status = 401


_TOO_LARGE = message(
    "Expected a request of at most 1 MB that says how large it is, but this one is larger or does not; send less at once"
)


def _hash_source(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


# Pictures of procedures carry their style sheet; it is the only inline style a page may have.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' {_hash_source(STYLESHEET)}",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Protection:
    """ASGI middleware: puts the headers on every answer and refuses requests that are too large.

    The text of no error leaves it: servers log whole what reaches them, and it may hold personal data.
    ``answer`` makes the answer to one.
    """

    def __init__(
        self, app: ASGIApp, *, secure: bool, answer: Callable[[Request, Exception], Response]
    ) -> None:
        self.app = app
        self.answer = answer
        self.headers = dict(HEADERS)
        if secure:
            self.headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # Pages hold personal data: neither the browser nor a proxy keeps them.
        cache = "public, max-age=86400" if scope["path"].startswith("/static/") else "no-store"
        started = False

        async def send_protected(sent: Message) -> None:
            nonlocal started
            if sent["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=sent)
                headers.update(self.headers)
                headers.setdefault("Cache-Control", cache)
            await send(sent)

        try:
            if _too_large(scope):
                raise TooLargeError(_TOO_LARGE)
            await self.app(scope, receive, send_protected)
        except Exception as error:  # every error becomes an answer
            response = self.answer(Request(scope), error)
            if started:
                # The answer cannot be taken back; the server closes the connection.
                raise RuntimeError(f"an answer broke off ({type(error).__name__})") from None
            await response(scope, receive, send_protected)


def _too_large(scope: Scope) -> bool:
    headers = {name: value for name, value in scope["headers"]}  # noqa: C416 - of any mapping shape
    length = headers.get(b"content-length", b"0")
    return b"transfer-encoding" in headers or not length.isdigit() or int(length) > MAX_BODY


def require_same_origin(request: Request, settings: Settings) -> None:
    """Refuse a request that changes something and comes from another site.

    Raises:
        NotAuthorizedError: the browser says so by ``Sec-Fetch-Site`` or ``Origin``.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        trusted = site in ("same-origin", "none")
    elif origin is not None:
        own = {request.url.netloc, urlsplit(settings.console_url).netloc}
        trusted = urlsplit(origin).netloc in own
    else:
        trusted = True  # no browser sent it; the form token still has to be right
    if not trusted:
        raise NotAuthorizedError(
            message("Expected a form of this console, but it came from another site")
        )


def require_token(request: Request, form: FormData, signed_in: SignedIn) -> None:
    """Refuse a form without the token of the session.

    Raises:
        NotAuthorizedError: the token is missing or belongs to another session.
    """
    if request.method in SAFE_METHODS:
        return
    given = form.get(TOKEN_FIELD)
    if not isinstance(given, str) or not hmac.compare_digest(
        given.encode(), signed_in.csrf.encode()
    ):
        raise NotAuthorizedError(
            message("Expected a form of your present session, but it is older; open the page again")
        )


def session_cookie(settings: Settings) -> str:
    """Return the name of the session cookie; the prefix makes browsers insist on HTTPS."""
    return "__Host-motcua" if settings.secure_cookies else "motcua"


def set_cookie(response: Response, settings: Settings, name: str, value: str) -> None:
    """Set a cookie that scripts cannot read and that other sites cannot make use of."""
    response.set_cookie(
        name, value, httponly=True, secure=settings.secure_cookies, samesite="lax", path="/"
    )


def drop_cookie(response: Response, settings: Settings, name: str) -> None:
    """Let the browser forget a cookie."""
    response.delete_cookie(
        name, httponly=True, secure=settings.secure_cookies, samesite="lax", path="/"
    )


def local_path(text: str, otherwise: str) -> str:
    """Return a path to go on to if it lies within the console, else ``otherwise``."""
    plain = text.isprintable() and "\\" not in text
    return text if plain and text.startswith("/") and not text.startswith("//") else otherwise
