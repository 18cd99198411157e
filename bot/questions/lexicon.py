"""Words that people ask about a session with, in pairs: English, then French.

Made for this field by hand, and small on purpose: a word that is in no pair keeps two questions
apart, unless it is written nearly alike in both languages. ``*`` stands for any ending. Several
words are one expression. The team's glossary and the titles of sessions are pairs beside these.
"""

PAIRS = """
who: qui
whose: a qui
what|which: quoi, qu est ce que, qu est ce qu, quel, quels, quelle, quelles, quoi
when: quand
where: ou
why: pourquoi
how: comment
how long: combien de temps, combien de minutes
how many|how much: combien
how often: combien de fois, a quelle frequence
what time|at what time: quelle heure, a quelle heure
you|your|yours: vous, votre, vos, tu, ton, ta, tes, toi
they|their|them: leur, leurs, eux
there is|there are|is there|are there|there be: il y a, y a, y aura, il y aura
record|records|recorded|recording*: enregistr*
available: disponible*
slide|slides|slide deck|deck|presentation*: diapo*, presentation*, transparents
share*|sharing: partag*, communiqu*
send*|sent: envoy*, envoi*, transmett*, transmis*
receive*|receiving|get|gets|got: recevoir, recevr*, recu, recus, recue, recues, obten*, obtien*
link|links: lien*
find|found: trouv*
access|accessing: acces, acceder, accede*
accessible|accessibility: accessible*, accessibilite
caption*|subtitle*: sous titr*, soustitr*
interpret*: interpret*
translat*: tradui*, traduction*
transcript*: transcription*
sign language: langue des signes, langue signee, lsq, asl
bilingual: bilingue*
english: anglais*
french: francais*
language|languages: langue, langues
session|sessions|discussion*|mini discussion*: seance*, discussion*, mini discussion*
next: prochain*, suivant*
last|previous: dernier*, derniere*, precedent*
start*|begin*|began: commenc*, debut*
end|ends|ended|finish*: fini*, termin*, fin
before: avant
after|afterwards: apres
during: pendant, durant
today: aujourd hui
tomorrow: demain
week|weeks: semaine*
month|months|monthly: mois, mensuel*
year|years|yearly|annual*: annee*, annuel*, ans
day|days: jour, jours, journee*
hour|hours: heure, heures
minute|minutes: minute*
time|times: heure, fois, temps, moment
regist*|sign up|signing up: inscri*
attend*|participat*|join|joins|joined|joining: particip*, assist*, joind*, rejoin*
cancel*: annul*
free|free of charge: gratuit*, libre*
cost|costs|price*: cout*, prix
pay*|paid: pay*, paie*
open|opens|opened|opening: ouvert*, ouvr*
close*|closing: ferm*
own|owns|owned|owner*: possed*, proprietaire*, appartien*
data: donnee*
information: information*, renseignement*
privacy|private: confidentialite, prive*, vie privee
personal: personnel, personnels, personnelle*
protect*: proteg*, protec*
security|secure*: securite, secur*, securis*
safe|safely: sur, sure, surs, surement
keep*|kept|retain*|retention: garde*, conserv*, retention
stor*: stock*, entrepos*, conserv*
delete*|deleting: supprim*, efface*
chang*: chang*, modifi*
updat*|renew*|refresh*: jour, mettre a jour, mis a jour, mise a jour, renouvel*, actualis*
use|uses|used|using: utilis*, sert, servir, emploi*
user|users: utilisateur*, utilisatrice*, usager*
map|maps: carte, cartes
card|cards: carte, cartes
tool|tools: outil*
software: logiciel*
application|applications|app|apps: application*, appli, applis
system|systems: systeme*
service|services: service*
website*|site|sites: site, sites, site web
page|pages: page, pages
form|forms: formulaire*
file|files: fichier*, dossier*
document*: document*
template*: gabarit*, modele*
model|models: modele*
example*: exemple*
resource*: ressource*
guide|guides|guidance: guide*, orientation*
policy|policies: politique*
law|laws|legal|legally: loi, lois, legal*, legaux
rule|rules: regle*, reglement*
right|rights: droit, droits
responsible|responsibility: responsable*, responsabilite*
approve*|approval: approuv*, approbation*
decide*|decision*: decid*, decision*
plan|plans|planned|planning: plan, plans, prev*, planif*
project*: projet*
pilot*: pilote*
team|teams: equipe*
manager*: gestionnaire*
employee*|staff: employe*, personnel
public servant*: fonctionnaire*
department*: ministere*
government*: gouvernement*
federal: federal*, federaux
canada|canadian*: canada, canadien*
public: public, publics, publique*
citizen*: citoyen*
people|person|persons: gens, personne, personnes, monde
everyone|everybody|anyone|anybody: tous, tout le monde, toute*
woman|women: femme*
expert*: expert*
speaker*: conferencier*, conferenciere*, intervenant*, orateur*
question*: question*
answer*|reply|replies: repon*
ask|asked|asking: demand*, pos*
vote|votes|voting: vot*
poll|polls: sondage*
survey|surveys|evaluation*: evaluation*, sondage*
summary|summaries: resume, resumes, sommaire*
training: formation*
course|courses: cours
certificate*: certificat*, attestation*
credit|credits: credit*
learn*: appren*
teach*|taught: enseign*
work|works|working: travail*, fonctionn*, march*
job|jobs: emploi*, poste*
help|helps|helping: aid*
need|needs|needed: besoin*, faut, necessaire*
require*|requirement*|mandatory: exig*, obligatoire*, requis*, exigence*
want|wants: veu*, voul*
know|knows|known: savoir, sai*, connai*
see|sees|seen|view: voir, voit, voient, vu, vue
read|reads|reading: lire, lit, lisent, lu
write|writes|written: ecri*
speak*|talk*: parl*
contact*: contact*, joind*
recognise*|recognize*|recognition: reconnai*, reconnu*
biometric*: biometri*
face|faces|facial: visage*, facial*
fingerprint*: empreinte*
artificial intelligence|ai: intelligence artificielle, ia
cloud: infonuagique*, nuage
digital: numerique*
identity|identities: identite*
password*: mot de passe, mots de passe
account*: compte, comptes
phone*|mobile: telephone*, mobile*, cellulaire
computer*: ordinateur*
camera*: camera*
sound|audio: son, audio
video|videos: video*
screen|screens: ecran*
chat: clavardage
email|emails|e mail|mail: courriel*
calendar: calendrier*, agenda
invitation*|invite|invites: invitation*
newsletter*: infolettre*
office|offices: bureau, bureaux
home|remote*: maison, distance, teletravail
risk|risks|risky: risque*
benefit*|advantage*: avantage*, bienfait*
problem*|issue|issues: probleme*, enjeu*
error|errors|mistake*: erreur*
bias|biases|biased: biais
ethic*: ethique*
environment*: environnement*
cost effective: rentable*
region|regions|regional: region*
new|newest: nouveau*, nouvel*, neuf*
old|older: vieux, vieil*, ancien*
good: bon, bons, bonne*
best|better: meilleur*, mieux
bad|badly: mauvais*, mal
big|large|larger: grand*, gros*
small|smaller: petit*
long|longer: long, longs, longue*
more: plus, davantage
less|fewer: moins
only: seulement, uniquement, juste
also|too: aussi, egalement
all|every: tout, tous, toute, toutes, chaque
some: certain, certains, certaine*, quelque*
other|others|another|else: autre*
same: meme, memes
without: sans
never: jamais
always: toujours
again: encore, nouveau
already: deja
now: maintenant
later: plus tard
soon: bientot
really: vraiment
possible: possible*
difference*|different: difference*, different*
compar*: compar*
test|tests|tested|testing: test*, essai*, essay*
measure*|measuring: mesur*
result*: resultat*
number|numbers: nombre*, numero*, chiffre*
expensive: cher, chers, chere, cheres, dispendieu*, couteu*
money|fund*|budget*: argent, fond*, financ*, budget*
buy|bought: achet*, achat*
build|built|building: batir, bati*, constru*
make|makes|made|making: faire, fait, faits, faite*, font
create*|creating|creation: cree*, cre*, creation
publish*|post|posted: publi*, affich*
download*: telecharg*
watch*: regard*, voir, visionn*
location|locations|place|places: lieu*, endroit*
rent*: lou*, location*
library|libraries: bibliotheque*
"""
QUESTIONS = frozenset(
    ("who", "whose", "what", "when", "where", "why", "how", "how long", "how many", "how often",
     "what time", "there is")
)  # fmt: skip
"""The pairs, by their first word, that ask and name nothing."""
SMALL_EN = frozenset(
    "a an the of to in on at for from by with as and or is are am be been being was were will would"
    " can could may might shall should do does did done has have had having it its this that these"
    " those i we me us my our ours he she his her if so just please thank thanks hi hello any up"
    " about into s d ll re ve t m".split()
)
SMALL_FR = frozenset(
    "le la les l un une des du de d au aux a en dans sur pour par avec et ou est es sont etes suis"
    " sera seront serait seraient etre ete etait etaient soit va vont allez allons aller peut peux"
    " pouvez pouvons peuvent pourra pourrait pourrons pourrez pouvoir puis doit doivent devons"
    " devez devrait ai as avons avez ont aura auront avoir avait eu il elle ils elles on nous je j"
    " me m mon ma mes notre nos ce c ca cela cet cette ces ceci que qu qui se s son sa ses si y"
    " est-ce donc svp merci bonjour allo t lui".split()
)
FALSE_FRIENDS = frozenset(
    "actual actually actuel actuelle actuellement eventually eventuellement sensible deception"
    " demand resume librairie assist location formation support journey journee entree pretend"
    " pretendre realise attendre attendant ancient conference college figure physician agenda"
    " versatile comprehensive comprehensif important issue".split()
)
"""Written alike, meant otherwise; some of them only for some people, which is enough."""
NEGATIONS_EN = frozenset("not no never without cannot nobody none nothing".split())
NEGATIONS_FR = frozenset("ne n pas non jamais sans aucun aucune rien personne".split())
