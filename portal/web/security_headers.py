"""The security headers of every answer, in one place and asserted exactly by the tests."""

from flask import Flask, Response, request

from portal.settings import Settings

# Plotly sets an empty style element; its hash is the only exception to the style rule.
EMPTY_STYLE_HASH = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "base-uri 'none'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "manifest-src 'self'",
        "script-src 'self'",
        f"style-src 'self' {EMPTY_STYLE_HASH}",
        "worker-src 'self'",
    )
)
# Files that people sent are downloads; if a browser displays one it may load and run nothing.
SANDBOXED = frozenset({"work.evidence_file"})
HSTS = "max-age=31536000; includeSubDomains"
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def install_headers(app: Flask, settings: Settings) -> None:
    """Add the headers to every answer; what says nothing about caching is not stored."""
    always = dict(ALWAYS)
    if settings.is_https:
        always["Strict-Transport-Security"] = HSTS

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        for name in headers.keys() & always.keys():
            del headers[name]
        headers.extend(always)
        if request.endpoint in SANDBOXED:
            headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; sandbox"
        if "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store"
        if request.endpoint is None:
            headers["Cache-Control"] = "no-store"
        return response
