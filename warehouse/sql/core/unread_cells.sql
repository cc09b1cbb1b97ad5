select
    snapshot_id,
    'daily_attacks' as source_id,
    row_number,
    column_name,
    cell
from main.cells_unread
order by snapshot_id, row_number, column_name
