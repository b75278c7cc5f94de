# vigie demo

demo-season = Une saison inventée, graine { $seed }
demo-lines = { $posts } messages, { $web } requêtes web et { $logins } lignes de connexion, tous inventés
demo-planted = Plantés : { $found ->
    [one] { $found } trouvé
   *[other] { $found } trouvés
} sur { $count }
demo-decoys = Leurres : { $alone ->
    [one] { $alone } laissé tranquille
   *[other] { $alone } laissés tranquilles
} sur { $count }
demo-found = trouvé
demo-missed = manqué
demo-alone = laissé
demo-raised = signalé
demo-named = { $named ->
    [one] { $named } nommé
   *[other] { $named } nommés
} sur { $count }
demo-shortfall = { $name } { $measured } pour { $wanted } demandés
demo-below = { $detector } a mesuré { $values }
demo-nothing = { $detector } n’en montre rien, même avec { $lowered }
demo-not-read = aucun détecteur ne lit encore ces lignes ({ $count } sont gardées)
demo-settled-by = les détecteurs d’aujourd’hui ne le distinguent pas ; { $must } le fera
demo-more = et { $count } autres
demo-findings = { $count ->
    [one] { $count } constat en tout
   *[other] { $count } constats en tout
}, { $others ->
    [0] tous plantés ou leurres
    [one] dont { $others } ni planté ni leurre
   *[other] dont { $others } ni plantés ni leurres
}.
