class System(DurableSystem):
    """How much oftener the flights of a group were late than all: no forecast is looked at."""

    def learn(self):
        model = super().learn()
        late = {"small": [], "large": []}
        for flight in self.settled():
            late[self.decisions[flight]["group"]].append(self.labels[flight])
        every = late["small"] + late["large"]
        for name, labels in late.items():
            if labels:
                model[name] = logit(sum(labels) / len(labels)) - logit(sum(every) / len(every))
        return model

    def score(self, flight, features):
        return super().score(flight, features) + self.model.get(self.group(flight), 0.0)
