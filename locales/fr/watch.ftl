# vigie watch

watch-nothing = Rien n’a été écrit entre-temps qui ne soit déjà détenu.
watch-sum = { $count ->
    [one] 1 nouvelle ligne
   *[other] { $lines } nouvelles lignes
} en { $commits ->
    [one] 1 commit
   *[other] { $commits } commits
}, le dernier { $commit }, sous le mandat { $mandate }.
watch-followed = { $count ->
    [one] 1 fichier suivi
   *[other] { $count } fichiers suivis
}, { $rotated } remplacés par rotation.
watch-left-out = { $count ->
    [one] 1 autre flux n’est pas listé.
   *[other] { $count } autres flux ne sont pas listés.
}
watch-findings = { $count ->
    [0] Les détecteurs ont tourné : rien de nouveau.
    [one] Les détecteurs ont tourné : 1 constat nouveau ou révisé.
   *[other] Les détecteurs ont tourné : { $count } constats nouveaux ou révisés.
}
watch-note-cut = Tronqué, et relu depuis le début. Ce qui a été écrit puis tronqué entre deux regards est perdu, sauf si une copie est suivie ou ingérée : { $files }
watch-note-gone = Disparu avant que la fin soit sûrement lue. Ingérer la copie issue de la rotation ; ce qui est déjà détenu n’est pas ajouté deux fois : { $files }
watch-note-compressed = Compressé, donc pas suivi ; vigie ingest le lit : { $files }
watch-note-unrecognised = Ne ressemble à aucun format connu ici : { $files }
watch-note-unreadable = Ne peut être ouvert ou lu ; vérifier les droits : { $files }
watch-note-half = La dernière ligne n’est pas encore entière et attend ; le prochain vigie watch la lira dès qu’elle le sera : { $files }
watch-note-doubtful = Reconnu à ses premières lignes, et ressemble à un autre format par les suivantes. Le nommer avec --source : { $files }
watch-note-more = { $files } et { $count } de plus
watch-journal-ended = journalctl s’est arrêté de lui-même ({ $why }). Ce qu’il a donné est gardé ; relancer vigie watch pour reprendre là.
watch-dropped = { $count ->
    [one] 1 message de la prise n’a pas trouvé de place et est perdu.
   *[other] { $count } messages de la prise n’ont pas trouvé de place et sont perdus.
}
