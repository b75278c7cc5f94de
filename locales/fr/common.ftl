# Les mots que plusieurs commandes partagent.

error-label = erreur :
cause-label = cause :
hint-label = conseil :
warning-label = attention :
next = Ensuite :

# Quand regarder.
when-now = maintenant
when-today = aujourd’hui
when-note = note

# Un constat face à ce qui était connu.
state-new = nouveau
state-revised = révisé
state-provisional = provisoire

# À quel point un détecteur est éprouvé.
maturity-preview = à l’essai
maturity-stable = éprouvé

findings-more = { $count ->
    [one] … et un autre
   *[other] … et { $count } autres
} ; --limit 0 montre tout
new-without-init = { $dir } n’a pas de vigie.toml : les valeurs par défaut s’appliquent, un lac et un fichier de clé y sont créés
lake-empty = Le lac est vide.
