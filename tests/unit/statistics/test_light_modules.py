"""What a worker may load: the agreed numbers and plain arithmetic, without numpy or scipy."""

import subprocess
import sys

import pytest

LOADED = "import {module}, sys; print(*sorted({{'numpy', 'scipy'}} & sys.modules.keys()))"


@pytest.mark.parametrize(
    "module",
    [
        "portal.statistics.constants",
        "portal.statistics.reliability",
        "portal.statistics.disclosure",
        "portal.statistics.cusum",
        "portal.statistics.anonymity_set",
        "portal.survey.index",
    ],
)
def test_loads_neither_numpy_nor_scipy(module: str) -> None:
    script = LOADED.format(module=module)

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == []
