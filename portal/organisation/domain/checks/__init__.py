"""Whether records fit together; a module for each family of rules."""

from portal.organisation.domain.checks.draft import Draft
from portal.organisation.domain.checks.rules import faults_of

__all__ = ["Draft", "faults_of"]
