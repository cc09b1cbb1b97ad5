-- No month older than 60 days changes by more than 5 % against the published file, and no reported night is dropped.
with settled as (
    select max(night_of) - 60 as settled_before from published.mart.nights
),

changed_months as (
    select
        strftime(old.month, '%Y-%m') as month,
        'launched' as what,
        old.launched as old_value,
        new.launched as new_value
    from published.mart.monthly_totals as old
    left join mart.monthly_totals as new using (month, weapon_group)
    cross join settled
    where
        old.weapon_group = 'shahed_type'
        and old.month + interval 1 month <= settled.settled_before
        and abs(coalesce(new.launched, 0) - old.launched) > 0.05 * old.launched
),

dropped_nights as (
    select
        strftime(old.night_of, '%Y-%m') as month,
        'nights' as what,
        count(*) as old_value,
        count(*) filter (new.status in ('reported', 'stated_zero')) as new_value
    from published.mart.nights as old
    left join mart.nights as new using (night_of)
    where old.status in ('reported', 'stated_zero')
    group by all
    having old_value != new_value
)

select * from changed_months
union all
select * from dropped_nights
order by month, what
