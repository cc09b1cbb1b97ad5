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

-- A table covers every night from its first to its last. Posts cover the days on which any post was collected, be it only an
-- alert: an archive may lack months in between.
spans as (
    select min(night_of) as first_night, max(night_of) as last_night
    from shaheds
    where source_id != 'air_force_posts'
    group by source_id
    union
    select distinct day as first_night, day as last_night
    from (
        select timezone('Europe/Kyiv', timezone('UTC', posted_at))::date as day from core.posts
        union all
        select night_of as day from shaheds where source_id = 'air_force_posts'
    )
),

calendar as (
    select
        unnest(
            generate_series(
                (select min(night_of) from shaheds), greatest(max(last_night), (select max(night_of) from shaheds)), interval 1 day
            )
        )::date as night_of
    from spans
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
