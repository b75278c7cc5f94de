# vigie today

today-since = Since { $since } ({ $zone })
today-dismissed = { $count ->
    [one] 1 more was dismissed and stays so: vigie case list --all
   *[other] { $count } more were dismissed and stay so: vigie case list --all
}
today-count = { $count ->
    [0] nothing found
    [one] 1 finding
   *[other] { $count } findings
}
today-held = In the lake at commit { $commit }: { $signals }
today-visitors-due = Web lines since { $oldest } still hold visitors’ addresses and queries; vigie.toml keeps them whole for { $days ->
    [one] 1 day
   *[other] { $days } days
}.

# What the lake holds.
count-publications = { $count ->
    [one] 1 publication
   *[other] { $count } publications
}
count-shares = { $count ->
    [one] 1 share
   *[other] { $count } shares
}
count-requests = { $count ->
    [one] 1 request
   *[other] { $count } requests
}
count-logins = { $count ->
    [one] 1 login line
   *[other] { $count } login lines
}
count-mails = { $count ->
    [one] 1 row about mail
   *[other] { $count } rows about mail
}
count-names = { $count ->
    [one] 1 domain name or certificate
   *[other] { $count } domain names or certificates
}
count-rejected = { $count } set aside
count-derived = { $count ->
    [one] 1 derived row
   *[other] { $count } derived rows
}
