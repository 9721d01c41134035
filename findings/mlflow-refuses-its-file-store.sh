#!/usr/bin/env bash
# WHAT: tracking into a folder of files, long MLflow's default, is refused with an MlflowException
#   unless MLFLOW_ALLOW_FILE_STORE is set; a SQLite file works. mlflow-skinny 3.17.2, run on
#   2026-11-29. Guess before: a warning at most.
# WHY IT MATTERS: a training job that logs to a mounted folder stops at its first line after an upgrade
#   of a minor version, or, where the call stands in a `try`, goes on without a record of the run.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet --disable-pip-version-check mlflow-skinny==3.17.2 sqlalchemy==2.1.9 alembic==1.20.1
cd "$room"
MLFLOW_DISABLE_TELEMETRY=true DO_NOT_TRACK=true "$room/venv/bin/python" -W ignore - 2>/dev/null <<'END'
import os
from pathlib import Path

import mlflow

here = Path.cwd()
outcome = {}
for name, uri in (("folder", f"file:{here / 'runs'}"), ("SQLite", f"sqlite:///{here / 'runs.db'}")):
    mlflow.set_tracking_uri(uri)
    try:
        outcome[name] = f"made experiment {mlflow.create_experiment('x')}"
    except mlflow.MlflowException as error:
        outcome[name] = f"MlflowException: {str(error)[:80]}"
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
mlflow.set_tracking_uri(f"file:{here / 'allowed'}")
outcome["folder, allowed"] = f"made experiment {mlflow.create_experiment('x')}"
print("mlflow-skinny", mlflow.__version__)
for name, result in outcome.items():
    print(f"  {name:16} {result}")
assert outcome["folder"].startswith("MlflowException")
assert outcome["SQLite"].startswith("made") and outcome["folder, allowed"].startswith("made")
END
