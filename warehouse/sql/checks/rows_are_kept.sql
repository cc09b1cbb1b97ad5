-- Rows in = rows out + rejected, for every snapshot.
with used as (
    select snapshot_id, count(*) as used_count from core.reported_attacks group by snapshot_id
    union all
    select snapshot_id, count(*) as used_count from core.published_figures group by snapshot_id
)

select
    snapshots.snapshot_id,
    snapshots.row_count,
    coalesce(used.used_count, 0) as used_count,
    snapshots.rejected_count
from core.snapshots as snapshots
left join used using (snapshot_id)
where
    snapshots.row_count != coalesce(used.used_count, 0) + snapshots.rejected_count
    and (snapshots.is_current or snapshots.source_id != 'published_figures')
