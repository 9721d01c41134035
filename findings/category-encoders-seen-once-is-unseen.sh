#!/usr/bin/env bash
# WHAT: two encoders of category_encoders, LeaveOneOut and CatBoost, give a category that occurred once
#   in training the overall mean at `transform`, as if it had never been seen; CatBoost's own formula
#   would give it half its label. Target, m-estimate and James-Stein use the one row.
#   category_encoders 2.11.2, run on 2026-11-29. Guess before: one row counts as one row.
# WHY IT MATTERS: with long tails (tail numbers, shops) most categories occur once; swapping the encoder
#   changes what the model knows of them, and nothing says so.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet --disable-pip-version-check category-encoders==2.11.2
"$room/venv/bin/python" -W ignore - <<'END'
from importlib.metadata import version

import category_encoders as ce
import pandas as pd

table = pd.DataFrame({"shop": list("aaabbbcd")})
labels = pd.Series([0, 1, 1, 0, 1, 0, 1, 1])
mean = labels.mean()
asked = pd.DataFrame({"shop": ["c", "never seen"]})
found = {}
for name in ("LeaveOneOutEncoder", "CatBoostEncoder", "TargetEncoder", "MEstimateEncoder", "JamesSteinEncoder"):
    encoder = getattr(ce, name)().fit(table, labels)
    found[name] = encoder.transform(asked)["shop"].round(3).tolist()
print("category_encoders", version("category-encoders"), "overall mean", mean)
for name, (once, never) in found.items():
    print(f"  {name:20} seen once with label 1: {once}, never seen: {never}")
for name in ("LeaveOneOutEncoder", "CatBoostEncoder"):
    assert found[name] == [mean, mean]
for name in ("TargetEncoder", "MEstimateEncoder", "JamesSteinEncoder"):
    assert found[name][0] != found[name][1] == mean
print("one row by CatBoost's formula:", (1 + mean) / 2)
END
