with nights as (
    select
        night_of,
        date_trunc('month', night_of)::date as month,
        status in ('reported', 'stated_zero') as is_reported
    from mart.nights
),

-- nights of one run share the difference between their date and their number among nights of the same kind
runs as (
    select
        month,
        is_reported,
        night_of - row_number() over (partition by month, is_reported order by night_of)::integer as run
    from nights
),

run_lengths as (
    select month, count(*) as nights from runs where not is_reported group by month, run
)

select
    nights.month,
    count(*) as nights_expected,
    count(*) filter (nights.is_reported) as nights_reported,
    count(*) filter (not nights.is_reported) as nights_missing,
    coalesce((select max(run_lengths.nights) from run_lengths where run_lengths.month = nights.month), 0) as longest_gap_nights
from nights
group by nights.month
order by nights.month
