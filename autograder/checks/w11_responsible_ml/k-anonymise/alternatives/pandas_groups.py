import itertools

import pandas as pd


def k_anonymise(frame, ladders, k, max_suppressed):
    if k < 1:
        raise ValueError("k")
    raw = frame.reset_index(drop=True)
    columns = list(ladders)
    heights = [len(ladders[column]) for column in columns]
    choices = itertools.product(*(range(height + 1) for height in heights))
    options = []
    for levels in choices:
        coarse = raw.copy()
        for column, level in zip(columns, levels):
            if level:
                coarse[column] = raw[column].map(ladders[column][level - 1])
        sizes = coarse.groupby(columns).transform("size")
        gone = raw.index[sizes < k].tolist()
        if len(gone) <= max_suppressed:
            options.append(((sum(levels), len(gone), levels), coarse, gone))
    # No two ranks are equal; of no options at all `min` raises a ValueError.
    (_, _, levels), coarse, gone = min(options)
    cost = pd.DataFrame(
        {column: [level / height] * len(raw) for column, level, height in zip(columns, levels, heights)}
    )
    cost.loc[gone] = 1.0
    return {
        "released": coarse.drop(index=gone).reset_index(drop=True),
        "levels": dict(zip(columns, levels)),
        "suppressed": gone,
        "lost": float(cost.to_numpy().mean()),
    }
