# L’établi dans le navigateur.
skip = Aller à la page
loading = Lecture…
again = Réessayer
close = Fermer
cancel = Annuler
save = Enregistrer
add = Ajouter
added = Ajouté
change = Modifier
remove = Retirer
open = Ouvrir
copy = Copier
copy-done = Copié.
copy-selected = Sélectionné : copiez avec la touche habituelle.
filter = Filtrer
move-up = Monter
move-down = Descendre
import = Importer
export = Exporter
reason = Raison
title = Titre
what = Quoi
time = Heure
time-unknown = Heure inconnue
until-now = maintenant
undo = Annuler
redo = Rétablir
undone = annulé
undo-done = Annulé ; le journal garde les deux inscriptions.
undo-nothing = Rien n’a été fait ici qui puisse être annulé.
as-table = En tableau
json-twin = Cette page en JSON
language = Langue
theme = Thème
theme-auto = Auto
theme-light = Clair
theme-dark = Sombre
demo-tag = tout est inventé
notices = Avis
top-label = Recherche et connexion
problem-unknown = Le serveur a répondu { $status } sans rien ajouter.
and-more = … et { $count } de plus
show-more = En montrer { $count } de plus
bytes = { $kib } Kio

# Pour qui.
role-campaign = campagne
role-newsroom = rédaction
role-agency = agence
role-research = recherche

# Le rail : les écrans dans l’ordre d’une matinée.
nav-label = Écrans
nav-morning = Ce matin
nav-triage = À trier
nav-incidents = Incidents
nav-incident = Incident
nav-rumours = Rumeurs
nav-measures = Mesures
nav-brief = Note
nav-inbox = Arrivées
nav-told = On nous a dit
nav-verify = Vérification
nav-search = Recherche
nav-nowhere = Pas de page ici
nowhere-question = Rien ne se trouve à cette adresse.
nowhere-why = L’adresse vient peut-être d’une autre version, ou contient une faute.
nowhere-next = Repartez de ce matin.

# Recherche.
search-label = Chercher dans les publications et les constats
search-placeholder = Chercher publications et constats
search-question = Qu’a-t-on publié, trouvé ou jugé là-dessus ?
search-for = Pour : { $query }
search-empty = Rien n’a encore été demandé.
search-empty-next = Écrivez des mots dans la case du haut ; la touche / y mène.
search-none = Rien de ce qui est tenu ne correspond.
search-none-next = Essayez moins de mots. Ce qui est sous scellés ne se trouve que par son code.
search-partial = Les { $count } lignes les plus récentes ont été parcourues ; de plus anciennes en contiennent peut-être d’autres.
publications = Publications

# La ligne avec le serveur.
line-opening = connexion
line-open = en direct
line-lost = connexion perdue
line-lost-title = Connexion perdue.
line-lost-text = Rien de ce que vous avez écrit n’est perdu : tout reste sur cette page et pourra partir quand le serveur répondra.
line-again = Essayer maintenant
line-unreachable = Le serveur ne répond pas. Rien de ce que vous avez écrit n’est perdu.
task-demo = saison inventée
task-ingest = lecture
task-detect = détection
unit-rows = lignes
unit-lines = lignes
unit-files = fichiers
unit-signals = signaux
unit-detectors = détecteurs
unit-steps = étapes

# Touches.
keys-title = Touches
keys-on = Les touches seules agissent (à couper si vous dictez ou avez d’autres raccourcis)
key-help = Cette liste
key-search = Chercher
key-undo = Annuler le dernier jugement
key-next = Suivant
key-previous = Précédent
key-open = Ouvrir à côté de la liste
key-attach = Rattacher à un incident
key-new = Ouvrir un incident
key-watch = Surveiller
key-dismiss = Écarter avec une raison
key-restore = Remettre à juger
key-close-panel = Fermer le volet
key-assess = Évaluer
key-note = Ajouter une remarque
key-new-measure = Nouvelle mesure
key-new-rumour = Nouvelle rumeur

# Les deux échelles du premier niveau.
when-label = Quand
when-now = maintenant
when-today = aujourd’hui
when-note = à noter
how-sure = À quel point
sure-legend = À quel point en sommes-nous sûrs ?
sure-band = { $low }–{ $high } %
sure-not-assessed = pas encore évalué
sure-remote-chance = quasi exclu
sure-highly-unlikely = très peu probable
sure-unlikely = peu probable
sure-realistic-possibility = possibilité réelle
sure-likely = probable
sure-highly-likely = très probable
sure-almost-certain = quasi certain

# États.
state-new = nouveau
state-revised = révisé
state-unchanged = inchangé
state-provisional = provisoire
state-planned = prévue
state-in-place = en place
state-not-applicable = sans objet
maturity-preview = à l’essai
maturity-stable = stable

