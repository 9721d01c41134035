"""How lecture pages are executed: one look for figures, and a cache that knows what they depend on.

myst-nb caches an executed page by the text of its code cells.
What the cells import and read matters as much, so each state of those files has a cache of its own.
Beside an executed page lies what its run cost the kernel; see `kernel_usage`.
"""

import hashlib
import os
from importlib import metadata
from pathlib import Path

from website import kernel_usage

# Figures are drawn as SVG: sharp on a phone, on paper and at any zoom.
# Without dates and with fixed ids, an unchanged figure is an unchanged file.
KERNEL_CONFIG = """\
c = get_config()  # noqa: F821
c.InlineBackend.figure_formats = {"svg"}
c.InlineBackend.print_figure_kwargs = {"bbox_inches": "tight", "metadata": {"Date": None}}
c.InlineBackend.rc = {"svg.hashsalt": "mlsd"}
# A kernel listens on this machine only, and says at each start that it does so unencrypted.
c.IPKernelApp.log_level = "ERROR"
c.InteractiveShellApp.exec_lines = ["__import__('website.kernel_usage')"]
"""
LIBRARIES = (
    "numpy", "pandas", "scikit-learn", "matplotlib", "duckdb", "pyarrow", "ipykernel", "polars",
    "category-encoders", "statsmodels", "river", "mlflow-skinny", "numpy-financial", "bm25s",
    "distributed", "fairlearn", "fastapi", "onnxruntime", "pybreaker", "rank-bm25", "safetensors",
    "skl2onnx", "skops", "uvicorn", "dask", "joblib", "urllib3",
)  # fmt: skip


def cache_folder(root: Path) -> Path:
    """Where executed pages are kept; another one when what they import or draw with changes."""
    digest = hashlib.sha256(KERNEL_CONFIG.encode())
    for name in LIBRARIES:
        digest.update(f"{name} {metadata.version(name)}\n".encode())
    lectures = root / "lectures"
    files = [lectures / "style.mplstyle", *lectures.glob("*.py"), *lectures.glob("*.csv")]
    files += [*(root / "worlds").rglob("*.py"), *(root / "worlds").glob("*.toml")]
    for path in sorted(set(files) - {lectures / "conf.py"}):
        digest.update(f"{path.relative_to(root)}\n".encode())
        digest.update(path.read_bytes())
    return root / "build" / "lecture-cache" / digest.hexdigest()[:16]


def prepare_kernel(root: Path) -> None:
    """Give the kernels of this build an IPython profile of their own, whatever the user's says."""
    profile = root / "build" / "ipython" / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(KERNEL_CONFIG, encoding="utf-8")
    os.environ["IPYTHONDIR"] = str(profile.parent)
    os.environ[kernel_usage.FOLDER] = str(cache_folder(root) / "usage")
