-- No month older than 60 days changes by more than 5 % against the published file, and no reported night is dropped. Small
-- numbers of other weapons may change by four, so that one late report on a rare weapon does not stop a refresh.
with settled as (
    select max(night_of) - 60 as settled_before from published.mart.nights
),

old_values as (
    unpivot (select month, weapon_group, launched, neutralised from published.mart.monthly_totals)
    on launched, neutralised into name measure value old_value
),

new_values as (
    unpivot (select month, weapon_group, launched, neutralised from mart.monthly_totals)
    on launched, neutralised into name measure value new_value
),

changed_months as (
    select
        strftime(old_values.month, '%Y-%m') as month,
        if(old_values.weapon_group = 'shahed_type', '', old_values.weapon_group || ' ') || old_values.measure as what,
        old_values.old_value,
        new_values.new_value
    from old_values
    left join new_values using (month, weapon_group, measure)
    cross join settled
    where
        old_values.weapon_group != 'all_drones'
        and old_values.month + interval 1 month <= settled.settled_before
        and abs(coalesce(new_values.new_value, 0) - old_values.old_value)
        > greatest(0.05 * old_values.old_value, if(old_values.weapon_group = 'shahed_type', 0, 4))
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
