-- The current rows of every source, and for each whether it counts. The first reason that applies is given:
--   repeated_row                       the same row stands in the file a second time
--   summary_over_days                  the window is longer than two days: a summary, not a report of one attack
--   reported_again                     another post on the whole country reports the same night, or part of the day, later
--                                      or more fully, in a window that overlaps by more than half of the shorter one
--   reported_by_preferred_source       the same national report is there from a preferred source: same night_of, the
--                                      windows overlap by more than half of the shorter one, and both tell of drones, or
--                                      both of other weapons: what only one of them tells of is not reported twice
--   night_covered_by_preferred_source  the source only fills gaps, and the night has a report from elsewhere
--   within_national_report             a regional report whose window lies within that of a counted national report on
--                                      the whole country that has a number for the same weapon group, all clock times
-- A window without clock times spans its dates from midnight to midnight in Kyiv where two windows are compared.
with current_rows as (
    select
        reported.*,
        posts.post_id,
        weapon_groups.is_drone,
        sources.preference,
        sources.fills_gaps_only,
        coalesce(
            reported.window_start, timezone('UTC', timezone('Europe/Kyiv', reported.start_date::timestamp))
        ) as span_start,
        coalesce(
            reported.window_end, timezone('UTC', timezone('Europe/Kyiv', (reported.night_of + 1)::timestamp))
        ) as span_end
    from core.reported_attacks as reported
    semi join (select snapshot_id from core.snapshots where is_current) as current_snapshots using (snapshot_id)
    inner join core.sources as sources using (source_id)
    inner join core.weapon_groups as weapon_groups using (weapon_group)
    left join core.posts as posts using (snapshot_id, row_number)
    where coalesce(posts.is_current, true)
),

numbered as (
    select
        *,
        row_number() over (
            partition by
                source_id, report_url, reporter, start_date, night_of, window_start, window_end, weapon_as_reported, weapon_id,
                target_as_reported, launch_place_as_reported, launched, intercepted, lost
            order by row_number, item
        ) as repetition,
        -- New rows are put on top of the dataset: counting from the bottom keeps the number of an older row.
        row_number() over (
            partition by source_id, reporter, reporter_account, start_date, night_of, window_start, window_end, weapon_id
            order by row_number desc, snapshot_id, item
        ) as position
    from current_rows
),

reports_of_posts as (
    select
        post_id,
        night_of,
        window_kind,
        span_start,
        span_end,
        sum(launched) filter (is_drone) as launched,
        max(sum(launched) filter (is_drone)) over (partition by night_of, window_kind) as most_launched
    from numbered
    where post_id is not null and is_whole_country
    group by post_id, night_of, window_kind, span_start, span_end
),

-- Of several posts the last one counts that tells of the whole: one without launches, or with far fewer, is a part of it.
whole_reports as (
    select *
    from reports_of_posts
    where most_launched is null or 2 * launched >= most_launched
),

reported_again as (
    select distinct report.post_id
    from reports_of_posts as report
    inner join (
        select distinct on (night_of, window_kind) * from whole_reports order by night_of, window_kind, post_id desc
    ) as counted
        on counted.night_of = report.night_of
        and counted.window_kind = report.window_kind
        and counted.post_id != report.post_id
    where
        2 * (least(report.span_end, counted.span_end) - greatest(report.span_start, counted.span_start))
        > least(report.span_end - report.span_start, counted.span_end - counted.span_start)
),

single as (
    select
        numbered.*,
        case
            when repetition > 1 then 'repeated_row'
            when night_of - start_date > 2 or window_end - window_start > interval 2 day then 'summary_over_days'
            when is_whole_country and reported_again.post_id is not null then 'reported_again'
        end as row_reason
    from numbered
    left join reported_again using (post_id)
),

national_reports as (
    select distinct source_id, preference, night_of, span_start, span_end, is_drone
    from single
    where scope = 'national' and not fills_gaps_only and row_reason is null
),

