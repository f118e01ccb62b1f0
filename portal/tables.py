"""Every table of the portal, imported in one place so that migrations see them all."""

from portal.database import Base
from portal.organisation import models as organisation
from portal.rating import models as rating

__all__ = ["Base", "organisation", "rating"]
