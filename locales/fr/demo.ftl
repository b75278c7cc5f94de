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
demo-listed = { $count } comptes de la liste « { $list } » ({ $source }) : leur appartenance est connue, ils sont laissés de côté
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

demo-morning = Ce matin, { $days } jours avant le premier tour
demo-measures = Mesures : { $done } en place, { $overdue } en retard
demo-overdue = { $measure } ({ $owner }, pour le { $due })
demo-incident = { $alias } { $title } : { $findings ->
    [one] { $findings } constat
   *[other] { $findings } constats
}, { $sure }
demo-dismissed = { $id } écarté : { $reason }
demo-rumour = { $code } est scellée : son code et sa diffusion seulement, { $posts ->
    [one] { $posts } message
   *[other] { $posts } messages
} de { $accounts ->
    [one] { $accounts } compte
   *[other] { $accounts } comptes
}
demo-brief = La note, un seul fichier qui s’ouvre hors ligne : { $file } ({ $size })
demo-changed = Dans une copie du lac, l’octet { $at } de { $file } a été changé.
demo-verified = verify dit où : { $file } : { $what }
demo-not-verified = verify ne l’a pas vu : c’est une erreur de notre part, merci de la signaler
demo-yours = À vous : déposer des fichiers ici : { $folder }

# Ce qu’écrit la petite équipe de la démonstration.
demo-owner-security = Ines (sécurité)
demo-owner-it = Oskar (informatique)
demo-owner-press = Selma (presse)
demo-incident-title = Six comptes partagent un même site en quelques secondes
demo-assessment = Les mêmes mots et le même lien en dix secondes, huit fois : une seule main derrière ces comptes nous paraît probable. Laquelle, nous ne le savons pas.
demo-note-morning = Lu à la réunion du matin ; personne ne répond en public aujourd’hui.
demo-note = On ne répond pas en public au site verite-solvane ; la presse garde une réponse prête.
demo-dismissed-because = Innocent, vérifié : { $what }.
demo-brief-incident = Un petit groupe de comptes agit ensemble ; nous le gardons à l’œil et ne répondons pas en public.
demo-brief-measure = Une mesure de protection est en retard et doit être achevée aujourd’hui.
