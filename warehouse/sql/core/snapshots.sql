-- `sidecars` holds what the snapshot store says of every snapshot, is_current included.
with raw_rows as (
    select snapshot_id from raw.published_figures
    union all
    select snapshot_id from raw.nightly_figures
    union all
    select snapshot_id from raw.daily_attacks
    union all
    select snapshot_id from raw.air_force_posts
),

row_counts as (
    select snapshot_id, count(*) as row_count from raw_rows group by snapshot_id
),

rejected_counts as (
    select snapshot_id, count(*) as rejected_count from core.rejected_rows group by snapshot_id
)

select
    sidecars.snapshot_id,
    sidecars.source_id,
    sidecars.fetched_at,
    sidecars.sha256,
    sidecars.bytes,
    coalesce(row_counts.row_count, 0) as row_count,
    coalesce(rejected_counts.rejected_count, 0) as rejected_count,
    sidecars.url,
    sidecars.file_name,
    sidecars.is_current
from sidecars
left join row_counts using (snapshot_id)
left join rejected_counts using (snapshot_id)
order by sidecars.snapshot_id
