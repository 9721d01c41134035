"""Where the judge meets the course's data: what notebooks may import and read."""

from pathlib import Path

from autograder import course
from autograder.sandbox.workspace import PRELOAD, Workspace
from worlds import flights


def workspace() -> Workspace:
    """What a submission finds in its sandbox, with the data already in the cache.

    Checks, solutions and everything else of the repository are named as secrets: the sandbox
    refuses to start if one of them could be read.
    """
    flights.fill_cache()
    return Workspace(
        packages=(Path(flights.__file__).parent,),
        readable=(flights.path_of_cache(),),
        # Found by its path, as the home folder of student code is another one.
        environment={"MLSD_CACHE": str(flights.path_of_cache().parent)},
        preload=(*PRELOAD, "autograder.sandbox.stand_in", "worlds.flights"),
        secret=(course.CHECKS, course.ROOT / "solutions"),
    )


def data_problems() -> list[str]:
    """What is wrong with the course's data; empty if nothing is."""
    return flights.verify()
