### Deutsch.

-product = Porchlight

## Die Sprache selbst

language-name = Deutsch
language-direction = ltr
number-group = .
list-comma = {", "}

## Zeiten

clock = { $hour }:{ $minute }
clock-utc = { $time } UTC
date-yesterday = gestern, { $time }
date-tomorrow = morgen, { $time }
date-weekday = { $weekday }, { $time }
date-day = { $day }. { $month }, { $time }
date-day-year = { $day }. { $month } { $year }, { $time }
weekday = { $number ->
    [1] Montag
    [2] Dienstag
    [3] Mittwoch
    [4] Donnerstag
    [5] Freitag
    [6] Samstag
   *[other] Sonntag
}
month = { $number ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[other] Dezember
}
today-is = { $weekday }, { $day }. { $month }, { $time }
time-hours-minutes = { NUMBER($hours) } h { NUMBER($minutes) } min
time-hours = { NUMBER($hours) } h
time-minutes = { NUMBER($minutes) } min
time-under-a-minute = weniger als eine Minute
since-at = Seit { $time }
until-at = Bis { $time }
no-end = Ohne Ende
since-until = Seit { $since }, bis { $until }
since-no-end = Seit { $since }, ohne Ende

## Die Seite um alles herum

page-title = { $page } · { -product }
page-title-error = Fehler: { $page }
skip-to-content = Zum Inhalt
nav-pages = Seiten
nav-projects = Projekte
nav-people = Personen
nav-settings = Einstellungen
account-of = Ihr Konto, { $name }
your-account = Ihr Konto
sign-in = Anmelden
sign-out = Abmelden
cancel = Abbrechen
close = Schließen
dismiss = Ausblenden
not-now = Jetzt nicht
one-moment = Einen Augenblick …
save = Speichern
remove = Entfernen
change = Ändern
optional = freiwillig
you = Sie
try-again = Noch einmal versuchen
copy = Kopieren
fix-errors = { $count ->
    [one] Nichts wurde gespeichert. Bitte sehen Sie sich ein Feld noch einmal an.
   *[other] Nichts wurde gespeichert. Bitte sehen Sie sich { $count } Felder noch einmal an.
}

## Das Symbol in der Kopfzeile: ein Satz für alle, die es hören

agents-online = { $count ->
    [0] Keine Agenten online.
    [one] { $count } Agent online.
   *[other] { $count } Agenten online.
}
you-are-offline = Sie sind offline.
you-are-online-until = Sie sind bis { $time } online, noch { $left }.
you-are-online-no-end = Sie sind ohne Ende online.
you-are-away-until = Sie sind abwesend, ohne Eingabe seit { $idle }. Ihre Online-Zeit endet um { $time }, wenn Sie nicht zurückkommen.
you-are-away-no-end = Sie sind abwesend, ohne Eingabe seit { $idle }.
you-are-lost = Ihre Verbindung ist abgerissen.
reconnecting = Verbindung wird gesucht
reconnecting-since = Verbindung wird gesucht. Was Sie sehen, galt um { $time }.
reconnecting-last-known = Verbindung wird gesucht. Stand von { $time }: { $state }
known-offline = { $count ->
    [0] keine Agenten online, Sie sind offline.
    [one] { $count } Agent online, Sie sind offline.
   *[other] { $count } Agenten online, Sie sind offline.
}
known-online-until = { $count ->
    [0] keine Agenten online, Sie sind bis { $time } online.
    [one] { $count } Agent online, Sie sind bis { $time } online.
   *[other] { $count } Agenten online, Sie sind bis { $time } online.
}
known-online-no-end = { $count ->
    [0] keine Agenten online, Sie sind ohne Ende online.
    [one] { $count } Agent online, Sie sind ohne Ende online.
   *[other] { $count } Agenten online, Sie sind ohne Ende online.
}
header-away = Abwesend
extend-question = Verlängern?
extend-title = Ihre Online-Zeit endet um { $time }. Verlängern?
extend-then-alone = Danach sind Sie offline, und { $name } ist in { $project } allein.
extend-then-left = { $count ->
    [0] Danach sind Sie offline, und in { $project } ist niemand mehr da.
   *[other] Danach sind Sie offline, und in { $project } sind noch { $count } Agenten da.
}

## Ihr Zustand und warum

presence-page = Ihre Online-Zeit
status-dialog = Ihre Online-Zeit
offline-title = Sie sind offline
online-title = Sie sind online
away-title = Sie sind abwesend
lost-title = Ihre Verbindung ist abgerissen
lost-hint = Niemand sieht Sie als erreichbar. Sobald die Verbindung wieder steht, ändert sich das von selbst.
away-hint = Niemand sieht Sie als erreichbar. Jede Eingabe auf einem Ihrer Geräte beendet das.
never-online = Niemand ist da, bis Sie es sagen.
since-reason = Seit { $time }: { $reason }.
since-reason-in = { $project }, seit { $time }: { $reason }.
ended-signed-off = Sie sind offline gegangen
ended-expired = Ihre Online-Zeit ist abgelaufen
ended-idle = Sie waren zu lange ohne Eingabe
ended-connection-lost = Ihre Verbindung war zu lange weg
ended-put-offline = { $name } hat Sie offline gestellt
ended-put-offline-note = { $name } hat Sie offline gestellt: „{ $note }“
ended-forced-logout = { $name } hat alle Ihre Sitzungen beendet
ended-schedule = Ihre Arbeitszeit ist zu Ende
ended-left-project = Sie haben das Projekt verlassen
ended-account-disabled = Ihr Konto wurde gesperrt
online-in-all = In allen Ihren Projekten: { $projects }
online-in = In { $projects }
time-left = noch { $time }
passed-of = { $passed } von { $whole } sind vergangen
extend = Verlängern
extend-by = + { $time }

## Online und offline gehen

go-online-for = Online gehen für
length-until = Bis…
length-minutes = Minuten…
length-no-end = Ohne Ende
until = Bis
until-zone = Ihre Zeitzone, { $zone }
minutes = Minuten
minutes-hint = 1 bis { NUMBER($max) }
projects = Projekte
scope-all = Alle meine Projekte
scope-some = Nur diese
project-available = { $count ->
    [0] Niemand online.
    [one] { $count } Agent online.
   *[other] { $count } Agenten online.
}
go-online = Online gehen
go-online-until = Bis { $time } online gehen
go-online-no-end = Ohne Ende online gehen
going-online = Sie gehen online…
go-offline = Offline gehen
going-offline = Sie gehen offline…
change-time-online = Online-Zeit ändern
no-projects-yet = Sie sind noch in keinem Projekt
no-projects-yet-hint = Eine Projektleitung kann Sie aufnehmen. Danach können Sie hier online gehen.
last-one-out = Sie sind die letzte Person in { $project }. Kunden sehen dann, dass niemand da ist.
last-one-out-title = Trotzdem offline gehen?
go-offline-anyway = Trotzdem offline gehen
stay-online = Online bleiben

