class Registry:
    def __init__(self):
        self.stages = []
        self.came_after = {}
        self.log = ()

    def register(self, who):
        self.stages.append("none")
        self.log += ((who, len(self.stages), None, "none"),)
        return len(self.stages)

    def stage(self, version):
        if 1 <= version <= len(self.stages):
            return self.stages[version - 1]
        raise ValueError(f"{version}?")

    def production(self):
        if "production" in self.stages:
            return self.stages.index("production") + 1
        return None

    def move(self, version, stage, who):
        at = self.stage(version)
        forward = (at, stage) in [("none", "staging"), ("staging", "production")]
        away = stage == "archived" and at != "archived"
        if not forward and not away:
            raise ValueError(f"{at} to {stage}")
        current = self.production()
        if stage == "production":
            self.came_after[version] = current
            if current is not None:
                self.move(current, "archived", who)
        self.stages[version - 1] = stage
        self.log += ((who, version, at, stage),)

    def rollback(self, who):
        current = self.production()
        former = self.came_after.get(current)
        if former is None:
            raise ValueError("nowhere")
        self.move(current, "archived", who)
        self.stages[former - 1] = "production"
        self.log += ((who, former, "archived", "production"),)
        return former

    def trail(self):
        return list(self.log)
