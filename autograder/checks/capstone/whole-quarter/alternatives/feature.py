class System(DurableSystem):
    """Whether the destination is small is one more feature, so that the model has a level for it."""

    def features(self, flight, reading):
        return [*super().features(flight, reading), float(self.group(flight) == "small")]
