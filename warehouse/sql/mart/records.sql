-- Every candidate for a record, the best of which is kept; of equals the earliest. What may hold which record:
--   largest_night, largest_month, fastest_growth   drone groups and all_drones, but not unidentified_drone and mixed_drone:
--                                                  what falls into those two is a matter of how a report is worded
--   largest_report                                 the same groups: the most in one report, where a date may have several
--   longest_pause, longest_run                     shahed_type alone: only of it is known which nights were collected
--   best_rate, worst_rate                          shahed_type alone: of other drones many reports tell only what was shot
--                                                  down. One record per wording, never one across two, and no night of both.
--                                                  At least 50 launched; a rate over 100 % is an error of the source.
-- fastest_growth needs two whole months, every night collected, and 100 launched in the first: out of a few drones any growth
-- comes easily.
with eligible_groups as (
    select weapon_group
    from core.weapon_groups
    where (is_drone or weapon_group = 'all_drones') and weapon_group not in ('unidentified_drone', 'mixed_drone')
),

nightly as (
    select totals.*, 1.0 * totals.rate_neutralised / nullif(totals.rate_launched, 0) as rate
    from mart.nightly_totals as totals
    semi join eligible_groups using (weapon_group)
),

rated as (
    select *
    from nightly
    where weapon_group = 'shahed_type' and rate_launched >= 50 and rate <= 1 and interception_wording != 'mixed'
),

monthly as (
    select
        totals.*,
        last_day(totals.month) as last_night,
        totals.nights_covered = day(last_day(totals.month)) as is_whole
    from mart.monthly_totals as totals
    semi join eligible_groups using (weapon_group)
),

calendar as (
    select
        nights.night_of,
        case
            when nights.status = 'not_collected' then 'unknown'
            when nights.status = 'no_report' then 'longest_pause'
            when totals.launched > 0 or totals.launched_unknown > 0 then 'longest_run'
            else 'quiet'
        end as kind,
        totals.launched,
        coalesce(totals.reports, 0) as reports
    from mart.nights as nights
    left join mart.nightly_totals as totals on totals.night_of = nights.night_of and totals.weapon_group = 'shahed_type'
),

-- nights in a row of one kind share the difference between their date and their number among nights of that kind
numbered as (
    select
        *,
        night_of - row_number() over (partition by kind order by night_of)::integer as run,
        coalesce(lag(kind) over (order by night_of), 'unknown') = 'unknown'
        or coalesce(lead(kind) over (order by night_of), 'unknown') = 'unknown' as is_at_edge
    from calendar
),

runs as (
    select
        kind,
        min(night_of) as first_night,
        max(night_of) as last_night,
        count(*) as nights,
        sum(launched)::bigint as launched,
        sum(reports)::bigint as reports,
        bool_or(is_at_edge) as is_at_edge
    from numbered
    where kind in ('longest_pause', 'longest_run')
    group by kind, run
),

