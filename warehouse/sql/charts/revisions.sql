-- One row per day on which changes were seen, source and kind of change: how many. A change of a value is one of a number, of a
-- time (or the address of the report), or of a name; a row that came late or went counts once.
select
    snapshots.fetched_at::date as seen_on,
    revisions.source_id,
    case
        when revisions.change != 'revised' then revisions.change
        when revisions.column_name in ('start_date', 'night_of', 'window_start', 'window_end', 'report_url') then 'moved'
        else 'renumbered'
    end as change,
    count(*)::double as changes
from mart.revisions as revisions
inner join core.snapshots as snapshots on snapshots.snapshot_id = revisions.new_snapshot_id
group by all
order by seen_on, revisions.source_id, change
