class LearningSystem(SteadySystem):
    pass