candidates as (
    select
        'largest_night' as record,
        weapon_group,
        null::varchar as interception_wording,
        night_of as period_start,
        night_of as period_end,
        launched::double as value,
        launched::double as rank,
        'drones' as value_unit,
        launched,
        null::bigint as launched_before,
        null::bigint as rate_launched,
        reports,
        'launched' as measure,
        min(night_of) over (partition by weapon_group) as compared_from,
        max(night_of) over (partition by weapon_group) as compared_to,
        null::varchar as report_url,
        concat_ws(
            ' ',
            if(reports > 1, 'The reports of the date together.', null),
            if(launched_unknown > 0, 'A report of the date gives no number: at least this many.', null)
        ) as remark
    from nightly
    where launched > 0
    union all
    select
        'largest_report', attacks.weapon_group, null, attacks.night_of, attacks.night_of, attacks.launched, attacks.launched,
        'drones', attacks.launched, null, null, attacks.reports, 'launched',
        min(attacks.night_of) over (partition by attacks.weapon_group),
        max(attacks.night_of) over (partition by attacks.weapon_group), attacks.report_url, ''
    from core.attacks as attacks
    semi join eligible_groups using (weapon_group)
    -- a line of the shipped figures may hold several reports
    where attacks.is_counted and attacks.launched > 0 and attacks.reports = 1
    union all
    select
        'largest_month', weapon_group, null, month, last_night, launched, launched, 'drones', launched, null, null, reports,
        'launched', min(month) over (partition by weapon_group), max(last_night) over (partition by weapon_group), null,
        concat_ws(
            ' ',
            if(is_whole, null, 'Not every night of the month is collected: at least this many.'),
            if(launched_unknown > 0, 'Some reports give no number: at least this many.', null)
        )
    from monthly
    where launched > 0
    union all
    select
        'fastest_growth', month.weapon_group, null, month.month, month.last_night, month.change_pct,
        1.0 * month.launched / before.launched, 'percent', month.launched, before.launched, null, month.reports,
        'launched', before.month, month.last_night, null, 'Against the month before.'
    from monthly as month
    inner join monthly as before
        on before.weapon_group = month.weapon_group
        and before.month = month.month - interval 1 month
    where month.change_pct > 0 and before.launched >= 100 and month.is_whole and before.is_whole
    union all
    select
        rates.record, rated.weapon_group, rated.interception_wording, rated.night_of, rated.night_of,
        rated.neutralised_rate_pct, rates.direction * rated.rate, 'percent', rated.launched, null, rated.rate_launched,
        rated.reports, 'intercepted',
        min(rated.night_of) over (partition by rated.interception_wording),
        max(rated.night_of) over (partition by rated.interception_wording),
        null,
        concat_ws(
            ' ',
            if(rated.interception_wording = 'shot_down' and rated.lost is null,
                'No number of drones lost from radar is given: the rate is of those shot down.', null),
            if(rated.rate_launched < rated.launched or rated.launched_unknown > 0,
                'Only of the reports that state both numbers.', null)
        )
    from rated
    cross join (values ('best_rate', 1), ('worst_rate', -1)) as rates (record, direction)
    union all
    select
        kind, 'shahed_type', null, first_night, last_night, nights, nights, 'nights', launched, null, null, reports,
        null, null, null, null,
        concat_ws(
            ' ',
            if(kind = 'longest_pause',
                'No report was found for these nights. That is not zero: launches that nobody reported are possible.', null),
            if(is_at_edge, 'The night before or after is not collected: at least this long.', null)
        )
    from runs
),

best as (
    select *
    from candidates
    qualify row_number() over (
        partition by record, weapon_group, interception_wording order by rank desc, period_start, report_url
    ) = 1
),

-- What the breaks say is said of Shahed-type drones. Rates of different wordings are never compared, so that the break between
-- them is none within a record.
breaks as (
    select
        best.record,
        best.weapon_group,
        best.period_start,
        string_agg(breaks.description, ' ' order by breaks.break_date, breaks.break_id) as changes
    from best
    inner join core.definition_breaks as breaks
        on breaks.measure = best.measure
        and breaks.break_date > best.compared_from
        and breaks.break_date <= best.compared_to
    where best.weapon_group in ('shahed_type', 'all_drones') and breaks.break_id != 'shot_down_or_suppressed'
    group by best.record, best.weapon_group, best.period_start
),

addresses as (
    select
        attacks.night_of,
        groups.total_group as weapon_group,
        string_agg(distinct attacks.report_url, ' ' order by attacks.report_url) as report_urls
    from core.attacks as attacks
    inner join group_totals() as groups using (weapon_group)
    where attacks.is_counted
    group by attacks.night_of, groups.total_group
)

select
    best.record,
    best.weapon_group,
    best.interception_wording,
    best.period_start,
    best.period_end,
    best.value,
    best.value_unit,
    best.launched,
    best.launched_before,
    best.rate_launched,
    best.reports,
    if(best.record = 'largest_report', best.report_url, addresses.report_urls) as report_urls,
    nullif(
        concat_ws(' ', nullif(best.remark, ''), 'Compared over a change of meaning: ' || breaks.changes), ''
    ) as note
from best
left join breaks using (record, weapon_group, period_start)
left join addresses
    on addresses.weapon_group = best.weapon_group
    and addresses.night_of = best.period_start
    and best.period_start = best.period_end
order by best.record, best.weapon_group, best.period_start
