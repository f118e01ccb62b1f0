"""Rules of a rating that need no database."""

from portal.rating.domain.channels import Channel

__all__ = ["Channel"]
