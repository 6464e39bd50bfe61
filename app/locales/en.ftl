### English: the reference. What is here must be in every other language, with the same variables.

-product = Porchlight

## The language itself

language-name = English
language-direction = ltr
# Between groups of three digits.
number-group = ,
list-comma = {", "}

## Times

clock = { $hour }:{ $minute }
clock-utc = { $time } UTC
date-yesterday = yesterday, { $time }
date-tomorrow = tomorrow, { $time }
date-weekday = { $weekday }, { $time }
date-day = { $day } { $month }, { $time }
date-day-year = { $day } { $month } { $year }, { $time }
weekday = { $number ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[other] Sunday
}
month = { $number ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
}
today-is = { $weekday } { $day } { $month }, { $time }
time-hours-minutes = { NUMBER($hours) } h { NUMBER($minutes) } min
time-hours = { NUMBER($hours) } h
time-minutes = { NUMBER($minutes) } min
time-under-a-minute = less than a minute
since-at = Since { $time }
until-at = Until { $time }
no-end = No end
since-until = Since { $since }, until { $until }
since-no-end = Since { $since }, no end

## The page around everything

page-title = { $page } · { -product }
page-title-error = Error: { $page }
skip-to-content = Skip to the content
nav-pages = Pages
nav-projects = Projects
nav-people = People
nav-settings = Settings
account-of = Your account, { $name }
your-account = Your account
sign-in = Sign in
sign-out = Sign out
cancel = Cancel
close = Close
dismiss = Dismiss
not-now = Not now
one-moment = One moment…
save = Save
remove = Remove
change = Change
optional = optional
you = you
try-again = Try again
copy = Copy
fix-errors = { $count ->
    [one] Nothing was saved. One field needs another look.
   *[other] Nothing was saved. { $count } fields need another look.
}

## The header icon: one sentence for those who hear it

agents-online = { $count ->
    [0] No agents online.
    [one] { $count } agent online.
   *[other] { $count } agents online.
}
you-are-offline = You are offline.
you-are-online-until = You are online until { $time }, { $left } left.
you-are-online-no-end = You are online with no end.
you-are-away-until = You are away, idle for { $idle }. Your time online ends at { $time } unless you come back.
you-are-away-no-end = You are away, idle for { $idle }.
you-are-lost = Your connection is lost.
reconnecting = Reconnecting
reconnecting-since = Reconnecting. What you see was true at { $time }.
reconnecting-last-known = Reconnecting. Last known at { $time }: { $state }
known-offline = { $count ->
    [0] no agents online, you are offline.
    [one] { $count } agent online, you are offline.
   *[other] { $count } agents online, you are offline.
}
known-online-until = { $count ->
    [0] no agents online, you are online until { $time }.
    [one] { $count } agent online, you are online until { $time }.
   *[other] { $count } agents online, you are online until { $time }.
}
known-online-no-end = { $count ->
    [0] no agents online, you are online with no end.
    [one] { $count } agent online, you are online with no end.
   *[other] { $count } agents online, you are online with no end.
}
header-away = Away
extend-question = Extend?
extend-title = Your time online ends at { $time }. Extend?
extend-then-alone = Then you are offline, and { $name } is alone in { $project }.
extend-then-left = { $count ->
    [0] Then you are offline, and nobody is left in { $project }.
   *[other] Then you are offline, and { $count } agents are left in { $project }.
}

## Your state and why

presence-page = Your time online
status-dialog = Your time online
offline-title = You are offline
online-title = You are online
away-title = You are away
lost-title = Your connection is lost
lost-hint = Nobody sees you as available. It comes back by itself when the connection does.
away-hint = Nobody sees you as available. Any input on any of your devices ends it.
never-online = Nobody is home until you say so.
since-reason = Since { $time }: { $reason }.
since-reason-in = { $project }, since { $time }: { $reason }.
ended-signed-off = you went offline
ended-expired = your time was up
ended-idle = you were idle for too long
ended-connection-lost = your connection was lost for too long
ended-put-offline = { $name } put you offline
ended-put-offline-note = { $name } put you offline: “{ $note }”
ended-forced-logout = all your sessions were ended by { $name }
ended-schedule = your hours ended
ended-left-project = you left the project
ended-account-disabled = your account was disabled
online-in-all = In all your projects: { $projects }
online-in = In { $projects }
time-left = { $time } left
passed-of = { $passed } of { $whole } have passed
extend = Extend
extend-by = + { $time }

## Going online and offline

