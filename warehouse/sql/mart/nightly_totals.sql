with totals as (
    select
        night_of,
        weapon_group,
        sum(launched)::bigint as launched,
        why_null(launched, launched_null_reason) as launched_null_reason,
        lower_bound(launched, launched_low, scope) as launched_low,
        upper_bound(launched_high) as launched_high,
        common(launched_high_null_reason) as launched_high_null_reason,
        count(*) filter (launched is null) as launched_unknown,
        sum(intercepted)::bigint as intercepted,
        why_null(intercepted, intercepted_null_reason) as intercepted_null_reason,
        sum(lost)::bigint as lost,
        why_null(lost, lost_null_reason) as lost_null_reason,
        sum(neutralised)::bigint as neutralised,
        sum(rate_launched)::bigint as rate_launched,
        sum(rate_neutralised)::bigint as rate_neutralised,
        why_null(rate_launched, rate_launched_null_reason) as rate_launched_null_reason,
        common(launched_wording) as launched_wording,
        common(interception_wording) as interception_wording,
        -- a report on several weapons is one report
        (count(distinct report_url) + coalesce(sum(reports) filter (report_url is null), 0))::bigint as reports,
        arg_min(source_id, preference) as source_id,
        string_agg(distinct marks, '; ' order by marks) as marks
    from counted_attacks()
    inner join core.sources as sources using (source_id)
    group by night_of, weapon_group
)

select
    night_of,
    weapon_group,
    launched,
    launched_null_reason,
    launched_low,
    launched_high,
    launched_high_null_reason,
    launched_unknown,
    launched_wording,
    intercepted,
    intercepted_null_reason,
    lost,
    lost_null_reason,
    neutralised,
    round(100.0 * rate_neutralised / nullif(rate_launched, 0), 2) as neutralised_rate_pct,
    if(rate_launched = 0, 'zero_launched', rate_launched_null_reason) as neutralised_rate_pct_null_reason,
    rate_launched,
    rate_launched_null_reason,
    rate_neutralised,
    interception_wording,
    reports,
    source_id,
    marks
from totals
order by night_of, weapon_group
