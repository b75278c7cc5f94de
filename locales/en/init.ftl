# vigie init

init-created = Created { $file }
init-role = role
init-timezone = time zone
init-timezone-note = days follow it; change it in vigie.toml
init-lake = lake
init-key-file = key file
init-key-file-note = back it up, but never beside the lake

# What each role decides.
init-campaign = As a campaign: nothing is computed about single accounts until a mandate says purpose, basis and last day (vigie mandate add). Logs, sites and logins are watched at once.
init-newsroom = As a newsroom: names of files that sources brought leave the case folder as keyed hashes only.
init-agency = As an agency: nothing is read without a mandate (vigie mandate add, then --mandate).
init-research = As research: pseudonyms everywhere, of public accounts too; vigie case export --gexf draws who acts together.