go-online-for = Go online for
length-until = Until…
length-minutes = Minutes…
length-no-end = No end
until = Until
until-zone = Your time zone, { $zone }
minutes = Minutes
minutes-hint = 1 to { NUMBER($max) }
projects = Projects
scope-all = All my projects
scope-some = Only these
project-available = { $count ->
    [0] Nobody online.
    [one] { $count } agent online.
   *[other] { $count } agents online.
}
go-online = Go online
go-online-until = Go online until { $time }
go-online-no-end = Go online with no end
going-online = Going online…
go-offline = Go offline
going-offline = Going offline…
change-time-online = Change your time online
no-projects-yet = You are in no project yet
no-projects-yet-hint = A project admin can add you. Then you can go online here.
last-one-out = You are the last one in { $project }. Customers will see nobody home.
last-one-out-title = Go offline all the same?
go-offline-anyway = Go offline all the same
stay-online = Stay online

## Who is here

online-now = Online now
not-available = Not available
nobody-online = Nobody is online
nobody-online-hint = Customers of { $projects } see nobody home. Go online to light them.
nobody-online-other = Customers see nobody home until somebody goes online.
presence-online = Online
presence-away = Away
presence-lost = No connection
presence-offline = Offline
ended-long-signed-off = Went offline { $time }
ended-long-expired = Time was up { $time }
ended-long-idle = Idle for too long, { $time }
ended-long-connection-lost = Connection lost, { $time }
ended-long-put-offline = Put offline { $time } by { $name }
ended-long-forced-logout = All sessions ended { $time } by { $name }
ended-long-schedule = Hours ended { $time }
ended-long-left-project = Left the project { $time }
ended-long-account-disabled = Account disabled { $time }
never-was-online = Not online yet
your-devices = Your devices
this-device = This device
sign-out-device = Sign out { $device }

## Told on every page

done-other-person = Nothing was done: somebody else has signed in in this browser since.
removed-from = You are no longer an agent of { $projects }
removed-hint = An admin has changed that. Your time online there has ended.
hours-began = Your hours began at { $time }, and you are not online
hours-began-hint = Customers do not see you as available.

## Breaks

break-word = Break
break-lunch = Lunch
break-meeting = Meeting
break-training = Training
break-word-within = break
break-lunch-within = lunch
break-meeting-within = meeting
break-training-within = training
take-a-break = Break
break-for = Reason
break-back-at = Back at
break-at = At…
break-unsure = Not sure
break-until = { $reason } until { $time }
break-others-stay = Still online: { $names }.
break-nobody-stays = Nobody else is online in { $projects }. Customers will see nobody home.
break-change = Change the break
break-more = { $time } more
im-back = I’m back
back-at = Back at { $time }
back-short = Back?
on-break-short = { $reason }, { $left }
on-break-title = On a break: { $reason }
on-break-title-until = On a break: { $reason }, back at { $time }
break-ended-title = Your break is over
break-ended-at = It ended at { $time }. Touch anything, and you are available again.
runs-until = Your time online runs until { $time }.
runs-no-end = Your time online has no end.
you-are-on-break = You are on a break: { $reason }.
you-are-on-break-until = You are on a break: { $reason }, { $left } left, back at { $time }.
your-break-ended = Your break ended at { $time }. Back?
are-you-back = Your break ended at { $time }. Are you back?
are-you-back-hint = You are away until you touch a device.
are-you-back-until = You are away until you touch a device. At { $time } your time online ends by itself.
break-since = { $reason } since { $time }
break-since-until = { $reason } since { $time }, back at { $until }
presence-break = Break
ended-break-over = your break was too long
ended-long-break-over = Break too long, { $time }
left-break = on a break
left-break-for = on a break: { $reason }
left-break-over = break too long
changed-break = Break: { $reason }
changed-break-until = Break: { $reason }, until { $time }
why-break = In { $projects } you are on a break since { $time }.
done-break = You are on a break: { $reason }.
done-break-until = You are on a break: { $reason }, back at { $time }.
done-back = Welcome back.
break-reasons = Reasons for breaks
break-reasons-hint = One a line. Colleagues see the reason, customers do not.
coverage-legend-break = Everybody on a break
error-break-reason = Choose one of these reasons.
error-break-length = Breaks last 1 minute to 4 hours, with those just before them.
error-break-after-end = Your time online ends before that.
error-break-reasons = Write 1 to { NUMBER($most) } different reasons, one a line, each of at most { NUMBER($chars) } characters.
error-unattended-too-long = Without a device, time online ends within 8 hours.

## Devices, away and lost