## Wer da ist

online-now = Jetzt online
not-available = Nicht erreichbar
nobody-online = Niemand ist online
nobody-online-hint = Kunden von { $projects } sehen, dass niemand da ist. Gehen Sie online, und das Licht geht an.
nobody-online-other = Kunden sehen, dass niemand da ist, bis jemand online geht.
presence-online = Online
presence-away = Abwesend
presence-lost = Verbindung weg
presence-offline = Offline
ended-long-signed-off = Offline gegangen { $time }
ended-long-expired = Zeit abgelaufen { $time }
ended-long-idle = Zu lange ohne Eingabe, { $time }
ended-long-connection-lost = Verbindung weg, { $time }
ended-long-put-offline = Offline gestellt { $time } von { $name }
ended-long-forced-logout = Alle Sitzungen beendet { $time } von { $name }
ended-long-schedule = Arbeitszeit zu Ende { $time }
ended-long-left-project = Projekt verlassen { $time }
ended-long-account-disabled = Konto gesperrt { $time }
never-was-online = Noch nie online
your-devices = Ihre Geräte
this-device = Dieses Gerät
sign-out-device = { $device } abmelden

## Auf jeder Seite gesagt

done-other-person = Nichts wurde getan: In diesem Browser hat sich inzwischen jemand anderes angemeldet.
removed-from = Sie gehören nicht mehr zu den Agenten von { $projects }
removed-hint = Die Leitung hat das geändert. Ihre Online-Zeit dort ist zu Ende.
hours-began = Ihre Arbeitszeit begann um { $time }, und Sie sind nicht online
hours-began-hint = Kunden sehen Sie nicht als erreichbar.

## Pausen

break-word = Pause
break-lunch = Mittagspause
break-meeting = Besprechung
break-training = Schulung
break-word-within = Pause
break-lunch-within = Mittagspause
break-meeting-within = Besprechung
break-training-within = Schulung
take-a-break = Pause
break-for = Grund
break-back-at = Zurück um
break-at = Um…
break-unsure = Noch unklar
break-until = { $reason } bis { $time }
break-others-stay = Weiter online: { $names }.
break-nobody-stays = Sonst ist niemand online in { $projects }. Kunden sehen dann, dass niemand da ist.
break-change = Pause ändern
break-more = Noch { $time }
im-back = Ich bin zurück
back-at = Zurück um { $time }
back-short = Zurück?
on-break-short = { $reason }, { $left }
on-break-title = In der Pause: { $reason }
on-break-title-until = In der Pause: { $reason }, zurück um { $time }
break-ended-title = Ihre Pause ist vorbei
break-ended-at = Sie endete um { $time }. Sobald Sie etwas berühren, sind Sie wieder erreichbar.
runs-until = Ihre Online-Zeit läuft bis { $time }.
runs-no-end = Ihre Online-Zeit hat kein Ende.
you-are-on-break = Sie machen Pause: { $reason }.
you-are-on-break-until = Sie machen Pause: { $reason }, noch { $left }, zurück um { $time }.
your-break-ended = Ihre Pause endete um { $time }. Zurück?
are-you-back = Ihre Pause endete um { $time }. Sind Sie zurück?
are-you-back-hint = Sie gelten als abwesend, bis Sie ein Gerät berühren.
are-you-back-until = Sie gelten als abwesend, bis Sie ein Gerät berühren. Um { $time } endet Ihre Online-Zeit von selbst.
break-since = { $reason } seit { $time }
break-since-until = { $reason } seit { $time }, zurück um { $until }
presence-break = Pause
ended-break-over = Ihre Pause war zu lang
ended-long-break-over = Zu lange Pause, { $time }
left-break = in der Pause
left-break-for = in der Pause: { $reason }
left-break-over = zu lange Pause
changed-break = Pause: { $reason }
changed-break-until = Pause: { $reason }, bis { $time }
why-break = In { $projects } machen Sie Pause seit { $time }.
done-break = Sie machen Pause: { $reason }.
done-break-until = Sie machen Pause: { $reason }, zurück um { $time }.
done-back = Willkommen zurück.
break-reasons = Gründe für Pausen
break-reasons-hint = Einer je Zeile. Ihre Kolleginnen und Kollegen sehen den Grund, Kunden nicht.
coverage-legend-break = Alle in der Pause
error-break-reason = Wählen Sie einen dieser Gründe.
error-break-length = Pausen dauern 1 Minute bis 4 Stunden, mit denen direkt davor.
error-break-after-end = Ihre Online-Zeit endet früher.
error-break-reasons = Schreiben Sie 1 bis { NUMBER($most) } verschiedene Gründe, einen je Zeile, jeden mit höchstens { NUMBER($chars) } Zeichen.
error-unattended-too-long = Ohne Gerät endet die Online-Zeit innerhalb von 8 Stunden.

## Geräte, abwesend und weg

still-there = Noch da?
still-there-until = Um { $time } sind Sie abwesend, wenn Sie bis dahin keines Ihrer Geräte berühren.
still-here = Ich bin da
sound-choice = In diesem Browser mit einem Ton fragen: „Noch da?“
away-since = Abwesend seit { $time }: { $idle } lang hat niemand Ihre Geräte berührt.
lost-since = Verbindung weg seit { $time }: Keines Ihrer Geräte hat sich gemeldet.
absent-until = Ihre Online-Zeit endet um { $time }, wenn Sie nicht zurückkommen.
needs-scripts = Ohne Skripte kann diese Seite nicht sagen, dass Sie noch da sind. Kurz nach jeder Seite gelten Sie als weg.
without-device = ohne Gerät
and-without-device = { $words }, ohne Gerät
idle-for = Ohne Eingabe seit { $time }
last-seen-at = Zuletzt gesehen { $time }
last-seen-until = Zuletzt gesehen { $time }, bis { $until }
device-active-now = Gerade benutzt
device-active-ago = Vor { $time } benutzt
this-device-active-now = Dieses Gerät, gerade benutzt
this-device-active-ago = Dieses Gerät, vor { $time } benutzt
token-device = API-Token { $name }
no-devices = Kein Gerät ist angemeldet.
forgotten = Vergessen?
forgotten-idle = Seit { $time } hat niemand eines der Geräte von { $name } berührt.
forgotten-shift = Die Schicht von { $name } ist vorbei.
forgotten-ends = Die Online-Zeit endet von selbst um { $time }. Wer abwesend ist, gilt nicht als erreichbar.
forgotten-counts = { $name } gilt als erreichbar, und Kunden warten auf Antwort.
forgotten-away = Wer abwesend ist, gilt nicht als erreichbar; die Online-Zeit läuft aber weiter.
devices = Geräte
devices-of = Geräte von { $name }
device-count = { $count ->
    [0] Kein Gerät
    [one] { $count } Gerät
   *[other] { $count } Geräte
}
last-seen = Zuletzt gesehen
now = Jetzt
done-device-signed-out = Das Gerät ist abgemeldet.
people-all = Alle { $count }
people-of-presence = { $presence } { $count }
people-filter = Zeigen
more = Mehr
more-for = Mehr für { $name }
people-none = So ist gerade niemand.
people-find = Person suchen
people-all-projects = Alle Projekte
people-search = Suchen
people-show-all = Alle zeigen
people-found-nobody = Niemand gefunden.
people-pages = Seiten der Personen
people-before = Zurück
people-after = Weiter
people-from-to = { NUMBER($from) } bis { NUMBER($until) } von { NUMBER($count) }

