# vigie today

today-since = Depuis le { $since } ({ $zone })
today-dismissed = { $count ->
    [one] { $count } autre a été écarté et le reste : vigie case list --all
   *[other] { $count } autres ont été écartés et le restent : vigie case list --all
}
today-count = { $count ->
    [0] aucun constat
    [one] { $count } constat
   *[other] { $count } constats
}
today-held = Dans le lac au commit { $commit } : { $signals }

today-visitors-due = Des lignes web depuis { $oldest } portent encore les adresses et requêtes des visiteurs ; vigie.toml les garde entières { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}.

# Ce que contient le lac.
count-publications = { $count ->
    [one] { $count } publication
   *[other] { $count } publications
}
count-shares = { $count ->
    [one] { $count } partage
   *[other] { $count } partages
}
count-requests = { $count ->
    [one] { $count } requête
   *[other] { $count } requêtes
}
count-logins = { $count ->
    [one] { $count } ligne de connexion
   *[other] { $count } lignes de connexion
}
count-mails = { $count ->
    [one] { $count } ligne sur le courrier
   *[other] { $count } lignes sur le courrier
}
count-names = { $count ->
    [one] { $count } nom de domaine ou certificat
   *[other] { $count } noms de domaine ou certificats
}
count-rejected = { $count ->
    [one] { $count } écartée
   *[other] { $count } écartées
}
count-derived = { $count ->
    [one] { $count } ligne dérivée
   *[other] { $count } lignes dérivées
}
