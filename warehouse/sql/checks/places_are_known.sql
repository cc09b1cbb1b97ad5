-- Every place that a source names is in the list of place names.
select place_id, name from core.places where not is_recognised order by place_id
