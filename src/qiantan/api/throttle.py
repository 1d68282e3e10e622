"""How often one address may ask. Whole releases are one request, so nobody needs to walk the list in a hurry."""

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import AnonRateThrottle


class PublicThrottle(AnonRateThrottle):
    """Counts by the address of the connection. Behind a proxy that ends TLS the last forwarded address is believed,
    because that proxy wrote it; anything further left could be made up.
    """

    def get_ident(self, request: HttpRequest) -> str | None:
        """Return who asks."""
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if forwarded and getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
            return forwarded.rpartition(",")[2].strip()
        return request.META.get("REMOTE_ADDR")


RATE = "240/m"
