-- The first and the last night that a source has collected.
select
    min(night_of) as first,
    max(night_of) as last
from mart.nights
where status != 'not_collected'
order by first
