-- What sources have changed about the nights of a period. A revision knows the weapon as reported only: its groups are those
-- that the source's rows on the night have under that name.
with named as (
    select reported.source_id, reported.night_of, reported.weapon_as_reported
    from core.reported_attacks as reported
    where reported.weapon_group in $weapon_groups
)

select
    revisions.night_of,
    revisions.source_id,
    revisions.weapon_as_reported,
    revisions.column_name,
    revisions.old_value,
    revisions.new_value,
    revisions.change,
    snapshots.fetched_at::date as seen_on,
    revisions.report_url
from mart.revisions as revisions
inner join core.snapshots as snapshots on snapshots.snapshot_id = revisions.new_snapshot_id
semi join named
    on named.source_id = revisions.source_id
    and named.night_of = revisions.night_of
    and (named.weapon_as_reported = revisions.weapon_as_reported
        or (revisions.column_name = 'weapon_as_reported'
            and named.weapon_as_reported in (revisions.old_value, revisions.new_value)))
where
    revisions.night_of between $first and $last
    or (revisions.column_name = 'night_of' and try_cast(revisions.new_value as date) between $first and $last)
order by
    snapshots.fetched_at,
    revisions.night_of,
    revisions.weapon_as_reported,
    revisions.column_name,
    revisions.revision_number
