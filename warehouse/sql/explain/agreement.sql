-- What two sources say of the same nights of a period.
select
    agreement.night_of,
    agreement.weapon_group,
    agreement.source_id_a,
    agreement.source_id_b,
    agreement.launched_a,
    agreement.launched_b,
    agreement.difference,
    agreement.intercepted_a,
    agreement.intercepted_b
from mart.source_agreement as agreement
where
    agreement.night_of between $first and $last
    and agreement.weapon_group in $weapon_groups
order by agreement.night_of, agreement.weapon_group, agreement.source_id_a, agreement.source_id_b
