-- One row per change in what a measure means, after the first day and up to the last, with its words in both languages.
select
    break_id,
    break_date,
    label_en,
    label_uk
from core.definition_breaks
where measure = $measure and break_date > $first and break_date <= $last
order by break_date, break_id
