class System(DurableSystem):
    pass
