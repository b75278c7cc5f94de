# Polls: what is said beside a figure, and what polls can show.

poll-caution-race-from-opinion = The text speaks of a race, but this is a share of opinions, not of votes: no order of votes follows from it.
poll-caution-question-unstated = The text does not say what was asked.
poll-caution-institute-unstated = The text does not say who asked.
poll-caution-sample-unstated = How many people were asked is not said, so there is no interval.
poll-caution-does-not-add-up = The shares of this poll do not add up to 100 %.
poll-caution-rolling = A wave of a rolling poll: it shares people with the waves beside it.
poll-moved-too-few = With { $before } polls in the three weeks before and { $after } after ({ $needed } are needed on each side), these polls cannot show whether anything moved.
poll-moved-not-shown = No change that can be told from ordinary movement: { $points } points, between { $low } and { $high }. As large a step is seen on { $as_large } of { $placebos } other dates. A change smaller than { $smallest } points would not be seen.
poll-moved-changed-cause-unknown = The level changed around this date: { $points } points, between { $low } and { $high }; as large a step is seen on { $as_large } of { $placebos } other dates. What caused it is not in the polls.

poll-question-intention = voting intention
poll-question-duel = voting intention, of two
poll-question-favourable = favourable opinion
poll-question-popularity = popularity in office
poll-question-certainty = certainty of the choice
poll-question-unstated = question not said