attendance = Abwesend und weg
idle-minutes = Abwesend nach Minuten ohne Eingabe
idle-minutes-hint = Auf allen Geräten zugleich; { NUMBER($min) } bis { NUMBER($max) }. Kunden sehen Abwesende nicht als erreichbar. Leer: nie.
idle-enforced = Für alle gleich
idle-enforced-hint = Aus: Agenten dürfen es für sich verlängern oder abschalten.
lost-rule = Abgerissene Verbindungen bemerken
lost-rule-hint = Aus: Online-Zeit läuft ohne jedes Gerät weiter, und niemand gilt als weg.
grace-seconds = Weg nach Sekunden ohne Lebenszeichen
grace-seconds-hint = { NUMBER($min) } bis { NUMBER($max) }. Bei einer kürzeren Zeit melden sich Seiten öfter.
limit-minutes = Online-Zeit beenden nach Minuten abwesend oder weg
limit-minutes-hint = { NUMBER($min) } bis { NUMBER($max) }. Leer: nie.
unattended-rule = Programme dürfen ohne Gerät online gehen
unattended-rule-hint = Mit einem API-Token, für höchstens 8 Stunden. Andere lesen „ohne Gerät“.
error-range = Bitte eine ganze Zahl von { NUMBER($min) } bis { NUMBER($max) }.
own-idle = Wann Sie abwesend sind
own-idle-site = Wie in der ganzen Installation: nach { $time } ohne Eingabe
own-idle-site-never = Wie in der ganzen Installation: nie
own-idle-minutes = Nach mehr Minuten ohne Eingabe
own-idle-never = Nie
own-idle-never-hint = Sie gelten als erreichbar, bis Ihre Online-Zeit endet.
own-idle-enforced = In dieser Installation für alle gleich: nach { $time } ohne Eingabe auf allen Ihren Geräten.
own-idle-enforced-never = In dieser Installation für alle gleich: Niemand ist je abwesend.
own-idle-count = Minuten
own-idle-hint = { NUMBER($min) } bis { NUMBER($max) }

## Die Tür

put-name-offline = { $name } offline stellen
door-title = { $name } offline stellen?
door-what = In { $projects }, sofort und auf jedem Gerät.
door-stays = { $name } bleibt online in { $projects }; dort haben Sie nicht die Leitung.
door-after = { $name } bleibt angemeldet und kann nur selbst wieder online gehen.
door-last = Sonst ist niemand online in { $projects }. Kunden sehen dann, dass niemand da ist.
reason = Grund
reason-hint = { $name } sieht ihn, mit Ihrem Namen. Er bleibt im Verlauf.
put-offline = Offline stellen
putting-offline = Wird offline gestellt…
still-online = { $name } ist noch online
not-done = Nicht geschehen.
ask-again = Noch einmal fragen
door-gone = { $name } ist schon offline
door-gone-hint = Hier ist nichts mehr zu tun.
door-changed = { $name } hat die Online-Zeit um { $time } geändert.
put-offline-title = Sie wurden in { $project } offline gestellt
put-offline-by = Von { $name } um { $time }.
still-online-in-until = In { $projects } sind Sie weiter online, bis { $time }.
still-online-in = In { $projects } sind Sie weiter online.
go-online-again = Wieder online gehen…
all-right = In Ordnung
is-offline-in = { $name } ist offline in { $project }.
left-online = { $count ->
    [0] Dort ist niemand mehr online.
    [one] Dort ist noch { $count } Agent online.
   *[other] Dort sind noch { $count } Agenten online.
}
not-online-yet = Sie sind noch nicht online.
still-online-yourself = Sie sind noch online.
no-answer = Der Server hat nicht geantwortet.

## Konten

name = Name
email = E-Mail-Adresse
password = Passwort
new-password = Neues Passwort
repeat-password = Passwort wiederholen
current-password = Jetziges Passwort
password-hint = Mindestens { NUMBER($min) } Zeichen. Ein paar Wörter hintereinander sind gut.
sign-in-title = Anmelden
forgot-password = Passwort vergessen?
forgot-title = Passwort vergessen?
forgot-lead = Nennen Sie uns Ihre E-Mail-Adresse. Wir schicken Ihnen einen Link, mit dem Sie ein neues wählen.
forgot-submit = Link schicken
forgot-sent-title = Sehen Sie in Ihre Post
forgot-sent = Wenn { $email } hier ein Konto hat, ist ein Link unterwegs. Er gilt einmal und nicht lange.
forgot-mail-off = Diese Installation verschickt keine E-Mails. Bitte fragen Sie die Verwaltung.
back-to-sign-in = Zurück zur Anmeldung
reset-title = Neues Passwort wählen
reset-lead = Für { $email }. Überall sonst werden Sie abgemeldet.
reset-submit = Passwort ändern
link-over-title = Dieser Link gilt nicht mehr
link-over = Links gelten einmal und eine Weile. Bitte fordern Sie einen neuen an.
ask-for-link = Neuen Link anfordern
setup-title = Willkommen bei { -product }
setup-lead = Sie sind die erste Person hier. Dieses Konto darf alles ändern und lädt die anderen ein.
setup-submit = Konto anlegen
setup-needs-link = Hier hat noch niemand ein Konto. Das erste entsteht hinter einem Link, der einmal gilt.
setup-needs-link-hint = Der Server gibt ihn beim Start aus. Ist er verloren, starten Sie den Server neu: Er gibt einen neuen aus.
invitation-title = Bei { $site } mitmachen
invitation-lead = { $name } hat Sie eingeladen. Wählen Sie einen Namen und ein Passwort, und Sie sind dabei.
invitation-projects = Sie sind dann in: { $projects }
invitation-submit = Mitmachen
account-title = Ihr Konto
account-profile = Über Sie
name-hint = Ihre Kolleginnen und Kollegen sehen ihn. Kunden nicht.
language = Sprache
language-auto = Wie der Browser es sagt
language-hint = Zeiten folgen Ihrer Zeitzone: { $zone }
account-password = Passwort
account-password-lead = Wenn Sie es ändern, werden Sie auf Ihren anderen Geräten abgemeldet.
change-password = Passwort ändern
logged-out-by = { $name } hat Sie auf allen Ihren Geräten abgemeldet ({ $time }).
signed-out-forced = Die Verwaltung hat Sie auf allen Ihren Geräten abgemeldet. Melden Sie sich an, um zu lesen, wer es war und warum.
signed-out-disabled = Die Verwaltung hat Ihr Konto gesperrt und Sie abgemeldet.
signed-out-password = Ihr Passwort wurde geändert, deshalb wurden Sie hier abgemeldet. Melden Sie sich mit dem neuen an.
signed-out-elsewhere = Sie haben dieses Gerät von einem anderen aus abgemeldet.
signed-out-by-admin = Die Verwaltung hat Sie auf diesem Gerät abgemeldet.

