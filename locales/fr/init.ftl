# vigie init

init-created = { $file } créé
init-role = rôle
init-timezone = fuseau horaire
init-timezone-note = les jours le suivent ; se change dans vigie.toml
init-lake = lac
init-key-file = fichier de clé
init-key-file-note = à sauvegarder, mais jamais à côté du lac
