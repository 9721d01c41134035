"""What can go wrong on our side of the fence; every message says where and what to do."""

from pathlib import Path


class CourseError(Exception):
    """Something a person can mend: the message names the place and the remedy."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows, by IPython's own protocol: the message is all there is to say."""
        return [str(self)]


class SourceError(CourseError):
    """A percent source that breaks the authoring rules."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")
        self.path = path
        self.line = line
        self.problem = problem


class NotebookError(CourseError):
    """A file that cannot be read as a submission."""


class CheckFileError(CourseError):
    """A check, mistake or alternative that breaks the rules of its folder."""
