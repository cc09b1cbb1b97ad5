-- Nights of one run share the difference between their date and their number among nights of the same kind.
with kinds as (
    select
        night_of,
        status,
        coalesce(lag(status) over (order by night_of), 'not_collected') = 'not_collected'
        or coalesce(lead(status) over (order by night_of), 'not_collected') = 'not_collected' as is_at_edge,
        night_of - row_number() over (partition by status = 'no_report' order by night_of)::integer as run
    from mart.nights
)

select
    min(night_of) as period_start,
    max(night_of) as period_end,
    count(*)::integer as nights,
    bool_or(is_at_edge) as is_at_edge
from kinds
where status = 'no_report'
group by run
order by period_start
