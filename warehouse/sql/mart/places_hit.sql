select *
from place_totals('hit')
order by month, weapon_group, place_id
