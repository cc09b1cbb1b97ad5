-- National reports only, since regional ones reach us through one source alone; rows that another source makes superfluous are
-- what is compared, so that they are part of the sums.
with by_source as (
    select
        attacks.night_of,
        attacks.weapon_group,
        attacks.source_id,
        sources.preference,
        if(count(*) = count(attacks.launched), sum(attacks.launched), null)::bigint as launched,
        common(attacks.launched_null_reason) as launched_null_reason,
        if(count(*) = count(attacks.intercepted), sum(attacks.intercepted), null)::bigint as intercepted,
        common(attacks.intercepted_null_reason) as intercepted_null_reason
    from core.attacks as attacks
    inner join core.sources as sources using (source_id)
    where
        attacks.scope = 'national'
        and (attacks.is_counted
            or attacks.not_counted_reason in ('reported_by_preferred_source', 'night_covered_by_preferred_source'))
    group by attacks.night_of, attacks.weapon_group, attacks.source_id, sources.preference
)

select
    a.night_of,
    a.weapon_group,
    a.source_id as source_id_a,
    b.source_id as source_id_b,
    a.launched as launched_a,
    a.launched_null_reason as launched_a_null_reason,
    b.launched as launched_b,
    b.launched_null_reason as launched_b_null_reason,
    b.launched - a.launched as difference,
    a.intercepted as intercepted_a,
    a.intercepted_null_reason as intercepted_a_null_reason,
    b.intercepted as intercepted_b,
    b.intercepted_null_reason as intercepted_b_null_reason
from by_source as a
inner join by_source as b
    on b.night_of = a.night_of
    and b.weapon_group = a.weapon_group
    and b.preference > a.preference
order by a.night_of, a.weapon_group, a.source_id, b.source_id
