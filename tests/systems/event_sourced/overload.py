class SteadySystem(ForecastSystem):
    pass
