-- Every total is a sum of nights under the rule, so that whole months, weeks and "January to 13 September" are counted the
-- same way and no night twice.
with figures as (
    select
        figures.*,
        tolerances.in_words as qualifier_words,
        tolerances.includes_value,
        tolerances.is_vague,
        tolerances.close_pct,
        tolerances.far_pct,
        coalesce(figures.value_high, figures.value_low) as value_to,
        ceil(figures.value_low * (100 - tolerances.below_pct) / 100)::bigint as published_low,
        floor(coalesce(figures.value_high, figures.value_low) * (100 + tolerances.above_pct) / 100)::bigint as published_high
    from core.published_figures as figures
    inner join core.qualifier_tolerances as tolerances using (qualifier)
),

-- The night of D runs from the evening of D - 1 to D: one date by its end, one by its start, never both. Reports dated by
-- their start are complete only when the night after the last date is collected. One date has no number by the start where a
-- report that may belong to it or to the next one states no start.
periods as (
    select
        figures.figure_id,
        figures.weapon_group,
        rules.rule_id,
        case
            when figures.granularity != 'night' then figures.period_start
            when rules.dated_by = 'night_of' then figures.period_end
            else figures.period_end - 1
        end as first_date,
        if(figures.granularity = 'night' and rules.dated_by = 'start_date', figures.period_end - 1, figures.period_end)
            as last_date,
        last_date + (rules.dated_by = 'start_date')::integer as last_night
    from figures
    cross join core.counting_rules as rules
    where figures.is_comparable or figures.is_comparable_rate
),

collected as (
    select
        periods.figure_id,
        periods.rule_id,
        periods.last_night - periods.first_date + 1 as nights,
        count(nights.night_of) as nights_collected
    from periods
    left join mart.nights as nights
        on nights.night_of between periods.first_date and periods.last_night and nights.status != 'not_collected'
    group by periods.figure_id, periods.rule_id, periods.first_date, periods.last_night
),

sums as (
    select
        periods.figure_id,
        periods.rule_id,
        sum(totals.launched)::bigint as launched,
        sum(totals.intercepted)::bigint as intercepted,
        sum(totals.lost)::bigint as lost,
        sum(totals.neutralised)::bigint as neutralised,
        round(100.0 * sum(totals.rate_intercepted) / nullif(sum(totals.rate_launched), 0))::bigint as intercepted_rate_pct,
        round(100.0 * sum(totals.rate_neutralised) / nullif(sum(totals.rate_launched), 0))::bigint as neutralised_rate_pct
    from periods
    inner join collected using (figure_id, rule_id)
    inner join mart.totals_by_rule as totals
        on totals.rule_id = periods.rule_id
        and totals.granularity = 'night'
        and totals.weapon_group = periods.weapon_group
        and totals.period_start between periods.first_date and periods.last_date
    where
        collected.nights_collected = collected.nights
        and not exists (
            select 1
            from mart.totals_by_rule as dated
            where dated.rule_id = periods.rule_id
                and periods.first_date = periods.last_date
                and periods.first_date < periods.last_night
                and dated.granularity = 'night'
                and dated.weapon_group = periods.weapon_group
                and dated.period_start between periods.first_date and periods.last_night
                and dated.start_unknown > 0
        )
    group by periods.figure_id, periods.rule_id
),

-- A night may have several reports, of which outlets print one.
reports as (
    select
        figures.figure_id,
        case figures.measure
            when 'launched' then sum(attacks.launched)
            when 'intercepted' then sum(attacks.intercepted)
            when 'lost' then sum(attacks.lost)
        end::bigint as stated,
        bool_and(attacks.reports = 1) as is_one,
        count(*) over (partition by figures.figure_id) as reports_of_night,
        attacks.window_start,
        case
            when attacks.window_start is not null or attacks.start_date < attacks.night_of then concat(
                strftime(attacks.start_date, '%-d %b %Y'),
                strftime(timezone('Europe/Kyiv', timezone('UTC', attacks.window_start)), ' %H:%M'),
                ' to '
            )
            when attacks.window_end is not null then 'the time until '
        end as start_words,
        concat(
            start_words,
            strftime(attacks.night_of, '%-d %b %Y'),
            strftime(timezone('Europe/Kyiv', timezone('UTC', attacks.window_end)), ' %H:%M')
        ) as report_words
    from figures
    inner join core.attacks as attacks
        on attacks.night_of = figures.period_end and attacks.weapon_group = figures.weapon_group and attacks.is_counted
    where figures.granularity = 'night'
    group by
        figures.figure_id, figures.measure, attacks.source_id, attacks.report_url, attacks.reporter, attacks.reporter_account,
        attacks.start_date, attacks.night_of, attacks.window_start, attacks.window_end
),

