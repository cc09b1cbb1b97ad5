-- What several marts share. Created with the build; not part of the published file.

-- Every weapon group with the totals it is part of: itself and, for drones, all_drones.
create macro group_totals() as table
select weapon_group, weapon_group as total_group from core.weapon_groups
union all
select weapon_group, 'all_drones' as total_group from core.weapon_groups where is_drone;

-- What several rows say, `mixed` where they do not say the same.
create macro common(word) as if(count(distinct word) > 1, 'mixed', any_value(word));

-- Why no row has a number: what the rows say about it; NULL where one has.
create macro why_null(number, reason) as if(count(number) = 0, common(reason), null);

-- What was launched at the least: national reports alone, with the lower bounds of their qualifiers.
create macro lower_bound(launched, low, scope) as
    if(count(launched) = 0, null, coalesce(sum(if(scope = 'national', low, null)), 0))::bigint;

-- What was launched at the most; one report without an upper bound leaves the total without one.
create macro upper_bound(high) as if(bool_and(high is not null), sum(high), null)::bigint;

-- Counted attacks once for every total they are part of. Lost is a part of neutralised, so not without the other part. Rates
-- are taken over the attacks that state both launched and intercepted, so that a number missing on one side neither raises nor
-- lowers them.
create macro counted_attacks() as table
select
    attacks.* exclude (weapon_group, lost),
    groups.total_group as weapon_group,
    if(attacks.intercepted is not null, attacks.lost, null) as lost,
    case
        when attacks.intercepted is null then attacks.intercepted_null_reason
        when attacks.lost is null and attacks.interception_wording = 'shot_down_or_suppressed' then 'within_intercepted'
        when attacks.lost is null then 'not_stated'
    end as lost_null_reason,
    if(attacks.launched_high is null, coalesce(attacks.launched_null_reason, 'no_upper_bound'), null)
        as launched_high_null_reason,
    attacks.intercepted + coalesce(attacks.lost, 0) as neutralised,
    if(attacks.intercepted is not null, attacks.launched, null) as rate_launched,
    if(attacks.launched is not null, attacks.intercepted, null) as rate_intercepted,
    if(attacks.launched is not null, neutralised, null) as rate_neutralised,
    coalesce(attacks.launched_null_reason, attacks.intercepted_null_reason) as rate_launched_null_reason,
    -- other groups never had decoys in their number
    if(
        attacks.weapon_group = 'shahed_type',
        if(attacks.night_of < decoys.break_date, 'shaheds_only', 'shaheds_and_decoys'),
        null
    ) as launched_wording
from core.attacks as attacks
inner join group_totals() as groups using (weapon_group)
inner join core.definition_breaks as decoys on decoys.break_id = 'decoys_included'
where attacks.is_counted;

-- Totals of mart.nightly_totals by period, where `part` is week, month or year.
create macro period_totals(part) as table
with bounds as (
    select true as is_shahed_type, min(night_of) as first_night, max(night_of) as last_night from mart.nights
    union all
    -- sources that report every weapon; the others know Shahed-type drones only
    select false, min(attacks.night_of), max(attacks.night_of)
    from core.attacks as attacks
    inner join core.sources as sources using (source_id)
    where attacks.weapon_group = 'shahed_type' and not sources.fills_gaps_only
),

covered as (
    select bounds.is_shahed_type, date_trunc(part, nights.night_of)::date as period_start, count(*) as nights_covered
    from mart.nights as nights
    left join core.sources as sources using (source_id)
    inner join bounds on nights.night_of between bounds.first_night and bounds.last_night
    where nights.status != 'not_collected' and (bounds.is_shahed_type or sources.fills_gaps_only is distinct from true)
    group by bounds.is_shahed_type, date_trunc(part, nights.night_of)::date
),

totals as (
    select
        date_trunc(part, night_of)::date as period_start,
        weapon_group,
        sum(launched)::bigint as launched,
        why_null(launched, launched_null_reason) as launched_null_reason,
        sum(launched_low)::bigint as launched_low,
        upper_bound(launched_high) as launched_high,
        common(launched_high_null_reason) as launched_high_null_reason,
        sum(launched_unknown)::bigint as launched_unknown,
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
        sum(reports)::bigint as reports,
        count(*) filter (launched > 0 or launched_unknown > 0) as nights_with_attack,
        max(launched) as peak_launched,
        arg_max(night_of, launched order by night_of) as peak_night
    from mart.nightly_totals
    group by period_start, weapon_group
),

dated as (
    select
        totals.*,
        coalesce(covered.nights_covered, 0) as nights_covered,
        bounds.first_night is null
        or totals.period_start < bounds.first_night
        or (totals.period_start + case part
            when 'week' then interval 7 day
            when 'month' then interval 1 month
            else interval 1 year
        end)::date - 1 > bounds.last_night as is_partial_period
    from totals
    inner join bounds on bounds.is_shahed_type = (totals.weapon_group = 'shahed_type')
    left join covered using (is_shahed_type, period_start)
)

select
    dated.*,
    round(100.0 * dated.rate_neutralised / nullif(dated.rate_launched, 0), 2) as neutralised_rate_pct,
    if(dated.rate_launched = 0, 'zero_launched', dated.rate_launched_null_reason) as neutralised_rate_pct_null_reason,
    case
        when dated.is_partial_period or previous.is_partial_period then 'partial_period'
        when dated.launched is null then dated.launched_null_reason
        when previous.period_start is null then 'no_report'
        when previous.launched is null then previous.launched_null_reason
        when previous.launched = 0 then 'zero_before'
    end as change_pct_null_reason,
    if(
        change_pct_null_reason is null, round(100.0 * (dated.launched - previous.launched) / nullif(previous.launched, 0), 2), null
    ) as change_pct
from dated
left join dated as previous
    on previous.weapon_group = dated.weapon_group
    and previous.period_start = date_trunc(part, dated.period_start - 1)::date;

-- Counted attacks by month, weapon group and place in one role. What was launched is known of a place only from attacks for
-- which the report names no other place in that role.
create macro place_totals(wanted_role) as table
with places as (
    select distinct attack_id, place_id from core.attack_places where role = wanted_role
),

attacks as (
    select
        places.place_id,
        attacks.attack_id,
        date_trunc('month', attacks.night_of)::date as month,
        attacks.weapon_group,
        attacks.launched,
        attacks.launched_null_reason,
        count(*) over (partition by attacks.attack_id) as places_named
    from places
    inner join core.attacks as attacks using (attack_id)
    where attacks.is_counted
)

select
    month,
    weapon_group,
    place_id,
    count(*) as attacks,
    sum(if(places_named = 1, launched, null))::bigint as launched,
    why_null(if(places_named = 1, launched, null), if(places_named = 1, launched_null_reason, 'several_places'))
        as launched_null_reason
from attacks
group by month, weapon_group, place_id;

-- What reports may repeat of earlier ones, by period. A sum of zeros is NULL if anything beside them is unknown.
create macro double_counts(part) as table
select
    date_trunc(part, night_of)::date as period_start,
    weapon_group,
    if(
        sum(possible_double_count) = 0 and count(possible_double_count) < count(*), null, sum(possible_double_count)
    )::bigint as possible_double_count,
    if(sum(overlap_minutes) = 0 and count(overlap_minutes) < count(*), null, sum(overlap_minutes))::bigint as overlap_minutes
from mart.possible_double_counts
group by period_start, weapon_group;