# Ce matin.
morning-question = Qu’est-ce qui a changé, où n’avons-nous rien vu, qu’est-ce qui est en retard ?
morning-since = Depuis quand
since-yesterday = Hier
since-12h = 12 h
since-3d = 3 jours
since-7d = 7 jours
since-30d = 30 jours
morning-lead = { $new ->
    [0] Aucun nouveau constat
    [one] Un nouveau constat
   *[other] { $new } nouveaux constats
}, { $revised ->
    [one] { $revised } révisé
   *[other] { $revised } révisés
}, { $incidents ->
    [0] aucun incident n’a bougé
    [one] un incident a bougé
   *[other] { $incidents } incidents ont bougé
}.
morning-waiting = En attente de jugement :
morning-since-at = Depuis :
morning-signals = { $count ->
    [one] { $count } signal tenu
   *[other] { $count } signaux tenus
}
morning-rejected = { $count ->
    [one] { $count } ligne écartée
   *[other] { $count } lignes écartées
}
morning-changed = Ce qui a changé
morning-to-triage = Aller trier
morning-nothing = Rien n’a changé dans ce temps.
morning-nothing-next = Regardez d’abord les angles morts : le calme ne veut pas dire qu’il ne s’est rien passé. Puis apportez des fichiers plus récents.
morning-incidents = Incidents qui ont bougé
morning-no-incident = Aucun incident n’a bougé.
morning-no-incident-next = Un incident bouge quand on le juge, ou quand un de ses constats est révisé.
findings-count = { $count ->
    [one] { $count } constat
   *[other] { $count } constats
}
evidence-count = { $count ->
    [one] { $count } signal
   *[other] { $count } signaux
}
activity-title = Activité
activity-per-hour = par heure
activity-per-day = par jour
activity-publications = Publications
activity-requests = Requêtes web
activity-logins = Lignes de connexion
bars-none = rien dans ce temps
bars-reading = { $total } en tout, { $most } au plus ({ $at })
blind-title = Où nous n’avons rien vu
blind-none = Aucun manque n’est connu dans les sources que nous lisons.
blind-none-next = Ce que nous ne lisons pas du tout n’est pas compté ici.
blind-last = vu pour la dernière fois
overdue-title = En retard
visitors-due = Des lignes web depuis { $oldest } portent encore les adresses et requêtes des visiteurs ; vigie.toml les garde entières { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}.
overdue-none = Aucune mesure n’est en retard.
overdue-none-next = Le registre montre ce qui vient.
overdue-since = échéance { $date }

# À trier.
triage-question = Qu’est-ce qui attend mon jugement ?
triage-lists = Listes
triage-open = À juger
triage-watched = À surveiller
triage-dismissed = Écartés
triage-open-none = Rien n’attend de jugement.
triage-open-none-next = De nouveaux constats viennent quand des fichiers sont lus et que les détecteurs passent. Regardez en attendant ceux à surveiller.
triage-watched-none = Rien n’est à surveiller.
triage-watched-none-next = Appuyez sur w devant un constat qui peut encore grandir ; il viendra ici.
triage-dismissed-none = Rien n’a été écarté.
triage-dismissed-none-next = Les constats écartés restent ici avec leur raison ; une nouvelle passe ne les ramène jamais d’elle-même.
triage-withheld = { $count ->
    [one] Un constat sur des comptes n’est pas montré :
   *[other] { $count } constats sur des comptes ne sont pas montrés :
}
panel-label = Le constat choisi
attach = Rattacher
attach-title = Rattacher { $count ->
    [one] un constat
   *[other] { $count } constats
} à un incident
attach-which = À quel incident ?
attach-none = Aucun incident n’est ouvert.
attach-none-next = Fermez ceci et appuyez sur n pour en ouvrir un depuis ce constat.
open-incident = Nouvel incident
open-title-hint = Avec vos propres mots : les titres paraissent dans les notes tels quels.
watch = Surveiller
dismiss = Écarter
restore = Remettre à juger
dismiss-title = Écarter : pourquoi cela ne nous concerne-t-il pas ?
dismiss-usual = Raisons habituelles
dismiss-same-newsroom = Même rédaction
dismiss-scheduler = Même outil de publication
dismiss-known-scanner = Sonde connue
dismiss-own-test = Notre propre essai
dismiss-coincidence = Coïncidence
dismiss-hint = La raison est gardée comme exemple pour le détecteur. Une passe suivante ne le ramène pas ; une révision dit ce qui a changé.
dismissed-because = Parce que :
judged-dismiss = Écarté.
judged-watch = À surveiller.
judged-restore = Remis à juger.
judged-attach = Rattaché à { $alias }.
judged-open = { $alias } ouvert.
to-incident = Dans l’incident
note-label = Une remarque sur ce constat
note-keep = Garder la remarque
note-kept = Remarque gardée.
proposals-title = Vus ensemble
proposals-hint = proposé ; seules les personnes réunissent
proposals-why = { $count ->
    [one] Pourquoi : un lien
   *[other] Pourquoi : { $count } liens
}
proposals-open = Ouvrir un incident
proposals-attach = Tout rattacher
link-shared-account = mêmes comptes
link-shared-object = mêmes objets
link-shared-source = mêmes sources
link-shared-target = mêmes cibles

# Un constat en entier.
findings = Constats
explain-provisional = fenêtre encore ouverte
explain-does-not-prove = Ce que cela ne prouve pas
explain-changed = Ce que la dernière révision a changé
explain-computed = calculé
explain-values = Ce qui a été mesuré
explain-parameters = Avec ces paramètres
explain-evidence = { $count ->
    [one] Preuve : un signal
   *[other] Preuves : { $count } signaux, { $shown } montrés
}
explain-not-held = source non tenue
explain-notes = Remarques
explain-repeat = Le refaire

