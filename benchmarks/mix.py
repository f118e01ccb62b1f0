"""How fast the nightly mix is, and whether its memory grows with what waits.

The inbox is filled with ciphertexts of a few hundred different ratings; each is opened for
itself. A mix runs in a process of its own: python -m benchmarks.mix URL KEYS_DIR
"""

import json
import os
import random
import resource
import secrets
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

from nacl.public import PrivateKey, SealedBox
from sqlalchemy import create_engine, insert
from sqlalchemy.orm import Session

from benchmarks.context import Context, Unavailable
from benchmarks.ratio import Ratio
from benchmarks.serving import ROOT
from portal.demo.city import build_city
from portal.organisation.people.officer_queries import officers_by_desk_and_period
from portal.organisation.places.catalogue import Catalogue
from portal.rating.answers.answers import RatingAnswers
from portal.rating.mixing.inbox_models import SealedRating
from portal.rating.mixing.inbox_queries import current_inbox_key
from portal.rating.mixing.sealing import Sealer
from portal.rating.mixing.service import mix_ratings, open_inbox
from portal.storage.database import Base, begin_write, engine_options
from portal.storage.sealing.keys import KeyStore
from portal.survey.elements import ELEMENTS

RATINGS_PER_CORE_SECOND = 3_000
MEMORY_GROWTH = 1.3
VARIANTS = 40
ROWS_AT_ONCE = 5_000
BARE_BOXES, BARE_BYTES = 5_000, 976
TODAY = date(2026, 3, 14)
NOW = datetime(2026, 3, 14, 20, tzinfo=UTC)
CHANNELS = ("ticket", "presence", "open")
KINDS = ("sqlite", "postgresql")


def measure(context: Context) -> list[Ratio]:
    """Mix a small and a large inbox on both databases."""
    found = [_bare_opening()]
    for kind in KINDS:
        small = [_mixed(context, kind, ratings=context.small_ratings) for _ in range(3)]
        large = _mixed(context, kind, ratings=context.ratings)
        found += [_speed(kind, large), _memory(kind, small=small, large=large)]
    return found


def _bare_opening() -> Ratio:
    """Return how many sealed boxes one core opens a second when it does nothing else."""
    key = PrivateKey.generate()
    box, opened = SealedBox(key), SealedBox(key.public_key).encrypt(bytes(BARE_BYTES))
    began = time.process_time()
    for _ in range(BARE_BOXES):
        box.decrypt(opened)
    a_second = BARE_BOXES / (time.process_time() - began)
    return Ratio("sealed boxes one core opens a second, doing nothing else", a_second, unit="/s")


def _speed(kind: str, large: dict[str, float]) -> Ratio:
    return Ratio(
        f"ratings mixed a second of one core, {kind}",
        large["ratings"] / large["cpu_seconds"],
        RATINGS_PER_CORE_SECOND,
        side="at least",
        unit="/s",
        detail={name: round(value, 1) for name, value in large.items()},
    )


def _memory(kind: str, *, small: list[dict[str, float]], large: dict[str, float]) -> Ratio:
    before = median(one["peak_megabytes"] for one in small)
    return Ratio(
        f"peak memory of the mix, {large['ratings']:,.0f} waiting to {small[0]['ratings']:,.0f},"
        f" {kind}",
        large["peak_megabytes"] / before,
        MEMORY_GROWTH,
        detail={"MB small": round(before), "MB large": round(large["peak_megabytes"])},
    )


def _mixed(context: Context, kind: str, *, ratings: int) -> dict[str, float]:
    """Fill an inbox of ``ratings`` and mix it; the server's work counts as the mix's."""
    url, keys = context.new_database(kind), context.new_folder("keys")
    fill(url, keys, ratings=ratings)
    server = _server_cpu_seconds(context) if kind == "postgresql" else 0.0
    result = subprocess.run(
        [sys.executable, "-m", "benchmarks.mix", url, str(keys)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(result.stdout)
    if found["ratings"] + found["waiting"] != ratings or found["waiting"] > ratings / 10:
        raise Unavailable(f"only {found['ratings']:,.0f} of {ratings:,} were mixed")
    if kind == "postgresql":
        found["cpu_seconds"] += _server_cpu_seconds(context) - server
    return found


def fill(url: str, keys: Path, *, ratings: int) -> None:
    """Make a city, open its inbox and put sealed ratings into it, a batch in every group."""
    engine = create_engine(url, **engine_options(url))
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        places = build_city(session, seed=1, today=TODAY).catalogue
        open_inbox(session, KeyStore(keys))
        key = current_inbox_key(session)
        if key is None:
            raise Unavailable("the inbox does not open")
        sealed = _sealed_variants(session, places, Sealer(key.public_key))
        groups = [(desk, channel) for desk in sealed for channel in CHANNELS]
        for start in range(0, ratings, ROWS_AT_ONCE):
            rows = [
                {
                    "token": secrets.token_bytes(16),
                    "key_id": key.key_id,
                    "desk_id": desk,
                    "channel": channel,
                    "ciphertext": random.choice(sealed[desk]),
                }
                for desk, channel in (
                    groups[number % len(groups)]
                    for number in range(start, min(start + ROWS_AT_ONCE, ratings))
                )
            ]
            begin_write(session)
            session.execute(insert(SealedRating.__table__), rows)
            session.commit()
    engine.dispose()


def _sealed_variants(session: Session, places: Catalogue, sealer: Sealer) -> dict[int, list[bytes]]:
    """Return sealed ratings by desk: some with officer, profile, reasons, comment."""
    draw = random.Random(1)
    served = officers_by_desk_and_period(session, f"{TODAY:%Y-%m}")
    session.commit()
    return {
        desk.id: [
            sealer.seal(
                RatingAnswers(
                    service_id=draw.choice(sorted(desk.service_ids)),
                    scores={element: draw.randint(1, 4) for element in ELEMENTS},
                    officer_id=draw.choice(sorted(served[desk.id]))
                    if draw.random() < 0.6
                    else None,
                    reasons=frozenset(draw.sample(ELEMENTS, 2))
                    if draw.random() < 0.25
                    else frozenset(),
                    comment="Pelayanan cepat dan ramah." if draw.random() < 0.1 else None,
                    profile={"sex": "female", "age": "26_to_35"} if draw.random() < 0.5 else {},
                )
            )
            for _ in range(VARIANTS)
        ]
        for desk in places.desks.values()
        if desk.id in served and not desk.is_retired(TODAY)
    }


def _server_cpu_seconds(context: Context) -> float:
    """Return what the cluster's processes have worked so far, those that ended included."""
    postmaster = int((context.cluster.folder / "postmaster.pid").read_text().split()[0])
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(folder.name) == postmaster:
            ticks += sum(map(int, fields[11:15]))
        elif int(fields[1]) == postmaster:
            ticks += sum(map(int, fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def main(url: str, keys: str) -> None:
    """Mix what waits and print what it took."""
    engine = create_engine(url, **engine_options(url))
    with Session(engine) as session:
        began, worked = time.perf_counter(), time.process_time()
        report = mix_ratings(session, KeyStore(Path(keys)), now=NOW, timezone="Asia/Jakarta")
        seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - worked
    engine.dispose()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_megabytes": peak}
    print(json.dumps({"ratings": report.mixed, "waiting": report.waiting, **found}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
