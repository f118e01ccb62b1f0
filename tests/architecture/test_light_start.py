"""Starting the portal loads nothing that only signing in, migrating or a release needs."""

import subprocess
import sys

HEAVY = (
    "argon2",
    "zxcvbn",
    "alembic",
    "flask_migrate",
    "numpy",
    "scipy",
    "plotly",
)
PROGRAM = f"""
import sys
import portal.app
print(*[name for name in {HEAVY!r} if name in sys.modules])
"""


def test_what_few_need_is_loaded_when_it_is_needed() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )

    assert loaded.stdout.split() == []
