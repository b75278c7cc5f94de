# vigie doctor

health-good = ok
health-attention = look
health-bad = wrong

doctor-config = configuration
doctor-config-file = vigie.toml
doctor-config-none = no vigie.toml here, the defaults hold (vigie init)
doctor-disk = disk
doctor-disk-free = { $free } free
doctor-disk-unknown = the system does not say how much is free
doctor-memory = memory
doctor-memory-both = { $pool } for the engine, of { $machine }
doctor-memory-pool = { $pool } for the engine
doctor-clock = clock
doctor-clock-now = { $now } ({ $zone })
doctor-clock-back = { $now } is before the newest commit ({ $newest }): was the clock set back?
doctor-lake = lake
doctor-lake-none = none yet (vigie ingest)
doctor-lake-empty = empty, can be written
doctor-lake-commit = commit { $commit }, can be written
doctor-lake-busy = commit { $commit }, another process is writing
doctor-key = key file
doctor-key-good = { $path }, readable by its owner alone
doctor-key-missing = { $path } is missing: without it, new data will not join the old
doctor-key-open = { $path } can be read by others: chmod 600
doctor-key-inside = { $path } lies inside the lake: move it elsewhere and set keys.path
doctor-key-unreadable = { $path } cannot be read
doctor-detectors = detectors
doctor-detectors-whole = { $count ->
    [one] 1 page, whole
   *[other] { $count } pages, all whole
}
doctor-mandates = mandates
doctor-mandates-active = { $count ->
    [one] 1 holds
   *[other] { $count } hold
}
doctor-mandates-ended = ended: { $names } (vigie forget --mandate)
doctor-origins = countries
doctor-origins-none = no database is named: attacks.country_database
doctor-origins-problem = { $problem } (attacks.country_database and attacks.network_database in vigie.toml)
doctor-network = network
doctor-network-none = no target is named: nothing is asked
doctor-network-named = vigie fetch asks: { $names }
