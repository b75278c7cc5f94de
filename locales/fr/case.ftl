# vigie case, et ce que dit le journal

verdict-open = à juger
verdict-watched = à surveiller
verdict-dismissed = écarté
verdict-attached = dans un incident

case-changed-signals = signaux à l’appui
case-changed-when = quand regarder
case-changed-first = heure du premier signal
case-changed-last = heure du dernier signal
case-changed-parameters = paramètres du détecteur
case-changed-versions = version du détecteur

case-did-opened = ouvert{ $count ->
    [0] {""}
    [one] {""} sur { $count } constat
   *[other] {""} sur { $count } constats
}
case-did-titled = titre
case-did-attached = { $finding } rattaché
case-did-detached = { $finding } détaché
case-did-assessed = évalué : { $sure }
case-did-closed = clos
case-did-reopened = rouvert
case-did-note = note
case-did-noted = note sur { $target }
case-did-watched = { $target } à surveiller
case-did-dismissed = { $target } écarté
case-did-undone = { $entry } annulé
case-did-measure = { $target } inscrite
case-did-removed = { $target } retirée
case-did-red-line = { $target } posée
case-did-rumour = { $target } enregistrée
case-did-revealed = { $target } dévoilé
case-did-asked = demande à voir { $target }
case-did-answered = décision sur la réponse à { $target }
case-did-told = { $target } remise
case-did-recalled = { $target } rappelée
case-did-tip = signalement reçu, { $signal }
case-did-mandate = { $target } fixé
case-did-correction = une déclaration d’un article corrigée

case-clock-back = { $entry } dit { $at }, mais son auteur avait déjà écrit à { $after } : l’horloge a été reculée ; l’ordre d’écriture compte
case-given-twice = { $entry } donne { $target } une seconde fois : l’inscription la plus ancienne le garde
case-no-effect = { $entry } parle de ce qui n’existe pas et reste sans effet

proposal-link-account = { $a } et { $b } ont { $count ->
    [one] { $count } compte en commun
   *[other] { $count } comptes en commun
}
proposal-link-object = { $a } et { $b } ont { $count ->
    [one] { $count } objet en commun
   *[other] { $count } objets en commun
}
proposal-link-source = { $a } et { $b } ont { $count ->
    [one] { $count } adresse source en commun
   *[other] { $count } adresses sources en commun
}
proposal-link-target = { $a } et { $b } ont { $count ->
    [one] { $count } cible en commun
   *[other] { $count } cibles en commun
}
proposal-shared-accounts = des comptes
proposal-shared-objects = des objets partagés
proposal-shared-sources = des adresses sources
proposal-shared-targets = des cibles
proposal-open = { $count ->
    [one] { $count } constat
   *[other] { $count } constats
} à moins de six heures d’intervalle, avec en commun : { $shared }
proposal-attach = { $count ->
    [one] { $count } constat va
   *[other] { $count } constats vont
} avec { $incident }, avec en commun : { $shared }

role-account-level = pas examiné : une campagne n’examine des comptes que sous un mandat, avec sa finalité, sa base et son dernier jour (vigie mandate add)

case-incidents = Incidents
case-to-judge = À juger
case-watched = À surveiller
case-dismissed = Écartés
case-word-open = ouvert
case-word-closed = clos
case-not-assessed = non évalué
case-count-findings = { $count ->
    [one] { $count } constat
   *[other] { $count } constats
}
case-closed-count = { $count ->
    [one] { $count } incident clos n’est pas montré ; --all le montre
   *[other] { $count } incidents clos ne sont pas montrés ; --all les montre
}
case-dismissed-count = { $count ->
    [one] { $count } constat écarté n’est pas montré ; --all le montre
   *[other] { $count } constats écartés ne sont pas montrés ; --all les montre
}
case-withheld = { $count ->
    [one] { $count } constat sur des comptes n’est pas montré : il faut un mandat à une campagne
   *[other] { $count } constats sur des comptes ne sont pas montrés : il faut un mandat à une campagne
}

case-reason = parce que : { $reason }
case-until = jusqu’au { $until }
case-entry = Inscrit sous { $entry } ; vigie case undo l’annule.
case-undone = { $undone } annulé, par { $entry }.
case-undone-text = (annulé) { $text }

case-assessment = { $sure } ({ $low }–{ $high } %)
case-no-assessment = Personne ne l’a évalué.
case-findings = Constats
case-not-held = { $count ->
    [one] { $count } rattaché, pas tenu ici
   *[other] { $count } rattachés, pas tenus ici
}
case-changed-since = Changés depuis leur rattachement
case-revised = { $finding }  vu { $seen }, maintenant { $now }
case-revised-evidence = Les signaux diffèrent, les valeurs non.
case-notes = Notes
case-revisions = Révisions
case-seen = jugée
case-journal = Journal
case-journal-empty = Personne n’a encore rien écrit.
case-journal-earlier = { $count ->
    [one] { $count } inscription antérieure n’est pas montrée ; --limit 0 montre tout
   *[other] { $count } inscriptions antérieures ne sont pas montrées ; --limit 0 montre tout
}
case-journal-head = { $count ->
    [one] { $count } inscription
   *[other] { $count } inscriptions
}, tête { $head }

case-ask-title = Comment s’appelle-t-il ?
case-ask-reason = Pourquoi ?
case-ask-note = Que faut-il noter ?
case-ask-assessment = Qu’en concluez-vous ?

case-pack-repeats = { $count ->
    [one] { $count } inscription répète une rumeur scellée dans les mots de son auteur
   *[other] { $count } inscriptions répètent une rumeur scellée dans les mots de leurs auteurs
} : ne donner le paquet qu’à ceux qui peuvent la connaître.
case-packed = { $count ->
    [0] Aucune inscription
    [one] { $count } inscription de { $authors }
   *[other] { $count } inscriptions de { $authors }
} dans { $file }
case-head = Tête du journal : { $head }
case-merge-there = vigie case merge FILE, sur l’autre poste
case-merged = { $count ->
    [0] Rien de nouveau
    [one] { $count } inscription nouvelle, de { $authors }
   *[other] { $count } inscriptions nouvelles, de { $authors }
} ; { $known } déjà là.
case-both-wrote = { $incident } : chacun y a écrit sans avoir vu les mots de l’autre. La dernière inscription compte ; lire les deux : vigie case show { $incident }
case-no-examples = Rien n’a été écarté.
case-drawn = { $nodes ->
    [one] { $nodes } compte
   *[other] { $nodes } comptes
} et { $edges ->
    [one] { $edges } constat
   *[other] { $edges } constats
} dans { $file }

proposal-none = Rien à examiner ensemble.
proposal-more-links = { $count ->
    [one] et { $count } autre lien
   *[other] et { $count } autres liens
}
