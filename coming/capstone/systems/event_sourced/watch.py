class WatchfulSystem(LearningSystem):
    pass
