# vigie mandate

mandate-offer = Enter a mandate now? Its name, such as season-2027 (empty: later)
mandate-ask-purpose = What is the data for?
mandate-ask-basis = On what legal basis?
mandate-ask-end = What is the last day (2027-05-31)?
mandate-added = Entered the mandate { $id } as { $entry }: it holds until { $until }.
mandate-until = until { $until }
mandate-no-end = no end
mandate-ended = ended { $until }
mandate-in-file = vigie.toml
