"""The week that hostile notebooks are handed in to.

`late-labels` is the first exercise of week 1 with fewer checks, and is the one attacked.
`first-flight` is graded before it and `share-late` after it; both must lose nothing.
"""

SLUG = "w97_host"
ATTACKED = "late-labels"
POINTS = {"first-flight": 20.0, "late-labels": 30.0, "share-late": 30.0}

SOURCE = '''\
# %% [markdown]
# # Week 97. Host

# %% setup="imports"
import math
from typing import Any

import numpy as np
import pandas as pd

from autograder import checker

check = checker("w97_host")


# %% exercise="first-flight"
def first_flight(minutes: list[int]) -> int:
    """The earliest of some departures, in minutes since midnight.

    >>> first_flight([540, 330])
    330
    """
    ### BEGIN SOLUTION
    return min(minutes)
    ### END SOLUTION


# %% check="first-flight" points=10

# %% check="first-flight" hidden=true points=10


# %% exercise="late-labels"
def late_labels(
    flights: pd.DataFrame, late_after: float = 15, cancelled: str = "exclude"
) -> pd.Series:
    """Label each flight 1.0 (late), 0.0 (on time) or NaN (no label).

    >>> late_labels(pd.DataFrame({"arr_delay": [15.0, 14.0]})).tolist()
    [1.0, 0.0]
    """
    ### BEGIN SOLUTION
    label_of_missing = {"exclude": np.nan, "late": 1.0, "on_time": 0.0}
    if cancelled not in label_of_missing:
        raise ValueError(f"cancelled must be one of {list(label_of_missing)}, not {cancelled!r}")
    delay = flights["arr_delay"]
    late = (delay >= late_after).astype("float64")
    return late.mask(delay.isna(), label_of_missing[cancelled]).rename("late")
    ### END SOLUTION


# %% check="late-labels" points=15

# %% check="late-labels" hidden=true points=15


# %% exercise="share-late"
def share_late(labels: list[float]) -> float:
    """The share of 1.0 among the labels.

    >>> share_late([1.0, 0.0, 0.0, 1.0])
    0.5
    """
    ### BEGIN SOLUTION
    return sum(labels) / len(labels)
    ### END SOLUTION


# %% check="share-late" points=15

# %% check="share-late" hidden=true points=15

# %% [markdown] memo="host-memo" points=20
# # Memo
#
# ### BEGIN SOLUTION
# The sample answer.
# ### END SOLUTION
'''

CHECKS = {
    "first-flight/test_public.py": '''\
from autograder.testing import assert_same, exercise


@exercise("first-flight")
def test_the_earliest_is_the_first(submission):
    """The smallest number of minutes is returned."""
    assert_same(submission.first_flight([540, 330, 600]), 330)
''',
    "first-flight/test_hidden.py": '''\
from autograder.testing import assert_same, exercise


@exercise("first-flight")
def test_the_earliest_of_secret_departures(submission, rng, reference):
    """The smallest of any numbers is returned."""
    minutes = [int(minute) for minute in rng.integers(0, 1440, 20)]
    assert_same(submission.first_flight(minutes), reference.first_flight(minutes))
''',
    "late-labels/test_public.py": '''\
import numpy as np
import pandas as pd

from autograder.testing import assert_same, exercise, is_a, rejects


def delays(*minutes, index=None):
    return pd.DataFrame({"arr_delay": np.array(minutes, dtype=float)}, index=index)


@exercise("late-labels")
def test_a_delay_of_exactly_the_limit_is_late(submission):
    """A flight is late from minute 15 on."""
    labels = submission.late_labels(delays(14, 15, 190, -15))
    is_a(labels, pd.Series)
    assert_same(labels.tolist(), [0.0, 1.0, 1.0, 0.0])


@exercise("late-labels")
def test_labels_are_a_float_series_on_the_index_of_the_flights(submission):
    """The labels are a float64 Series named "late" on the index of the flights."""
    labels = submission.late_labels(delays(15, 14, np.nan, index=[7, 3, 3]))
    assert_same(labels, pd.Series([1.0, 0.0, np.nan], index=[7, 3, 3], name="late"))


@exercise("late-labels")
def test_unknown_words_are_refused(submission):
    """Any other word for `cancelled` raises a ValueError that names it."""
    rejects(submission.late_labels, delays(20, 3), cancelled="Late", naming="Late")
''',
    "late-labels/test_hidden.py": '''\
import numpy as np
import pandas as pd

from autograder.testing import assert_same, assert_unchanged, exercise, is_a, rejects


@exercise("late-labels")
def test_secret_delays_are_labelled(submission, rng, reference):
    """Random delays are labelled rightly for random limits."""
    for word in ("exclude", "late", "on_time"):
        flights = pd.DataFrame({"arr_delay": rng.integers(-30, 90, 25).astype(float)})
        flights.loc[::4, "arr_delay"] = np.nan
        limit = int(rng.integers(0, 30))
        labels = submission.late_labels(flights, limit, word)
        assert_same(labels, reference.late_labels(flights, limit, word))


@exercise("late-labels")
def test_the_table_of_secret_flights_is_left_alone(submission):
    """The call changes nothing in the table that it is given."""
    flights = pd.DataFrame({"arr_delay": [20.0, np.nan, 3.0]})
    labels = assert_unchanged(submission.late_labels, flights, 15, "late")
    is_a(labels, pd.Series)
    assert_same(labels.tolist(), [1.0, 1.0, 0.0])


@exercise("late-labels")
def test_secret_words_are_refused(submission):
    """Only the three exact words are accepted."""
    flights = pd.DataFrame({"arr_delay": [3.0]})
    for word in ("EXCLUDE", "on time", "late "):
        rejects(submission.late_labels, flights, cancelled=word, naming=word)
''',
    "share-late/test_public.py": '''\
from autograder.testing import assert_same, exercise


@exercise("share-late")
def test_half_of_four(submission):
    """Two of four are one half."""
    assert_same(submission.share_late([1.0, 0.0, 0.0, 1.0]), 0.5)
''',
    "share-late/test_hidden.py": '''\
from autograder.testing import assert_same, exercise


@exercise("share-late")
def test_the_share_of_secret_labels(submission, rng, reference):
    """The share of any labels."""
    labels = [float(label) for label in rng.integers(0, 2, 30)]
    assert_same(submission.share_late(labels), reference.share_late(labels))
''',
}
