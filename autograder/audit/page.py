"""An audit as one HTML page: figures, a heat map of exercises by operators, survivors, checks."""

from dataclasses import dataclass
from pathlib import Path

import jinja2

from autograder.audit.audit import Audit, problems
from autograder.audit.operators import OPERATORS
from autograder.audit.text import figures_of
from autograder.report import write_atomically


@dataclass(frozen=True)
class Square:
    """One square of the heat map: mutants of an exercise by one operator, and who notices them.

    public and every: how many the public checks kill, and all checks together.
    """

    mutants: int
    public: int
    every: int

    @property
    def share(self) -> float:
        """Of the mutants that the public checks kill."""
        return self.public / self.mutants if self.mutants else 1.0

    @property
    def colour(self) -> str:
        """White where everything is noticed, darker with what is not; reads in greyscale."""
        lost = 1 - self.share
        return f"hsl(28 80% {100 - round(50 * min(1.0, lost * 2))}%)" if lost else "transparent"

    @property
    def survivors(self) -> int:
        return self.mutants - self.every


def squares(audit: Audit) -> dict[str, dict[str, Square]]:
    """The heat map: for each exercise and each operator that changed something in the week."""
    used = {fate.mutant.operator for fate in audit.judged}
    return {
        exercise: {name: _square(audit, exercise, name) for name in OPERATORS if name in used}
        for exercise in audit.exercises
    }


def _square(audit: Audit, exercise: str, operator: str) -> Square:
    fates = [
        fate.findings
        for fate in audit.judged
        if (fate.mutant.solution.exercise, fate.mutant.operator) == (exercise, operator)
    ]
    return Square(len(fates), sum(f.killed_public for f in fates), sum(f.killed for f in fates))


def write(audit: Audit, path: Path) -> None:
    """Write the page."""
    templates = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    heat = squares(audit)
    text = templates.get_template("audit.html").render(
        audit=audit,
        problems=problems(audit),
        heat=heat,
        operators=[OPERATORS[name] for name in next(iter(heat.values()), {})],
        figures={exercise: figures_of(audit, exercise) for exercise in audit.exercises},
    )
    write_atomically(path, text)
