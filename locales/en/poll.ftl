# Polls: what is said beside a figure, and what polls can show.

poll-caution-race-from-opinion = The text speaks of a race, but this is a share of opinions, not of votes: no order of votes follows from it.
poll-caution-question-unstated = The text does not say what was asked.
poll-caution-institute-unstated = The text does not say who asked.
poll-caution-sample-unstated = How many people were asked is not said, so there is no interval.
poll-caution-does-not-add-up = The shares of this poll do not add up to 100 %.
poll-caution-rolling = A wave of a rolling poll: it shares people with the waves beside it.
poll-moved-too-few = With { $before ->
    [one] one poll
   *[other] { $before } polls
  } in the three weeks before and { $after } after ({ $needed } are needed on each side), these polls cannot show whether anything moved.
poll-moved-not-shown = No change that can be told from ordinary movement: { $points } points, between { $low } and { $high }. As large a step is seen on { $as_large } of { $placebos } other dates. A change smaller than { $smallest } points would not be seen.
poll-moved-changed-cause-unknown = The level changed around this date: { $points } points, between { $low } and { $high }; as large a step is seen on { $as_large } of { $placebos } other dates. What caused it is not in the polls.

poll-question-intention = voting intention
poll-question-duel = voting intention, of two
poll-question-favourable = favourable opinion
poll-question-popularity = popularity in office
poll-question-certainty = certainty of the choice
poll-question-unstated = question not said

poll-round-first = first round
poll-round-second = second round

# vigie polls
poll-heading = { $figures ->
    [one] One figure
   *[other] { $figures } figures
  } of polls, from { $files ->
    [one] one file
   *[other] { $files } files
  }
poll-filtered = Left out by what was asked for: { $count } figures
poll-file = { $file } · { $layout } · { $polls } polls, { $figures } figures
poll-file-article = { $file } · an article · { $figures ->
    [one] 1 poll figure
   *[other] { $figures } poll figures
}, { $others ->
    [one] 1 other percentage
   *[other] { $others } other percentages
}
poll-layout-nsppolls = nsppolls
poll-layout-mieux_voter = MieuxVoter
poll-layout-pollsposition = pollsposition
poll-layout-unified = pollsposition, families of parties
poll-layout-popularity = pollsposition, popularity
poll-aside = Set aside: { $what }
poll-mended = Mended: { $what }
poll-odd-dates = Dates far from the key of their poll, kept as they are: { $what }
poll-counted = { $count } × { $what }
poll-why-result = the count of an election, not a poll
poll-why-seats = seats, not shares
poll-why-no_figure = no figure from 0 to 100
poll-why-no_date = no date
poll-why-ends_before_it_begins = ends before it begins
poll-why-no_candidate = nobody named
poll-why-repeats = repeats another row
poll-why-transfers = how votes would move between rounds: no share of votes
poll-why-broken = too few columns or names
poll-why-unknown_question = another question
poll-repair-year_from_key = year of a date, from the key of its poll
poll-repair-institute_spelling = spelling of an institute
poll-repair-error_columns = margin given as the ends of the interval
poll-repair-more_expressed_than_asked = more people named somebody than were asked: that number left out
poll-aside-line = line { $line }: { $why }
poll-aside-more = { $count } further lines are in --format json
poll-column-candidate = candidate
poll-column-against = against
poll-column-polls = polls
poll-column-institutes = by
poll-column-first = first
poll-column-last = last
poll-column-value = last poll, %
poll-column-hypotheses = hyp.
poll-column-level = level, %
poll-column-interval = 95 % interval
poll-column-day = day
poll-none = No poll figure was found, or none that was asked for.
poll-lines-left = { $count } further candidates are not shown: --limit 0 shows all, --about NAME one
poll-tables-left = { $count } further tables are not shown, each with fewer polls than those of its question above: --limit 0 shows all, --election and --about narrow
poll-houses = How far each institute reads above (+) or below (-) the others, in points
poll-house = { $institute } { $offset } ± { $within } ({ $polls })
poll-levels = { $candidate }: level through time
poll-levels-against = { $candidate } against { $against }: level through time
poll-event = What these polls can show of { $day }
poll-caveat-questions = Each question stands alone: a favourable opinion is no voting intention, and the tables are not to be compared. Candidates stand in the order of how often they are polled, not of their shares.
poll-caveat-hypotheses = Where a poll asks several hypotheses about who stands, its reading is the mean of those in which the candidate stands; within one poll they lie up to { $points } points apart. --hypothesis WORDS keeps those of that name.
poll-caveat-election = { $file } does not say which election it is about: “{ $label }” is taken from its name.
poll-caveat-level = Level: what the polls say together on the day of the last one, after the steady differences between institutes, with an interval in which it lies with 95 % if the model holds. It does not know whether all institutes are off together, and it foretells nothing.
poll-caveat-no-level = A dash stands where fewer than three polls give a date and a number of people, or the question is not said.
poll-caveat-event = No poll shows why anything moved: other things happen on every day.
