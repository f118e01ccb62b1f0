"""Random cities whose people move between agencies over three years of the evaluation."""

import random
from dataclasses import dataclass, field

from portal.publication.yearly_evaluation.counts import (
    AgencyYear,
    EvaluationYear,
    ObjectionsYear,
    Training,
)

SMALLEST, LARGEST = 20, 400
VERY_GOOD, LOWER = 0.11, 0.01
MOVES = 0.06
KEEPS = 0.6


@dataclass
class MovingCity:
    """People with an agency and a predicate each; ``next_year`` moves some and rates all anew."""

    seed: int
    agencies: int = 25
    people: int = 3000
    dice: random.Random = field(init=False)
    #: Agency and predicate (2 Sangat Baik, 1 Baik, 0 lower) of each person.
    rated: list[tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        sizes = [self.dice.uniform(SMALLEST, LARGEST) for _ in range(self.agencies)]
        scale = self.people / sum(sizes)
        whole = [max(SMALLEST, round(size * scale)) for size in sizes]
        self.rated = [(number, 1) for number, size in enumerate(whole) for _ in range(size)]
        self.next_year(moves=0.0, keeps=0.0)

    def next_year(self, *, moves: float = MOVES, keeps: float = KEEPS) -> None:
        """Move a part of the people, and keep the predicate of a part of all."""
        self.rated = [self._moved(agency, before, moves, keeps) for agency, before in self.rated]

    def _moved(self, agency: int, before: int, moves: float, keeps: float) -> tuple[int, int]:
        if self.dice.random() < moves:
            agency = self.dice.randrange(self.agencies)
        return agency, before if self.dice.random() < keeps else self._predicate()

    def _predicate(self) -> int:
        drawn = self.dice.random()
        return 2 if drawn < VERY_GOOD else 0 if drawn > 1 - LOWER else 1

    def counted(self, year: int) -> EvaluationYear:
        """Return the year as the office counts it."""
        return EvaluationYear(
            year=year,
            rule_set=1,
            agencies=tuple(map(self._agency, range(self.agencies))),
            objections=ObjectionsYear(filed=41, decided=38, in_time=27, changed=12),
            programmes=17,
            overdue=3,
            reasoned_units=4,
            is_demo=False,
        )

    def _agency(self, number: int) -> AgencyYear:
        predicates = [predicate for agency, predicate in self.rated if agency == number]
        people = len(predicates)
        reached = self.dice.randint(0, people)
        return AgencyYear(
            code=f"agency-{number:02}",
            name=f"Instansi {number:02}",
            people=people,
            plans_in_time=self.dice.randint(0, people),
            evaluations_in_time=self.dice.randint(0, people),
            dialogues_held=self.dice.randint(0, people),
            very_good=predicates.count(2),
            good=predicates.count(1),
            lower=predicates.count(0),
            training=Training(hours=reached * self.dice.randint(20, 40), reached=reached),
        )


def small_city(seed: int) -> MovingCity:
    """Return a city of one to five agencies and 30 to 500 people."""
    dice = random.Random(seed)
    return MovingCity(seed, agencies=dice.randint(1, 5), people=dice.randint(30, 500))
