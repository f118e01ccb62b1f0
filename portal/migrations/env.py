"""Runs the migrations on the running app's engine; SQLite tables are rebuilt in batches."""

from alembic import context
from flask import current_app

from portal.storage.first_use import check_first_use, sqlite_file
from portal.storage.sqlite_files import making_database
from portal.storage.waiting import MIGRATION, acting_as
from portal.tables import Base
from portal.web.extensions import current_settings

database = current_app.extensions["migrate"].db


def is_compared(item, name, type_, reflected, compare_to):  # type: ignore[no-untyped-def] # alembic's hook
    """Leave expression indexes to the schema dump test; SQLite cannot reflect them."""
    return not (type_ == "index" and name == "uq_tally_cell")


def run() -> None:
    """Apply the migrations in one transaction."""
    settings = current_settings()
    file = sqlite_file(settings)
    if file is not None and not file.exists():
        check_first_use(settings, None)
    with acting_as(MIGRATION), making_database(), database.engine.connect() as connection:
        check_first_use(settings, connection)
        # What Alembic finds under way it leaves to whoever began it.
        connection.rollback()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            include_object=is_compared,
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
