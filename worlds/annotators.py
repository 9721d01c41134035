"""People who label, with known skill: what an annotator model should recover.

The flights say how late, never why. Causes of delay are written down by people, who read the
same logs and disagree. Here the true causes are drawn first and each annotator then votes by a
confusion matrix that is known, so that an estimate of the truth, or of a skill, can be held
against the real one.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

CAUSES = ("carrier", "weather", "air traffic")
"""The classes of the running case: class 0 is the carrier, 1 the weather, 2 air traffic."""

ABSTAINS = -1
"""What a matrix of votes holds where an annotator gave none."""


@dataclass(frozen=True)
class Annotator:
    """Somebody who labels.

    name: distinct within a panel; it also selects the annotator's own stream of chance.
    confusion: row t holds the chances of voting 0, 1, ... when the true class is t.
    answers: the chance of voting at all, whatever the true class.

    Raises ValueError unless `confusion` is square, its rows are distributions, and `answers` is
    a probability.
    """

    name: str
    confusion: tuple[tuple[float, ...], ...]
    answers: float = 1.0

    def __post_init__(self) -> None:
        rows = np.array([row for row in self.confusion if len(row) == len(self.confusion)])
        if len(rows) != len(self.confusion) or len(rows) == 0:
            raise ValueError(f"{self.name}: the confusion matrix is not square")
        if not ((rows >= 0).all() and np.allclose(rows.sum(axis=1), 1, rtol=0, atol=1e-9)):
            raise ValueError(f"{self.name}: each row of a confusion matrix is a distribution")
        if not 0 <= self.answers <= 1:
            raise ValueError(f"{self.name}: `answers` is a probability, not {self.answers}")


def even_handed(name: str, accuracy: float, n_classes: int = 3, answers: float = 1.0) -> Annotator:
    """An annotator who is right with one chance for every class, and errs evenly otherwise."""
    if n_classes < 2:
        raise ValueError(f"somebody who chooses needs two classes or more, not {n_classes}")
    error = (1 - accuracy) / (n_classes - 1)
    rows = np.full((n_classes, n_classes), error) + np.eye(n_classes) * (accuracy - error)
    return Annotator(name, tuple(tuple(row) for row in rows.tolist()), answers)


def desk_panel() -> tuple[Annotator, ...]:
    """The six people whom the desk can ask for the cause of a delay (see `CAUSES`).

    Two are good, one is middling, one blames the weather for most of what air traffic did, one
    answers seldom but well, and one does not read the logs at all.
    """
    return (
        even_handed("dispatcher", 0.88),
        even_handed("duty manager", 0.82),
        even_handed("gate agent", 0.60),
        Annotator("trainee", ((0.70, 0.25, 0.05), (0.05, 0.90, 0.05), (0.10, 0.75, 0.15))),
        even_handed("pilot", 0.92, answers=0.25),
        Annotator("contractor", ((0.80, 0.15, 0.05),) * 3),
    )


def draw_truth(n: int, prior: ArrayLike, seed: int) -> NDArray[np.int64]:
    """True classes of n items, shape (n,), drawn independently from the distribution `prior`.

    Raises ValueError where `prior` is no distribution.
    """
    chances = np.asarray(prior, dtype=float)
    if chances.ndim != 1 or not ((chances >= 0).all() and np.isclose(chances.sum(), 1, rtol=1e-9)):
        raise ValueError("the prior is a distribution over the classes")
    return _choose(np.broadcast_to(chances, (n, len(chances))), np.random.default_rng(seed))


def cast_votes(truth: ArrayLike, panel: Sequence[Annotator], seed: int) -> NDArray[np.int64]:
    """The votes of a panel, shape (n, m): one row an item, one column an annotator.

    Given the true class, votes are independent of each other. Where somebody did not answer the
    matrix holds `ABSTAINS`. Each annotator has a stream of chance chosen by `seed` and their
    name: the votes of one do not depend on who else is on the panel.

    Raises ValueError where two annotators share a name, or a true class is outside somebody's
    confusion matrix.
    """
    true = np.asarray(truth, dtype=np.int64)
    if len({annotator.name for annotator in panel}) < len(panel):
        raise ValueError("two annotators of the panel have the same name")
    votes = np.full((len(true), len(panel)), ABSTAINS, dtype=np.int64)
    for column, annotator in enumerate(panel):
        confusion = np.array(annotator.confusion)
        if len(true) and not (true.min() >= 0 and true.max() < len(confusion)):
            raise ValueError(f"{annotator.name} knows the classes 0 to {len(confusion) - 1} only")
        rng = np.random.default_rng([seed, zlib.crc32(annotator.name.encode())])
        answered = rng.random(len(true)) < annotator.answers
        votes[:, column] = np.where(answered, _choose(confusion[true], rng), ABSTAINS)
    return votes


def _choose(chances: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.int64]:
    """One class for each row of chances, by inverting its cumulative distribution."""
    limits = np.cumsum(chances, axis=1)
    limits[:, -1] = 1.0  # rounding must not leave a gap above the last class
    drawn = rng.random(len(chances))[:, np.newaxis]
    return np.asarray((drawn >= limits).sum(axis=1), dtype=np.int64)
