"""The version of the code, as what decides what the tally becomes from given snapshots."""

import hashlib
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_PACKAGES = ("pipelines", "assets", "reports", "warehouse")
_KINDS = {".py", ".sql", ".csv", ".yml", ".toml", ".html", ".css", ".js", ".md"}
# What a refresh generates lies below the same folders when the checkout is the home.
_GENERATED = {"versions", "build", "snapshots", "inbox", "output", "__pycache__"}


@cache
def code_version() -> str:
    """Return a hash of all code, queries and reference data."""
    digest = hashlib.sha256()
    for package in _PACKAGES:
        for file in sorted((_ROOT / package).rglob("*")):
            name = file.relative_to(_ROOT)
            if file.suffix in _KINDS and not _GENERATED & set(name.parts):
                digest.update(f"{name}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
