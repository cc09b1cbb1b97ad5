select
    snapshot_id,
    source_id,
    row_number,
    reason,
    raw
from main.rejected_rows
order by snapshot_id, row_number
