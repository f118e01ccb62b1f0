"""What was deleted of comments and of sealed texts stands in no statistics of the server either."""

from collections.abc import Iterator

from sqlalchemy import Column, LargeBinary, MetaData, Table, delete, inspect, text
from sqlalchemy.orm import Session

from portal.rating.mixing.ballot_models import Comment
from tests.factories.organisation import make_agency

WORD = "rahasia"


def deleted_comments(session: Session) -> None:
    """Write comments, let the database look at them, and delete them again."""
    agency = make_agency(session)
    session.flush()
    for number in range(200):
        place = {"agency_id": agency.id, "period": "2026-10"}
        token = number.to_bytes(16, "big")
        session.add(Comment(token=token, text=f"{WORD} {number}", **place))
    session.commit()
    session.execute(text("ANALYZE"))
    session.execute(delete(Comment))
    session.commit()


def sampled(session: Session) -> bool:
    """Whether any statistics of the database hold a word of the comments."""
    return any(WORD in str(row) for table in statistics(session) for row in table)


def statistics(session: Session) -> Iterator[list[object]]:
    if is_server(session):
        yield list(session.execute(text("SELECT * FROM pg_stats")))
        return
    for name in inspect(session.connection()).get_table_names():
        if name.startswith("sqlite_stat"):
            yield list(session.execute(text(f"SELECT * FROM {name}")))


def is_server(session: Session) -> bool:
    return session.connection().dialect.name == "postgresql"


def test_nothing_of_deleted_comments_is_left_in_statistics(session: Session) -> None:
    deleted_comments(session)

    assert not sampled(session)


def test_the_server_kept_them_before(session: Session) -> None:
    """The check can fail: with usual statistics a hundred comments stand there still."""
    if is_server(session):
        usual = "ALTER TABLE rating_comment ALTER COLUMN text SET STATISTICS -1"
        session.execute(text(usual))
        session.commit()
    deleted_comments(session)

    assert sampled(session) is is_server(session)


TARGETS = (
    "SELECT relname || '.' || attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid "
    "WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND attnum > 0 "
    "AND NOT attisdropped AND atttypid = 'bytea'::regtype AND {}"
)


def columns_of_bytes(session: Session, *, where: str = "TRUE") -> list[str]:
    """Return the columns that hold bytes; none on SQLite, which keeps no samples."""
    return list(session.scalars(text(TARGETS.format(where)))) if is_server(session) else []


def test_no_column_of_bytes_has_samples(session: Session) -> None:
    assert columns_of_bytes(session, where="attstattarget IS DISTINCT FROM 0") == []
    assert (len(columns_of_bytes(session)) > 100) is is_server(session)


def sealed_rows(session: Session, *, is_usual: bool) -> bool:
    """Write sealed texts, delete them, and say whether the server still shows one."""
    table = Table("sealed_trial", MetaData(), Column("sealed", LargeBinary))
    table.create(session.connection())
    if is_usual and is_server(session):
        usual = "ALTER TABLE sealed_trial ALTER COLUMN sealed SET STATISTICS -1"
        session.execute(text(usual))
    rows = [{"sealed": f"{WORD} {number}".encode()} for number in range(200)]
    session.execute(table.insert(), rows)
    session.execute(text("ANALYZE"))
    session.execute(table.delete())
    return any(WORD.encode().hex() in str(row) for each in statistics(session) for row in each)


def test_a_new_table_keeps_no_samples_of_what_is_sealed(session: Session) -> None:
    assert not sealed_rows(session, is_usual=False)


def test_the_server_would_keep_a_hundred_sealed_texts(session: Session) -> None:
    """The check can fail: with usual statistics deleted rows can still be read."""
    assert sealed_rows(session, is_usual=True) is is_server(session)
