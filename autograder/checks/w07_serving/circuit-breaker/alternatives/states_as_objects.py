class Closed:
    def __init__(self):
        self.count = 0

    def failed(self, breaker):
        self.count += 1
        if self.count >= breaker.failures:
            breaker.state = Open(breaker.clock())

    def succeeded(self, breaker):
        self.count = 0


class Open:
    def __init__(self, since):
        self.since = since


class HalfOpen:
    def failed(self, breaker):
        breaker.state = Open(breaker.clock())

    def succeeded(self, breaker):
        breaker.state = Closed()


class CircuitBreaker:
    def __init__(self, failures, cool_down, clock):
        if failures <= 0 or cool_down < 0:
            raise ValueError("impossible settings")
        self.failures = failures
        self.cool_down = cool_down
        self.clock = clock
        self.state = Closed()

    def call(self, operation):
        if isinstance(self.state, Open):
            if self.clock() < self.state.since + self.cool_down:
                raise CircuitOpen
            self.state = HalfOpen()
        elif isinstance(self.state, HalfOpen):
            raise CircuitOpen
        state = self.state
        try:
            result = operation()
        except BaseException:
            if self.state is state:
                state.failed(self)
            raise
        state.succeeded(self)
        return result
