"""Who may ask and press what, as a table; and what those hear who may not.

Organisers are known by their address. Speakers are those asked for a session, whatever their domain.
Participants are those of the domains that are set. Everyone else is a stranger. Visitors are those on
a public page, for whom nobody vouches.
"""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot import skills, texts
from bot.context import Heard
from bot.model.conversation import Card, Press, Sender
from bot.model.people import Role, Team
from bot.model.words import Language, Phrase

from .gate.door import BEN, NOW, PEOPLE, Door

MAY_ASK = """
                       organiser  speaker  participant  stranger  visitor
greeting               yes        yes      yes          no        no
help                   yes        yes      yes          no        no
language.set           yes        yes      yes          no        no
undo                   yes        yes      yes          no        no
info.about             yes        yes      yes          no        yes
info.calendar          yes        yes      yes          no        yes
info.join              yes        yes      yes          no        yes
info.language          yes        yes      yes          no        yes
info.next              yes        yes      yes          no        yes
info.recording         yes        yes      yes          no        yes
info.resources          yes        yes      yes          no        yes
info.trouble           yes        yes      yes          no        no
info.speakers          yes        yes      yes          no        yes
info.status            yes        yes      yes          no        no
registration.cancel    yes        yes      yes          no        no
registration.register  yes        yes      yes          no        no
registration.status    yes        yes      yes          no        no
mail.subscribe         yes        yes      yes          no        no
mail.unsubscribe       yes        yes      yes          no        no
retention.set          yes        no       no           no        no
retention.show         yes        no       no           no        no
retention.preview      yes        no       no           no        no
retention.log          yes        no       no           no        no
hold.set               yes        no       no           no        no
hold.release           yes        no       no           no        no
records.find           yes        no       no           no        no
records.own            yes        yes      yes          no        no
person.erase           yes        yes      yes          no        no
session.list           yes        yes      yes          no        no
session.show           yes        yes      yes          no        no
theme.add              yes        yes      yes          no        no
theme.list             yes        yes      yes          no        no
theme.vote             yes        yes      yes          no        no
speaker.confirm        yes        yes      no           no        no
speaker.decline        yes        yes      no           no        no
speaker.details        yes        yes      no           no        no
resource.add           yes        yes      no           no        no
speaker.propose        yes        yes      no           no        no
speaker.question       yes        yes      no           no        no
audit.left_out         yes        no       no           no        no
audit.why              yes        no       no           no        no
audit.who              yes        no       no           no        no
session.describe       yes        no       no           no        no
description.write      yes        no       no           no        no
info.description       yes        no       no           no        no
description.review     yes        no       no           no        no
info.description_missing    yes        no       no           no        no
description.translate  yes        no       no           no        no
description.ask_review yes        no       no           no        no
description.model      yes        no       no           no        no
summary.model          yes        no       no           no        no
info.glossary          yes        no       no           no        no
glossary.add           yes        no       no           no        no
glossary.remove        yes        no       no           no        no
form.session           yes        no       no           no        no
info.due               yes        no       no           no        no
info.form              yes        no       no           no        no
registration.confirm   yes        no       no           no        no
registration.form      yes        no       no           no        no
registration.export    yes        no       no           no        no
registration.import    yes        no       no           no        no
attendance.import      yes        no       no           no        no
info.attendance        yes        no       no           no        no
evaluation.import      yes        no       no           no        no
evaluation.summary     yes        no       no           no        no
summary.import         yes        no       no           no        no
briefing.director      yes        no       no           no        no
briefing.digest        yes        no       no           no        no
informed.add           yes        no       no           no        no
info.informed          yes        no       no           no        no
informed.remove        yes        no       no           no        no
registration.limit     yes        no       no           no        no
reminder.send          yes        no       no           no        no
reminder.schedule      yes        no       no           no        no
reminder.unschedule    yes        no       no           no        no
reminder.write         yes        no       no           no        no
info.settings          yes        no       no           no        no
info.suggestions       yes        no       no           no        no
series.create          yes        no       no           no        no
series.edit            yes        no       no           no        no
session.announce       yes        no       no           no        no
session.cancel         yes        no       no           no        no
session.create         yes        no       no           no        no
session.edit           yes        no       no           no        no
space.declare          yes        no       no           no        no
suppression.lift       yes        no       no           no        no
speaker.invite         yes        no       no           no        no
speaker.list           yes        no       no           no        no
speaker.suggest        yes        no       no           no        no
team.set               yes        no       no           no        no
info.theme_rank             yes        no       no           no        no
info.wiki           yes        no       no           no        no
wiki.publish           yes        no       no           no        no
info.wiki_status            yes        no       no           no        no
poll.results           yes        yes      yes          no        no
poll.vote              yes        yes      yes          no        no
poll.create            yes        no       no           no        no
poll.post              yes        no       no           no        no
poll.close             yes        no       no           no        no
info.polls              yes        no       no           no        no
poll.export            yes        no       no           no        no
poll.here              yes        no       no           no        no
access.ask             yes        yes      yes          no        yes
access.complain        yes        yes      yes          no        yes
audit.tickets          yes        yes      yes          no        no
audit.ticket           yes        yes      yes          no        no
access.answer          yes        yes      yes          no        no
access.take            yes        yes      yes          no        no
access.close           yes        yes      yes          no        no
access.booked          yes        yes      yes          no        no
access.unavailable     yes        yes      yes          no        no
access.owner           yes        yes      yes          no        no
connections.check      yes        no       no           no        no
session.rehearse       yes        no       no           no        no
connections.page       yes        no       no           no        no
access.people          yes        no       no           no        no
access.lead            yes        no       no           no        no
access.phone           yes        no       no           no        no
audit.access_lessons   yes        no       no           no        no
question.ask           yes        yes      yes          no        no
question.vote          yes        yes      yes          no        no
question.list          yes        yes      yes          no        no
question.approve       yes        no       no           no        no
question.answer        yes        no       no           no        no
question.defer         yes        no       no           no        no
question.redact        yes        no       no           no        no
question.hide          yes        no       no           no        no
question.view          yes        no       no           no        no
question.owner         yes        no       no           no        no
question.same          yes        no       no           no        no
question.apart         yes        no       no           no        no
question.follow_up     yes        no       no           no        no
report.pilot           yes        no       no           no        no
thanks.send            yes        no       no           no        no
lesson.add             yes        no       no           no        no
info.lessons            yes        no       no           no        no
lesson.plan            yes        no       no           no        no
dossier.make           yes        no       no           no        no
lesson.round           yes        no       no           no        no
lesson.remove          yes        no       no           no        no
summary.draft          yes        no       no           no        no
summary.wanted         yes        yes      yes          no        no
question.paste         yes        no       no           no        no
webinar.cancel         yes        no       no           no        no
webinar.create         yes        no       no           no        no
webinar.links          yes        no       no           no        no
webinar.registrants    yes        no       no           no        no
webinar.sources        yes        no       no           no        no
evaluation.link        yes        no       no           no        no
evaluation.share       yes        no       no           no        no
recording.link         yes        no       no           no        no
recording.remove       yes        no       no           no        no
resource.remove        yes        no       no           no        no
resource.share         yes        no       no           no        no
wordly.set             yes        no       no           no        no
wordly.off             yes        no       no           no        no
wordly.glossary        yes        no       no           no        no
vevox.set              yes        no       no           no        no
vevox.off              yes        no       no           no        no
vevox.sheet            yes        no       no           no        no
whiteboard.create      yes        no       no           no        no
whiteboard.off         yes        no       no           no        no
partner.add            yes        no       no           no        no
info.partners           yes        no       no           no        no
partner.remove         yes        no       no           no        no
related.add            yes        no       no           no        no
info.related           yes        no       no           no        no
related.remove         yes        no       no           no        no
info.approvals         yes        no       no           no        no
info.away              yes        no       no           no        no
info.outgoing          yes        no       no           no        no
info.promotion         yes        no       no           no        no
info.published         yes        no       no           no        no
info.usual_plan        yes        no       no           no        no
newsletter.draft       yes        no       no           no        no
promo.add              yes        no       no           no        no
promo.approve          yes        no       no           no        no
promo.approver         yes        no       no           no        no
promo.draft            yes        no       no           no        no
promo.drop             yes        no       no           no        no
promo.move             yes        no       no           no        no
promo.override         yes        no       no           no        no
promo.posted           yes        no       no           no        no
promo.poster           yes        no       no           no        no
promo.reword           yes        no       no           no        no
promo.narrow           yes        no       no           no        no
promo.answered         yes        no       no           no        no
promo.send             yes        no       no           no        no
promo.usual            yes        no       no           no        no
checklist.show         yes        no       no           no        no
checklist.done         yes        no       no           no        no
checklist.reopen       yes        no       no           no        no
checklist.add          yes        no       no           no        no
checklist.remove       yes        no       no           no        no
checklist.assign       yes        no       no           no        no
checklist.move         yes        no       no           no        no
checklist.hand_over    yes        no       no           no        no
info.checklist_template yes        no       no           no        no
info.run_of_show       yes        no       no           no        no
info.tasks             yes        no       no           no        no
info.host_card         yes        no       no           no        no
info.platform_test              yes        no       no           no        no
info.test_results           yes        no       no           no        no
test.passed            yes        no       no           no        no
test.failed            yes        no       no           no        no
test.assign            yes        no       no           no        no
test.add               yes        no       no           no        no
test.remove            yes        no       no           no        no
digest.mine            yes        no       no           no        no
"""
MAY_PRESS = """
                           organiser  speaker  participant  stranger  visitor
access.access_read         yes        yes      yes          yes       no
access.access_answer       yes        yes      yes          yes       no
access.access_booked       yes        yes      yes          yes       no
access.access_unavailable  yes        yes      yes          yes       no
access.access_take         yes        yes      yes          yes       no
access.access_close        yes        yes      yes          yes       no
searching.download         yes        yes      yes          no        no
retention.dispose          yes        no       no           no        no
retention.keep_for_now     yes        no       no           no        no
erasure.erase              yes        yes      yes          no        no
erasure.stop               yes        yes      yes          no        no
description.save           yes        no       no           no        no
description.reviewed_en    yes        no       no           no        no
description.reviewed_fr    yes        no       no           no        no
summary.save               yes        no       no           no        no
summary.reviewed_en        yes        no       no           no        no
summary.reviewed_fr        yes        no       no           no        no
translation.hand_in        yes        yes      yes          yes       no
translation.use_translation yes       no       no           no        no
translation.leave_translation yes     no       no           no        no
translation.cannot         yes        yes      yes          yes       no
review.fine            yes        yes      yes          yes       no
review.change_this     yes        yes      yes          yes       no
forms.save                 yes        no       no           no        no
thanks.approve             yes        no       no           no        no
thanks.go                  yes        no       no           no        no
thanks.halt                yes        no       no           no        no
thanks.resume              yes        no       no           no        no
thanks.stop                yes        no       no           no        no
registration_export.download yes      no       no           no        no
attendance.go              yes        no       no           no        no
attendance.match           yes        no       no           no        no
attendance.stop            yes        no       no           no        no
lessons_round.save         yes        no       no           no        no
evaluation.go              yes        no       no           no        no
evaluation.stop            yes        no       no           no        no
summary.go                 yes        no       no           no        no
summary.stop               yes        no       no           no        no
briefing.go                yes        no       no           no        no
briefing.stop              yes        no       no           no        no
dossier.download           yes        no       no           no        no
report.report_page_en      yes        no       no           no        no
report.report_page_fr      yes        no       no           no        no
report.report_word_en      yes        no       no           no        no
report.report_word_fr      yes        no       no           no        no
registration_file.look_again yes       no       no           no        no
registration_file.go       yes        no       no           no        no
registration_file.stop     yes        no       no           no        no
reminders.again            yes        no       no           no        no
reminders.approve          yes        no       no           no        no
reminders.by_flow          yes        no       no           no        no
reminders.by_mail          yes        no       no           no        no
reminders.by_notify        yes        no       no           no        no
reminders.correct          yes        no       no           no        no
reminders.go               yes        no       no           no        no
reminders.halt             yes        no       no           no        no
reminders.resume           yes        no       no           no        no
reminders.save             yes        no       no           no        no
reminders.stop             yes        no       no           no        no
registration.leave         yes        yes      yes          yes       no
registration.register      yes        yes      yes          yes       yes
registration.save          yes        yes      yes          yes       no
returned.done              yes        no       no           no        no
returned.give_up           yes        no       no           no        no
returned.resend            yes        no       no           no        no
series.go                  yes        no       no           no        no
series.go_suggested        yes        no       no           no        no
series.stop                yes        no       no           no        no
session_cancel.go          yes        no       no           no        no
session_cancel.stop        yes        no       no           no        no
session_create.keep        yes        no       no           no        no
session_create.other_1     yes        no       no           no        no
session_create.other_2     yes        no       no           no        no
session_create.other_3     yes        no       no           no        no
session_create.save        yes        no       no           no        no
session_edit.go            yes        no       no           no        no
session_edit.other_1       yes        no       no           no        no
session_edit.other_2       yes        no       no           no        no
session_edit.other_3       yes        no       no           no        no
session_edit.save          yes        no       no           no        no
session_edit.stop          yes        no       no           no        no
speaker_answer.change      yes        yes      no           no        no
speaker_answer.no          yes        yes      no           no        no
speaker_answer.other_time  yes        yes      no           no        no
speaker_answer.question    yes        yes      no           no        no
speaker_answer.save        yes        yes      no           no        no
speaker_answer.yes         yes        yes      no           no        no
speaker_desk.done          yes        no       no           no        no
speaker_desk.keep          yes        no       no           no        no
speaker_desk.readdress     yes        no       no           no        no
speaker_desk.no            yes        no       no           no        no
speaker_desk.reply         yes        no       no           no        no
speaker_desk.yes           yes        no       no           no        no
team_settings.save         yes        no       no           no        no
polls.save                 yes        no       no           no        no
polls.poll_post            yes        no       no           no        no
polls.poll_change          yes        no       no           no        no
polls.poll_drop            yes        no       no           no        no
polls.poll_close           yes        no       no           no        no
polls.download             yes        no       no           no        no
polls.download_csv         yes        no       no           no        no
tools.download             yes        no       no           no        no
tools.download_csv         yes        no       no           no        no
polls.vote                 yes        yes      yes          yes       yes
polls.choice_1             yes        yes      yes          yes       yes
polls.choice_2             yes        yes      yes          yes       yes
polls.choice_3             yes        yes      yes          yes       yes
polls.choice_4             yes        yes      yes          yes       yes
polls.choice_5             yes        yes      yes          yes       yes
resources.by_hand          yes        no       no           no        no
resources.by_itself        yes        no       no           no        no
resources.share_now        yes        no       no           no        no
questions.question_ask     yes        yes      yes          yes       yes
questions.question_wanted  yes        yes      yes          yes       yes
questions.question_approve yes        no       no           no        no
questions.question_answer  yes        no       no           no        no
questions.question_defer   yes        no       no           no        no
questions.question_redact  yes        no       no           no        no
questions.question_hide    yes        no       no           no        no
questions.go               yes        no       no           no        no
questions.stop             yes        no       no           no        no
themes.save                yes        no       no           no        no
wiki.keep_theirs           yes        no       no           no        no
wiki.overwrite             yes        no       no           no        no
wiki.publish               yes        no       no           no        no
wiki.stop                  yes        no       no           no        no
webinar.go                 yes        no       no           no        no
webinar.save               yes        no       no           no        no
webinar.stop               yes        no       no           no        no
partners.save              yes        no       no           no        no
related.save               yes        no       no           no        no
promotion.approve_words    yes        yes      yes          yes       no
promotion.ask_approval     yes        no       no           no        no
promotion.change_this      yes        yes      yes          yes       no
promotion.drop_post        yes        no       no           no        no
promotion.hand_over        yes        no       no           no        no
promotion.hold_back        yes        no       no           no        no
promotion.not_out          yes        no       no           no        no
promotion.posted           yes        yes      yes          yes       no
promotion.refuse_words     yes        yes      yes          yes       no
promotion.replan           yes        no       no           no        no
promotion.reword           yes        no       no           no        no
promotion.save             yes        no       no           no        no
promotion.schedule         yes        no       no           no        no
promotion.send_now         yes        no       no           no        no
plan.plan_done             yes        no       no           no        no
platform_test.test_passed  yes        no       no           no        no
platform_test.test_failed  yes        no       no           no        no
platform_test.test_rest    yes        no       no           no        no
platform_test.test_more    yes        no       no           no        no
plan.plan_more             yes        no       no           no        no
plan.plan_day              yes        no       no           no        no
plan.plan_month            yes        no       no           no        no
plan.plan_spread           yes        no       no           no        no
plan.go                    yes        no       no           no        no
plan.stop                  yes        no       no           no        no
digest.tick_1              yes        no       no           no        no
digest.tick_2              yes        no       no           no        no
digest.tick_3              yes        no       no           no        no
digest.tick_4              yes        no       no           no        no
digest.tick_5              yes        no       no           no        no
host.host_speaker          yes        no       no           no        no
host.host_french           yes        no       no           no        no
host.host_captions         yes        no       no           no        no
host.host_sound            yes        no       no           no        no
host.host_block            yes        no       no           no        no
"""
ORDERS: Mapping[str, tuple[str, str, str]] = {
    "checklist.show": (
        "checklist for session 1",
        "checklist for session 99",
        "liste de vérification de la séance 1",
    ),
    "checklist.done": (
        "item 14 is done for session 1",
        "item 14 is done for session 99",
        "l’élément 14 est fait pour la séance 1",
    ),
    "checklist.reopen": (
        "reopen item 14 of session 1",
        "reopen item 99 of session 1",
        "rouvre l’élément 14 de la séance 1",
    ),
    "checklist.add": (
        "add to the checklist of session 1: flowers / fleurs",
        "add to the checklist of session 99: flowers / fleurs",
        "ajoute à la liste de tâches de la séance 1 : fleurs / flowers",
    ),
    "checklist.remove": (
        "remove item 14 from the checklist of session 1",
        "remove item 99 from the checklist of session 1",
        "retire l’élément 14 de la liste de tâches de la séance 1",
    ),
    "info.platform_test": (
        "platform test for session 1",
        "platform test for session 99",
        "essai de la plateforme pour la séance 1",
    ),
    "test.passed": (
        "test 4 passed for session 1",
        "test 99 passed for session 1",
        "essai 4 réussi pour la séance 1",
    ),
    "test.failed": (
        "test 4 failed for session 1: too quiet",
        "test 99 failed for session 1: too quiet",
        "essai 4 échoué pour la séance 1 : trop faible",
    ),
    "test.assign": (
        "assign test 4 of session 1 to ben@example.org",
        "assign test 99 of session 1 to ben@example.org",
        "confie l’essai 4 de la séance 1 à ben@example.org",
    ),
    "test.add": (
        "add to the platform test: the lights",
        "add to the platform test: the curtains",
        "ajoute à l’essai de la plateforme : les lumières",
    ),
    "test.remove": (
        "remove test 4 from the platform test",
        "remove test 99 from the platform test",
        "retire l’essai 4 de l’essai de la plateforme",
    ),
    "checklist.assign": (
        "assign item 14 of session 1 to ben@example.org",
        "assign item 99 of session 1 to ben@example.org",
        "confie l’élément 14 de la séance 1 à ben@example.org",
    ),
    "checklist.move": (
        "move item 14 of session 1 to 10 days before",
        "move item 99 of session 1 to 10 days before",
        "déplace l’élément 14 de la séance 1 à 10 jours avant",
    ),
    "checklist.hand_over": (
        "hand over everything from ben@example.org to ana@example.org",
        "hand over everything from nobody@example.org to ana@example.org",
        "passe tout ce qui est à ben@example.org à ana@example.org",
    ),
    "info.checklist_template": (
        "show the checklist template",
        "checklist template",
        "montre le gabarit de la liste de tâches",
    ),
    "info.run_of_show": (
        "run of show for session 1",
        "run of show for session 99",
        "déroulement de la séance 1",
    ),
    "digest.mine": (
        "send me my tasks every morning",
        "stop my tasks every morning",
        "envoie-moi mes tâches chaque matin",
    ),
    "info.host_card": ("host card", "hosts’ card", "fiche de l’animation"),
    "info.tasks": ("my tasks", "show my tasks", "mes tâches"),
    "info.approvals": ("approval settings", "show the approval settings", "réglages d’approbation"),
    "info.outgoing": (
        "promotion calendar",
        "promotion calendar of session 99",
        "calendrier de promotion",
    ),
    "info.promotion": (
        "promotion plan of session 1",
        "promotion plan of session 99",
        "plan de promotion de la séance 1",
    ),
    "info.published": (
        "where is session 1 already out?",
        "where is session 99 already out?",
        "endroits à corriger pour la séance 1",
    ),
    "info.usual_plan": ("show the usual plan", "usual plan", "montre le plan habituel"),
    "newsletter.draft": (
        "write the newsletter item for session 1",
        "write the newsletter item for session 99",
        "rédige l’article de l’infolettre pour la séance 1",
    ),
    "promo.add": (
        "add a post to the plan of session 1",
        "add a post to the plan of session 99",
        "ajoute une publication au plan de la séance 1",
    ),
    "promo.approve": (
        "approve the newsletter for session 1",
        "approve the newsletter for session 99",
        "approuve l’infolettre de la séance 1",
    ),
    "promo.approver": (
        "ben@example.org approves the newsletter of session 1",
        "ben@example.org approves the newsletter of session 99",
        "ben@example.org approuve l’infolettre de la séance 1",
    ),
    "promo.draft": (
        "draft the promo for session 1",
        "draft the promo for session 99",
        "rédige le gazouillis de la séance 1",
    ),
    "promo.drop": (
        "drop the newsletter from the plan of session 1",
        "drop the newsletter from the plan of session 99",
        "retire l’infolettre du plan de la séance 1",
    ),
    "promo.move": (
        "move the newsletter of session 1 to 3 days before",
        "move the newsletter of session 99 to 3 days before",
        "déplace l’infolettre de la séance 1 à 3 jours avant",
    ),
    "promo.override": (
        "approve the newsletter of session 1 in place of the approver",
        "approve the newsletter of session 99 in place of the approver",
        "approuve l’infolettre de la séance 1 à la place de l’approbatrice",
    ),
    "promo.posted": (
        "posted: https://example.org/1",
        "posted: https://example.org/99",
        "publié : https://example.org/1",
    ),
    "promo.poster": (
        "ben@example.org posts the newsletter of session 1",
        "ben@example.org posts the newsletter of session 99",
        "ben@example.org publie l’infolettre de la séance 1",
    ),
    "promo.reword": (
        "edit the words of the newsletter for session 1",
        "edit the words of the newsletter for session 99",
        "modifie le texte de l’infolettre de la séance 1",
    ),
    "promo.answered": (
        "Communications answered for session 1: it will be out on Monday",
        "Communications answered for session 99: it will be out on Monday",
        "les Communications ont répondu pour la séance 1 : ce sera publié lundi",
    ),
    "promo.narrow": (
        "narrow the invitation to past attendees of session 1",
        "narrow the invitation to past attendees of session 99",
        "restreins l'invitation aux personnes déjà venues pour la séance 1",
    ),
    "promo.send": (
        "send the newsletter for session 1",
        "send the newsletter for session 99",
        "envoie l’infolettre de la séance 1",
    ),
    "promo.usual": (
        "make the plan of session 1 the usual plan",
        "make the plan of session 99 the usual plan",
        "fais du plan de la séance 1 le plan habituel",
    ),
    "session.describe": (
        "draft the description of session 1",
        "draft the description of session 99",
        "rédige la description de la séance 1",
    ),
    "description.write": (
        "the French description of session 1 is: Bonjour",
        "the French description of session 99 is: Bonjour",
        "la description en français de la séance 1 : Bonjour",
    ),
    "description.review": (
        "mark the French description of session 1 as reviewed",
        "mark the French description of session 99 as reviewed",
        "marque la description en français de la séance 1 comme révisée",
    ),
    "description.model": (
        "ask the model to draft the description of session 1",
        "ask the model to draft the description of session 99",
        "demande au modèle de rédiger la description de la séance 1",
    ),
    "records.find": (
        "find everything about alex@example.ca",
        "find everything about nobody@example.ca",
        "trouve tout ce qu'on a sur alex@example.ca",
    ),
    "retention.set": (
        "keep registrations for 18 months",
        "keep the lessons for 0 months",
        "garde les inscriptions pendant 18 mois",
    ),
    "retention.show": (
        "what do we keep, and for how long?",
        "for how long do we keep things?",
        "qu'est-ce qu'on garde, et pendant combien de temps?",
    ),
    "retention.preview": (
        "what would be disposed of?",
        "what is past its time?",
        "qu'est-ce qui serait détruit?",
    ),
    "retention.log": (
        "what was disposed of?",
        "show the disposal log",
        "montre le registre de destruction",
    ),
    "hold.set": (
        "hold session 1: request A-12",
        "hold session 99: request A-12",
        "suspends la destruction de la séance 1 : demande A-12",
    ),
    "hold.release": (
        "release the hold on session 1",
        "release the hold on session 99",
        "lève la suspension de la séance 1",
    ),
    "dossier.make": (
        "the file of session 1",
        "the file of session 99",
        "assemble le dossier de la séance 1",
    ),
    "description.translate": (
        "ask tom@example.org to translate the description of session 1",
        "ask tom@example.org to translate the description of session 99",
        "demande à tom@example.org de traduire la description de la séance 1",
    ),
    "description.ask_review": (
        "ask tom@example.org to review the description of session 1",
        "ask tom@example.org to review the description of session 99",
        "demande à tom@example.org de réviser la description de la séance 1",
    ),
    "info.glossary": ("show the glossary", "show our glossary", "montre le lexique"),
    "glossary.add": (
        "add to the glossary: cloud = nuage",
        "add to the glossary: x = y",
        "ajoute au lexique : cloud = nuage",
    ),
    "glossary.remove": (
        "remove newsletter from the glossary",
        "remove blockchain from the glossary",
        "retire infolettre du lexique",
    ),
    "form.session": (
        "the form is for session 1",
        "the form is for session 99",
        "le formulaire est pour la séance 1",
    ),
    "info.form": (
        "what should the registration form ask?",
        "give me the question list for the form",
        "quelles questions mettre dans le formulaire?",
    ),
    "audit.who": (
        "who got the reminder for session 1?",
        "who got the reminder for session 99?",
        "qui a reçu le rappel de la séance 1?",
    ),
    "audit.why": (
        "why did tom@example.org get the reminder for session 1?",
        "why did kim@example.org get the reminder for session 99?",
        "pourquoi tom@example.org a reçu le rappel de la séance 1?",
    ),
    "audit.left_out": (
        "why is tom@example.org left out?",
        "why is nobody@example.org left out?",
        "pourquoi tom@example.org est exclu?",
    ),
    "suppression.lift": (
        "write to tom@example.org again: the address works",
        "write to nobody@example.org again: the address works",
        "lève l'exclusion de tom@example.org : l'adresse fonctionne",
    ),
    "info.due": ("what is due?", "what’s due", "échéances"),
    "info.settings": ("show our settings", "show settings", "montre nos réglages"),
    "registration.confirm": (
        "power automate sends the confirmations for session 1",
        "power automate sends the confirmations for session 99",
        "power automate envoie les confirmations de la séance 1",
    ),
    "registration.form": (
        "use your own form for session 1",
        "use your own form for session 99",
        "utilise ton propre formulaire pour la séance 1",
    ),
    "registration.limit": (
        "limit session 1 to 500 people",
        "limit session 99 to 500 people",
        "limite la séance 1 à 500 personnes",
    ),
    "reminder.send": (
        "send reminders for session 1",
        "send reminders for session 99",
        "envoie les rappels de la séance 1",
    ),
    "reminder.unschedule": (
        "remove the reminder one hour before session 1",
        "remove the reminder one hour before session 99",
        "supprime le rappel une heure avant la séance 1",
    ),
    "reminder.write": (
        "edit the reminder text for session 1",
        "edit the reminder text for session 99",
        "modifie le texte des rappels de la séance 1",
    ),
    "reminder.schedule": (
        "schedule a reminder one day before session 1",
        "schedule a reminder one day before session 99",
        "planifie un rappel un jour avant la séance 1",
    ),
    "series.create": (
        "create a series last Thursday of every month at 1 pm, 4 sessions",
        "create a series every Monday at 10 am, 9 sessions",
        "crée une série le dernier jeudi de chaque mois à 13 h, 4 séances",
    ),
    "series.edit": (
        "move the whole series to 2 pm",
        "make the whole series 30 minutes",
        "déplace toute la série à 14 h",
    ),
    "session.announce": ("announce session 1", "announce session 99", "annonce la séance 1"),
    "session.cancel": ("cancel session 1", "cancel session 99", "annule la séance 1"),
    "session.create": (
        "create session last Thursday of February at 1 pm about Open data",
        "create session on March 4 at 1 pm about gardening",
        "créer une séance le dernier jeudi de février à 13 h sur la biométrie",
    ),
    "session.edit": (
        "move session 1 to March 11, 2027 at 2 pm",
        "move session 99 to March 11, 2027 at 2 pm",
        "déplace la séance 1 au 11 mars 2027 à 14 h",
    ),
    "space.declare": ("this is our space", "this is our team’s space", "c’est notre espace"),
    "speaker.invite": (
        "please invite sam@elsewhere.example to session 1",
        "please invite kim@elsewhere.example to session 99",
        "invite sam@elsewhere.example à la séance 1",
    ),
    "speaker.suggest": (
        "suggest Sam Lee for Open data: she led the pilot",
        "suggest Kim Roy for gardening: she led the pilot",
        "suggère Sam Lee pour la biométrie : elle a mené le projet pilote",
    ),
    "registration.export": (
        "export the registrations of session 1",
        "export the registrations of session 99",
        "exporte les inscriptions de la séance 1",
    ),
    "webinar.create": (
        "create the Webex webinar for session 1",
        "create the Webex webinar for session 99",
        "crée le webinaire Webex de la séance 1",
    ),
    "webinar.links": (
        "the webinar link of session 1 is https://example.org/join",
        "the webinar link of session 99 is https://example.org/join",
        "le lien du webinaire de la séance 1 est https://example.org/join",
    ),
    "webinar.cancel": (
        "remove the Webex webinar of session 1",
        "remove the Webex webinar of session 99",
        "retire le webinaire Webex de la séance 1",
    ),
    "webinar.sources": (
        "webinar links by channel for session 1",
        "webinar links by channel for session 99",
        "liens du webinaire par canal pour la séance 1",
    ),
    "webinar.registrants": (
        "bring in the webinar registrants of session 1",
        "bring in the webinar registrants of session 99",
        "importe les inscrits du webinaire de la séance 1",
    ),
    "attendance.import": (
        "import the attendance of session 1",
        "import the attendance of session 99",
        "importe les présences de la séance 1",
    ),
    "evaluation.import": (
        "import the evaluation of session 1",
        "import the evaluation of session 99",
        "importe l'évaluation de la séance 1",
    ),
    "evaluation.summary": (
        "what do the evaluations of session 1 say?",
        "what do the evaluations of session 99 say?",
        "que disent les évaluations de la séance 1?",
    ),
    "info.attendance": (
        "show rate of session 1",
        "show rate of session 99",
        "taux de présence de la séance 1",
    ),
    "registration.import": (
        "import the registrations for session 1",
        "import the registrations for session 99",
        "importe les inscriptions de la séance 1",
    ),
    "team.set": (
        "remove ben@example.org as organiser",
        "add kim@example.org as organiser",
        "ajoute kim@example.org comme organisatrice",
    ),
    "poll.create": (
        "create a poll",
        "create a poll: “Where do you work from?” options: home, office, both",
        "crée un sondage",
    ),
    "poll.post": ("post poll 1", "post poll 99", "publie le sondage 1"),
    "poll.close": ("close poll 1", "close poll 99", "ferme le sondage 1"),
    "info.polls": ("list polls", "show the polls", "liste des sondages"),
    "poll.export": (
        "export the results of poll 1",
        "export the results of poll 99",
        "exporte les résultats du sondage 1",
    ),
    "poll.here": ("post our polls here", "post the polls here", "publie nos sondages ici"),
    "evaluation.link": (
        "the evaluation link of session 1 is https://example.org/survey",
        "the evaluation link of session 99 is https://example.org/survey",
        "le lien d’évaluation de la séance 1 est https://example.org/survey",
    ),
    "evaluation.share": (
        "publish the evaluation of session 1",
        "publish the evaluation of session 99",
        "publie l’évaluation de la séance 1",
    ),
    "resource.remove": ("remove resource 1", "remove resource 99", "retire la ressource 1"),
    "connections.page": (
        "send me the host page for session 1",
        "send me the host page for session 99",
        "envoie-moi la page de l'hôte pour la séance 1",
    ),
    "session.rehearse": (
        "rehearse session 1",
        "rehearse session 99",
        "simule la séance 1",
    ),
    "connections.check": (
        "check the connections",
        "verify all the links",
        "vérifie tout",
    ),
    "access.people": (
        "accessibility requests go to ben@example.org",
        "accessibility requests go to nobody@example.org",
        "les demandes d'accessibilité vont à ben@example.org",
    ),
    "audit.access_lessons": (
        "accessibility lessons",
        "show the accessibility lessons",
        "leçons d'accessibilité",
    ),
    "question.approve": ("approve question 1", "approve question 99", "approuve la question 1"),
    "question.answer": (
        "answer question 1: yes",
        "answer question 99: yes",
        "réponds à la question 1 : oui",
    ),
    "question.defer": (
        "keep question 1 for later",
        "keep question 99 for later",
        "garde la question 1 pour plus tard",
    ),
    "question.redact": (
        "redact question 1: who?",
        "redact question 99: who?",
        "reformule la question 1 : qui?",
    ),
    "question.hide": ("hide question 1", "hide question 99", "masque la question 1"),
    "question.view": (
        "show the speakers' view of the questions of session 1",
        "show the speakers' view of the questions of session 99",
        "montre la vue des conférenciers pour les questions de la séance 1",
    ),
    "question.owner": (
        "question 1 is for ben@example.org",
        "question 99 is for ben@example.org",
        "la question 1 est pour ben@example.org",
    ),
    "question.same": (
        "question 2 asks the same as question 1",
        "question 99 asks the same as question 1",
        "la question 2 va avec la question 1",
    ),
    "question.apart": (
        "question 2 stands alone",
        "question 99 stands alone",
        "la question 2 est à part",
    ),
    "question.follow_up": (
        "follow-up list of the questions of session 1",
        "follow-up list of the questions of session 99",
        "liste de suivi des questions de la séance 1",
    ),
    "question.paste": (
        "questions from the webinar chat of session 1: Is it free?",
        "questions from the webinar chat of session 99: Is it free?",
        "questions du clavardage du webinaire de la séance 1 : Est-ce gratuit?",
    ),
    "wordly.set": (
        "set up Wordly for session 1",
        "set up Wordly for session 99",
        "configure Wordly pour la séance 1",
    ),
    "wordly.off": (
        "remove Wordly from session 1",
        "remove Wordly from session 99",
        "retire Wordly de la séance 1",
    ),
    "wordly.glossary": (
        "Wordly glossary for session 1",
        "Wordly glossary for session 99",
        "lexique pour Wordly, séance 1",
    ),
    "vevox.set": (
        "the Vevox id of session 1 is 195-061-937",
        "the Vevox id of session 99 is 195-061-937",
        "le numéro Vevox de la séance 1 est 195-061-937",
    ),
    "vevox.off": (
        "remove Vevox from session 1",
        "remove Vevox from session 99",
        "retire Vevox de la séance 1",
    ),
    "vevox.sheet": (
        "poll sheet for Vevox, session 1",
        "poll sheet for Vevox, session 99",
        "feuille de sondages pour Vevox, séance 1",
    ),
    "whiteboard.create": (
        "create a Miro board for session 1",
        "create a Miro board for session 99",
        "crée un tableau Miro pour la séance 1",
    ),
    "whiteboard.off": (
        "remove the Miro board from session 1",
        "remove the Miro board from session 99",
        "retire le tableau Miro de la séance 1",
    ),
    "partner.add": ("add a partner", "add kim@example.org as a partner", "ajoute un partenaire"),
    "info.partners": ("our partners", "list partners", "nos partenaires"),
    "partner.remove": (
        "remove the partner lee@example.org",
        "remove the partner kim@example.org",
        "retire le partenaire lee@example.org",
    ),
    "related.add": (
        "add a related session",
        "new related session",
        "ajoute une séance connexe",
    ),
    "info.related": ("related sessions", "show the related sessions", "séances connexes"),
    "related.remove": (
        "remove related session 1",
        "remove related session 99",
        "retire la séance connexe 1",
    ),
    "info.theme_rank": (
        "rank the themes",
        "which themes are the most popular?",
        "classement des thèmes",
    ),
    "wiki.publish": (
        "publish the wiki page for session 1",
        "publish the wiki page for session 99",
        "publie la page wiki de la séance 1",
    ),
}
"""An order of the team about what exists, the same about what does not, and in French.

``speaker.list`` and ``info.suggestions`` are not here: to others the same words ask who speaks; nor
are ``info.wiki`` and ``info.wiki_status``, which ask others about the session, ``info.away``, with
which others give up their part or their place, ``resource.share``, with which they ask for the
resources, ``recording.link`` and ``recording.remove``, with which they ask for the recording, and
``info.test_results``, with which they ask for those of a poll.
"""
ASKING = {
    "speaker.list": "who answered for session {}?",
    "info.suggestions": "who could speak?",
    "info.wiki": "preview the wiki page for session {}",
    "info.wiki_status": "is the wiki page of session {} up to date?",
}
OTHERS = ("speaker", "participant")


