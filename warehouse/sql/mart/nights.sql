-- The calendar ends with the last night that any source has collected. A night outside the span of every source is not
-- collected; one inside a span without a report is no_report: unknown, not zero.
with shaheds as (
    select
        attacks.night_of,
        attacks.source_id,
        attacks.launched,
        attacks.report_url,
        attacks.reports,
        attacks.is_counted,
        sources.preference
    from core.attacks as attacks
    inner join core.sources as sources using (source_id)
    where attacks.weapon_group = 'shahed_type' and attacks.not_counted_reason is distinct from 'summary_over_days'
),

spans as (
    select source_id, min(night_of) as first_night, max(night_of) as last_night from shaheds group by source_id
),

calendar as (
    select unnest(generate_series(min(first_night), max(last_night), interval 1 day))::date as night_of from spans
),

reported as (
    select
        night_of,
        arg_min(source_id, preference) as source_id,
        (count(distinct report_url) + coalesce(sum(reports) filter (report_url is null), 0))::bigint as reports,
        sum(launched) = 0 and count(*) = count(launched) as is_stated_zero
    from shaheds
    where is_counted
    group by night_of
)

select
    calendar.night_of,
    case
        when reported.is_stated_zero then 'stated_zero'
        when reported.night_of is not null then 'reported'
        when exists (select 1 from spans where calendar.night_of between spans.first_night and spans.last_night) then 'no_report'
        else 'not_collected'
    end as status,
    reported.source_id,
    coalesce(reported.reports, 0) as reports
from calendar
left join reported using (night_of)
order by calendar.night_of
