"""The table of what an agency's headings mean in the files it sends."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.database import Base

IMPORT_NAME_LENGTH = 20
HEADING_LENGTH = 200
COLUMN_LENGTH = 40


class ColumnMeaning(Base):
    """Which column of an import a heading stands for in the files of an agency."""

    __tablename__ = "column_meaning"
    __table_args__ = (
        CheckConstraint("length(import_name) BETWEEN 1 AND 20", name="import_name"),
        CheckConstraint("length(heading) BETWEEN 1 AND 200", name="heading"),
        CheckConstraint("length(meaning) BETWEEN 1 AND 40", name="meaning"),
    )

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    #: Which import, such as ``paper``.
    import_name: Mapped[str] = mapped_column(String(IMPORT_NAME_LENGTH), primary_key=True)
    #: The heading as ``heading_key`` gives it, so that case, points and blanks do not matter.
    heading: Mapped[str] = mapped_column(String(HEADING_LENGTH), primary_key=True)
    #: A column that the import reads; ``-`` when what stands there is of no concern.
    meaning: Mapped[str] = mapped_column(String(COLUMN_LENGTH))