still-there = Still there?
still-there-until = You are away at { $time } unless you touch one of your devices.
still-here = I am here
sound-choice = Ask “Still there?” with a sound in this browser
away-since = Away since { $time }: nobody has touched your devices for { $idle }.
lost-since = Lost since { $time }: no device of yours has been heard of.
absent-until = Your time online ends at { $time } unless you come back.
needs-scripts = Without scripts, this page cannot say that you are still here. You count as lost a little after each page.
without-device = without a device
and-without-device = { $words }, without a device
idle-for = Idle for { $time }
last-seen-at = Last seen { $time }
last-seen-until = Last seen { $time }, until { $until }
device-active-now = Active now
device-active-ago = Active { $time } ago
this-device-active-now = This device, active now
this-device-active-ago = This device, active { $time } ago
token-device = API token { $name }
no-devices = No device is signed in.
forgotten = Forgotten?
forgotten-idle = Nobody has touched any of { $name }’s devices since { $time }.
forgotten-shift = The shift of { $name } is over.
forgotten-ends = The time online ends by itself at { $time }. Away does not count as available.
forgotten-counts = { $name } counts as available, and customers wait for an answer.
forgotten-away = Away does not count as available, but the time online goes on.
devices = Devices
devices-of = Devices of { $name }
device-count = { $count ->
    [0] No device
    [one] { $count } device
   *[other] { $count } devices
}
last-seen = Last seen
now = Now
done-device-signed-out = The device is signed out.
people-all = All { $count }
people-of-presence = { $presence } { $count }
people-filter = Show
more = More
more-for = More for { $name }
people-none = Nobody is like that just now.
people-find = Find a person
people-all-projects = All projects
people-search = Find
people-show-all = Show everybody
people-found-nobody = Nobody was found.
people-pages = Pages of people
people-before = Previous
people-after = Next
people-from-to = { NUMBER($from) } to { NUMBER($until) } of { NUMBER($count) }

attendance = Away and lost
idle-minutes = Away after minutes without input
idle-minutes-hint = On every device at once; { NUMBER($min) } to { NUMBER($max) }. Customers do not see who is away as available. Empty: never.
idle-enforced = The same for everybody
idle-enforced-hint = Off: agents may raise it for themselves, or turn it off.
lost-rule = Notice lost connections
lost-rule-hint = Off: time online goes on without any device, and nobody counts as lost.
grace-seconds = Lost after seconds of silence
grace-seconds-hint = { NUMBER($min) } to { NUMBER($max) }. A shorter time has pages tell more often that they are there.
limit-minutes = End time online after minutes of away or lost
limit-minutes-hint = { NUMBER($min) } to { NUMBER($max) }. Empty: never.
unattended-rule = Programs may go online without a device
unattended-rule-hint = With an API token, for 8 hours at most. Others see “without a device”.
error-range = Use a whole number from { NUMBER($min) } to { NUMBER($max) }.
own-idle = When you are away
own-idle-site = As the site says: after { $time } without input
own-idle-site-never = As the site says: never
own-idle-minutes = After more minutes without input
own-idle-never = Never
own-idle-never-hint = You count as available until your time online ends.
own-idle-enforced = The site says so for everybody: after { $time } without input on all of your devices.
own-idle-enforced-never = The site says so for everybody: nobody is ever away.
own-idle-count = Minutes
own-idle-hint = { NUMBER($min) } to { NUMBER($max) }

## The door

put-name-offline = Put { $name } offline
door-title = Put { $name } offline?
door-what = In { $projects }, at once and on every device.
door-stays = { $name } stays online in { $projects }, which you do not administer.
door-after = { $name } stays signed in, and can go online again only by hand.
door-last = Nobody else is online in { $projects }. Customers will see nobody home.
reason = Reason
reason-hint = { $name } sees it, with your name. It is kept in the history.
put-offline = Put offline
putting-offline = Putting offline…
still-online = { $name } is still online
not-done = Not done.
ask-again = Ask again
door-gone = { $name } is offline already
door-gone-hint = There is nothing left to do here.
door-changed = { $name } changed their time online at { $time }.
put-offline-title = You were put offline in { $project }
put-offline-by = By { $name } at { $time }.
still-online-in-until = You are still online in { $projects } until { $time }.
still-online-in = You are still online in { $projects }.
go-online-again = Go online again…
all-right = All right
is-offline-in = { $name } is offline in { $project }.
left-online = { $count ->
    [0] Nobody is left online there.
    [one] { $count } agent is left online there.
   *[other] { $count } agents are left online there.
}
not-online-yet = You are not online yet.
still-online-yourself = You are still online.
no-answer = The server did not answer.

## Accounts

