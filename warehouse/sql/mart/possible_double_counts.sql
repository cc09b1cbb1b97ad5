-- What a report may repeat of the reports before it. Nothing in the posts allows a correction, so that the totals add every
-- report and this says by how much they may be too high:
--   * drones that were still in the air when the earlier report was written: they are part of its launched, and whether the
--     next report counts them again cannot be told;
--   * minutes that the windows of both cover: what was launched in them may be in both, and no report says how much.
-- Zero is said only where it is known: windows more than 12 hours apart (about 2,000 km at 180 km/h: no drone flies longer), or
-- windows that do not overlap and a printed zero of drones in the air. Otherwise a number that no report states is NULL.
-- A window without clock times spans its dates from midnight to midnight in Kyiv, the longest it can have been: if such spans
-- do not overlap, no windows do; if they do, nothing is known. The same holds for a row that stands for several reports.
with reports as (
    select
        groups.total_group as weapon_group,
        attacks.night_of,
        min(attacks.attack_id) as attack_id,
        min(attacks.report_url) as report_url,
        sum(attacks.launched)::bigint as launched,
        why_null(attacks.launched, attacks.launched_null_reason) as launched_null_reason,
        -- a printed zero for one weapon says nothing of another
        if(sum(attacks.airborne) = 0 and count(attacks.airborne) < count(*), null, sum(attacks.airborne))::bigint as airborne,
        bool_and(attacks.window_start is not null) as is_start_known,
        bool_and(attacks.window_end is not null) as is_end_known,
        max(attacks.reports) > 1 as is_several,
        min(
            coalesce(attacks.window_start, timezone('UTC', timezone('Europe/Kyiv', attacks.start_date::timestamp)))
        ) as span_start,
        max(
            coalesce(attacks.window_end, timezone('UTC', timezone('Europe/Kyiv', (attacks.night_of + 1)::timestamp)))
        ) as span_end
    from core.attacks as attacks
    inner join group_totals() as groups using (weapon_group)
    where attacks.is_counted and attacks.scope = 'national'
    group by
        groups.total_group,
        attacks.source_id,
        attacks.night_of,
        coalesce(
            attacks.report_url,
            concat_ws(' ', attacks.start_date, attacks.window_start, attacks.window_end, attacks.reporter)
        )
),

-- the previous report is, of those that start earlier, the one that ends last
paired as (
    select
        *,
        max(
            struct_pack(
                span_end := span_end,
                span_start := span_start,
                attack_id := attack_id,
                night_of := night_of,
                report_url := report_url,
                airborne := airborne,
                is_end_known := is_end_known
            )
        ) over (
            partition by weapon_group
            order by span_start, span_end, attack_id
            rows between unbounded preceding and 1 preceding
        ) as previous
    from reports
),

overlapping as (
    select
        *,
        case
            when is_several then null
            when previous is null or span_start >= previous.span_end then 0
            when is_start_known and is_end_known and previous.is_end_known
                then date_diff('minute', span_start, least(span_end, previous.span_end))
        end as overlap_minutes
    from paired
)

select
    attack_id,
    weapon_group,
    night_of,
    launched,
    launched_null_reason,
    report_url,
    previous.attack_id as previous_attack_id,
    previous.night_of as previous_night_of,
    previous.report_url as previous_report_url,
    previous.airborne as previous_airborne,
    case when previous is null then 'no_report' when previous.airborne is null then 'not_stated' end
        as previous_airborne_null_reason,
    overlap_minutes,
    if(overlap_minutes is null, 'not_stated', null) as overlap_minutes_null_reason,
    case
        when is_several then null
        when previous is null or span_start > previous.span_end + interval 12 hour then 0
        when overlap_minutes = 0 then previous.airborne
        else nullif(previous.airborne, 0)
    end as possible_double_count,
    if(possible_double_count is null, 'not_stated', null) as possible_double_count_null_reason
from overlapping
order by attack_id, weapon_group