## Projekte

projects-title = Projekte
projects-empty-title = Es gibt noch kein Projekt
projects-empty-admin = Ein Projekt ist eine Anlaufstelle für Kunden. Legen Sie hier das erste an.
projects-empty-agent = Sie sind noch in keinem Projekt. Eine Projektleitung kann Sie aufnehmen.
project = Projekt
status = Zustand
agents = Agenten
status-online = Online
status-offline = Offline
chat-off = Chat ist aus
add-project = Projekt anlegen
project-name = Name
project-name-hint = Kunden sehen ihn, zum Beispiel „Support“.
project-key = Kürzel
project-key-hint = 2 bis 10 Buchstaben und Ziffern, zum Beispiel SUP. Es steht in Links und bleibt, wie es ist.
chat-enabled = Chat ist an
chat-enabled-hint = Aus: In diesem Projekt gibt es kein Symbol, und seine Kundenseite gibt es nicht.
desk = Übersicht
members = Mitglieder
settings = Einstellungen
project-pages = Seiten von { $project }
project-status-online = { $project } ist online
project-status-offline = { $project } ist offline
project-status-off = In { $project } ist der Chat aus
project-online-hint = { $count ->
    [one] Kunden sehen, dass jemand da ist: { $count } Agent.
   *[other] Kunden sehen, dass jemand da ist: { $count } Agenten.
}
project-offline-hint = Kunden sehen, dass niemand da ist.
project-off-hint = Kunden sehen gar nichts: kein Symbol und keine Seite.
open-portal = Kundenseite öffnen
project-settings-title = Einstellungen von { $project }
project-general = Allgemein
show-count = Kunden zeigen, wie viele Agenten online sind
show-count-hint = Aus: Kunden erfahren nur, ob jemand da ist. Namen werden nie gezeigt.
embed-title = Auf Ihrer eigenen Seite
embed-lead = Setzen Sie diese Zeile in jede Ihrer Seiten. Sie zeigt das Symbol, und es ändert sich in einer Sekunde.
embed-label = Der Script-Tag
embed-policy = Für Ihre Content-Security-Policy
embed-policy-hint = Nur wenn Ihre Site eine sendet: Nehmen Sie dies in die Erlaubnisse auf. Mehr ist nicht nötig.
members-title = Mitglieder von { $project }
members-empty-title = In diesem Projekt ist noch niemand
members-empty = Nehmen Sie unten jemanden auf. Ohne Agenten bleibt das Projekt offline.
member = Mitglied
roles = Rollen
role-agent = Agent
role-agent-hint = Kann hier online gehen.
role-admin = Projektleitung
role-admin-hint = Kann dieses Projekt ändern und seine Agenten offline stellen.
role-site-admin = Verwaltung
save-roles = Rollen speichern
save-roles-of = Rollen speichern: { $name }
remove-name = { $name } entfernen
role-of = { $role }: { $name }
add-member = Mitglied aufnehmen
add-member-hint = Wer ein Konto hat, ist sofort dabei. Alle anderen bekommen eine Einladung.
add = Aufnehmen
invitations = Einladungen
invitation-for = Einladung für { $email }
invited-until = Gilt bis { $time }
invitation-over = Abgelaufen: { $time }
letter-on-its-way = Der Brief ist unterwegs.
letter-waits = Der Brief ist noch nicht verschickt: Der Mailserver nimmt ihn nicht an. Nächster Versuch: { $time }
letter-sent = Brief verschickt: { $time }
letter-failed = Der Brief ließ sich nicht verschicken. Aufgegeben: { $time }
letter-answer = Was der Mailserver sagte
send-again = Noch einmal senden
send-again-to = Den Brief an { $email } noch einmal senden, mit einem neuen Link
renew = Neuer Link
renew-for = Neuer Link für { $email }; der alte gilt dann nicht mehr
link-to-hand-over = Link zum Weitergeben
link-to-hand-over-hint = Diese Installation verschickt keine E-Mails: Geben Sie den Link selbst weiter. Er gilt einmal.
withdraw = Zurückziehen
withdraw-for = Einladung für { $email } zurückziehen

## Personen

people-title = Personen
people-table = Alle, die ein Konto haben: Anwesenheit, bis wann, und Projekte
person = Person
presence = Anwesenheit
actions = Aktionen
disabled = Gesperrt
project-admin-of = Projektleitung von { $projects }
make-site-admin = Zur Verwaltung
make-site-admin-name = Zur Verwaltung: { $name }
unmake-site-admin = Aus der Verwaltung
unmake-site-admin-name = { $name } aus der Verwaltung nehmen
make-reset-link = Neues Passwort
make-reset-link-name = Neues Passwort: ein Link für { $name }
reset-link-for = Ein neues Passwort für { $name }
disable = Sperren
disable-name = { $name } sperren
enable = Entsperren
enable-name = { $name } entsperren
force-logout = Überall abmelden
force-logout-name = Überall abmelden: { $name }
people-note = Die Tür beendet die Online-Zeit und lässt die Person angemeldet. „Überall abmelden“ beendet auch jede Sitzung und jedes Gerät, und wer gesperrt ist, bleibt draußen. Alles drei bleibt im Verlauf.
ask-force-logout = { $name } überall abmelden?
ask-force-logout-devices = { $count ->
    [0] Kein Gerät ist angemeldet. API-Tokens gelten nicht, bis { $name } sich wieder anmeldet.
    [one] Ein Gerät wird sofort abgemeldet. API-Tokens gelten nicht, bis { $name } sich wieder anmeldet.
   *[other] { $count } Geräte werden sofort abgemeldet. API-Tokens gelten nicht, bis { $name } sich wieder anmeldet.
}
ask-force-logout-after = { $name } kann sich wieder anmelden und erfährt dann, dass Sie es waren.
ask-disable = { $name } sperren?
ask-disable-what = { $name } wird sofort überall abgemeldet und kommt erst wieder herein, wenn das Konto entsperrt ist. Rollen und API-Tokens bleiben erhalten.
ask-make-site-admin = { $name } in die Verwaltung aufnehmen?
ask-make-site-admin-what = { $name } darf dann alles auf dieser Website ändern: Projekte, Personen und Einstellungen.
ask-remove = { $name } aus { $project } entfernen?
ask-remove-what = { $name } sieht { $project } nicht mehr und kann dort nicht online gehen. Sie können { $name } wieder aufnehmen.
ask-remove-yourself = Sie sehen { $project } nicht mehr. Nur eine andere Projektleitung kann Sie wieder aufnehmen.
ask-goes-offline = { $name } geht in { $projects } offline.
people-alone-title = Sie sind allein hier
people-alone = Laden Sie die anderen ein: Namen und Passwort wählen sie selbst.
add-person = Person einladen
add-person-hint = Sie bekommt eine Einladung und wählt Namen und Passwort selbst.
add-person-site-admin-hint = Darf hier alles ändern.
invite = Einladen

