#!/usr/bin/env bash
# WHAT: with protobuf 7.36.2, skl2onnx converts scikit-learn's gradient booster and no longer its
#   histogram booster: the converter hands the flags of missing values to ONNX as booleans, where a
#   list of integers is declared, and protobuf 7 takes a boolean for no integer. With protobuf 6.33.5
#   and everything else alike, both are converted. skl2onnx 1.20.0, onnx 1.23.2, scikit-learn 1.9.1,
#   run on 2026-11-29; not reported yet. Guess before: a major version of the wire library cannot
#   decide which estimators can be exported, and if it did, then all of them.
# WHY IT MATTERS: neither library pins protobuf below 7, so the export of a service's model breaks with
#   an update of a dependency that nobody imports, and the message names the attribute and not the cause.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
for protobuf in 6.33.5 7.36.2; do
    "$room/venv/bin/pip" install --quiet --disable-pip-version-check skl2onnx==1.20.0 onnx==1.23.2 \
        scikit-learn==1.9.1 protobuf==$protobuf
    "$room/venv/bin/python" - <<'END'
from importlib.metadata import version

import numpy as np
from skl2onnx import to_onnx
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier

features = np.random.default_rng(0).random((200, 3)).astype(np.float32)
labels = (features[:, 0] > 0.5).astype(int)
found = []
for model in (GradientBoostingClassifier(n_estimators=3), HistGradientBoostingClassifier(max_iter=3)):
    try:
        to_onnx(model.fit(features, labels), features[:1])
        found.append("converted")
    except ValueError as error:
        found.append(f"refused, because of a {type(error.__cause__).__name__}: {error.__cause__}")
    print(f"protobuf {version('protobuf')}  {type(model).__name__:31} {found[-1]}")
assert found[0] == "converted"
if version("protobuf").startswith("6."):
    assert found[1] == "converted"
else:
    assert found[1].startswith("refused, because of a TypeError") and "boolean" in found[1]
END
done
