# vigie sql

sql-rows = { $count ->
    [one] { $count } ligne
   *[other] { $count } lignes
}
sql-left-out = { $count ->
    [one] { $count } ligne de plus ; --limit 0 donne tout
   *[other] { $count } lignes de plus ; --limit 0 donne tout
}
