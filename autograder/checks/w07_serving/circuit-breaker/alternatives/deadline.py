import math


class CircuitBreaker:
    def __init__(self, failures, cool_down, clock):
        if failures < 1:
            raise ValueError("failures must be at least 1")
        if cool_down < 0:
            raise ValueError("cool_down must not be negative")
        self._limit = failures
        self._cool_down = cool_down
        self._clock = clock
        self._in_a_row = 0
        self._retry_at = None  # None while closed, infinite while a probe is under way
        self._era = object()  # another object each time it opens

    def call(self, operation):
        if self._retry_at is not None:
            if self._clock() < self._retry_at:
                raise CircuitOpen("open")
            self._retry_at = math.inf
        era = self._era
        failed = True
        try:
            result = operation()
            failed = False
            return result
        finally:
            if era is self._era:
                if failed:
                    self._note_failure()
                else:
                    self._note_success()

    def _note_failure(self):
        self._in_a_row += 1
        if self._in_a_row >= self._limit:  # so it is already when a probe fails
            self._retry_at = self._clock() + self._cool_down
            self._era = object()

    def _note_success(self):
        self._in_a_row = 0
        self._retry_at = None