name = Name
email = E-mail address
password = Password
new-password = New password
repeat-password = Repeat the password
current-password = Present password
password-hint = At least { NUMBER($min) } characters. A few words in a row are good.
sign-in-title = Sign in
forgot-password = Forgot your password?
forgot-title = Forgot your password?
forgot-lead = Tell us your e-mail address, and we send you a link to choose a new one.
forgot-submit = Send me the link
forgot-sent-title = Look into your mail
forgot-sent = If { $email } has an account here, a link is on its way. It works once, and soon stops working.
forgot-mail-off = This site sends no mail. Ask a site admin to help you in.
back-to-sign-in = Back to sign in
reset-title = Choose a new password
reset-lead = For { $email }. You are signed out everywhere else.
reset-submit = Change the password
link-over-title = This link no longer works
link-over = Links work once and for a while. Ask for a new one.
ask-for-link = Ask for a new link
setup-title = Welcome to { -product }
setup-lead = You are the first one here. This account may change everything on this site, and invites the others.
setup-submit = Create the account
setup-needs-link = Nobody has an account here yet. The first one is made behind a link that works once.
setup-needs-link-hint = The server prints it when it starts. If it is lost, start the server again: it prints a new one.
invitation-title = Join { $site }
invitation-lead = { $name } invited you. Choose a name and a password, and you are in.
invitation-projects = You will be in: { $projects }
invitation-submit = Join
account-title = Your account
account-profile = About you
name-hint = Colleagues see it. Customers do not.
language = Language
language-auto = As the browser says
language-hint = Times follow your time zone: { $zone }
account-password = Password
account-password-lead = Changing it signs you out on your other devices.
change-password = Change the password
logged-out-by = { $name } signed you out on all your devices ({ $time }).
signed-out-forced = A site admin signed you out on all your devices. Sign in to read who it was, and why.
signed-out-disabled = A site admin disabled your account and signed you out.
signed-out-password = Your password was changed, so you were signed out here. Sign in with the new one.
signed-out-elsewhere = You signed out this device from another one.
signed-out-by-admin = A site admin signed you out on this device.

## Projects

projects-title = Projects
projects-empty-title = There is no project yet
projects-empty-admin = A project is one desk that customers come to. Add the first one here.
projects-empty-agent = You are in no project yet. A project admin can add you.
project = Project
status = Status
agents = Agents
status-online = Online
status-offline = Offline
chat-off = Chat is off
add-project = Add a project
project-name = Name
project-name-hint = Customers see it, such as “Support”.
project-key = Key
project-key-hint = 2 to 10 letters and digits, such as SUP. It stands in links and cannot be changed.
chat-enabled = Chat is on
chat-enabled-hint = Off: there is no icon in this project, and its portal does not exist.
desk = Desk
members = Members
settings = Settings
project-pages = Pages of { $project }
project-status-online = { $project } is online
project-status-offline = { $project } is offline
project-status-off = Chat is off in { $project }
project-online-hint = { $count ->
    [one] Customers see that somebody is home: { $count } agent.
   *[other] Customers see that somebody is home: { $count } agents.
}
project-offline-hint = Customers see nobody home.
project-off-hint = Customers see nothing at all: no icon and no portal.
open-portal = Open the customers’ page
project-settings-title = Settings of { $project }
project-general = General
show-count = Show customers how many agents are online
show-count-hint = Off: customers learn only whether somebody is there. Names are never shown.
embed-title = On your own site
embed-lead = Put this line into any page of yours. It shows the icon, and it changes within a second.
embed-label = The script tag
embed-policy = For your Content-Security-Policy
embed-policy-hint = Only if your site sends one: add this to what it allows. Nothing more is needed.
members-title = Members of { $project }
members-empty-title = Nobody is in this project yet
members-empty = Add an agent below. Without one, the project stays offline.
member = Member
roles = Roles
role-agent = Agent
role-agent-hint = Can go online here.
role-admin = Project admin
role-admin-hint = Can change this project and put its agents offline.
role-site-admin = Site admin
save-roles = Save roles
save-roles-of = Save roles: { $name }
remove-name = Remove { $name }
role-of = { $role }: { $name }
add-member = Add a member
add-member-hint = Who has an account is added at once. Anybody else gets an invitation.
add = Add
invitations = Invitations
invitation-for = Invitation for { $email }
invited-until = Works until { $time }
invitation-over = Over since { $time }
letter-on-its-way = The letter is on its way.
letter-waits = The letter is not sent yet: the mail server does not take it. Next try: { $time }
letter-sent = Letter sent: { $time }
letter-failed = The letter could not be sent. Given up: { $time }
letter-answer = What the mail server said
send-again = Send again
send-again-to = Send the letter to { $email } again, with a new link
renew = New link
renew-for = New link for { $email }; the old one then no longer works
link-to-hand-over = Link to hand over
link-to-hand-over-hint = This site sends no mail: hand this link over yourself. It works once.
withdraw = Withdraw
withdraw-for = Withdraw the invitation for { $email }

## People

