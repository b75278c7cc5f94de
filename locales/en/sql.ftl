# vigie sql

sql-rows = { $count ->
    [one] 1 row
   *[other] { $count } rows
}
sql-left-out = { $count ->
    [one] 1 more row; --limit 0 gives all
   *[other] { $count } more rows; --limit 0 gives all
}