## Einstellungen der Installation

site-settings-title = Einstellungen
show-icons = Symbol in der Kopfzeile
icons-everywhere = Auf jeder Seite
icons-everywhere-hint = Agenten sehen ihr Licht überall; nur nicht in Projekten, deren Chat aus ist.
icons-chat-projects = Nur in Projekten mit Chat
icons-chat-projects-hint = Das Symbol steht dort, wo das gezeigte Projekt den Chat an hat.
icons-nowhere = Nirgends
icons-nowhere-hint = Agenten gehen allein auf der Seite „Ihre Online-Zeit“ online.
door-rule = Wer andere offline stellen darf
door-project-and-site-admins = Projektleitung und Verwaltung
door-project-and-site-admins-hint = Die Projektleitung in ihren Projekten, die Verwaltung überall.
door-site-admins = Nur die Verwaltung
door-site-admins-hint = Die Projektleitung sieht keine Tür.
door-both-at-once = Nur, wer beides ist
door-both-at-once-hint = Die Verwaltung, und nur in Projekten, die sie selbst leitet.
keep-history = Verlauf so viele Tage aufbewahren
keep-history-hint = { NUMBER($min) } bis { NUMBER($max) }. Älteres wird gelöscht: wer wann online war, und warum nicht.

## Abdeckung: die Woche eines Projekts

coverage = Abdeckung
coverage-title = Abdeckung von { $project }
coverage-week = { $from } bis { $until }, { $zone }
coverage-earlier = Früher
coverage-this-week = Diese Woche
coverage-later = Später
coverage-measured-by = Gemessen an den Öffnungszeiten, wie sie jetzt sind.
coverage-known-from = Von der Zeit vor { $time } ist nichts bekannt.
export-csv = CSV exportieren
export-csv-all = Alles Aufbewahrte exportieren
coverage-tiles = Die Woche in Zahlen
coverage-hours-covered = Abgedeckte Zeit
coverage-covered-of = { $covered } von { $hours }
coverage-no-hours = Noch keine Öffnungszeit
coverage-gaps = Lücken in der Öffnungszeit
coverage-off-hours = Online außerhalb
coverage-stretches = { $count ->
    [0] Kein Abschnitt ab 10 Min.
    [one] { $count } Abschnitt ab 10 Min.
   *[other] { $count } Abschnitte ab 10 Min.
}
coverage-longest-gap = Längste Lücke
coverage-no-gap = Keine
coverage-time-online = Jemand war online
coverage-against = Gegen die Öffnungszeiten
coverage-who-was-there = Wann jemand da war
coverage-legend-hours = Öffnungszeit
coverage-legend-online = Online: 1, 2, 3 oder mehr
coverage-legend-gap = Lücke: geöffnet und niemand da
coverage-legend-off-hours = Außerhalb: online, aber geschlossen
coverage-picture = Bild der Abdeckung
coverage-picture-says = { $project }: { $share } von { $hours } abgedeckt
coverage-picture-alone = { $project }: jemand war { $time } online
coverage-closed = geschlossen
coverage-stretches-title = Lücken und Anwesenheit außerhalb
coverage-stretches-note = Nummern wie im Bild. Kürzeres ist gezeichnet, nicht aufgeführt.
coverage-stretches-table = Tabelle der Lücken und der Anwesenheit außerhalb
coverage-stretches-none = Keine Lücke und keine Anwesenheit außerhalb dauerte 10 Minuten.
coverage-number = Nr.
coverage-kind = Art
coverage-gap = Lücke
coverage-off = Außerhalb
coverage-day = Tag
coverage-time = Zeit
coverage-from-to = { $from } bis { $until }
coverage-length = Dauer
coverage-who-last = Wer zuletzt da war
coverage-nobody-came = Zur Öffnung kam niemand
coverage-nobody-known = Bisher niemand
coverage-left = { $name }, { $how }
coverage-by-day = Nach Tagen
coverage-by-day-table = Tabelle nach Tagen
coverage-covered = Abgedeckt
coverage-share = Anteil
coverage-week-sum = Woche
coverage-no-schedule = { $project } hat noch keine Öffnungszeiten
coverage-no-schedule-hint = Das Bild zeigt, wann jemand da war. Mit Öffnungszeiten zeigt es auch Lücken und wer außerhalb online ist.
coverage-set-hours = Öffnungszeiten festlegen
left-away = abwesend
left-lost = Verbindung verloren
left-signed-off = hat sich abgemeldet
left-expired = Online-Zeit zu Ende
left-idle = zu lange ohne Eingabe
left-connection-lost = Verbindung verloren
left-put-offline = offline gesetzt von { $name }
left-forced-logout = alle Sitzungen beendet von { $name }
left-schedule = eigene Zeiten zu Ende
left-project = hat das Projekt verlassen
left-account-disabled = Konto gesperrt
percent = { $whole },{ $tenth } %
percent-all = 100 %
weekday-short = { $number ->
    [1] Mo
    [2] Di
    [3] Mi
    [4] Do
    [5] Fr
    [6] Sa
   *[other] So
}
day-short = { $weekday } { $day }.
day-medium = { $weekday } { $day }. { $month }
day-long = { $weekday }, { $day }. { $month } { $year }

## Verlauf: der eigene Tag