def table(written: str) -> dict[tuple[str, Role], bool]:
    """What a table says: whether this role may have that."""
    head, *rows = written.strip().splitlines()
    roles = [Role(name) for name in head.split()]
    return {
        (name, role): {"yes": True, "no": False}[word]
        for name, *words in map(str.split, rows)
        for role, word in zip(roles, words, strict=True)
    }


def declared(heard: Mapping[str, Heard]) -> dict[tuple[str, Role], bool]:
    return {(name, role): role in each.who for name, each in heard.items() for role in Role}


def presses() -> dict[str, Heard]:
    return {
        f"{skill.name}.{button}": heard
        for skill in skills.load().all
        for button, heard in skill.presses.items()
    }


def said(key: str, *languages: Language) -> str:
    return texts.render_in(Phrase(key), languages or ("en",))


def test_who_may_ask_what() -> None:
    assert declared(skills.load().intents) == table(MAY_ASK)


def test_who_may_press_what() -> None:
    assert declared(presses()) == table(MAY_PRESS)


def test_orders_are_all_the_orders_of_the_team() -> None:
    asked = table(MAY_ASK)
    names = {name for name, _ in asked}
    of_the_team = {name for name in names if not asked[name, Role.SPEAKER]}
    besides = {"info.away", "info.description", "info.description_missing", "resource.share"}
    besides |= {"access.lead", "access.phone", "recording.link", "recording.remove"}
    besides |= {"info.test_results"}
    besides |= {"summary.draft", "summary.model"}
    besides |= {"lesson.add", "info.lessons", "lesson.plan", "lesson.remove", "report.pilot"}
    besides |= {"thanks.send", "briefing.director", "briefing.digest", "summary.import"}
    besides |= {"informed.add", "info.informed", "informed.remove", "lesson.round"}
    assert of_the_team - ORDERS.keys() == ASKING.keys() | besides


