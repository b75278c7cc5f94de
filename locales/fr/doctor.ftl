# vigie doctor

health-good = ok
health-attention = à voir
health-bad = mauvais

doctor-config = configuration
doctor-config-file = vigie.toml
doctor-config-none = pas de vigie.toml ici, les valeurs par défaut s’appliquent (vigie init)
doctor-disk = disque
doctor-disk-free = { $free } libres
doctor-disk-unknown = le système ne dit pas ce qui est libre
doctor-memory = mémoire
doctor-memory-both = { $pool } pour le moteur, sur { $machine }
doctor-memory-pool = { $pool } pour le moteur
doctor-clock = horloge
doctor-clock-now = { $now } ({ $zone })
doctor-clock-back = { $now } précède le dernier commit ({ $newest }) : l’horloge a-t-elle été reculée ?
doctor-lake = lac
doctor-lake-none = aucun encore (vigie ingest)
doctor-lake-empty = vide, peut être écrit
doctor-lake-commit = commit { $commit }, peut être écrit
doctor-lake-busy = commit { $commit }, un autre processus écrit
doctor-key = fichier de clé
doctor-key-good = { $path }, lisible par son seul propriétaire
doctor-key-missing = { $path } manque : sans lui, les nouvelles données ne rejoindront pas les anciennes
doctor-key-open = { $path } peut être lu par d’autres : chmod 600
doctor-key-inside = { $path } est dans le lac : le déplacer et régler keys.path
doctor-key-unreadable = { $path } ne peut pas être lu
doctor-detectors = détecteurs
doctor-detectors-whole = { $count ->
    [one] { $count } page, entière
   *[other] { $count } pages, toutes entières
}
doctor-mandates = mandats
doctor-mandates-active = { $count ->
    [one] { $count } en vigueur
   *[other] { $count } en vigueur
}
doctor-mandates-ended = échus : { $names } (vigie forget --mandate)
doctor-origins = pays
doctor-origins-none = aucune base n’est nommée : attacks.country_database
doctor-origins-problem = { $problem } (attacks.country_database et attacks.network_database dans vigie.toml)
doctor-network = réseau
doctor-network-none = aucune cible nommée : rien n’est demandé
doctor-network-named = vigie fetch demande : { $names }