one_report as (
    select distinct on (reports.figure_id) reports.figure_id, 'standard' as rule_id, reports.stated, reports.report_words
    from reports
    inner join figures using (figure_id)
    where
        reports.is_one
        and reports.reports_of_night > 1
        and figures.qualifier = 'exact'
        and reports.stated = figures.value_low
        and reports.stated = figures.value_to
    order by reports.figure_id, reports.window_start, reports.report_words
),

tried as (
    select
        figures.*,
        rules.rule_id,
        rules.in_words as rule_words,
        (rules.dated_by != 'night_of')::integer + (not rules.includes_regional)::integer as departures,
        readings.measure_tried,
        readings.is_as_printed,
        readings.in_words as measure_words,
        case readings.measure_tried
            when 'launched' then sums.launched
            when 'intercepted' then sums.intercepted
            when 'lost' then sums.lost
            when 'neutralised' then sums.neutralised
            when 'intercepted_rate_pct' then sums.intercepted_rate_pct
            when 'neutralised_rate_pct' then sums.neutralised_rate_pct
            when figures.measure || '_in_one_report' then one_report.stated
        end as tallied,
        if(readings.measure_tried = figures.measure || '_in_one_report', one_report.report_words, null) as report_words,
        tallied - greatest(figures.value_low, least(tallied, figures.value_to)) as difference,
        100.0 * difference / nullif(if(difference > 0, figures.value_to, figures.value_low), 0) as exact_difference_pct,
        case
            when (tallied >= figures.published_low or figures.published_low is null)
                and (tallied <= figures.published_high or figures.published_high is null)
                and (figures.includes_value or tallied != coalesce(figures.published_low, figures.published_high))
                then if(figures.is_vague and difference != 0, 'within_qualifier', 'agrees')
            when tallied >= coalesce(figures.published_low, 0) * (100 - figures.close_pct) / 100
                and (tallied <= figures.published_high * (100 + figures.close_pct) / 100 or figures.published_high is null)
                then 'close'
            else 'contradicted'
        end as verdict,
        -- of a figure of zero no distance is a part of it
        min(if(readings.is_as_printed, coalesce(abs(exact_difference_pct), 'inf'), null)) over (partition by figures.figure_id)
            > figures.far_pct as is_far_as_printed
    from figures
    inner join sums using (figure_id)
    inner join core.counting_rules as rules using (rule_id)
    inner join core.measure_readings as readings using (measure, unit)
    left join one_report using (figure_id, rule_id)
    where tallied is not null
),

-- A figure that is true, or as printed close, is explained. Another measure explains it only where its own does not, and only
-- if it makes it true, or close where its own is far off. Of rules that do equally well the one nearest to the standard rule is taken, before the
-- nearest number: a bound is not truer for being nearer. Where nothing fits, the nearest number comes first.
ranked as (
    select
        *,
        case
            when is_as_printed and verdict in ('agrees', 'within_qualifier') then 1
            when is_as_printed and verdict = 'close' then 2
            when verdict in ('agrees', 'within_qualifier') then 3
            when verdict = 'close' and is_far_as_printed then 4
            else if(is_as_printed, 5, 6)
        end as tier,
        row_number() over (
            partition by figure_id
            order by
                tier,
                if(tier >= 5, abs(difference), 0),
                departures,
                not starts_with(measure_tried, measure),
                abs(difference),
                rule_id,
                measure_tried
        ) = 1 as is_best
    from tried
),

