-- `places_read` holds the places of the current rows of daily_attacks, by snapshot and row.
select
    attacks.attack_id,
    places_read.role,
    places_read.position,
    places_read.place_id,
    places_read.place_as_reported,
    places_read.count
from main.places_read
inner join core.attacks as attacks using (snapshot_id, row_number)
order by attacks.attack_id, places_read.role, places_read.position