@pytest.mark.parametrize("order", ORDERS)
def test_organisers_are_not_refused(order: str) -> None:
    for text in ORDERS[order]:
        door = Door()
        assert door.hear(PEOPLE["organiser"], text) not in {
            said("turn.not_allowed"),
            said("turn.not_allowed", "fr"),
            said("turn.not_understood"),
            said("turn.not_understood", "fr"),
        }, text
        assert door.refused == []


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("order", ORDERS)
def test_an_order_of_the_team_is_refused_alike_whether_its_object_exists(
    order: str, role: str
) -> None:
    who = PEOPLE[role]
    door = Door()
    known, unknown, french = ORDERS[order]
    assert door.hear(who, known) == said("turn.not_allowed")
    assert door.hear(who, unknown) == said("turn.not_allowed")
    assert door.hear(who, french) == said("turn.not_allowed", "fr")
    assert door.refused == [who.address] * 3


@pytest.mark.parametrize("order", ORDERS)
def test_strangers_hear_the_same_whatever_they_order(order: str) -> None:
    door = Door()
    heard = {door.hear(PEOPLE["stranger"], text) for text in (*ORDERS[order], "hello")}
    assert heard == {said("turn.stranger", "en", "fr")}
    assert door.refused == [PEOPLE["stranger"].address] * 3


