"""What every answer says to the browser: keep nothing, tell nobody, load nothing from elsewhere."""

from litestar.datastructures import MutableScopeHeaders
from litestar.status_codes import HTTP_200_OK
from litestar.types import Message, Scope

POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self'",
        "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
OF_ITS_OWN = frozenset({"Content-Security-Policy", "Permissions-Policy"})
"""What a page may bring itself: only the one that checks proofs does, for the script inside it and for the camera."""
KEPT = "public, max-age=31536000, immutable"
"""Style and script carry their digest in the address, so a bad network fetches them once."""


async def guarded(message: Message, scope: Scope) -> None:
    """Runs for every answer there is, errors and unknown addresses included."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in HEADERS.items():
        if name not in OF_ITS_OWN or name not in headers:
            headers[name] = value
    if scope["path"].startswith("/static/") and message["status"] == HTTP_200_OK:
        headers["Cache-Control"] = KEPT
