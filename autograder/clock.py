"""The clock of `mlsd check`: what is stopped when graded, such as an endless loop, is stopped here.

In the learner's own process there is no sandbox that could be killed; the clock raises an error in
the learner's code instead.
"""

import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import Any

from autograder.sandbox.errors import SubmissionStopped
from autograder.sandbox.errors import Verdict as Stop
from autograder.sandbox.limits import Limits
from autograder.submission import LocalSubmission
from autograder.unfinished import overran

AGAIN_SECONDS = 3.0
"""Of the further calls of an exercise, once one of its calls had to be stopped."""
RING_SECONDS = 0.05
"""From one ring of the clock to the next, for code may keep the first to itself."""


class TookTooLong(BaseException):
    """Raised in the learner's code when its time is over; no `except Exception` keeps it.

    Its text says what a cell did that it ends.
    """


class _CutOff(SubmissionStopped):
    """A call that was stopped by our clock, in words for the learner."""

    def __init__(self, detail: str) -> None:
        super().__init__(Stop.CALL_TIMEOUT, detail, alive=True)

    def __str__(self) -> str:
        return self.detail


class Clock:
    """A clock that raises TookTooLong in the learner's code, and nowhere else.

    It goes on ringing until it is stopped: a bare `except:` in a loop keeps most rings to itself,
    but not the one that comes between two rounds. Code that stays within one call of C
    (`sum(iter(int, 1))`) hears none, nor Ctrl-C.
    Where signals cannot be used (Windows, another thread) it never rings.

    limits: those of grading, of which the wall clocks of a cell and of a call that a check makes
    hold here as well.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._usable = (
            hasattr(signal, "SIGALRM") and threading.current_thread() is threading.main_thread()
        )
        self.running = False
        self._seconds = 0.0

    def __enter__(self) -> "Clock":
        if self._usable:
            self._before = signal.signal(signal.SIGALRM, self._ring)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        if self._usable:
            signal.signal(signal.SIGALRM, self._before or signal.SIG_DFL)

    def start(self, seconds: float) -> None:
        """Ring in so many seconds; what was to ring before does not."""
        self._seconds = seconds
        self.running = True
        if self._usable:
            signal.setitimer(signal.ITIMER_REAL, seconds, RING_SECONDS)

    def start_cell(self) -> None:
        """Give the cell that is run next its time."""
        self.start(self.limits.cell_seconds)

    def stop(self) -> None:
        """Ring no more."""
        if self._usable:
            signal.setitimer(signal.ITIMER_REAL, 0)
        self.running = False

    def _ring(self, signum: int, frame: FrameType | None) -> None:
        while frame is not None:
            code = frame.f_code
            if code is LocalSubmission.run.__code__ or code.co_filename.startswith(
                "<ipython-input"
            ):
                raise TookTooLong(overran(self._seconds))
            frame = frame.f_back


class Timed(LocalSubmission):
    """What a notebook defined, each call under the clock.

    seconds: of the next call; shorter once a call had to be stopped.
    """

    def __init__(self, ran: LocalSubmission, clock: Clock) -> None:
        super().__init__(ran._namespace, ran._failures)
        self.clock = clock
        self.start_exercise()

    def start_exercise(self) -> None:
        """Give each call its whole time, whatever became of those of another exercise."""
        self.seconds = self.clock.limits.call_seconds

    def run(
        self,
        name: str,
        function: Callable[..., Any],
        args: Sequence[Any],
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        """As for any LocalSubmission; raises SubmissionStopped when the time is over."""
        clock, seconds, usual = self.clock, self.seconds, self.clock.limits.call_seconds
        if clock.running:  # called by a function of the check which the submission has called
            return super().run(name, function, args, kwargs)
        clock.start(seconds)
        try:
            return super().run(name, function, args, kwargs)
        except TookTooLong:
            self.seconds = min(seconds, AGAIN_SECONDS)
            again = " (less time, as an earlier call was stopped)" if seconds < usual else ""
            self.cut_short = _CutOff(
                f"`{name}` ran for more than {seconds:g} s{again}. An endless loop? "
                f"When graded, a call is cut off after {usual:g} s"
            )
            raise self.cut_short from None
        finally:
            clock.stop()