people-title = People
people-table = Everybody with an account: presence, until when, and projects
person = Person
presence = Presence
actions = Actions
disabled = Disabled
project-admin-of = Project admin of { $projects }
make-site-admin = Make site admin
make-site-admin-name = Make site admin: { $name }
unmake-site-admin = No site admin any more
unmake-site-admin-name = { $name }: no site admin any more
make-reset-link = New password
make-reset-link-name = New password: a link for { $name }
reset-link-for = A new password for { $name }
disable = Disable
disable-name = Disable { $name }
enable = Enable
enable-name = Enable { $name }
force-logout = Force logout
force-logout-name = Force logout: { $name }
people-note = The door ends somebody’s time online and leaves them signed in. “Force logout” ends every session and device too, and disabling keeps them out. All three are kept in the history.
ask-force-logout = Log out { $name } everywhere?
ask-force-logout-devices = { $count ->
    [0] No device is signed in. API tokens stop working until { $name } signs in again.
    [one] One device is signed out at once. API tokens stop working until { $name } signs in again.
   *[other] { $count } devices are signed out at once. API tokens stop working until { $name } signs in again.
}
ask-force-logout-after = { $name } can sign in again, and is told then that it was you.
ask-disable = Disable { $name }?
ask-disable-what = { $name } is signed out everywhere at once, and cannot sign in until the account is enabled again. Roles and API tokens are kept.
ask-make-site-admin = Make { $name } a site admin?
ask-make-site-admin-what = { $name } may then change everything on this site: projects, people and settings.
ask-remove = Remove { $name } from { $project }?
ask-remove-what = { $name } no longer sees { $project } and cannot go online there. You can add { $name } again.
ask-remove-yourself = You no longer see { $project }. Only another admin can add you again.
ask-goes-offline = { $name } goes offline in { $projects }.
people-alone-title = You are the only one here
people-alone = Invite the others: they choose their own name and password.
add-person = Add a person
add-person-hint = They get an invitation, and choose their own name and password.
add-person-site-admin-hint = May change everything on this site.
invite = Invite

## Settings of the site

site-settings-title = Settings
show-icons = Show header icons
icons-everywhere = On every page
icons-everywhere-hint = Agents see their light wherever they are; not in projects whose chat is off.
icons-chat-projects = Only in projects with chat
icons-chat-projects-hint = The icon stands where the project in view has chat on.
icons-nowhere = Nowhere
icons-nowhere-hint = Agents go online on the page “Your time online” alone.
door-rule = Who may put others offline
door-project-and-site-admins = Project admins and site admins
door-project-and-site-admins-hint = Project admins in their own projects, site admins everywhere.
door-site-admins = Site admins only
door-site-admins-hint = Project admins see no door.
door-both-at-once = Only those who are both
door-both-at-once-hint = A site admin, and only in projects that they administer as well.
keep-history = Keep history for so many days
keep-history-hint = { NUMBER($min) } to { NUMBER($max) }. What is older is deleted: who was online when, and why not.

## Coverage: a project's week

coverage = Coverage
coverage-title = Coverage of { $project }
coverage-week = { $from } to { $until }, { $zone }
coverage-earlier = Earlier
coverage-this-week = This week
coverage-later = Later
coverage-measured-by = Compared with the hours as they are now.
coverage-known-from = Nothing is known of the time before { $time }.
export-csv = Export CSV
export-csv-all = Export all that is kept
coverage-tiles = The week in figures
coverage-hours-covered = Hours covered
coverage-covered-of = { $covered } of { $hours }
coverage-no-hours = No hours so far
coverage-gaps = Gaps inside hours
coverage-off-hours = Online outside hours
coverage-stretches = { $count ->
    [0] No stretch of 10 min or longer
    [one] { $count } stretch of 10 min or longer
   *[other] { $count } stretches of 10 min or longer
}
coverage-longest-gap = Longest gap
coverage-no-gap = None
coverage-time-online = Somebody was online
coverage-against = Against the schedule
coverage-who-was-there = When somebody was there
coverage-legend-hours = Hours
coverage-legend-online = Online: 1, 2, 3 agents or more
coverage-legend-gap = Gap: hours, and nobody
coverage-legend-off-hours = Off-hours: online, no hours
coverage-picture = Picture of coverage
coverage-picture-says = { $project }: { $share } of { $hours } covered
coverage-picture-alone = { $project }: somebody was online for { $time }
coverage-closed = closed
coverage-stretches-title = Gaps and off-hours presence
coverage-stretches-note = Numbers as in the picture. Shorter stretches are drawn, not listed.
coverage-stretches-table = Table of gaps and off-hours presence
coverage-stretches-none = No gap and no presence outside the hours lasted 10 minutes.
coverage-number = No.
coverage-kind = Kind
coverage-gap = Gap
coverage-off = Off-hours
coverage-day = Day
coverage-time = Time
coverage-from-to = { $from } to { $until }
coverage-length = Length
coverage-who-last = Who was there last
coverage-nobody-came = Nobody came at opening
coverage-nobody-known = Nobody so far
coverage-left = { $name }, { $how }
coverage-by-day = By day
coverage-by-day-table = Table by day
coverage-covered = Covered
coverage-share = Share
coverage-week-sum = Week
coverage-no-schedule = { $project } has no hours yet
coverage-no-schedule-hint = The picture shows when somebody was there. With hours it also shows gaps, and who is online outside them.
coverage-set-hours = Set the hours
left-away = away
left-lost = connection lost
left-signed-off = signed off
left-expired = time was up
left-idle = ended idle
left-connection-lost = connection lost
left-put-offline = put offline by { $name }
left-forced-logout = all sessions ended by { $name }
left-schedule = personal hours ended
left-project = left the project
left-account-disabled = account disabled
percent = { $whole }.{ $tenth } %
percent-all = 100 %
weekday-short = { $number ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[other] Sun
}
day-short = { $weekday } { $day }
day-medium = { $weekday } { $day } { $month }
day-long = { $weekday } { $day } { $month } { $year }

