-- No report that counts brought down more than were launched, even by its upper bound, but those known to be wrong.
select attack_id, source_id, night_of, launched, launched_high, intercepted, lost
from core.attacks
where is_counted
    and correction is null
    and coalesce(intercepted, 0) + coalesce(lost, 0) > coalesce(launched_high, launched)
order by attack_id