# Incidents.
incident = Incident
incidents-question = Que se passe-t-il, selon ceux qui ont jugé ?
incidents-lists = Listes
incidents-open = Ouverts
incidents-closed = Clos
incidents-open-none = Aucun incident n’est ouvert.
incidents-open-none-next = Les machines ne font que proposer : ouvrez-en un depuis un constat à trier.
incidents-closed-none = Aucun incident n’est clos.
incidents-closed-none-next = Les incidents clos restent ici et peuvent être rouverts.
from-to = Du – au
changed-at = Modifié
incident-question = Que s’est-il passé, dans quel ordre, et à quel point en sommes-nous sûrs ?
incident-open = ouvert
incident-closed = clos
incident-no-findings = Aucun constat n’est rattaché. Rattachez-en un depuis l’écran À trier.
all-incidents = Tous les incidents
assess = Évaluer
assess-none = Personne ne l’a encore évalué.
assess-text = Évaluation
assess-hint = Dites ce que l’on sait, ce que l’on ne sait pas, et ce qui vous ferait changer d’avis. C’est daté, à votre nom, et peut être remplacé.
note = Remarque
retitle = Renommer
close-incident = Clore
reopen = Rouvrir
detach = Détacher
dialog-assess = Évaluer : à quel point, et pourquoi
dialog-note = Ajouter une remarque
dialog-title = Un autre titre
dialog-close = Clore : pourquoi est-ce fini pour nous ?
dialog-reopen = Rouvrir : qu’est-ce qui a changé ?
dialog-detach = Détacher : pourquoi cela n’a-t-il pas sa place ici ?
submit-assess = Évaluer
submit-note = Garder la remarque
submit-title = Renommer
submit-close = Clore l’incident
submit-reopen = Rouvrir l’incident
submit-detach = Détacher
done-assess = Évalué.
done-note = Remarque gardée.
done-title = Renommé.
done-close = Clos.
done-reopen = Rouvert.
done-detach = Détaché.
revised-title = Révisé depuis le jugement
journal = Journal
journal-hint = le plus récent d’abord
conflict-title = Quelqu’un d’autre l’a modifié entre-temps.
conflict-text = Rien de vous n’est encore inscrit, et rien n’est perdu. Lisez les deux versions et choisissez.
conflict-mine = La vôtre
conflict-theirs = L’autre
conflict-keep-mine = Ajouter la mienne par-dessus
conflict-keep-theirs = Garder l’autre
conflict-now = Elle en est à :
conflict-hint = Le journal garde les deux dans tous les cas ; ajouter la vôtre ne retire pas l’autre.
conflict-theirs-kept = L’autre version reste ; ce que vous avez écrit est encore dans le formulaire.

# Couloirs.
lanes-title = Ce qui s’est passé, dans l’ordre
lanes-exact = exact
lanes-approximate = approximatif
lanes-none = Rien de daté n’est encore rattaché.
lane = Couloir
lane-acts = actes
lane-attacks = attaques
lane-statements = paroles
lane-judgement = jugement
lane-response = réponse
exactness = L’heure est

# Mesures.
measures-question = Qu’est-ce qui nous protège, qu’est-ce qui est en retard ?
measures-lists = Quelles mesures
measures-all = Toutes
measures-overdue = En retard
measures-planned = Prévues
measures-in-place = En place
measures-not-applicable = Sans objet
measures-none = Aucune mesure n’est encore au registre.
measures-none-next = Prenez-en dans la liste de départ ci-dessous, écrivez-en une, ou importez un tableur.
measures-none-such = Aucune mesure n’est dans cet état.
measures-none-such-next = Choisissez une autre liste ci-dessus.
measure = Mesure
measure-new = Nouvelle mesure
measure-asset = Ce qui est protégé
measure-owner = Responsable
measure-no-owner = personne encore
measure-due = Échéance
measure-state = État
measure-done = Fait
measure-of = Sur
measure-evidence = Preuve
measure-remove = Retirer du registre
measure-saved = Le registre est enregistré.
overdue = en retard
import-report = { $added ->
    [one] { $added } ajoutée
   *[other] { $added } ajoutées
}, { $changed ->
    [one] { $changed } modifiée
   *[other] { $changed } modifiées
}, { $rejected ->
    [one] { $rejected } écartée
   *[other] { $rejected } écartées
}.
import-row = Ligne { $row } :
starting-title = Une liste de départ pour votre rôle
starting-hint = tirée de guides publics ; prenez ce qui convient
starting-check = Vérifier :
starting-take = La prendre
red-lines-title = Lignes rouges
red-lines-none = Aucune ligne rouge n’est posée.
red-lines-none-next = Posez-les avant le jour : si X, alors A appelle B en N minutes.
red-line-new = Nouvelle ligne rouge
red-line-sentence = Si { $if }, alors { $who } appelle { $calls } en { $minutes } min.
red-line-if = Si…
red-line-who = alors… (qui)
red-line-calls = appelle… (qui)
red-line-within = en… minutes
red-lines-offered = { $count ->
    [one] Une ligne rouge est proposée
   *[other] { $count } lignes rouges sont proposées
}
red-line-saved = Les lignes rouges sont enregistrées.
red-line-state-set = posée
red-line-state-crossed = franchie