## History: an agent's own day

history = History
history-title = Your history
history-title-of = History of { $name }
history-day = { $day }, { $zone }
history-day-before = Day before
history-today = Today
history-day-after = Day after
why-title = Why am I offline?
why-title-not = How am I now?
why-title-of = How { $name } is now
why-never = You are offline because you have not gone online yet. Nobody is home until you say so.
why-never-of = { $name } has not been online yet.
why-offline = You are offline since { $time } because { $reason }.
why-offline-in = In { $projects } you are offline since { $time } because { $reason }.
why-online = You are not offline: you are online in { $projects } since { $time }.
why-away = In { $projects } you count as away since { $time }, because nobody has touched any of your devices. Any input ends it.
why-lost = In { $projects } nobody sees you as available since { $time }, because the connection to all your devices is lost. It comes back by itself.
why-of = { $projects }: { $state } since { $time }
why-of-because = { $projects }: { $state } since { $time }, { $how }
history-time-online = Time online
history-strips = The day
history-picture = Picture of the day
history-picture-says = { $project }: online for { $online }, away for { $away }, on breaks for { $breaks }, connection lost for { $lost }
history-legend-online = Online
history-legend-away = Away
history-legend-lost = Connection lost
history-changes = What changed
history-changes-table = Table of changes
history-what = What
history-why = By whom
history-none = Nothing changed on this day
history-none-hint = What happens to your time online is written down here, with its cause.
history-none-hint-of = What happens to the time online is written down here, with its cause.
history-kept = { $days ->
    [one] History is kept for { $days } day.
   *[other] History is kept for { $days } days.
}
changed-online = Came online, no end
changed-online-until = Came online until { $time }
changed-until = Stays online, no end
changed-until-time = Stays online until { $time }
changed-away = Away: no input on any device
changed-lost = Connection lost: no device was heard of
changed-back = Back
changed-offline = Offline: { $how }
by-you = You
by-clock = By itself
by-operator = The operator
by-on-device = { $who }, on { $device }

## The customers’ page

portal-title = { $project }: is somebody there?
portal-online-title = { $project } is online
portal-online-count = { $count ->
    [one] { $count } person is here.
   *[other] { $count } people are here.
}
portal-offline-title = { $project } is offline
portal-since = Since { $time }
portal-lead = Is somebody there?
portal-note = This page changes by itself as soon as somebody comes or goes.
portal-lost = No connection just now. This is what was true before.
portal-gone = Nothing is shown here any more.
portal-by = Shown by { -product }

## Notices after something was done

done-saved = Saved.
done-project-added = { $name } is there. Add its agents next.
done-member-added = { $name } is in { $project } now.
done-member-removed = { $name } is no longer in { $project }.
done-roles-changed = The roles of { $name } are changed.
done-invited = { $email } is invited. The letter is on its way.
done-invited-link = { $email } is invited. Hand over the link below: this site sends no mail.
done-invited-withheld = { $email } is invited, and to more than you could give. Ask a site admin to hand over the link: this site sends no mail.
done-reset-link-sent = A link to choose a new password is on its way to { $name }.
done-reset-link-made = Hand over the link below to { $name }: this site sends no mail.
done-withdrawn = The invitation for { $email } is withdrawn.
done-password-changed = Your password is changed. You are signed out on your other devices.
done-signed-out = You are signed out.
done-welcome = Welcome, { $name }.
done-online-until = You are online until { $time }.
done-online-no-end = You are online with no end.
done-offline = You are offline.
done-extended = Your time online ends at { $time } now.
done-put-offline = { $name } is offline in { $projects }.
done-already-offline = { $name } was offline already.
done-person-disabled = { $name } is disabled, offline and signed out.
done-logged-out = { $name } is offline and signed out everywhere.
done-person-enabled = { $name } can sign in again.
done-site-admin-made = { $name } is a site admin now.
done-site-admin-unmade = { $name } is no site admin any more.

## Letters: plain text, short

letter-invitation-subject = { $name } invites you to { $site }
letter-invitation-body =
    Hello,

    { $name } invites you to Porchlight at { $site }.

    Choose a name and a password here, and you are in:
    { $link }

    The link works once, until { $time }. If you do not know { $name }, you need not do anything.
