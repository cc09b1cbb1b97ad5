-- What a weapon group is.
select description
from core.weapon_groups
where weapon_group = $weapon_group
order by description