worded as (
    select
        *,
        if(unit = 'percent', ' %', '') as unit_words,
        split_part(publisher, ' (', 1) as outlet,
        concat(
            outlet, if(outlet like '%s', ''' ', '''s '), qualifier_words || ' ', format('{:,}', value_low),
            ' to ' || if(value_to != value_low, format('{:,}', value_to), null), unit_words
        ) as figure_words,
        format('{:,}', tallied) || unit_words as tally_words,
        concat(
            'the tally is ',
            case
                when difference = 0 then 'equal'
                else format('{:,}', abs(difference))
                    || case when unit != 'percent' then '' when abs(difference) = 1 then ' point' else ' points' end
                    || if(difference < 0, ' short', ' above')
            end,
            ' (', tally_words,
            if(verdict = 'contradicted' and unit != 'percent', format(', {:+.1f} %', exact_difference_pct), ''), ')'
        ) as distance_words,
        if(unit = 'percent', 'it is the share ' || measure_words, 'it counts drones ' || measure_words) as reading_words,
        concat(if(is_as_printed, '', reading_words || ', and '), 'attacks are ', rule_words) as condition_words
    from ranked
),

-- What the plainest reading gives, beside any other that is taken for the best; what is known besides of a figure that the
-- tally does not agree with.
explained as (
    select
        worded.*,
        max(if(rule_id = 'standard' and is_as_printed, concat(rule_words, ', ', distance_words), null))
            over (partition by figure_id) as plain_words,
        max(if(rule_id = 'standard' and is_as_printed, tallied, null)) over (partition by figure_id) as plain_tallied,
        if(is_best and verdict != 'agrees', ' Understood: ' || understood.explanation, null) as understood_words,
        if(is_best and verdict in ('close', 'contradicted'), ' Remark on the figure: ' || note || '.', null) as note_words
    from worded
    left join core.understood_differences as understood using (figure_id)
),

compared as (
    select
        figure_id,
        rule_id,
        measure_tried,
        tallied,
        difference,
        round(exact_difference_pct, 2) as difference_pct,
        verdict,
        is_best,
        is_as_printed,
        concat(
            figure_words,
            case
                when report_words is not null then format(
                    ' equals the report of {} alone; the tally adds {:,} of other reports of that night ({:,})',
                    report_words, plain_tallied - tallied, plain_tallied
                )
                when verdict in ('agrees', 'within_qualifier') then concat(
                    case
                        when verdict = 'within_qualifier' then ' fits if '
                        when qualifier = 'exact' then ' is the tally if '
                        else ' is true if '
                    end,
                    condition_words, ' (', tally_words, ')'
                )
                when verdict = 'close' then concat(' is close: if ', condition_words, ', ', distance_words)
                when is_best then concat(
                    ' is contradicted by every counting rule: ', if(rule_id != 'standard', 'at the nearest, ', ''),
                    rule_words, ', ', distance_words
                )
                else concat(' is contradicted: if ', condition_words, ', ', distance_words)
            end,
            case
                when report_words is not null then null
                when is_best and not is_as_printed then '; as ' || measure || ', ' || plain_words
                when is_best and rule_id != 'standard' then '; ' || plain_words
            end,
            case
                when is_as_printed then '.'
                when report_words is not null then '. That is an inference.'
                else concat('. That is an inference: it was printed as ', measure, '.')
            end,
            understood_words,
            note_words
        ) as explanation
    from explained
),

not_compared as (
    select
        figures.*,
        case
            when not (figures.is_comparable or figures.is_comparable_rate) then figures.not_comparable_reason
            when not exists (
                select 1 from core.measure_readings as readings
                where readings.measure = figures.measure and readings.unit = figures.unit
            ) then 'the tally has no number in ' || figures.unit || ' for ' || figures.measure
            when collected.nights_collected < collected.nights
                then format(
                    'the tally has collected {:,} of the {:,} nights of its period', collected.nights_collected, collected.nights
                )
            else 'the tally has no number of drones ' || figures.measure || ' for its period'
        end as reason
    from figures
    left join collected on collected.figure_id = figures.figure_id and collected.rule_id = 'standard'
    where not exists (select 1 from compared where compared.figure_id = figures.figure_id)
),

judged as (
    select * from compared
    union all by name
    select
        figure_id,
        'standard' as rule_id,
        measure as measure_tried,
        null as tallied,
        null as difference,
        null as difference_pct,
        'not_comparable' as verdict,
        true as is_best,
        true as is_as_printed,
        concat('Not comparable: ', reason, '.') as explanation
    from not_compared
)

select
    judged.figure_id,
    judged.rule_id,
    judged.measure_tried,
    figures.publisher,
    figures.campaign,
    figures.measure,
    figures.unit,
    figures.weapon_scope,
    figures.weapon_group,
    figures.granularity,
    figures.period_start,
    figures.period_end,
    figures.value_low,
    figures.value_high,
    figures.qualifier,
    figures.published_low,
    figures.published_high,
    judged.tallied,
    judged.difference,
    judged.difference_pct,
    judged.verdict,
    judged.is_best,
    judged.is_as_printed,
    judged.explanation,
    figures.published_on,
    figures.url,
    figures.note
from judged
inner join figures using (figure_id)
order by judged.figure_id, judged.rule_id, judged.measure_tried
