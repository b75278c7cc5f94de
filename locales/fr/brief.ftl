# La note et ses pages.

brief-label = Note
brief-skip = Aller à la note
brief-told-for = Pour le { $at }
brief-covers = Couvre du { $from } au { $to } ({ $zone })
brief-prepared = Préparée par { $name }, le { $at }
brief-glance = En un coup d’œil
brief-glance-now = { $count ->
    [one] incident à traiter maintenant
   *[other] incidents à traiter maintenant
}
brief-glance-today = { $count ->
    [one] incident pour aujourd’hui
   *[other] incidents pour aujourd’hui
}
brief-glance-note = { $count ->
    [one] incident à noter
   *[other] incidents à noter
}
brief-glance-unjudged = { $count ->
    [one] constat pas encore jugé
   *[other] constats pas encore jugés
}
brief-glance-blind = { $count ->
    [one] angle mort
   *[other] angles morts
}
brief-glance-overdue = { $count ->
    [0] mesure en retard
    [one] mesure en retard
   *[other] mesures en retard
}

# Parties.
brief-known = Ce que l’on sait
brief-known-nothing = Rien n’a été mis en mots pour cette note.
brief-incidents = Ce qui s’est passé
brief-lanes = Les incidents dans le temps
brief-unjudged = Trouvé par un détecteur, encore jugé par personne
brief-blind = Ce que nous n’avons pas pu voir
brief-blind-nothing = Aucun manque n’est connu dans les sources que nous lisons.
brief-blind-caption = Le calme, ici, ne veut pas dire qu’il ne s’est rien passé.
brief-measures = Ce qui nous protège
brief-measures-caption = Les retards d’abord
brief-red-lines = Lignes rouges, fixées d’avance
brief-rumours = Rumeurs, sous scellés
brief-rumours-caption = Code, diffusion et tendance ; le texte reste sous scellés.
brief-rumour-advice = Avant toute réponse publique : une réponse la diffuserait-elle ?
brief-not-raised = Examiné et non retenu
brief-recalled = Rappelée depuis la dernière note : ne vaut plus
brief-reveals = Dévoilé depuis la dernière note
brief-evidence = Preuves
brief-evidence-caption = Chaque constat à la révision que dit cette note. Dans le fichier, chaque ligne déplie la commande qui le refait.
brief-unjudged-more = { $count ->
    [one] … et { $count } autre : vigie today le liste
   *[other] … et { $count } autres : vigie today les liste
}
brief-not-held = { $count ->
    [one] { $count } constat rattaché n’est pas conservé ici.
   *[other] { $count } constats rattachés ne sont pas conservés ici.
}
brief-more = { $count ->
    [one] … et { $count } autre, dans le fichier JSON à côté de celui-ci
   *[other] … et { $count } autres, dans le fichier JSON à côté de celui-ci
}

# Têtes de tableaux.
brief-source = Source
brief-gap = Non vu
brief-why = Pourquoi
brief-measure = Mesure
brief-asset = Protège
brief-owner = Responsable
brief-due = Échéance
brief-state = État
brief-rumour = Rumeur
brief-category = Genre
brief-spread-title = Diffusion
brief-last = Vue pour la dernière fois
brief-trend-title = Tendance
brief-decision = Réponse
brief-finding = Constat
brief-pattern = Motif
brief-when = Quand
brief-rests-on = Repose sur

# Morceaux de phrases.
brief-repeat = Pour le refaire
brief-does-not-prove = Ce que cela ne prouve pas :
brief-unsupported = un chiffre sans preuve
brief-unsupported-count = { $count ->
    [one] { $count } phrase a un chiffre et ne repose sur rien.
   *[other] { $count } phrases ont un chiffre et ne reposent sur rien.
}
brief-closed = clos
brief-signed = { $author }, le { $at }
brief-signals = { $count ->
    [one] { $count } signal
   *[other] { $count } signaux
}
brief-gap-open = depuis le { $from }
brief-gap-last = rien depuis le { $last }
brief-gap-never = jamais vu
brief-measure-overdue = en retard
brief-measure-planned = prévue
brief-measure-in-place = en place
brief-measure-not-applicable = sans objet
brief-nobody = personne encore
brief-done-of = { $done } sur { $of }
brief-if = Si
brief-then = alors { $who } appelle { $calls } en { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
} au plus.
brief-spread = { $matched ->
    [one] { $matched } publication
   *[other] { $matched } publications
}, { $accounts }
brief-not-counted = pas comptée
brief-accounts = { $count ->
    [one] { $count } compte
   *[other] { $count } comptes
}
brief-trend = { $last } le dernier des { $days } jours, { $highest } au plus
brief-never-matched = pas vue
brief-undecided = pas décidé
brief-recalled-line = le { $at } : { $reason }
brief-revealed-by = le { $at }, par { $who } : { $reason }
brief-revealed = le { $at } : { $reason }
brief-not-seen = une source n’a pas été vue
brief-most = jusqu’à { $count }

