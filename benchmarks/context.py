"""What every measurement is given: how long to look, a folder, and databases of its own."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tests.servers import Cluster


class Unavailable(RuntimeError):
    """This machine, or the portal as it stands, lacks what a measurement needs."""


@dataclass
class Context:
    """A run of the benchmarks.

    ``rounds`` pairs are measured for ``seconds`` each; ``ratings`` is the size of the large
    city, compared with a small one of ``small_ratings``. ``people`` is another size of the city of
    staff than the measurement's own, for a look that is not to be quoted as it.
    """

    folder: Path
    rounds: int = 5
    seconds: float = 4.0
    clients: int = 8
    ratings: int = 1_000_000
    small_ratings: int = 10_000
    seed: int | None = None
    people: int | None = None
    is_quick: bool = False
    _stack: ExitStack = field(default_factory=ExitStack)

    @cached_property
    def cluster(self) -> Cluster:
        """A PostgreSQL of the run's own with durable commits, as it comes from initdb."""
        folder = self.new_folder("cluster")
        folder.chmod(0o755)
        try:
            cluster = Cluster(folder)
        except FileNotFoundError as error:
            raise Unavailable("PostgreSQL is not installed") from error
        cluster.start()
        self._stack.callback(cluster.stop, "fast")
        return cluster

    def new_folder(self, name: str) -> Path:
        folder = self.folder / f"{name}-{secrets.token_hex(3)}"
        folder.mkdir()
        return folder

    def new_database(self, kind: str) -> str:
        """Return the URL of an empty database of ``kind``, sqlite or postgresql."""
        if kind == "sqlite":
            return f"sqlite:///{self.new_folder('sqlite')}/portal.db"
        return self.cluster.new_database()


@contextmanager
def new_context(**choices: object) -> Iterator[Context]:
    """Make a context whose files and servers end with the block."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name, ExitStack() as stack:
        Path(name).chmod(0o755)
        yield Context(folder=Path(name), _stack=stack, **choices)  # type: ignore[arg-type] # as main parsed them