# Rumeurs : jamais leur texte.
rumours-question = Jusqu’où s’est-elle diffusée, et une réponse la diffuserait-elle ?
rumours-panel = Toutes les rumeurs
rumours-advice = Avant toute réponse publique : une réponse la diffuserait-elle ? Pour ce qui est privé, le conseil habituel est de ne pas répondre en public.
rumours-none = Aucune rumeur n’est enregistrée.
rumours-none-next = Enregistrez-en une et elle sera reconnue désormais ; les écrans ne montrent que son code et sa diffusion.
rumour-new = Nouvelle rumeur
rumour-code = Code
rumour-category = Catégorie
rumour-publications = Publications
rumour-accounts = Comptes
rumour-trend = Tendance par jour
rumour-last = Dernière
rumour-since = Enregistrée
rumour-matched = { $matched ->
    [one] { $matched } publication
   *[other] { $matched } publications
}, { $accounts ->
    [one] { $accounts } compte
   *[other] { $accounts } comptes
}
rumour-topic = Sujet
rumour-terms = Termes (un par ligne ou séparés par des virgules)
rumour-examples = Textes d’exemple (une ligne vide entre deux)
rumour-form-hint = Ce que vous écrivez ici est gardé sous le fichier de clé et n’est plus jamais montré : écrans, notes et journaux disent le code.
rumour-seal = Sceller et enregistrer
rumour-added = Enregistrée sous { $code }.
category-private-life = vie privée
category-health = santé
category-sexuality = sexualité
category-family = famille
category-money = argent
category-conduct = conduite
category-other = autre
sealed = sous scellés
trend-level = stable
trend-rising = en hausse
trend-falling = en baisse
reveal = Dévoiler
reveal-text = Dévoiler est une inscription au journal, à votre nom, avec votre raison. Assurez-vous que personne d’autre ne voit votre écran.
reveal-second = Seconde personne (s’il y en a une)
reveal-hint = Sans seconde personne, il faut attendre un temps, et la note suivante dit que cela a été dévoilé.
reveal-wait = Inscrit. Cela pourra être dévoilé à partir de

# La note.
brief-question = Que dire à neuf heures, et peuvent-ils le vérifier ?
brief-tab-write = Écrire
brief-tab-told = Remises
brief-saved = enregistrée
brief-saving = enregistrement…
brief-unsaved = pas encore enregistrée
brief-title-placeholder = Titre de la note
brief-text = Texte
brief-empty = La note est vide.
brief-empty-next = Écrivez ci-dessous ce que l’on sait, et mettez une preuve derrière chaque chiffre depuis la liste à côté.
brief-add = Ajouter à la note
brief-add-text = Ajouter un paragraphe
brief-drop-hint = ou déposez une preuve ici
brief-unsupported = Un chiffre est ici sans preuve derrière lui. Ajoutez une preuve dessous, ou nommez son identifiant F-, I- ou M-.
brief-evidence = Preuves
brief-evidence-hint = glissez, ou appuyez sur Ajouter
brief-conflict = Le brouillon a été modifié dans une autre fenêtre.
block-finding = constat
block-incident = incident
block-measure = mesure
evidence-finding = Constats
evidence-incident = Incidents
evidence-measure = Mesures
evidence-none = Rien de ce genre à ajouter.
evidence-none-next = Changez le filtre ou le genre ci-dessus.
freeze = Figer
freeze-title = Figer la note
freeze-text = Figer produit des fichiers qui s’ouvrent hors ligne et portent la tête du journal. Ce qui est sorti de la maison se rappelle, cela ne s’annule pas.
freeze-marked = { $count ->
    [one] Une phrase donne un chiffre et ne nomme rien sur quoi il repose :
   *[other] { $count } phrases donnent un chiffre et ne nomment rien sur quoi il repose :
}
frozen-title = Figée sous { $id }
frozen-text = Une page à ouvrir, imprimer ou remettre.
frozen-open = Ouvrir la page
frozen-warnings = Avant de la remettre
briefs-told = Notes remises
briefs-none = Aucune note n’a encore été remise.
briefs-none-next = Écrivez-en une et figez-la : elle sera ici avec son empreinte.
told = remise
recall = Rappeler
recalled = rappelée
recall-text = Les fichiers restent tels quels ; la note suivante dira que celle-ci a été rappelée, et pourquoi.
recalled-notice = { $id } est rappelée.
digest = empreinte

