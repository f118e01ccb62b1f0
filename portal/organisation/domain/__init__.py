"""What the organisation knows without a database."""

from portal.organisation.domain.kinds import AgencyKind, NoteKind, PosterState, SubjectKind

__all__ = ["AgencyKind", "NoteKind", "PosterState", "SubjectKind"]
