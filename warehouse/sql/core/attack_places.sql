-- `places_read` holds the places of the current rows of daily_attacks and those of all posts, by snapshot and row; those of a
-- post belong to its first weapon, the drones.
select
    attacks.attack_id,
    places_read.role,
    places_read.position,
    places_read.place_id,
    places_read.place_as_reported,
    places_read.count
from main.places_read
inner join core.attacks as attacks using (snapshot_id, row_number)
where attacks.item = 1
order by attacks.attack_id, places_read.role, places_read.position
