# vigie init

init-created = Created { $file }
init-role = role
init-timezone = time zone
init-timezone-note = days follow it; change it in vigie.toml
init-lake = lake
init-key-file = key file
init-key-file-note = back it up, but never beside the lake