# Ce qui figure sur l’axe du temps.
brief-mark-act = actes
brief-mark-attack = attaques
brief-mark-statement = paroles
brief-mark-judgement = jugement
brief-mark-response = réponse

# Ce qui est arrivé.
brief-activity = Ce qui est arrivé, dans le temps
brief-activity-reading = { $what } : { $total }, le plus le { $at }
brief-publications = Publications
brief-requests = Requêtes
brief-logins = Connexions

# Au pied.
brief-observed-by = Préparée par { $name } d’après ses propres relevés ; les autres ne sont pas observés.
brief-scale = À quel point, en mots :
brief-head = Tête du journal
brief-check = Se vérifie par
brief-band = { $low }–{ $high } %

# À quel point : les mots de probabilité.
confidence-remote-chance = quasi exclu
confidence-highly-unlikely = très peu probable
confidence-unlikely = peu probable
confidence-realistic-possibility = possibilité réelle
confidence-likely = probable
confidence-highly-likely = très probable
confidence-almost-certain = quasi certain

# Jours et heures.
brief-moment-full = { $weekday } { $date }, { $time }
brief-moment = { $day } { $time }
brief-date = { $day } { $month } { $year }
brief-day = { $day } { $month }
brief-first-day = 1er
brief-clock = { $hour } h { $minute }
brief-span = { $from } – { $to }
brief-weekday-1 = lundi
brief-weekday-2 = mardi
brief-weekday-3 = mercredi
brief-weekday-4 = jeudi
brief-weekday-5 = vendredi
brief-weekday-6 = samedi
brief-weekday-7 = dimanche
brief-month-1 = janvier
brief-month-2 = février
brief-month-3 = mars
brief-month-4 = avril
brief-month-5 = mai
brief-month-6 = juin
brief-month-7 = juillet
brief-month-8 = août
brief-month-9 = septembre
brief-month-10 = octobre
brief-month-11 = novembre
brief-month-12 = décembre
brief-mon-1 = janv.
brief-mon-2 = févr.
brief-mon-3 = mars
brief-mon-4 = avr.
brief-mon-5 = mai
brief-mon-6 = juin
brief-mon-7 = juil.
brief-mon-8 = août
brief-mon-9 = sept.
brief-mon-10 = oct.
brief-mon-11 = nov.
brief-mon-12 = déc.

# Figer, dire et rappeler.
brief-title = Note du { $day }
brief-crossed = C’est arrivé.
brief-warn-empty = La note ne dit rien : ni phrase, ni incident.
brief-not-read-whole = un fichier n’a pas été lu jusqu’au bout
brief-file-missing = elle a été dite, et le fichier manque
brief-file-differs = il diffère de ce qui a été dit
brief-file-unchecked = rien à quoi le comparer : le JSON à côté manque ou ne se lit pas
brief-head-lost = elle porte une tête de journal que le journal d’ici n’a jamais eue : des écritures manquent ; remettre le dossier cases depuis une copie
brief-not-told = figée, jamais dite : figer de nouveau avec vigie brief, puis l’effacer
brief-category-private-life = vie privée
brief-category-health = santé
brief-category-sexuality = sexualité
brief-category-family = famille
brief-category-money = argent
brief-category-conduct = exercice des fonctions
brief-category-other = autre
brief-decision-keep-quiet = pas de réponse publique
brief-decision-directly = répondre à qui demande
brief-decision-in-public = répondre en public

# vigie brief
brief-told = { $id } est dite
brief-told-incidents = { $count ->
    [one] { $count } incident
   *[other] { $count } incidents
}
brief-told-findings = { $count ->
    [one] { $count } constat
   *[other] { $count } constats
}
brief-told-head = À son pied : { $head }
brief-none = Aucune note n’a encore été dite.
brief-recalled-on = rappelée le { $at } : { $reason }
brief-was-recalled = { $id } est rappelée.
brief-recall-advice = Ses fichiers restent comme ils ont été dits. Prévenir qui la tient ; la note suivante le dit aussi.
