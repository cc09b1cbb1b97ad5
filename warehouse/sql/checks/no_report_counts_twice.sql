-- A source that only fills gaps never counts on a night that has a national report from elsewhere.
select filler.attack_id, other.attack_id as counted_too
from core.attacks as filler
inner join core.sources as filling on filling.source_id = filler.source_id and filling.fills_gaps_only
inner join core.attacks as other
    on other.night_of = filler.night_of
    and other.weapon_group = filler.weapon_group
    and other.scope = 'national'
    and other.is_counted
inner join core.sources as reporting on reporting.source_id = other.source_id and not reporting.fills_gaps_only
where filler.is_counted
