"""What every answer tells the browser about safety."""

from flask import Flask, Response, request

from config import Settings

YEAR_SECONDS = 31_536_000


def content_policy(frame_ancestors: str) -> str:
    """Only our own files run; nothing inline (WeUI and Tabler carry `data:` images)."""
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {frame_ancestors}",
        )
    )


def _usual(settings: Settings) -> list[tuple[str, str]]:
    """What is said unless a page says otherwise."""
    usual = [
        ("Content-Security-Policy", content_policy(settings.frame_ancestors)),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()"),
    ]
    if settings.secure_cookies:
        usual.append(("Strict-Transport-Security", f"max-age={YEAR_SECONDS}"))
    return usual


def install_headers(app: Flask, settings: Settings) -> None:
    """Set the headers after every request."""
    usual = _usual(settings)

    @app.after_request
    def _set(response: Response) -> Response:
        headers = response.headers
        said = {name for name, _ in headers}
        headers.extend([one for one in usual if one[0] not in said])
        if request.endpoint == "static":
            if "vendor/" in request.path or "v" in request.args:
                headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
        else:
            headers.setdefault("Cache-Control", "no-store")
        return response
