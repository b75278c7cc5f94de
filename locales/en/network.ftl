# vigie network

network-written = { $lines ->
    [one] 1 line
   *[other] { $lines } lines
} from { $shares ->
    [one] 1 share
   *[other] { $shares } shares
} in { $file }
network-left-out = { $count ->
    [one] 1 row
   *[other] { $count } rows
} took no part: no object, account, content or usable time
network-rejected = { $count ->
    [one] 1 row
   *[other] { $count } rows
} could not be read
network-incomplete = The file was not read to its end: { $why }

network-unproven = How good this is on real campaigns, with ordinary accounts beside them, is unproven. It was tried on planted groups only. A row is a reason to look, never a verdict.
network-question = Could it be innocent?
network-innocent-1 = Do they belong together openly: a party's sections, one newsroom, an association? Then they may do this.
network-innocent-2 = Does a scheduling tool or a share button post for them at the full minute?
network-innocent-3 = Did they follow the same channel, alert or live broadcast at that moment?
network-innocent-4 = Was it a day on which everybody shared these few things?
network-innocent-5 = Does null 2 explain it? Then whoever shares these things shares them at such times.
network-null-1 = Null 1: the same accounts, as busy as they are, and the same objects at the same times, but dealt anew: how often would the two meet?
network-null-2 = Null 2: everybody shares what they shared, but the times on each object are dealt anew: how often would the two be as close?
network-heading = { $edges ->
    [0] No pair of accounts was found to act together
    [one] 1 pair
   *[other] { $edges } pairs
}{ $groups ->
    [0] {""}
    [one] , 1 group
   *[other] , { $groups } groups
}, at commit { $commit }
network-groups = Groups
network-pairs = Pairs
network-objects = objects
network-window = window
network-by-null-1 = null 1: expected, p, q
network-by-null-2 = null 2: expected, p, q
network-strength = strength
network-strong = strong
network-one-null = one null may explain it
network-verdict = decided
network-finding = finding
network-accounts = accounts
network-more = { $count ->
    [one] 1 more pair is not listed; a graph file holds it.
   *[other] { $count } more pairs are not listed; a graph file holds them.
}
network-gexf-legend = Accounts that act on the same objects at nearly the same time, as Vigie computed it. This is not a list of culprits: activists, parties and newsrooms do this too, and how good it is on real campaigns is unproven. Names of accounts were drawn for this file alone and lead nowhere; times are to the hour. groups: the groups of an account, numbered for this file alone; of a group of more than 50 accounts the first 50. expected_1, p_1, q_1, season_q: chance when accounts are dealt anew over acts. expected_2, p_2, q_2: chance when times are dealt anew within each object. Empty: not computed.
network-drawn = { $nodes ->
    [one] 1 account
   *[other] { $nodes } accounts
}, { $edges ->
    [one] 1 edge
   *[other] { $edges } edges
}, { $groups ->
    [one] 1 group
   *[other] { $groups } groups
} in { $file }
network-gexf-keywords = acting together; pseudonyms; a start for looking
