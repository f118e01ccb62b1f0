"""Put chance beside the counts of a year of the evaluation that waits for its day

Revision: 0072, after 0071

The ledger tells the digest of these counts when the year goes out. Years that are out keep the
text whose digest the ledger sealed.
"""

import json
import secrets
from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

SALT, SALT_BYTES = "salt", 32
WAITING = text(
    "SELECT release_id, body FROM staff_draft JOIN release ON release.id = release_id "
    "WHERE kind = 'evaluation' AND address = 'inputs'"
)
CHANGE = text("UPDATE staff_draft SET body = :body WHERE release_id = :id AND address = 'inputs'")


def upgrade() -> None:
    """Add chance to what waits; the page of a draft looks no different."""
    _change(lambda kept: {SALT: secrets.token_hex(SALT_BYTES), **kept})


def downgrade() -> None:
    """Take it away again: the code of before reads counts alone."""
    _change(lambda kept: {key: value for key, value in kept.items() if key != SALT})


def _change(change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    connection = op.get_bind()
    for row in connection.execute(WAITING).all():
        kept = json.dumps(change(json.loads(row.body)), ensure_ascii=False, sort_keys=True)
        connection.execute(CHANGE, {"body": kept, "id": row.release_id})
