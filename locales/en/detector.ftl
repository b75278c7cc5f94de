# vigie detector

detector-sees = What it sees
detector-does-not-prove = What it does not prove
detector-parameters = Parameters
detector-facts = Facts
detector-reads = reads
detector-precision = coarsest time
detector-when = how soon
detector-anchor = one finding a
anchor-day = day
anchor-week = week
anchor-season = season
detector-techniques = techniques
detector-cases = cases

test-passed = ok
test-failed = differs
test-summary = { $cases ->
    [one] 1 case
   *[other] { $cases } cases
}, { $failed ->
    [0] all as the pages say
   *[other] { $failed } not as the page says
}
