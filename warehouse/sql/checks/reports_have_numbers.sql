-- Every post that is a report has its numbers in core.reported_attacks, and no other post has.
with numbered as (
    select distinct snapshot_id, row_number
    from core.reported_attacks
    where source_id = 'air_force_posts'
)

select
    coalesce(posts.snapshot_id, numbered.snapshot_id) as snapshot_id,
    coalesce(posts.row_number, numbered.row_number) as row_number,
    posts.report_url,
    posts.post_kind
from core.posts as posts
full outer join numbered using (snapshot_id, row_number)
where coalesce(posts.post_kind = 'report', false) != (numbered.snapshot_id is not null)
