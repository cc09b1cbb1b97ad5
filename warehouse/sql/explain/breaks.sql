-- Changes of meaning that begin within a period.
select
    break_id,
    break_date,
    measure,
    description,
    reference
from core.definition_breaks
where break_date between $first and $last
order by break_date, break_id
