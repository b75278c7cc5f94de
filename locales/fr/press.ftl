### La lecture de la presse.

press-ask = Collez un article, puis terminez par Ctrl-D.
press-heading = { $statements ->
    [one] 1 déclaration
   *[other] { $statements } déclarations
} dans { $articles ->
    [one] 1 article
   *[other] { $articles } articles
} de { $outlets ->
    [one] 1 média
   *[other] { $outlets } médias
}
press-not-asked-for = { $count ->
    [one] 1 autre déclaration n’était pas demandée.
   *[other] { $count } autres déclarations n’étaient pas demandées.
}
press-date-unknown = date inconnue
press-original = d’abord sur { $link }
press-repeats = Reprend l’article { $article } et n’est pas compté une seconde fois.
press-repeats-rumour = Il répète une rumeur scellée. Quoi qu’il en dise, il la propage.
press-nobody = personne de nommé
press-accusations = Accusations et réponses
press-no-reply = Aucune réponse trouvée dans { $outlets ->
    [one] le média que nous avons lu
   *[other] les { $outlets } médias que nous avons lus
}.
press-replied = Réponse de { $by }.
press-not-said = Ce qu’ils n’ont pas dit, d’après les articles
press-not-said-nothing = Rien de cela n’est compté comme une déclaration, et rien n’en découle.
press-drifts = Titres qui en disent plus que le texte
press-drift-names-more = « { $headline } » nomme { $words } ; le texte qu’il coiffe, non.
press-drift-drops-hedge = « { $headline } » omet « { $words } », que dit le texte.
press-drift-says-more = « { $headline } » dit « { $words } » ; dans le texte, la même personne ne dit rien d’aussi fort.
press-polls = Chiffres de sondages, selon la question posée
press-actors = Cités
press-unlisted = { $count ->
    [one] 1 autre nom n’est pas sur la liste de veille et n’est pas montré.
   *[other] { $count } autres noms ne sont pas sur la liste de veille et ne sont pas montrés.
}
press-checked = { $words } : { $verdict }. { $answer }
press-written = Les déclarations sont dans { $file }.
press-by-tagger = étiqueteur
press-by-person = corrigée par une personne
press-corrections = Corrigées par des personnes
press-correction = { $done } : « { $cue } » ({ $by }, inscription { $entry })
press-correction-changed = se lit autrement
press-correction-added = ajoutée
press-correction-none = pas une déclaration
press-corrected = Gardé dans le journal. `vigie case undo` l’annule.
press-exported = { $files ->
    [0] Aucun article corrigé n’a été écrit.
    [one] Un article a été écrit, avec { $corrections } de vos corrections.
   *[other] { $files } articles ont été écrits, avec { $corrections } de vos corrections.
}
press-export-uncorrected = { $count ->
    [one] Un article n’a pas de correction.
   *[other] { $count } articles n’ont pas de correction.
}
press-export-sealed = { $count ->
    [one] Un article répète une rumeur scellée et n’a pas été écrit.
   *[other] { $count } articles répètent une rumeur scellée et n’ont pas été écrits.
}
press-export-elsewhere = { $count ->
    [one] Une correction porte sur un article qui n’a pas été donné.
   *[other] { $count } corrections portent sur des articles qui n’ont pas été donnés.
}
train-done = Entraîné sur { $documents } documents de { $words } mots, dans { $files } fichiers.
train-model = Le modèle est dans { $file } : { $features } traits, { $size } Mo.
train-validated = Sur des documents dont il n’a rien appris, F1 exacte
train-held = Sur le fichier tenu à l’écart, F1 exacte
train-kind = Quoi
train-expected = Étiquetés
train-rules = Règles seules
train-tagger = Étiqueteur
train-kind-source = source
train-kind-cue = marque
train-kind-content = contenu
train-worse = L’étiqueteur ne fait pas mieux que les règles ici. Étiqueter davantage, ou s’en passer.
train-use = Lire avec lui : vigie statements --model { $file }, ou press.model dans vigie.toml.
press-caveat-rules = Lu par des règles qui en manquent et en lisent mal quelques-unes. Les mots figurent à côté : vérifiez-les avant de vous en servir. Une déclaration est ce que quelqu’un a dit, non ce qui est.
press-second = Second lecteur ({ $model }) : { $count ->
    [one] un endroit
   *[other] { $count } endroits
} de { $article }, à côté de ce que les règles ont lu
press-second-dropped = { $count ->
    [one] Une de ses lignes a été écartée : ses mots ne figurent pas dans l’article.
   *[other] { $count } de ses lignes ont été écartées : leurs mots ne figurent pas dans l’article.
}
press-second-refused = { $article } : pas de seconde lecture : { $why }
press-caveat-second = Le second lecteur est un modèle de langue. Il ne fait que désigner des mots de l’article ; à vous de lire s’ils disent ce qu’il y voit.
press-caveat-tagger = Certains mots ont été trouvés par un étiqueteur entraîné ici. Ce n’est pas une règle qu’on puisse lire ; ses lignes sont marquées.
press-caveat-language = Une partie du texte est dans une langue qui n’est pas lue, ou trop courte pour le dire.
press-caveat-cut = Seuls les { $most } premiers articles ont été lus.
press-caveat-rumour = Un article qui rapporte ou dément une rumeur scellée compte parmi ceux qui la propagent.
press-caveat-polls = Des chiffres de questions différentes ne se comparent pas : une opinion favorable n’est pas une intention de vote. Aucun chiffre ici ne montre qu’un événement a fait bouger un sondage.

act-accuse = accuse
act-allege = prétend
act-deny = dément
act-reject = rejette
act-warn = met en garde
act-threaten = menace
act-promise = promet
act-announce = annonce
act-confirm = confirme
act-reveal = révèle
act-state = dit
act-claim = affirme
act-request = demande
act-urge = exhorte
act-criticise = critique
act-support = soutient
act-express-concern = s’inquiète
act-apologise = s’excuse
act-decline-comment = refuse de commenter