# Fichiers.
drop-here = Déposez des fichiers ici
uploads-title = Fichiers en route
upload-read = { $new ->
    [0] Lu : rien de nouveau.
    [one] Lu : un nouveau signal.
   *[other] Lu : { $new } nouveaux signaux.
}
upload-report = Compte rendu
upload-map = Dire ce que c’est
inbox-question = Qu’est-il arrivé, et avons-nous pu le lire ?
inbox-zone = Exports, journaux et tableaux. Ils restent sur cette machine. Le dossier inbox/ du projet fait de même.
inbox-choose = Choisir des fichiers
inbox-files = Ce qui est arrivé
inbox-none = Rien n’est encore arrivé.
inbox-none-next = Déposez un export ou un journal n’importe où sur cette fenêtre.
inbox-status-read = lu
inbox-status-needs-mapping = colonnes à nommer
inbox-status-arriving = en cours d’arrivée
inbox-status-ready = prêt à lire
inbox-status-kept = mis de côté
inbox-status-unknown = non reconnu
looks-like = ressemble à { $what }
report-line = { $new } nouveaux, { $known } connus, { $skipped } passés, { $rejected } écartés
report-lines = lignes { $lines }
report-absent = { $column } : il n’y a pas de champ { $field } dans ce fichier
report-dates-day = Dates de { $field } : le jour vient d’abord, car la ligne { $line } y a un jour au-dessus de 12
report-dates-month = Dates de { $field } : le mois vient d’abord, car la ligne { $line } a derrière lui un jour au-dessus de 12
report-dates-points = Dates de { $field } : avec des points, donc le jour vient d’abord
report-dates-counted = Dates de { $field } : des nombres de jours, comptés comme dans un tableur depuis la fin de 1899
report-sheets-all = { $file } : { $count } feuilles lues avec les mêmes colonnes
report-sheets-left = { $file } : toutes les feuilles ne sont pas lues. Pas lues : { $names }
mapping-title = Que veulent dire les colonnes ?
mapping-hint = Les propositions viennent des noms et des premières lignes. Laissez ce dont vous n’avez pas besoin.
mapping-column = Colonne
mapping-samples = Premières lignes
mapping-target = C’est
mapping-none = pas utile
mapping-guessed = proposé
mapping-host = D’où cela vient (machine ou export)
mapping-order = Si le jour et le mois se confondent
mapping-order-told = décider d’après les autres dates de la colonne
mapping-order-day = le jour d’abord (03/04 : le 3 avril)
mapping-order-month = le mois d’abord (03/04 : le 4 mars)
mapping-preview = Ce sera lu ainsi
mapping-read = Le lire
mapping-twice = Deux colonnes ont le même sens : { $names }
mapping-unknown = Aucun tableau n’a été reconnu dans ce fichier.
mapping-unknown-next = Il est gardé dans inbox/kept avec une note. La liste des sources dit ce qui peut être lu : vigie sources.

# On nous a dit.
told-question = Qu’a vu ou entendu une personne, et quand ?
tip-text = Que nous a-t-on dit ?
tip-from = Qui ?
tip-from-hint = Un rôle suffit souvent (« une bénévole du bureau nord »). Un signalement est un signal dont la source est une personne.
tip-at = Quand l’a-t-on vu ? (heure du projet)
tip-about = À propos de (si connu)
tip-keep = Le garder
tip-kept = Gardé comme signal.

# Vérifier les registres.
verify-question = Tout est-il encore tel qu’il a été écrit ?
verify-again = Vérifier encore
verify-sound = Tout est tel qu’il a été écrit.
verify-broken = Quelque chose n’est plus tel qu’il a été écrit.
verify-none = Aucune différence n’a été trouvée.
verify-none-next = Comparez la tête ci-dessous avec celle imprimée sur votre dernière note.
verify-checked = Ce qui a été vérifié
checked-commit = dernier commit
checked-head = empreinte du dernier commit
checked-printed = tête imprimée sur la note
checked-files = fichiers
checked-segments = segments
checked-bytes = octets
checked-tombstones = marques d’oubli
checked-reveals = preuves dévoilées
checked-journal-head = tête du journal
checked-journal-entries = inscriptions au journal
checked-journal-authors = auteurs du journal
checked-journal-reveals = dévoilements au journal
checked-briefs = notes
checked-rumours-rumours = rumeurs scellées lues avec la clé

# Les réponses reposent sur un commit antérieur pendant la lecture d’un plus récent.
as-of = État du commit { $commit } ; des données plus récentes sont en cours de lecture.
conflict-replace = Écrire la mienne par-dessus
conflict-both-kept = Le journal garde les deux dans tous les cas.
conflict-gone = Retirée du registre.
block-text = paragraphe
read-text = Lire le texte
read-text-why = Ce compte n’est pas sur la liste de veille. Lire son texte est une entrée du journal, avec votre nom et la raison.
read-recorded = inscrit au journal : { $entry }
text-masked = Texte d’un compte hors de la liste de veille.
fold-accounts = { $count ->
    [one] 1 compte
   *[other] { $count } comptes
}
fold-objects = { $count ->
    [one] 1 objet partagé
   *[other] { $count } objets partagés
}
fold-sources = { $count ->
    [one] 1 adresse
   *[other] { $count } adresses
}
fold-all = Tout montrer ({ $count })
mapping-as = Une correspondance enregistrée
mapping-as-none = Aucune : à préciser ci-dessous
mapping-platform = Plateforme de toutes les lignes (si aucune colonne ne la donne)
mapping-mandate = Mandat
mapping-mandate-none = Celui du projet

