-- Every row of the newest version of a source can be used.
select rejected_rows.source_id, rejected_rows.row_number, rejected_rows.reason
from core.rejected_rows
join core.snapshots using (snapshot_id)
where snapshots.is_current
order by rejected_rows.snapshot_id, rejected_rows.row_number
