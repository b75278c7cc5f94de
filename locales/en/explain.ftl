# vigie explain

explain-why = Why do you need to see it? (recorded)
explain-provisional = Provisional: the window that it rests on is still open.
explain-when = when
explain-values = What was measured
explain-parameters = With these parameters
explain-evidence = { $count ->
    [one] Evidence: 1 signal
   *[other] Evidence: { $count } signals, { $shown } shown
}
explain-more = --lines shows more
explain-not-held = source not held
explain-does-not-prove = What it does not prove
explain-repeat = Repeat it
explain-revealed = What was masked is shown, and that is on record.
