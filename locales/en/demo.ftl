# vigie demo

demo-season = An invented season, seed { $seed }
demo-lines = { $posts } posts, { $web } web requests and { $logins } login lines, all invented
demo-planted = Planted: { $found } of { $count } found
demo-decoys = Decoys: { $alone } of { $count } left alone
demo-found = found
demo-missed = missed
demo-alone = left alone
demo-raised = raised
demo-named = { $named } of { $count } named
demo-shortfall = { $name } { $measured } where { $wanted } are asked for
demo-below = { $detector } measured { $values }
demo-nothing = { $detector } shows nothing of it, even with { $lowered }
demo-not-read = no detector reads such lines yet ({ $count } are held)
demo-settled-by = today’s detectors cannot tell it apart; { $must } will
demo-more = and { $count } more
demo-findings = { $count ->
    [one] 1 finding in all
   *[other] { $count } findings in all
}, { $others ->
    [0] each of them planted or a decoy
   *[other] { $others } of them neither planted nor a decoy
}.
