-- Every total is a sum of nights under the rule, so that whole months, weeks and "January to 13 September" are counted the
-- same way and no night twice.
with figures as (
    select
        figures.*,
        tolerances.in_words as qualifier_words,
        tolerances.includes_value,
        tolerances.is_vague,
        tolerances.close_pct,
        coalesce(figures.value_high, figures.value_low) as value_to,
        ceil(figures.value_low * (100 - tolerances.below_pct) / 100)::bigint as published_low,
        floor(coalesce(figures.value_high, figures.value_low) * (100 + tolerances.above_pct) / 100)::bigint as published_high
    from core.published_figures as figures
    inner join core.qualifier_tolerances as tolerances using (qualifier)
),

-- The night of D runs from the evening of D - 1 to D: one date by its end, one by its start, never both. Reports dated by
-- their start are complete only when the night after the last date is collected.
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
    where collected.nights_collected = collected.nights
    group by periods.figure_id, periods.rule_id
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
        end as tallied,
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
        end as verdict
    from figures
    inner join sums using (figure_id)
    inner join core.counting_rules as rules using (rule_id)
    inner join core.measure_readings as readings using (measure, unit)
    where tallied is not null
),

-- A figure that is true, or as printed close, is explained. Another measure explains it only where its own does not, and only
-- if it makes it true. Of rules that do equally well the one nearest to the standard rule is taken, before the nearest number:
-- a bound is not truer for being nearer.
ranked as (
    select
        *,
        case
            when verdict in ('agrees', 'within_qualifier') then 1
            when verdict = 'close' and is_as_printed then 2
            else 3
        end as tier,
        row_number() over (
            partition by figure_id
            order by
                tier = 3,
                not is_as_printed,
                tier,
                departures,
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

-- What the plainest reading gives, beside any other that is taken for the best.
explained as (
    select
        *,
        max(case when rule_id = 'standard' and is_as_printed then concat(rule_words, ', ', distance_words) end)
            over (partition by figure_id) as plain_words
    from worded
),

compared as (
    select
        figure_id,
        rule_id,
        measure_tried,
        published_low,
        published_high,
        tallied,
        difference,
        round(exact_difference_pct, 2) as difference_pct,
        verdict,
        is_best,
        is_as_printed,
        concat(
            figure_words,
            case
                when verdict in ('agrees', 'within_qualifier') then concat(
                    case
                        when verdict = 'within_qualifier' then ' fits if '
                        when qualifier = 'exact' then ' is the tally if '
                        else ' is true if '
                    end,
                    condition_words, ' (', tally_words, ')'
                )
                when verdict = 'close' then concat(' is close: if ', condition_words, ', ', distance_words)
                when is_best then concat(' is contradicted by every counting rule: ', rule_words, ', ', distance_words)
                else concat(' is contradicted: if ', condition_words, ', ', distance_words)
            end,
            case
                when is_best and not is_as_printed then '; as ' || measure || ', ' || plain_words
                when is_best and rule_id != 'standard' then '; ' || plain_words
            end,
            if(is_as_printed, '.', concat('. That is an inference: it was printed as ', measure, '.'))
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
)

select
    figure_id,
    rule_id,
    measure_tried,
    published_low,
    published_high,
    tallied,
    difference,
    difference_pct,
    verdict,
    is_best,
    is_as_printed,
    explanation
from compared
union all
select
    figure_id,
    'standard' as rule_id,
    measure as measure_tried,
    published_low,
    published_high,
    null as tallied,
    null as difference,
    null as difference_pct,
    'not_comparable' as verdict,
    true as is_best,
    true as is_as_printed,
    concat('Not comparable: ', reason, '.') as explanation
from not_compared
order by figure_id, rule_id, measure_tried
