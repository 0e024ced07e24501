// SQL that the freeze and the rows of a bridge share, so that sums and rows cannot differ: the kind of a move, and the lines
// that a late posting adds.

/** The kind of move between the positions f (from) and t (to). */
export const moveOf = `case
  when (f.state = 'former') <> (t.state = 'former') then 'terminated'
  when f.state <> t.state then 'court'
  when f.patch_id <> t.patch_id then 'patch'
  else 'stint' end`;

/**
 * Expects `late` (n, told_in, line, what, rent_account_id, on_day, pence, and `also`: columns that are only carried on),
 * one row a posting that became known after its week was frozen. Gives `way`: the lines that each adds from the week in
 * which it counts, through every move, to the week that reported it as backdated, where it is taken out again.
 * `rows` is 1 where the posting itself is added, -1 where it is taken out, 0 for its moves.
 */
export const lateWays = (also: readonly string[]) => {
  const carried = also.map((name) => `, ${name}`).join('');
  return `
    placed as materialized (
      select l.*, w.week_on, w.from_on, w.position_id, w.before_all
      from late l cross join lateral (
        -- Its position on that day; for a day before its account's first frozen week, the first known position.
        select * from (
          (select s.week_on, s.from_on, s.position_id, false as before_all
            from week_freeze f join week_stretch s on s.week_on = f.week_on and s.rent_account_id = l.rent_account_id
            where l.on_day between f.week_on and f.last_on and s.from_on <= l.on_day order by s.from_on desc limit 1)
          union all
          (select s.week_on, s.from_on, s.came_from, true
            from week_freeze f join week_stretch s on s.week_on = f.week_on and s.rent_account_id = l.rent_account_id
            order by f.week_on, s.from_on limit 1)
        ) place order by before_all limit 1
      ) w
    ),
    moved as materialized (
      select l.*, s.week_on as moved_in, s.came_from, s.position_id as went_to, s.from_on as moved_on, ${moveOf} as move
      from placed l join week_stretch s on s.rent_account_id = l.rent_account_id and s.came_from <> s.position_id
        and s.from_on <= l.told_in and (s.from_on > l.from_on or (l.before_all and s.from_on = l.from_on))
      join position f on f.id = s.came_from join position t on t.id = s.position_id
    ),
    way as (
      select week_on, told_in, rent_account_id, on_day, position_id, case when not before_all then line
          when week_on = (select min(week_on) from week_freeze) then 'opening' else 'backdated' end as line,
        case when before_all then line else what end as what, pence, 1 as rows${carried} from placed
      union all
      select moved_in, told_in, rent_account_id, moved_on, came_from, move || '_out', '', -pence, 0${carried} from moved
      union all
      select moved_in, told_in, rent_account_id, moved_on, went_to, move || '_in', '', pence, 0${carried} from moved
      union all
      select l.told_in, l.told_in, l.rent_account_id, l.on_day, s.position_id, 'backdated', l.line, -l.pence, -1${carried}
      from late l join lateral (
        select position_id from week_stretch where week_on = l.told_in and rent_account_id = l.rent_account_id
        order by from_on limit 1) s on true
    )`;
};