# Attaques : ce qui est touché
nav-attacks = Attaques
attacks-question = Qu’est-ce qui est touché, d’où, le service tient-il ?
attacks-none = Aucune attaque dans ces journaux.
attacks-none-next = Versez au lac des journaux web, de messagerie ou de connexion.
attacks-service = Le service tient-il ?
attacks-volume = Requêtes par heure
attacks-usual = D’habitude
attacks-ms = { $ms } ms
attacks-slowest = Vingtième le plus lent
attacks-slow-from = Lent à partir de
attacks-bans-heading = Ce que fail2ban dit avoir banni
attacks-server-errors = Erreurs du serveur
attacks-outside = Sur { $hours } heures, { $above } au-dessus et { $below } au-dessous de l’habitude.
attacks-counted = Compté par
attacks-by-day = jour
attacks-by-target = cible
attacks-by-country = pays
attacks-by-network = réseau
attacks-since = Depuis
attacks-since-all = le début
attacks-since-days = { $days ->
    [one] un jour
   *[other] { $days } jours
}
attacks-lines = Lignes
attacks-sources = Sources
attacks-bursts = Salves
attacks-attacks = Attaques
attacks-started = Commencées
attacks-targeted = Nomment la maison
attacks-all = Ensemble
attacks-rule = Comment on compte
attacks-table = Les attaques les plus pressantes
attacks-attack = Attaque
attacks-went = Jusqu’où elle est allée
attacks-at = Sur
attacks-when = Quand
attacks-joined = Réunies par
attacks-more-targets = et { $count } de plus
attacks-left-out = { $count ->
    [one] Une autre attaque n’est pas montrée.
   *[other] { $count } autres attaques ne sont pas montrées.
}
attacks-origin = Où les adresses sont enregistrées
attacks-origin-sub = Le dernier maillon, pas l’auteur.
attacks-map = Carte, en seconde lecture
attacks-map-caveat = Une carte montre où des adresses sont enregistrées et des serveurs loués : le dernier maillon, pas l’auteur. N’importe qui peut en louer dans n’importe quel pays.
attacks-map-reading = { $count } : { $largest }. Pays inconnu : { $unknown }.
attacks-map-small = { $count ->
    [one] Trop petit pour être dessiné : { $places }.
   *[other] { $count } lieux sont trop petits pour être dessinés : { $places }.
}
attacks-shares = Part de chaque compte
attacks-place = Pays
attacks-kind = Genre de réseau
attacks-limits = Ce que cela ne montre pas

# Réseau : qui agit ensemble
nav-network = Réseau
network-page-question = Qui agit ensemble, et cela pourrait-il être innocent ?
network-plain-warning = À lire d’abord.
network-export = Fichier de graphe (GEXF)
network-not-allowed = Les résultats sur des comptes précis ne sont pas permis ici.
network-not-allowed-next = Saisissez d’abord un mandat avec base, finalité et date de fin.
network-none = Personne n’a été vu agissant ensemble.
network-none-next = Lisez des publications ou des partages ; les détecteurs tournent après chaque versement.
network-both-nulls = Le hasard interrogé deux fois
network-groups-heading = Groupes
network-pairs-heading = Paires
network-members = Comptes
network-objects-both = Objets
network-by-chance = Par hasard
network-when = Quand
network-decided = Décision
network-two-accounts = Comptes
network-within = En moins de
network-null-accounts = Modèle 1 : comptes redistribués
network-null-times = Modèle 2 : heures redistribuées
network-left-to-chance = Part du hasard
network-neither = aucun modèle ne l’explique
network-one = un modèle peut l’expliquer
network-only-counted = seulement compté
network-other-lines = un modèle peut l’expliquer, ou seulement compté
network-seconds = { $count } s
network-sort = Ordre :
network-sort-surprise = le moins par hasard
network-sort-objects = le plus d’objets
network-sort-last = le plus récent
network-all-pairs = Toutes les paires
network-left-out = { $count ->
    [one] { $count } autre paire n’est pas listée ; le fichier de graphe la contient.
   *[other] { $count } autres paires ne sont pas listées ; le fichier de graphe les contient.
}
network-not-drawn = { $count ->
    [one] { $count } paire n’est pas dessinée.
   *[other] { $count } paires ne sont pas dessinées.
}
network-picture = { $points } comptes et { $lines } paires ; aucun modèle n’explique { $strong } d’entre elles. Le tableau ci-dessous dit la même chose.
finding = Constat
verdict-open = ouvert
verdict-watched = suivi
verdict-dismissed = écarté
verdict-attached = dans un incident

