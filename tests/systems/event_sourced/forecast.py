class ForecastSystem(CleanSystem):
    pass