@pytest.mark.parametrize("order", ORDERS)
def test_visitors_hear_the_same_whatever_they_order_and_nothing_is_noted(order: str) -> None:
    door = Door()
    visitor = PEOPLE["visitor"]
    known, unknown, french = ORDERS[order]
    assert door.hear(visitor, known) == said("turn.visitor")
    assert door.hear(visitor, unknown) == said("turn.visitor")
    assert door.hear(visitor, french) == said("turn.visitor", "fr")
    assert door.refused == []


@pytest.mark.parametrize("text", ["when is the next session?", "who is speaking?"])
def test_visitors_are_told_nothing_of_a_draft(text: str) -> None:
    door = Door()
    assert door.hear(PEOPLE["visitor"], text) in {
        said("turn.visitor"),
        texts.render(Phrase("info.none_planned", {"team": Team().name}), "en"),
    }


@pytest.mark.parametrize("intent", ASKING)
def test_others_who_ask_of_answers_learn_no_more_than_who_speaks(intent: str) -> None:
    """Words by which the team asks who answered, others ask by who speaks."""
    answers = [
        Door().hear(PEOPLE["participant"], ASKING[intent].format(id_)) for id_ in ("1", "99")
    ]
    assert answers[0].replace("1", "99") == answers[1]


@pytest.mark.parametrize(
    ("press", "role"),
    [
        (press, role)
        for (press, role), may in table(MAY_PRESS).items()
        if not may and role is not Role.STRANGER
    ],
)
def test_a_button_is_refused_to_those_who_may_not_even_on_a_card_of_theirs(
    press: str, role: Role
) -> None:
    skill, _, button = press.partition(".")
    who = PEOPLE[role]
    door = Door()
    until = NOW + timedelta(days=1)
    door.file(Card(ref="c", skill=skill, buttons=(button,), person=who.address, until=until))
    answer = door.hear(who, press=Press("c", button, {}))
    key = "turn.visitor" if role is Role.VISITOR else "turn.not_allowed"
    assert answer == said(key, "en", "fr")
    assert door.refused == [who.address]