history = Verlauf
history-title = Ihr Verlauf
history-title-of = Verlauf von { $name }
history-day = { $day }, { $zone }
history-day-before = Tag davor
history-today = Heute
history-day-after = Tag danach
why-title = Warum bin ich offline?
why-title-not = Wie bin ich jetzt?
why-title-of = Wie es um { $name } steht
why-never = Sie sind offline: Sie sind noch nie online gegangen. Niemand ist da, bis Sie es sagen.
why-never-of = { $name } war noch nie online.
why-offline = Sie sind offline seit { $time }: { $reason }.
why-offline-in = In { $projects } sind Sie offline seit { $time }: { $reason }.
why-online = Sie sind nicht offline: Sie sind in { $projects } online seit { $time }.
why-away = In { $projects } gelten Sie als abwesend seit { $time }: Niemand hat eines Ihrer Geräte berührt. Jede Eingabe beendet das.
why-lost = In { $projects } gelten Sie als nicht erreichbar seit { $time }: Die Verbindung zu all Ihren Geräten ist verloren. Sie kommt von selbst zurück.
why-of = { $projects }: { $state } seit { $time }
why-of-because = { $projects }: { $state } seit { $time }, { $how }
history-time-online = Online-Zeit
history-strips = Der Tag
history-picture = Bild des Tages
history-picture-says = { $project }: { $online } online, { $away } abwesend, { $breaks } in Pausen, { $lost } ohne Verbindung
history-legend-online = Online
history-legend-away = Abwesend
history-legend-lost = Verbindung verloren
history-changes = Was sich geändert hat
history-changes-table = Tabelle der Änderungen
history-what = Was
history-why = Durch wen
history-none = An diesem Tag hat sich nichts geändert
history-none-hint = Hier steht, was mit Ihrer Online-Zeit geschieht, mit seiner Ursache.
history-none-hint-of = Hier steht, was mit der Online-Zeit geschieht, mit seiner Ursache.
history-kept = { $days ->
    [one] Der Verlauf wird { $days } Tag aufbewahrt.
   *[other] Der Verlauf wird { $days } Tage aufbewahrt.
}
changed-online = Online ohne Ende
changed-online-until = Online bis { $time }
changed-until = Bleibt online ohne Ende
changed-until-time = Bleibt online bis { $time }
changed-away = Abwesend: keine Eingabe auf einem Gerät
changed-lost = Verbindung verloren: von keinem Gerät war etwas zu hören
changed-back = Wieder da
changed-offline = Offline: { $how }
by-you = Sie
by-clock = Von selbst
by-operator = Betreiber
by-on-device = { $who }, auf { $device }

## Die Seite der Kunden

portal-title = { $project }: Ist jemand da?
portal-online-title = { $project } ist online
portal-online-count = { $count ->
    [one] { $count } Person ist da.
   *[other] { $count } Personen sind da.
}
portal-offline-title = { $project } ist offline
portal-since = Seit { $time }
portal-lead = Ist jemand da?
portal-note = Diese Seite ändert sich von selbst, sobald jemand kommt oder geht.
portal-lost = Gerade keine Verbindung. So war es zuletzt.
portal-gone = Hier wird nichts mehr angezeigt.
portal-by = Angezeigt von { -product }

## Nachrichten, nachdem etwas geschehen ist

done-saved = Gespeichert.
done-project-added = { $name } ist angelegt. Nehmen Sie als Nächstes die Agenten auf.
done-member-added = { $name } ist jetzt in { $project }.
done-member-removed = { $name } ist nicht mehr in { $project }.
done-roles-changed = Die Rollen von { $name } sind geändert.
done-invited = { $email } ist eingeladen. Der Brief ist unterwegs.
done-invited-link = { $email } ist eingeladen. Geben Sie den Link unten weiter: Diese Installation verschickt keine E-Mails.
done-invited-withheld = { $email } ist eingeladen, und zu mehr, als Sie vergeben können. Bitten Sie die Verwaltung der Installation, den Link weiterzugeben: Diese Installation verschickt keine E-Mails.
done-reset-link-sent = Ein Link für ein neues Passwort ist unterwegs an { $name }.
done-reset-link-made = Geben Sie den Link unten an { $name } weiter: Diese Installation verschickt keine E-Mails.
done-withdrawn = Die Einladung für { $email } ist zurückgezogen.
done-password-changed = Ihr Passwort ist geändert. Auf Ihren anderen Geräten sind Sie abgemeldet.
done-signed-out = Sie sind abgemeldet.
done-welcome = Willkommen, { $name }.
done-online-until = Sie sind bis { $time } online.
done-online-no-end = Sie sind ohne Ende online.
done-offline = Sie sind offline.
done-extended = Ihre Online-Zeit endet jetzt um { $time }.
done-put-offline = { $name } ist offline in { $projects }.
done-already-offline = { $name } war schon offline.
done-person-disabled = { $name } ist gesperrt, offline und abgemeldet.
done-logged-out = { $name } ist offline und überall abgemeldet.
done-person-enabled = { $name } kann sich wieder anmelden.
done-site-admin-made = { $name } ist jetzt in der Verwaltung.
done-site-admin-unmade = { $name } ist nicht mehr in der Verwaltung.

## Briefe: reiner Text, kurz

letter-invitation-subject = { $name } lädt Sie zu { $site } ein
letter-invitation-body =
    Guten Tag,

    { $name } lädt Sie zu Porchlight auf { $site } ein.

    Wählen Sie hier einen Namen und ein Passwort, und Sie sind dabei:
    { $link }

    Der Link gilt einmal, bis { $time }. Falls Sie { $name } nicht kennen, brauchen Sie nichts zu tun.
letter-invitation-project-body =
    Guten Tag,

    { $name } lädt Sie zu { $project } ein, in Porchlight auf { $site }.

    Wählen Sie hier einen Namen und ein Passwort, und Sie sind dabei:
    { $link }

    Der Link gilt einmal, bis { $time }. Falls Sie { $name } nicht kennen, brauchen Sie nichts zu tun.
letter-reset-subject = Ihr neues Passwort für { $site }
letter-reset-body =
    Guten Tag { $name },

    wählen Sie hier ein neues Passwort für Porchlight auf { $site }:
    { $link }

    Der Link gilt einmal, bis { $time }. Wenn Sie ihn benutzen, werden Sie überall sonst abgemeldet.

    Falls Sie nicht darum gebeten haben, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.

## Was mit einem Feld nicht stimmt

