select
    attacks.attack_id,
    phrases_read.column_name,
    phrases_read.phrase
from main.phrases_read
inner join core.attacks as attacks using (snapshot_id, row_number, item)
order by attacks.attack_id, phrases_read.column_name