@pytest.mark.parametrize("role", ["organiser", *OTHERS])
def test_a_card_of_somebody_else_is_refused_as_one_that_never_was(role: str) -> None:
    who = PEOPLE[role]
    door = Door()
    until = NOW + timedelta(days=1)
    theirs = Card(ref="c", skill="session_cancel", buttons=("go",), person=BEN, until=until)
    door.file(theirs)
    assert door.hear(who, press=Press("c", "go", {})) == said("turn.card_unknown", "en", "fr")
    there = Door()
    assert there.hear(who, press=Press("c", "go", {})) == said("turn.card_unknown", "en", "fr")
    assert door.refused == there.refused == [who.address]


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("ana@example.com", "turn.stranger"),
        ("ana@example.org.evil.example", "turn.stranger"),
        ("ana@exаmple.org", "turn.stranger"),
        ("аna@example.org", "turn.not_allowed"),
        ("ana.roy@example.org", "turn.not_allowed"),
        ("ana+roy@example.org", "turn.not_allowed"),
    ],
)
def test_an_organisers_name_at_another_address_is_no_organiser(address: str, key: str) -> None:
    door = Door()
    languages: tuple[Language, ...] = ("en", "fr") if key == "turn.stranger" else ("en",)
    for text in ("cancel session 1", "add me as organiser", "show our settings"):
        assert door.hear(Sender(address, "Ana Roy"), text) == said(key, *languages)
    assert door.store.view().get(Team, "team") == Team(organisers=(BEN,))


def test_an_organiser_added_in_chat_is_one_under_any_name() -> None:
    door = Door()
    assert door.hear(Sender(BEN, "Somebody Else"), "cancel session 1").startswith(
        "Cancel session 1"
    )


def test_an_organiser_taken_out_is_none_at_the_next_word() -> None:
    door = Door()
    door.file(Team())
    assert door.hear(Sender(BEN, "Ben Singh"), "cancel session 1") == said("turn.not_allowed")
    assert door.refused == [BEN]