error-required = Bitte füllen Sie dieses Feld aus.
error-email = Das ist keine E-Mail-Adresse. Sie sieht aus wie name@example.com.
error-email-taken = Mit dieser Adresse gibt es schon ein Konto.
error-no-such-person = Niemand hier hat diese Adresse.
error-already-member = { $name } ist schon in diesem Projekt.
error-already-invited = Diese Adresse ist schon eingeladen.
error-too-short = Bitte mindestens { NUMBER($min) } Zeichen.
error-too-long = Bitte höchstens { NUMBER($max) } Zeichen.
error-control-character = Lassen Sie Zeichen weg, die niemand sieht, etwa Zeilenumbrüche.
error-too-many-letters = An diese Adresse gingen in der letzten Stunde schon mehrere Briefe. Es wurde nichts geändert; versuchen Sie es später noch einmal.
error-name-letters = Ein Name braucht mindestens einen Buchstaben oder eine Ziffer.
error-name-address = Ein Name darf keine Webadresse enthalten.
error-password-common = Dieses Passwort ist leicht zu erraten. Bitte wählen Sie ein anderes.
error-passwords-differ = Die beiden Passwörter sind nicht gleich.
error-password-wrong = Das ist nicht Ihr jetziges Passwort.
error-sign-in = Die Adresse und das Passwort gehören nicht zusammen.
error-account-disabled = Dieses Konto ist gesperrt. Bitte fragen Sie die Verwaltung.
error-too-many = Zu viele Versuche. Bitte warten Sie { $time }, und versuchen Sie es noch einmal.
error-project-key = Bitte 2 bis 10 Buchstaben und Ziffern, zuerst ein Buchstabe.
error-project-key-taken = Ein anderes Projekt hat dieses Kürzel schon.
error-minutes = Bitte eine ganze Zahl von 1 bis { NUMBER($max) }.
error-time = Das ist keine Uhrzeit. Sie sieht aus wie 17:30.
error-length = Bitte wählen Sie, wie lange.
error-projects-none = Bitte wählen Sie mindestens ein Projekt.
error-projects-unknown = In { $project } sind Sie kein Agent.
error-choice = Bitte wählen Sie eines davon.
error-roles-none = Bitte wählen Sie mindestens eine Rolle.
error-last-admin = Das ist die letzte Person in der Verwaltung. Nehmen Sie zuerst jemand anderen auf.
error-own-account = Das ist Ihr eigenes Konto. Sperren kann es nur jemand anderes aus der Verwaltung.
error-only-admin = { $name } ist die einzige Projektleitung von { $projects }. Geben Sie diese Rolle dort zuerst noch jemandem.
error-own-logout = Das ist Ihr eigenes Konto: Melden Sie sich einfach ab.
error-stale = Inzwischen hat sich etwas geändert. Sie sehen jetzt den neuen Stand; bitte wählen Sie noch einmal.
error-stale-state = Inzwischen hat sich etwas geändert: { $state }
error-over = Ihre Online-Zeit war schon vorbei. Gehen Sie stattdessen wieder online.
error-no-end-to-extend = Ihre Online-Zeit hat kein Ende. Es gibt nichts zu verlängern.
error-extend-too-long = Ihre Online-Zeit wäre länger als 24 Stunden.
error-not-allowed = Das dürfen Sie nicht. Fragen Sie die Projektleitung oder die Verwaltung.
error-no-projects = Sie sind in keinem Projekt mehr Agent. Eine Projektleitung kann Sie aufnehmen.
error-signed-out = Sie sind abgemeldet. Melden Sie sich wieder an.
error-not-there = Das gibt es nicht mehr.
error-busy = Das geht gerade nicht, und nichts hat sich geändert. Bitte versuchen Sie es gleich noch einmal.
error-no-answer = Der Server hat nicht rechtzeitig geantwortet. Es kann trotzdem geschehen sein: Sehen Sie nach, bevor Sie es noch einmal versuchen.
error-not-reachable = Der Server ist nicht erreichbar. Nichts hat sich geändert.
error-internal = Bei uns ist etwas schiefgegangen. Nichts hat sich geändert.

## Seiten, die es nicht gibt

error-404-title = Diese Seite gibt es nicht
error-404 = Vielleicht ist sie umgezogen, oder der Link ist unvollständig. Vielleicht müssen Sie sich auch anders anmelden.
error-403-title = Diese Seite ist nicht für Sie
error-403 = Ihre Rolle erlaubt es nicht. Die Projektleitung oder die Verwaltung kann das ändern.
error-405-title = So geht es nicht
error-405 = Diese Adresse nimmt solche Anfragen nicht an. Beginnen Sie bitte bei den Projekten.
error-400-title = Das konnten wir nicht lesen
error-400 = Was ankam, ist nicht vollständig. Gehen Sie zurück, und versuchen Sie es noch einmal.
error-429-title = Ein wenig zu schnell
error-429 = Bitte warten Sie einen Moment, und versuchen Sie es noch einmal.
error-500-title = Bei uns ist etwas schiefgegangen
error-500 = Es ist notiert, und nichts von Ihnen ist verloren. Bitte versuchen Sie es noch einmal.
error-503-title = Wir sind gerade nicht bereit
error-503 = Gleich sind wir wieder da. Bitte versuchen Sie es noch einmal.
error-customer = Prüfen Sie die Adresse, oder gehen Sie dorthin zurück, wo Sie den Link gefunden haben.
error-request-id = Wenn Sie um Hilfe bitten, nennen Sie diese Nummer: { $id }
to-projects = Zu den Projekten

## Wann ein Desk da sein will

