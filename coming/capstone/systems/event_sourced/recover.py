class DurableSystem(WatchfulSystem):
    pass
