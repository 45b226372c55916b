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


def install_headers(app: Flask, settings: Settings) -> None:
    """Set the headers after every request."""
    policy = content_policy(settings.frame_ancestors)

    @app.after_request
    def _set(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
        if settings.secure_cookies:
            headers.setdefault("Strict-Transport-Security", f"max-age={YEAR_SECONDS}")
        if request.endpoint == "static":
            if "vendor/" in request.path or "v" in request.args:
                headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
        else:
            headers.setdefault("Cache-Control", "no-store")
        return response