superseded_reports as (
    select distinct report.source_id, report.night_of, report.span_start, report.span_end, report.is_drone
    from national_reports as report
    inner join national_reports as preferred
        on preferred.night_of = report.night_of
        and preferred.preference < report.preference
        and preferred.is_drone = report.is_drone
        and preferred.span_start <= report.span_end
        and report.span_start <= preferred.span_end
    where
        2 * (least(report.span_end, preferred.span_end) - greatest(report.span_start, preferred.span_start))
        > least(report.span_end - report.span_start, preferred.span_end - preferred.span_start)
        -- a moment has no length to overlap by: it is the same report if it lies within the other window
        or least(report.span_end - report.span_start, preferred.span_end - preferred.span_start) = interval 0 second
),

covered_nights as (
    select night_of, weapon_group, bool_or(scope = 'national') as has_national_report
    from single
    where not fills_gaps_only and row_reason is null
    group by night_of, weapon_group
),

judged as (
    select
        single.*,
        case
            when single.row_reason is not null then single.row_reason
            when superseded_reports.source_id is not null and single.scope = 'national' and not single.fills_gaps_only
                then 'reported_by_preferred_source'
            when single.fills_gaps_only and covered_nights.night_of is not null
                and (covered_nights.has_national_report or single.scope = 'regional')
                then 'night_covered_by_preferred_source'
        end as national_reason
    from single
    left join superseded_reports using (source_id, night_of, span_start, span_end, is_drone)
    left join covered_nights using (night_of, weapon_group)
),

whole_country_windows as (
    select distinct weapon_group, window_start as country_start, window_end as country_end
    from judged
    where scope = 'national' and is_whole_country and launched is not null and national_reason is null and window_precision = 'clock'
),

contained as (
    select distinct judged.snapshot_id, judged.row_number, judged.item
    from judged
    inner join whole_country_windows
        on whole_country_windows.weapon_group = judged.weapon_group
        and whole_country_windows.country_start <= judged.window_start
        and whole_country_windows.country_end >= judged.window_end
    where judged.scope = 'regional' and judged.window_precision = 'clock'
)

select
    concat_ws(
        ':',
        judged.source_id,
        concat(
            coalesce(strftime(judged.window_start, '%Y%m%dT%H%MZ'), strftime(judged.start_date, '%Y%m%d')),
            '-',
            coalesce(strftime(judged.window_end, '%Y%m%dT%H%MZ'), strftime(judged.night_of, '%Y%m%d'))
        ),
        coalesce(judged.reporter_account, judged.reporter),
        judged.weapon_id,
        judged.position
    ) as attack_id,
    judged.source_id,
    judged.snapshot_id,
    judged.row_number,
    judged.item,
    judged.report_url,
    judged.reporter,
    judged.reporter_account,
    judged.scope,
    judged.is_whole_country,
    judged.target_as_reported,
    judged.launch_place_as_reported,
    judged.affected_region_as_reported,
    judged.reports,
    judged.window_kind,
    judged.start_date,
    judged.night_of,
    judged.window_start,
    judged.window_end,
    judged.window_precision,
    judged.weapon_id,
    judged.weapon_group,
    judged.weapon_as_reported,
    judged.launched,
    judged.launched_low,
    judged.launched_high,
    judged.launched_null_reason,
    judged.intercepted,
    judged.intercepted_null_reason,
    judged.interception_wording,
    judged.lost,
    judged.airborne,
    judged.hit_locations,
    judged.debris_locations,
    judged.jet_launched,
    judged.jet_intercepted,
    judged.shahed_launched,
    judged.border_exits,
    judged.hits,
    judged.correction,
    judged.marks,
    coalesce(judged.national_reason, if(contained.row_number is not null, 'within_national_report', null)) is null
        as is_counted,
    coalesce(judged.national_reason, if(contained.row_number is not null, 'within_national_report', null))
        as not_counted_reason
from judged
left join contained using (snapshot_id, row_number, item)
order by attack_id
