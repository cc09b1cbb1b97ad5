select *
from place_totals('launch_site')
order by month, weapon_group, place_id