# Récit : comment cela s’est répandu
nav-story = Diffusion
story-question = Où cela a-t-il été vu d’abord, et une réponse le répandrait-elle ?
story-which = Quel récit ? Un lien, un #mot-dièse, un domaine, O-…, F-…, RUM-…, ou des mots
story-show = Montrer
story-empty = Aucun récit n’est choisi.
story-empty-next = Indiquez ci-dessus un lien, un mot-dièse, un constat ou une rumeur, ou ouvrez-en un depuis la liste des rumeurs.
story-choices = Constats dont on peut suivre le récit
story-answer = Une réponse le répandrait-elle ?
story-answer-advice = Répondre, c’est répéter. Regardez jusqu’où c’est allé, si cela grandit, et qui ne le verrait qu’à cause de vous.
story-none = Rien de ce que nous détenons ne porte { $about }.
story-none-next = Cela peut se trouver ailleurs : ce qui n’est pas lu n’est pas vu ici.
story-sum = { $publications ->
    [one] { $publications } publication
   *[other] { $publications } publications
} de { $accounts ->
    [one] { $accounts } compte.
   *[other] { $accounts } comptes.
}
story-without-time = { $count } sans heure utilisable n’entrent dans aucun ordre.
story-per-step = Publications, { $step } par barre
story-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
story-hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
story-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
story-first-heading = Premières apparitions ici
story-place = Rang
story-to-the = Exact à
story-deleted-since = supprimée depuis
story-who = Qui
story-where = Où
story-signal = Signal
story-tied = à égalité avec { $count }
story-an-account = un compte
story-names-heading = Qui cite qui
story-explicit-edges = Dit ouvertement
story-explicit-counts = { $reposts } republications ou transferts, { $replies } réponses, { $links } liens, { $named } avec une source dans leurs mots
story-inferred-edges = Seulement après
story-inferred-count = { $count ->
    [one] { $count } publication est venue après et ne cite rien : qu’elle l’ait repris est déduit.
   *[other] { $count } publications sont venues après et ne citent rien : qu’elles l’aient repris est déduit.
}
story-contradicted-edges = Les horloges disent l’inverse
story-coverage-heading = Hors de nos données
story-coverage-says = Sur { $references } republications, réponses et liens, { $outside } ({ $percent }) mènent à ce que nous ne détenons pas.
story-no-references = Rien n’y renvoie à autre chose.
story-lost-heading = Source perdue
story-lost-says = { $credited } citent leur source ; { $lost } quasi-copies ultérieures n’en citent aucune.
story-listed = { $count ->
    [one] La première
   *[other] Les { $count } premières
}
story-clocks-disagree = horloges en désaccord
edge-repost = republie
edge-reply = répond à
edge-link = renvoie à
story-carried = Porté par, dans l’ordre de première apparition
story-linked-outlets = Médias cités en lien
story-class = Catégorie
story-jurisdiction = Pays
story-outlets = Médias
story-first-time = Premier
story-class-note = Les catégories sont des lignes datées avec leur source ; les vôtres passent d’abord. Les comptes privés sont un nombre et jamais une étape d’un chemin.
outlet-state-controlled = contrôlé par un État
outlet-state-funded = financé par un État, rédaction indépendante
outlet-public-service = service public
outlet-private = privé
outlet-party = parti
outlet-unknown = non tranché
story-copies-heading = Quasi-copies du premier texte
story-no-copies = Aucune qui puisse être montrée.
story-same-words = mêmes mots
story-alike = { $percent } en commun
story-leads-heading = Qui passe d’ordinaire en premier sur d’autres objets
story-before = avant
story-lead-says = { $leads } fois sur { $decided }, { $ties } égalités
precision-us = la microseconde
precision-ms = la milliseconde
precision-s = la seconde
precision-min = la minute
precision-h = l’heure
precision-day = le jour

