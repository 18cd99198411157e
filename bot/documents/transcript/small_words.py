"""Words that say little by themselves in English and in French, and what people say in passing."""

import re

SMALL_WORDS = frozenset(
    """
    about above actually after again against all almost also although always am an and another
    any anyone anything are around as at back basically be because been before being below
    between both but by came can can't cannot come could couldn't did didn't do does doesn't
    doing don't done down during each either else even ever every everyone everything few for
    from further gave get gets getting give go goes going gonna good got great had has hasn't
    have haven't having he her here hers him his how however if in into is isn't it its itself
    just kind know let like little look lot made make many may maybe me mean might mine more
    most much must my myself need never next no nor not nothing now of off oh ok okay on once
    one only or other our ours out over own people perhaps please put quite rather really right
    said same say see shall she should since so some someone something sort still such sure take
    than that that's the their theirs them then there there's these they they're thing things
    think this those though through to today together too two um uh under until up upon us use
    used using very want was wasn't way we we're we've well were weren't what what's when where
    whether which while who why will with within without won't would wouldn't yeah yes yet you
    you're your yours

    ainsi alors après assez au aucun aucune aujourd aura aussi autre autres aux avant avec avez
    avoir avons beaucoup bien bon bonne car ce cela celle celles celui cependant ces cet cette
    ceux chacun chacune chaque chez chose choses ci comme comment contre dans de déjà depuis
    derrière des deux devant devrait dire dit dois doit doivent donc dont du elle elles en
    encore entre es est et étaient était étant été être eu euh eux fait faire fais faut fois
    font hein hui ici il ils jamais je jusqu juste la là laquelle le lequel les lesquels leur
    leurs lorsque lui ma maintenant mais me même mêmes mes mettre moi moins mon ne ni non nos
    notre nous on ont ou où oui ouais par parce parfois pas pendant peu peut peuvent peux
    plupart plus plusieurs plutôt pour pourquoi pouvez pouvoir près presque puis puisque qu
    quand que quel quelle quelles quelque quelques quels qui quoi rien sa sans se sera seront
    ses seulement si soi soit sommes son sont sous souvent suis sur ta tandis te tellement tes
    toi ton toujours tous tout toute toutes très trop tu un une va vais vers veut veux voici
    voilà voir vont vos votre vous vraiment
    """.split()
)
SMALL_TALK = re.compile(
    r"\b(?:thank you|thanks|welcome|good (?:morning|afternoon)|hello|my name is|can you hear|you're"
    r" on mute|next slide|share my screen|merci|bienvenue|bonjour|bonsoir|je m'appelle|mon nom est"
    r"|m'entendez|vous êtes en sourdine|prochaine diapositive|partager mon écran)\b",
    re.IGNORECASE,
)
"""What belongs to a meeting and not to its subject."""
