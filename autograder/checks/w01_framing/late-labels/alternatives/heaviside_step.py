LABEL_OF_MISSING = {"exclude": np.nan, "late": 1.0, "on_time": 0.0}


def late_labels(
    flights: pd.DataFrame, late_after: float = 15, cancelled: str = "exclude"
) -> pd.Series:
    """Label flights with a step function, through which NaN passes unharmed."""
    try:
        label_of_missing = LABEL_OF_MISSING[cancelled]
    except (KeyError, TypeError):
        raise ValueError(f"unknown choice for cancelled flights: {cancelled!r}") from None
    try:
        delay = flights["arr_delay"].to_numpy(dtype="float64", na_value=np.nan)
    except KeyError as error:
        raise ValueError("the column arr_delay is missing") from error
    step = np.heaviside(delay - late_after, 1.0)
    if not math.isnan(label_of_missing):
        step = np.nan_to_num(step, nan=label_of_missing)
    return pd.Series(step, index=flights.index, name="late")
