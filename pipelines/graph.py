"""What every asset shows in the Dagster UI beside what its own module says: owner, layer, its code, how fresh it is."""

import datetime as dt
import warnings

import dagster as dg

from assets.report import PUBLISHED
from assets.sources.registry import sources
from warehouse.home import CHECKOUT

# Code references and the handler in dagster.yaml are new in Dagster; what an operator sees of that is noise.
warnings.simplefilter("ignore", dg.BetaWarning)

OWNER = "team:strike-tally"
# One night may fail without anybody being called; two may not.
_FRESH = dg.FreshnessPolicy.time_window(warn_window=dt.timedelta(hours=26), fail_window=dt.timedelta(hours=50))
# Sources that are asked anew by every refresh, and what readers open.
_KEPT_FRESH = {PUBLISHED, *(dg.AssetKey(["raw", source.source_id]) for source in sources().values() if source.download)}


def describe(spec: dg.AssetSpec) -> dg.AssetSpec:
    """Return the spec of an asset with the attributes that all assets have."""
    layer, name = spec.key.path
    described = spec.merge_attributes(
        owners=[OWNER], tags={"layer": layer}, metadata={"dagster/code_references": _code_references(layer, name)}
    )
    return described.replace_attributes(freshness_policy=_FRESH) if spec.key in _KEPT_FRESH else described


def _code_references(layer: str, name: str) -> dg.CodeReferencesMetadataValue:
    """Return the files to open: the query of a table if it has one, and the module of its layer."""
    files = [CHECKOUT / "warehouse" / "sql" / layer / f"{name}.sql", CHECKOUT / "assets" / f"{layer}.py"]
    return dg.CodeReferencesMetadataValue(
        code_references=[dg.LocalFileCodeReference(file_path=str(file), label=file.name) for file in files if file.exists()]
    )
