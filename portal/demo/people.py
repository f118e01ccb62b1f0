"""The made-up city's officers: plainly invented names, and who serves where from when."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from portal.demo.outline import DemoAgency, DemoDesk
from portal.organisation.records.record_types import OfficerRecord, PostingRecord

FIRST_NAMES = [
    "Mentari",
    "Samudra",
    "Rinai",
    "Embun",
    "Pelangi",
    "Kenari",
    "Cendana",
    "Merapi",
    "Angkasa",
    "Telaga",
    "Purnama",
    "Bayu",
    "Melati",
    "Bintang",
    "Senja",
    "Fajar",
    "Randu",
    "Pualam",
    "Ombak",
    "Gerimis",
]
LAST_NAMES = [
    "Jingga",
    "Lazuardi",
    "Nirmala",
    "Pertiwi",
    "Sagara",
    "Ilalang",
    "Cakrawala",
    "Pinus",
    "Mutiara",
    "Rimba",
    "Kencana",
    "Awan",
    "Delima",
    "Bahari",
    "Teratai",
]
MOVES = 24
LAST_MOVE_DAYS = 60


def invented_officers(count: int, *, rng: random.Random) -> list[OfficerRecord]:
    """Return ``count`` officers whose names and staff numbers nobody could take for real."""
    names = [f"{first} {last}" for first, last in product(FIRST_NAMES, LAST_NAMES)]
    rng.shuffle(names)
    return [
        OfficerRecord(
            code=f"CONTOH{number:04d}",
            name=f"{name} (rekaan)",
            badge_name=name,
            badge_number=f"{number:03d}",
        )
        for number, name in enumerate(names[:count], start=1)
    ]


def first_postings(
    agencies: Sequence[DemoAgency], officers: Sequence[OfficerRecord], *, starts_on: date
) -> list[PostingRecord]:
    """Return a posting for every officer, as many to a desk as its outline says."""
    pool = iter(officers)
    return [
        PostingRecord(officer=next(pool).code, desk=desk.code, starts_on=starts_on)
        for desk in all_desks(agencies)
        for _ in range(desk.officers)
    ]


def all_desks(agencies: Sequence[DemoAgency]) -> Iterator[DemoDesk]:
    """Return every desk of every agency, in order."""
    return (desk for agency in agencies for desk in agency.desks)


def moves(
    agencies: Sequence[DemoAgency],
    postings: Sequence[PostingRecord],
    *,
    rng: random.Random,
    until: date,
) -> list[PostingRecord]:
    """Return the postings that end and begin because officers move, most to another agency.

    Only desks with several officers are left or joined, so that every desk stays staffed and
    a desk with one officer keeps to one.
    """
    shared = [desk.code for desk in all_desks(agencies) if desk.officers > 2]
    movable = [posting for posting in postings if posting.desk in set(shared)]
    changed: list[PostingRecord] = []
    left: set[str] = set()
    for posting in rng.sample(movable, MOVES):
        if posting.desk in left:
            continue
        left.add(posting.desk)
        days = (until - posting.starts_on).days
        moved_on = posting.starts_on + timedelta(days=rng.randrange(30, days - LAST_MOVE_DAYS))
        target = rng.choice([code for code in shared if code != posting.desk])
        changed += [
            replace(posting, ends_on=moved_on - timedelta(days=1)),
            PostingRecord(officer=posting.officer, desk=target, starts_on=moved_on),
        ]
    return changed