letter-invitation-project-body =
    Hello,

    { $name } invites you to { $project }, in Porchlight at { $site }.

    Choose a name and a password here, and you are in:
    { $link }

    The link works once, until { $time }. If you do not know { $name }, you need not do anything.
letter-reset-subject = Your new password for { $site }
letter-reset-body =
    Hello { $name },

    Choose a new password for Porchlight at { $site } here:
    { $link }

    The link works once, until { $time }. You are signed out everywhere else when you use it.

    If you did not ask for it, you need not do anything: your password stays as it is.

## What is wrong with a field

error-required = Please fill this in.
error-email = This is not an e-mail address. It looks like name@example.com.
error-email-taken = Somebody has an account with this address already.
error-no-such-person = Nobody here has this address.
error-already-member = { $name } is in this project already.
error-already-invited = This address is invited already.
error-too-short = Use at least { NUMBER($min) } characters.
error-too-long = Use at most { NUMBER($max) } characters.
error-control-character = Leave out characters that nobody sees, such as line breaks.
error-too-many-letters = This address has been sent several letters within the hour. Nothing was changed; try again later.
error-name-letters = A name needs at least one letter or digit.
error-name-address = A name cannot hold a web address.
error-password-common = This password is easy to guess. Choose another one.
error-passwords-differ = The two passwords are not the same.
error-password-wrong = This is not your present password.
error-sign-in = The address and the password do not belong together.
error-account-disabled = This account is disabled. Ask a site admin.
error-too-many = Too many attempts. Please wait { $time } and try again.
error-project-key = Use 2 to 10 letters and digits, a letter first.
error-project-key-taken = Another project has this key already.
error-minutes = Use a whole number from 1 to { NUMBER($max) }.
error-time = This is not a time of day. It looks like 17:30.
error-length = Choose how long.
error-projects-none = Choose at least one project.
error-projects-unknown = You are not an agent in { $project }.
error-choice = Please choose one of these.
error-roles-none = Choose at least one role.
error-last-admin = This is the last site admin. Make somebody else one first.
error-own-account = This is your own account. Another site admin can disable it.
error-only-admin = { $name } is the only admin of { $projects }. Make somebody else an admin there first.
error-own-logout = This is your own account: sign out instead.
error-stale = Something changed since you opened this. What you see now is the present state; please choose again.
error-stale-state = Something changed since you opened this: { $state }
error-over = Your time online was over already. Go online again instead.
error-no-end-to-extend = Your time online has no end, so there is nothing to extend.
error-extend-too-long = Your time online would be longer than 24 hours.
error-not-allowed = You may not do this. Ask a project admin or a site admin.
error-no-projects = You are an agent in no project any more. A project admin can add you.
error-signed-out = You are signed out. Sign in again.
error-not-there = This is not there any more.
error-busy = This does not work just now, and nothing has changed. Please try again in a moment.
error-no-answer = The server did not answer in time. It may have been done all the same: look before you try again.
error-not-reachable = The server cannot be reached. Nothing has changed.
error-internal = Something went wrong on our side. Nothing has changed.

## Pages that are not there

error-404-title = There is no such page
error-404 = It may have moved, or the link was cut off. You may also need to sign in as somebody else.
error-403-title = This is not yours to see
error-403 = Your role does not allow it. A project admin or a site admin can change that.
error-405-title = That does not work this way
error-405 = This address takes no such request. Start again from the projects.
error-400-title = We could not read that
error-400 = What was sent is not complete. Go back, and try once more.
error-429-title = A little too fast
error-429 = Please wait a moment, and try again.
error-500-title = Something went wrong on our side
error-500 = It is written down, and nothing of yours is lost. Please try again.
error-503-title = We are not ready just now
error-503 = We will be back in a moment. Please try again.
error-customer = Check the address, or go back to where you found the link.
error-request-id = If you ask for help, name this number: { $id }
to-projects = To the projects

## When a desk means to be there

