class Registry:
    """Nothing is kept but the entries, call by call; all else is read from them."""

    def __init__(self):
        self.calls = []

    def trail(self):
        return [entry for call in self.calls for entry in call]

    def register(self, who):
        number = 1 + sum(old is None for _, _, old, _ in self.trail())
        self.calls.append([(who, number, None, "none")])
        return number

    def move(self, version, stage, who):
        old, live = self.stage(version), self.production()
        legal = {
            "none": ["staging", "archived"],
            "staging": ["production", "archived"],
            "production": ["archived"],
            "archived": [],
        }
        if stage not in legal[old]:
            raise ValueError(f"{old} to {stage}")
        call = [(who, version, old, stage)]
        if stage == "production" and live is not None:
            call = [(who, live, "production", "archived"), *call]
        self.calls.append(call)

    def rollback(self, who):
        live = self.production()
        for call in self.calls:  # the first one that brought it to production was a move
            if call[-1][1] == live and call[-1][3] == "production":
                break
        else:
            raise ValueError("none in production")
        if len(call) == 1:
            raise ValueError("there was none")
        former = call[0][1]
        back = (who, former, "archived", "production")
        self.calls.append([(who, live, "production", "archived"), back])
        return former

    def stage(self, version):
        stages = [stage for _, number, _, stage in self.trail() if number == version]
        if not stages:
            raise ValueError(version)
        return stages[-1]

    def production(self):
        live = None
        for _, number, old, new in self.trail():
            if new == "production":
                live = number
            elif old == "production":
                live = None
        return live
