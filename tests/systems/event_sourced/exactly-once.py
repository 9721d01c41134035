class CleanSystem(NaiveSystem):
    pass
