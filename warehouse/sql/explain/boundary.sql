-- Counted reports that the date of their start puts on the other side of a period's first or last day.
select
    attacks.attack_id,
    attacks.start_date,
    attacks.night_of,
    attacks.launched,
    attacks.report_url,
    attacks.start_date between $first and $last as starts_within
from core.attacks as attacks
where
    attacks.is_counted
    and (attacks.start_date between $first and $last) != (attacks.night_of between $first and $last)
    and attacks.weapon_group in $weapon_groups
order by attacks.night_of, attacks.attack_id
