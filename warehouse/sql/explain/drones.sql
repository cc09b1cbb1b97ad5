-- The weapon groups that all_drones stands for.
select weapon_group
from core.weapon_groups
where is_drone
order by weapon_group
