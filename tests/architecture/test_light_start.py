"""Starting the portal loads nothing that only signing in needs."""

import subprocess
import sys

HEAVY = ("flask_security", "flask_login", "passlib", "zxcvbn", "webauthn")
PROGRAM = f"""
import sys
import portal.app
print(*[name for name in {HEAVY!r} if name in sys.modules])
"""


def test_the_sign_in_library_waits_for_the_first_sign_in() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )

    assert loaded.stdout.split() == []