schedule = Zeiten
schedule-title = Zeiten von { $project }
schedule-week = Die Woche
schedule-none = Es sind keine Zeiten eingestellt. Ohne Zeiten sagt der Desk nie, wann er wieder öffnet, und niemand erfährt, dass er geschlossen ist.
schedule-none-own = Es sind keine Zeiten eingestellt. Sie gehen nur von Hand online und offline.
schedule-open-until = Jetzt geöffnet, bis { $time }.
schedule-open-always = Jetzt geöffnet, und zu jeder Zeit.
schedule-opens = Jetzt geschlossen. Öffnet { $time }.
schedule-closed = Jetzt geschlossen, und in den nächsten 400 Tagen.
schedule-day = Tag
schedule-hours = Zeiten
schedule-closed-day = geschlossen
schedule-span = { $from }–{ $to }
schedule-change = Zeiten ändern
schedule-zone = Zeitzone
schedule-zone-hint = Die Zeiten gelten nach den Uhren dieser Zone, etwa Europe/Berlin, auch wenn die Uhren umgestellt werden.
schedule-day-hint = Ein Ende vor dem Beginn liegt am nächsten Tag; 00:00 ist das Ende des Tages. Leeren Sie beide Felder, um Zeiten zu entfernen.
schedule-from-of = { $day }, Zeit { $number }: von
schedule-to-of = { $day }, Zeit { $number }: bis
schedule-more = Zeit hinzufügen
schedule-more-of = Zeit hinzufügen am { $day }
schedule-copy = Zeiten vom Montag für Dienstag bis Freitag übernehmen
schedule-exceptions = Ausnahmen
schedule-exceptions-hint = Ein Datum mit anderen Zeiten als sein Wochentag, auch an einem Feiertag. Schreiben Sie Zeiten wie 09:00–12:00, 13:00–17:00; ohne Zeiten ist geschlossen.
schedule-date-of = Ausnahme { $number }: Datum
schedule-hours-of = Ausnahme { $number }: Zeiten
schedule-more-exceptions = Ausnahme hinzufügen
schedule-holidays = Feiertage
schedule-holidays-hint = Ein Datum je Zeile, mit Namen: 2026-12-25 Weihnachten. Ein Feiertag schließt, was an ihm beginnt; die Zeiten der letzten Nacht enden wie sonst.
schedule-leases-hint = Online-Zeit, die bis zum Ende der Schicht läuft, behält ihr Ende.
schedule-calendar = Feiertage aus einer Kalenderdatei
schedule-calendar-file = iCalendar-Datei (.ics)
schedule-calendar-hint = Ganze Tage dieses Jahres und der nächsten vier kommen zur Liste hinzu; Einträge mit Uhrzeit bleiben weg. Höchstens 1 MiB.
schedule-calendar-add = Feiertage hinzufügen
schedule-drawn = Diese Zeiten sind noch nicht gespeichert.
own-hours = Eigene Zeiten
own-hours-lead = Eigene Zeiten bringen Sie online, wenn sie beginnen, und offline, wenn sie enden. Was Sie von Hand tun, gilt bis zu ihrem nächsten Beginn.
own-hours-link = Eigene Zeiten ändern
own-hours-text = Sie können Sie von selbst online und offline bringen.
done-schedule-saved = Die Zeiten sind gespeichert.
done-holidays-added = { $count ->
    [one] Ein Feiertag ist hinzugekommen.
   *[other] { NUMBER($count) } Feiertage sind hinzugekommen.
}
done-holidays-none = Jeder Tag der Datei stand schon in der Liste.
error-zone = So heißt keine Zeitzone. Sie sieht aus wie Europe/Berlin.
error-span-start = Das ist kein Beginn. Er sieht aus wie 09:00.
error-span-end = Das ist kein Ende. Es sieht aus wie 17:00.
error-span-empty = Diese Zeit endet, wenn sie beginnt. Für einen ganzen Tag schreiben Sie 00:00 bis 00:00.
error-span-overlap = Diese Zeit überschneidet sich mit der nächsten des Tages.
error-span-overlap-next-day = Diese Zeit reicht in die erste des nächsten Tages.
error-span-too-many = Ein Tag hat höchstens { NUMBER($max) } Zeiten.
error-date = Das ist kein Datum. Es sieht aus wie 2026-12-25.
error-date-again = Dieses Datum steht schon in der Liste.
error-exception-hours = Diese Zeiten sind nicht lesbar. Sie sehen aus wie 09:00–12:00, 13:00–17:00.
error-exception-overlap = Diese Zeiten überschneiden sich.
error-dates-too-many = Höchstens { NUMBER($max) } Tage.
error-line-date = Zeile { NUMBER($line) } beginnt nicht mit einem Datum wie 2026-12-25.
error-line-again = Zeile { NUMBER($line) } hat ein Datum, das schon in einer früheren Zeile steht.
error-line-name = Der Name in Zeile { NUMBER($line) } ist zu lang. Höchstens { NUMBER($max) } Zeichen.
error-calendar-missing = Bitte wählen Sie zuerst eine Datei.
error-calendar-large = Die Datei ist größer als 1 MiB. Nichts wurde geändert.
error-calendar-unknown = Das ist keine iCalendar-Datei. Nichts wurde geändert.
error-calendar-cut = Die Datei ist abgeschnitten: Sie endet nicht mit END:VCALENDAR. Nichts wurde geändert.
error-calendar-date = Das Datum von „{ $name }“ ist nicht lesbar. Nichts wurde geändert.
error-calendar-rule = Die Wiederholung von „{ $name }“ ist nicht lesbar. Nichts wurde geändert.
error-calendar-many = Die Datei hat mehr Tage, als Porchlight aufhebt. Nichts wurde geändert.
error-calendar-none = Die Datei hat keinen ganzen Tag in diesem Jahr oder den nächsten vier. Nichts wurde geändert.
portal-opens = Öffnet { $time }.
length-shift = Schichtende
length-shift-at = Schichtende, { $time }
error-no-shift = Es gibt keine Schicht mehr, mit der die Zeit enden könnte. Bitte wählen Sie eine andere Dauer.

## Was ein Programm fragen darf

api-title = Für Programme: die API
api-contents = Inhalt
api-description = Dasselbe für Programme (OpenAPI)
api-shapes = Was gesendet und geantwortet wird
api-for-anybody = Das darf jeder fragen.
api-for-known = Braucht ein Token oder eine Sitzung.
api-parameters = Parameter
api-body = Was gesendet wird
api-answers = Antworten
api-example = Beispiel
api-optional = freiwillig
programs = Programme
programs-text = Ein Programm mit einem Token darf fragen und tun, was Sie hier dürfen.
programs-link = Lesen, was es fragen darf
tokens-link = Ihre API-Tokens

## API-Tokens

tokens-title = API-Tokens
tokens-lead = Wer eines Ihrer Tokens hat, darf fragen und tun, was Sie dürfen. Legen Sie für jedes Programm ein eigenes an, dann können Sie es einzeln zurücknehmen.
tokens-yours = Ihre Tokens
tokens-empty-title = Sie haben kein Token
tokens-empty-text = Legen Sie eines an, wenn ein Programm für Sie handeln soll.
token-add = Ein Token anlegen
token-name = Wofür es ist
token-name-hint = Zum Beispiel „Statusskript“. Ihr Verlauf nennt es, wo das Programm etwas getan hat.
token-make = Token anlegen
token-new = Ihr neues Token: { $name }
token-secret = Das Token
token-secret-hint = Kopieren Sie es jetzt: Es wird nur dieses eine Mal gezeigt. Ein Programm sendet es als „Authorization: Bearer“ und das Token.
token-made-at = Angelegt { $time }
token-used-at = zuletzt benutzt { $time }
token-unused = nie benutzt
token-take-back = Zurücknehmen
token-take-back-name = Das Token { $name } zurücknehmen
token-question = Das Token „{ $name }“ zurücknehmen?
token-question-what = Programme, die es benutzen, werden sofort abgewiesen. Es lässt sich nicht wieder gültig machen.
token-keep = Behalten
done-token-made = Das Token „{ $name }“ ist angelegt. Kopieren Sie es jetzt: Es wird nur dieses eine Mal gezeigt.
done-token-revoked = Das Token „{ $name }“ ist zurückgenommen.
error-too-many-tokens = Sie haben schon { NUMBER($max) } Tokens. Nehmen Sie eines zurück, das niemand benutzt.
