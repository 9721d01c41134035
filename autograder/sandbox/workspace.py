"""What every submission of an assignment finds in its sandbox."""

from __future__ import annotations

import dataclasses
import os
import shutil
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from pathlib import Path

from autograder.sandbox.errors import ConfigurationError
from autograder.sandbox.identity import Identity

PRELOAD = (
    "numpy",
    "pandas",
    "matplotlib.pyplot",
    "scipy.stats",
    "sklearn.cluster",
    "sklearn.ensemble",
    "sklearn.linear_model",
    "sklearn.metrics",
    "sklearn.model_selection",
    "sklearn.neighbors",
    "sklearn.pipeline",
    "sklearn.preprocessing",
    "sklearn.tree",
    "statistics",
)
SYSTEM_PATHS = (
    "/usr",
    "/bin",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/fonts",
    "/etc/ssl/openssl.cnf",
)
# One thread each, set before the first import: what has threads must not fork.
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    # Like no course's data: what leans on the machine's own clock zone is wrong here, as it would
    # be on the next machine. (A rule, not a name, because names need a folder of the machine.)
    "TZ": "<+1345>-13:45",
    # No folder of the machine: the rules of time zones come from the package that is pinned.
    "PYTHONTZPATH": "",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "BLIS_NUM_THREADS": "1",
    "POLARS_MAX_THREADS": "1",
    "ARROW_IO_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    # Arrow carries a jemalloc that starts a thread of its own when it is loaded.
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "LOKY_MAX_CPU_COUNT": "1",
    "JOBLIB_MULTIPROCESSING": "0",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}


NOBODY = Identity()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Workspace:
    """What student code may import and read, and what it must not."""

    packages: tuple[Path, ...] = ()
    """Import packages or modules outside the environment, such as the course's `worlds`."""
    readable: tuple[Path, ...] = ()
    """Further files and folders, such as a data cache."""
    preload: tuple[str, ...] = PRELOAD
    """Imported once, by the template."""
    environment: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Further variables, such as one that says where the data cache is."""
    secret: tuple[Path, ...] = ()
    """Checks, references, gradebooks: the template refuses to start if any of it is readable."""
    identity: Identity = NOBODY
    """Whom to become when started by root."""


def sandbox_sources() -> Path:
    """The folder of this package."""
    return Path(__file__).resolve().parent


def readable_paths(workspace: Workspace) -> list[str]:
    """Every file and folder that student code may read, links resolved, outermost only.

    Raises `ConfigurationError` when a secret is among them.
    """
    wanted = [*SYSTEM_PATHS, sys.prefix, sys.base_prefix, sys.executable]
    wanted += [sysconfig.get_paths()[kind] for kind in ("stdlib", "platstdlib", "purelib")]
    wanted += [str(path) for path in (*workspace.packages, *workspace.readable)]
    wanted += [str(sandbox_sources()), str(sandbox_sources().parent / "__init__.py")]
    existing = [path for path in wanted if os.path.exists(path)]
    for secret in workspace.secret:
        for path in existing:
            if secret.resolve().is_relative_to(Path(path).resolve()):
                raise ConfigurationError(f"submissions could read {secret}, which lies in {path}")
    return sorted(set(existing))


def stage_library(workspace: Workspace, library: Path) -> None:
    """Fill `library`, the one extra folder on the child's import path, with links.

    So `import autograder` finds this package and no checks, and the repository around it, with
    its solutions, is not on the path at all.
    """
    package = library / "autograder"
    package.mkdir(parents=True)
    package.joinpath("__init__.py").symlink_to(sandbox_sources().parent / "__init__.py")
    package.joinpath("sandbox").symlink_to(sandbox_sources())
    for source in workspace.packages:
        library.joinpath(source.name).symlink_to(source.resolve())


def stage_cache(cache: Path) -> None:
    """Make the folders that matplotlib and IPython insist on being able to write.

    Matplotlib's list of fonts takes seconds to make; the user's own is copied if there is one.
    """
    fonts = cache / "matplotlib"
    fonts.mkdir(parents=True)
    for known in _matplotlib_caches():
        for file in known.glob("fontlist-*.json"):
            shutil.copy(file, fonts / file.name)
    (cache / "ipython").mkdir()


def _matplotlib_caches() -> Iterable[Path]:
    configured = os.environ.get("MPLCONFIGDIR")
    if configured:
        yield Path(configured)
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    yield Path(home) / "matplotlib"
