-- One row per source of the counted nights: citation, licence, and the day on which its newest current snapshot was fetched.
select
    sources.citation,
    sources.licence,
    max(snapshots.fetched_at)::date as fetched_on
from core.sources as sources
left join core.snapshots as snapshots on snapshots.source_id = sources.source_id and snapshots.is_current
where sources.source_id in $source_ids
    or ($of_nights and sources.source_id in (select source_id from mart.nightly_totals where weapon_group = 'shahed_type'))
group by sources.citation, sources.licence
order by sources.citation
