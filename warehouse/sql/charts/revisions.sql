-- One row per day on which changes were seen, source and kind of change: how many, and how many of them are of a number launched.
select
    snapshots.fetched_at::date as seen_on,
    revisions.source_id,
    revisions.change,
    count(*)::double as changes,
    count(*) filter (where revisions.column_name = 'launched')::double as launched_changes
from mart.revisions as revisions
inner join core.snapshots as snapshots on snapshots.snapshot_id = revisions.new_snapshot_id
group by all
order by seen_on, revisions.source_id, revisions.change
