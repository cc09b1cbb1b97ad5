"""Marts: what people query. Each is one SQL file."""

from assets.table_assets import sql_asset
from warehouse.tables import MART

mart_assets = [sql_asset(table.name) for table in MART]
