-- The rate is taken over the reports that state both launched and intercepted, so that a missing number on one side
-- neither raises nor lowers it.
with counted as (
    select
        attacks.* exclude (weapon_group),
        groups.total_group as weapon_group,
        sources.preference,
        attacks.intercepted + coalesce(attacks.lost, 0) as neutralised,
        attacks.launched is not null and attacks.intercepted is not null as has_rate
    from core.attacks as attacks
    inner join group_totals() as groups using (weapon_group)
    inner join core.sources as sources using (source_id)
    where attacks.is_counted
),

totals as (
    select
        night_of,
        weapon_group,
        sum(launched)::bigint as launched,
        if(count(launched) = 0, null, coalesce(sum(launched_low) filter (scope = 'national'), 0))::bigint as launched_low,
        -- one report without an upper bound leaves the total without one
        if(bool_and(launched_high is not null), sum(launched_high), null)::bigint as launched_high,
        count(*) filter (launched is null) as launched_unknown,
        sum(intercepted)::bigint as intercepted,
        sum(lost) filter (intercepted is not null)::bigint as lost,
        sum(neutralised)::bigint as neutralised,
        sum(launched) filter (has_rate)::bigint as rate_launched,
        sum(neutralised) filter (has_rate)::bigint as rate_neutralised,
        count(distinct interception_wording) as wordings,
        any_value(interception_wording) as interception_wording,
        -- a report on several weapons is one report
        (count(distinct report_url) + coalesce(sum(reports) filter (report_url is null), 0))::bigint as reports,
        arg_min(source_id, preference) as source_id,
        string_agg(distinct marks, '; ' order by marks) as marks
    from counted
    group by night_of, weapon_group
)

select
    night_of,
    weapon_group,
    launched,
    launched_low,
    launched_high,
    launched_unknown,
    intercepted,
    lost,
    neutralised,
    round(100.0 * rate_neutralised / nullif(rate_launched, 0), 2) as neutralised_rate_pct,
    rate_launched,
    rate_neutralised,
    if(wordings > 1, 'mixed', interception_wording) as interception_wording,
    reports,
    source_id,
    marks
from totals
order by night_of, weapon_group