# Déclarations et sondages
nav-statements = Déclarations et sondages
statements-question = Qui dit quoi de qui, qui dément, et que demandent les sondages cités ?
statements-paste = Collez un article, ou déposez un fichier ici
statements-paste-hint = Un texte ou une page enregistrée, en français ou en anglais. Il est lu ici et n’est pas conservé.
statements-read = Lire
statements-file = Choisir un fichier…
statements-reading-file = Du fichier { $name }
statements-empty = Aucun article n’est ouvert.
statements-empty-next = Collez-en un ci-dessus, ou déposez une page enregistrée : son relevé figure ici en une seconde.
statements-none = Aucune déclaration lue.
statements-none-next = Les règles ont pu en manquer : le texte figure à côté. Seuls le français et l’anglais sont lus.
statements-not-said = Ce qu’ils n’ont pas dit
statements-not-said-nothing = D’après l’article. Rien de cela n’est compté comme une déclaration, et rien n’en découle.
statements-article = L’article
statements-ledger = Qui dit quoi
statements-filter-act = Acte
statements-filter-all = tous les actes
statements-filter-about = À propos de
statements-show-words = Montrer les mots de la déclaration { $number }
statements-nothing-so = Aucune déclaration ne répond à ce filtre.
statements-nobody = personne de nommé
statements-part-cue = le dit
statements-part-speaker = qui parle
statements-part-target = de qui
statements-part-content = ce qui est dit
statements-part-of = { $part }, déclaration { $number } :
statements-legend = Ce que les marques veulent dire
statements-quoted-direct = ses propres mots
statements-quoted-indirect = rapporté
statements-quoted-mixed = en partie ses mots
statements-quoted-none = sans citation
statements-modality-hearsay-conditional = ouï-dire, au conditionnel
statements-modality-unreal = hypothétique
statements-rule = Règle { $rule }
statements-by-tagger = trouvée par l’étiqueteur
statements-by-person = corrigée par une personne
statements-correct = Corriger
statements-correct-number = Corriger la déclaration { $number }
statements-correct-title = Corriger une déclaration
statements-correct-none = Ce n’est pas une déclaration
statements-correct-targets = Plusieurs noms, séparés par un point-virgule.
statements-correct-keep = Garder la correction
statements-correct-hint = Les mots qui le disent et ce qui est dit doivent figurer dans l’article. Le journal garde leur place et vos propres mots, non l’article.
statements-act-accuse = accuse
statements-act-allege = prétend
statements-act-deny = dément
statements-act-reject = rejette
statements-act-warn = met en garde
statements-act-threaten = menace
statements-act-promise = promet
statements-act-announce = annonce
statements-act-confirm = confirme
statements-act-reveal = révèle
statements-act-state = dit
statements-act-claim = affirme
statements-act-request = demande
statements-act-urge = exhorte
statements-act-criticise = critique
statements-act-support = soutient
statements-act-express-concern = s’inquiète
statements-act-apologise = s’excuse
statements-act-decline-comment = refuse de commenter
statements-add = Ajouter une déclaration
statements-add-title = Ajouter une déclaration oubliée
statements-corrections = Corrigées par des personnes
statements-done-changed = Se lit autrement :
statements-done-added = Ajoutée :
statements-done-not-a-statement = Pas une déclaration :
statements-check = Vérifier les chiffres dans nos journaux
statements-check-done = { $count ->
    [0] Aucune déclaration ne contient de chiffre auquel des journaux répondraient.
    [one] { $count } déclaration a été vérifiée dans nos journaux ; la réponse figure sous ses mots.
   *[other] { $count } déclarations ont été vérifiées dans nos journaux ; les réponses figurent sous leurs mots.
}
checked-measured = mesuré
checked-weak = faible
checked-not-in-logs = absent des journaux
checked-not-checkable = invérifiable dans des journaux
statements-accusations = Accusations et réponses
statements-accusation-to = { $who } → { $targets }
statements-drifts = Titres qui en disent plus que le texte
statements-polls = Sondages cités, selon la question posée
statements-polls-apart = Chaque question est à part : une opinion n’est pas un vote, et les tableaux ne se comparent pas.
statements-poll-whom = Qui
statements-poll-share = Part
statements-poll-change = Évolution, points
statements-poll-computed = calculé
statements-poll-institute = Institut
statements-poll-sponsor = pour { $name }
statements-poll-field = Terrain
statements-poll-sample = Personnes
statements-poll-not-said = non dit
statements-round-first = premier tour
statements-round-second = second tour
statements-other-percentages = { $count ->
    [one] { $count } autre pourcentage du texte n’est pas un chiffre de sondage.
   *[other] { $count } autres pourcentages du texte ne sont pas des chiffres de sondage.
}
polls-held = Les sondages de ce projet
polls-none = Ce projet ne tient aucun sondage.
polls-none-next = Ajouter un tableau de sondages (le CSV de nsppolls ou de MieuxVoter, le JSON ou le CSV de pollsposition), ou déposer tableaux et articles enregistrés dans le dossier { $folder } du projet. Rien n’est téléchargé.
polls-no-figure = Aucun chiffre de sondage n’a été trouvé dans ces fichiers.
polls-add = Ajouter des tableaux de sondages
polls-about = Candidat
polls-event = Que montrent-ils d’un jour ?
polls-event-hint = Un nom restreint les tableaux ; un jour à côté demande ce que ces sondages peuvent montrer d’un changement ce jour-là. Ils n’en montrent jamais la cause.
polls-show = Afficher
polls-count = { $count ->
    [one] un sondage
   *[other] { $count } sondages
}
polls-level = Niveau, intervalle à 95 %
polls-trend = Niveau au fil du temps, avec son intervalle
polls-last = Dernier sondage
polls-polls = Sondages
polls-interval = { $low } à { $high }
polls-no-level-too-few = moins de trois sondages avec un jour et un nombre de personnes
polls-no-level-question-unstated = question non précisée
polls-no-level-too-long = sur une durée trop longue
polls-no-level-too-many-institutes = par trop d’instituts
polls-no-level-mixed = de plusieurs sortes
polls-against = { $name } contre { $other }
polls-against-whom = contre { $other }
polls-days = { $from } au { $to }
polls-expressed = { $count } exprimés
polls-hypotheses = moyenne de { $count } hypothèses
polls-institutes = { $count ->
    [one] un institut
   *[other] { $count } instituts
}
polls-rolling = en continu
polls-trend-reading = { $name } : niveau de { $before } % le { $from } à { $now } % le { $to }, alors entre { $low } et { $high } %.
polls-asked = Les sondages eux-mêmes
polls-asked-left = { $count ->
    [one] Un sondage plus ancien n’est pas listé.
   *[other] { $count } sondages plus anciens ne sont pas listés.
}
polls-lines-left = { $count ->
    [one] Une autre personne, moins souvent sondée, n’est pas montrée.
   *[other] { $count } autres personnes, moins souvent sondées, ne sont pas montrées.
}
polls-tables-left = { $count ->
    [one] Un autre tableau, avec moins de sondages, n’est pas montré.
   *[other] { $count } autres tableaux, avec moins de sondages, ne sont pas montrés.
}
polls-all = Montrer tous les tableaux et toutes les personnes
polls-cannot = Ce que ces sondages ne peuvent pas montrer
polls-files = Lu dans
polls-left-out = Non montré :
polls-files-left = { $count ->
    [one] Un autre fichier du dossier n’a pas été lu.
   *[other] { $count } autres fichiers du dossier n’ont pas été lus.
}
statements-actors = Cités
statements-unlisted = { $count ->
    [one] { $count } autre nom n’est pas sur la liste de veille et n’est pas montré.
   *[other] { $count } autres noms ne sont pas sur la liste de veille et ne sont pas montrés.
}
statements-date-unknown = date inconnue
statements-original = Publié d’abord sur { $link }
statements-rumour = Il répète une rumeur scellée. Quoi qu’il en dise, il la propage.
basis-json-ld = date tirée des données de la page
basis-meta = date tirée des données de la page
basis-time = date tirée de la page
basis-url = date tirée de l’adresse
basis-text = date tirée du texte
reservation-cut = Plus de 5 Mo : le reste n’a pas été lu.
reservation-one-reading = La page est trop imbriquée pour la première des deux lectures.
reservation-no-article = Aucun article n’y a été trouvé : chaque bloc qui pourrait en être un est lu.
reservation-dates-disagree = Deux dates de la page ne concordent pas.
reservation-two-languages = Il contient des paragraphes en deux langues.
statements-limits = À garder à l’esprit
statements-command = En tableau ou en JSON, par la ligne de commande :
