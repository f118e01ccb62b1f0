"""Parts that the rules of the database on awards share: state of a scheme, columns set once."""

from portal.storage.row_rules import RowRule

STATE = "(SELECT s.state FROM award_scheme AS s WHERE s.id = {row}.scheme_id)"
# How many sit on the jury of a scheme.
SITTING = (
    "(SELECT count(*) FROM award_seat AS t WHERE t.scheme_id = {row} AND t.state <> 'stepped_out')"
)


def once(table: str, *columns: str) -> RowRule:
    """Return the rule that a column is filled once."""
    filled = " OR ".join(
        f"(OLD.{each} IS NOT NULL AND NEW.{each} IS DISTINCT FROM OLD.{each})" for each in columns
    )
    return RowRule(
        f"{table}_once",
        table,
        f"UPDATE OF {', '.join(columns)}",
        f"({filled})",
        "what was fixed stays",
    )