schedule = Schedule
schedule-title = Schedule of { $project }
schedule-week = The week
schedule-none = No hours are set. Without hours the desk never says when it opens next, and nobody is told that it is closed.
schedule-none-own = No hours are set. You go online and offline by hand alone.
schedule-open-until = Open now, until { $time }.
schedule-open-always = Open now, and at all times.
schedule-opens = Closed now. Opens { $time }.
schedule-closed = Closed now, and for the next 400 days.
schedule-day = Day
schedule-hours = Hours
schedule-closed-day = closed
schedule-span = { $from }–{ $to }
schedule-change = Change the hours
schedule-zone = Time zone
schedule-zone-hint = The hours are times on this zone’s clocks, such as Europe/Berlin, and stay so when the clocks change.
schedule-day-hint = An end before the start is on the next day; 00:00 is the end of the day. Empty both fields to remove hours.
schedule-from-of = { $day }, hours { $number }: from
schedule-to-of = { $day }, hours { $number }: to
schedule-more = Add hours
schedule-more-of = Add hours on { $day }
schedule-copy = Copy Monday’s hours to Tuesday–Friday
schedule-exceptions = Exceptions
schedule-exceptions-hint = A date with other hours than its day of the week, on a holiday too. Write hours like 09:00–12:00, 13:00–17:00; without any, it is closed.
schedule-date-of = Exception { $number }: date
schedule-hours-of = Exception { $number }: hours
schedule-more-exceptions = Add an exception
schedule-holidays = Holidays
schedule-holidays-hint = One date a line, with a name: 2026-12-25 Christmas. A holiday closes what starts on it; last night’s hours end as they would.
schedule-leases-hint = Time online that runs until the end of a shift keeps the end that it has.
schedule-calendar = Holidays from a calendar file
schedule-calendar-file = iCalendar file (.ics)
schedule-calendar-hint = Whole days of this year and the next four are added to the list; entries with a time of day are left out. At most 1 MiB.
schedule-calendar-add = Add holidays
schedule-drawn = These hours are not saved yet.
own-hours = Personal hours
own-hours-lead = Personal hours take you online when they start and offline when they end. What you do by hand counts until they start next.
own-hours-link = Change your personal hours
own-hours-text = They can take you online and offline by themselves.
done-schedule-saved = The schedule was saved.
done-holidays-added = { $count ->
    [one] One holiday was added.
   *[other] { NUMBER($count) } holidays were added.
}
done-holidays-none = Every day of the file was in the list already.
error-zone = No time zone has this name. It looks like Europe/Berlin.
error-span-start = This is not a start. It looks like 09:00.
error-span-end = This is not an end. It looks like 17:00.
error-span-empty = These hours end when they start. For a whole day write 00:00 to 00:00.
error-span-overlap = These hours overlap with the next ones of the day.
error-span-overlap-next-day = These hours reach into the first ones of the next day.
error-span-too-many = A day has at most { NUMBER($max) } spans of hours.
error-date = This is not a date. It looks like 2026-12-25.
error-date-again = This date is in the list already.
error-exception-hours = These hours cannot be read. They look like 09:00–12:00, 13:00–17:00.
error-exception-overlap = These hours overlap.
error-dates-too-many = At most { NUMBER($max) } dates.
error-line-date = Line { NUMBER($line) } does not start with a date such as 2026-12-25.
error-line-again = Line { NUMBER($line) } has a date that stands in an earlier line.
error-line-name = The name in line { NUMBER($line) } is too long. At most { NUMBER($max) } characters.
error-calendar-missing = Choose a file first.
error-calendar-large = The file is larger than 1 MiB. Nothing was changed.
error-calendar-unknown = This is not an iCalendar file. Nothing was changed.
error-calendar-cut = The file is cut off: it does not end with END:VCALENDAR. Nothing was changed.
error-calendar-date = The date of “{ $name }” cannot be read. Nothing was changed.
error-calendar-rule = The recurrence of “{ $name }” cannot be read. Nothing was changed.
error-calendar-many = The file has more days than Porchlight keeps. Nothing was changed.
error-calendar-none = The file has no whole day in this year or the next four. Nothing was changed.
portal-opens = Opens { $time }.
length-shift = End of shift
length-shift-at = End of shift, { $time }
error-no-shift = There is no shift to end with any more. Choose another length.

## What a program may ask

api-title = For programs: the API
api-contents = Contents
api-description = The same for programs (OpenAPI)
api-shapes = What is sent and answered
api-for-anybody = Anybody may ask this.
api-for-known = Needs a token or a session.
api-parameters = Parameters
api-body = What to send
api-answers = Answers
api-example = Example
api-optional = optional
programs = Programs
programs-text = A program with a token may ask and do what you may here.
programs-link = Read what it may ask
tokens-link = Your API tokens

## API tokens

tokens-title = API tokens
tokens-lead = Whoever has one of your tokens may ask and do what you may. Make one for each program, so that you can take back just that one.
tokens-yours = Your tokens
tokens-empty-title = You have no token
tokens-empty-text = Make one when a program is to act for you.
token-add = Add a token
token-name = What it is for
token-name-hint = Such as “status script”. Your history names it where the program did something.
token-make = Make the token
token-new = Your new token: { $name }
token-secret = The token
token-secret-hint = Copy it now: it is shown this once. A program sends it as “Authorization: Bearer” and the token.
token-made-at = Made { $time }
token-used-at = last used { $time }
token-unused = never used
token-take-back = Take back
token-take-back-name = Take back the token { $name }
token-question = Take back the token “{ $name }”?
token-question-what = Programs that use it are turned away at once. It cannot be made to work again.
token-keep = Keep it
done-token-made = The token “{ $name }” is made. Copy it now: it is shown this once.
done-token-revoked = The token “{ $name }” is taken back.
error-too-many-tokens = You have { NUMBER($max) } tokens already. Take one back that nobody uses.
