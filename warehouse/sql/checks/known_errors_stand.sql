-- What is known to be wrong still is: once a source mends an error, its correction has to say so in mended_on.
select corrections.source_id, corrections.start_date, corrections.weapon_as_reported, corrections.column_name, corrections.expected
from core.corrections as corrections
inner join core.snapshots as snapshots on snapshots.source_id = corrections.source_id and snapshots.is_current
inner join core.reported_attacks as attacks
    on attacks.snapshot_id = snapshots.snapshot_id
    and attacks.start_date = corrections.start_date
    and attacks.weapon_as_reported = corrections.weapon_as_reported
where corrections.mended_on is null
group by all
having count(attacks.correction) = 0
