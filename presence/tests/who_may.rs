//! Who may do what, one row a case.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

use presence::{
    Action, Caller, Denied, DoorRule, ProjectId, Roles, ShowHeaderIcons, UserId, door_projects, may,
};
use std::collections::{BTreeMap, BTreeSet};

const AGENT: Roles = Roles { agent: true, admin: false };
const ADMIN: Roles = Roles { agent: false, admin: true };

fn caller(site_admin: bool, roles: &[(&str, Roles)]) -> Caller {
    let roles: BTreeMap<ProjectId, Roles> =
        roles.iter().map(|(id, roles)| (id.parse().unwrap(), *roles)).collect();
    Caller { id: "caller".parse().unwrap(), site_admin, roles }
}

#[test]
fn the_three_settings_of_the_door() {
    let sup: ProjectId = "sup".parse().unwrap();
    let jonas: UserId = "jonas".parse().unwrap();
    let (yes, no, hidden) = (Ok(()), Err(Denied::Forbidden), Err(Denied::Hidden));
    let rows = [
        // who                                         default  site admins  both at once
        (caller(false, &[("sup", ADMIN)]), yes, no, no),
        (caller(true, &[]), yes, yes, no),
        (caller(true, &[("sup", ADMIN)]), yes, yes, yes),
        (caller(true, &[("bil", ADMIN)]), yes, yes, no),
        (caller(false, &[("sup", AGENT)]), no, no, no),
        (caller(false, &[("bil", ADMIN)]), hidden, hidden, hidden),
        (caller(false, &[]), hidden, hidden, hidden),
    ];
    for (index, (who, default, site, both)) in rows.into_iter().enumerate() {
        for (rule, expected) in DoorRule::ALL.into_iter().zip([default, site, both]) {
            let action = Action::PutOffline { agent: &jonas, project: &sup, rule };
            assert_eq!(may(&who, &action), expected, "row {index}, {rule:?}");
        }
    }
}

#[test]
fn putting_yourself_offline_is_never_the_door() {
    let sup: ProjectId = "sup".parse().unwrap();
    let admin = caller(true, &[("sup", ADMIN)]);
    for rule in DoorRule::ALL {
        let action = Action::PutOffline { agent: &admin.id, project: &sup, rule };
        assert_eq!(may(&admin, &action), Err(Denied::Forbidden));
    }
}

#[test]
fn the_door_reaches_the_projects_that_one_administers() {
    let (sup, bil): (ProjectId, ProjectId) = ("sup".parse().unwrap(), "bil".parse().unwrap());
    let jonas: UserId = "jonas".parse().unwrap();
    let admin = caller(false, &[("sup", ADMIN), ("bil", AGENT)]);
    let reached = door_projects(&admin, &jonas, [&sup, &bil], DoorRule::ProjectAndSiteAdmins);
    assert_eq!(reached, BTreeSet::from([sup]));
}

#[test]
fn changing_things_needs_the_role_for_it() {
    let sup: ProjectId = "sup".parse().unwrap();
    let (agent, admin, site) =
        (caller(false, &[("sup", AGENT)]), caller(false, &[("sup", ADMIN)]), caller(true, &[]));
    let stranger = caller(false, &[]);
    let see = Action::SeeProject(&sup);
    let change = Action::ChangeProject(&sup);
    assert_eq!(may(&agent, &see), Ok(()));
    assert_eq!(may(&stranger, &see), Err(Denied::Hidden));
    assert_eq!(may(&agent, &change), Err(Denied::Forbidden));
    assert_eq!(may(&stranger, &change), Err(Denied::Hidden), "strangers do not learn of it");
    assert_eq!(may(&admin, &change), Ok(()));
    assert_eq!(may(&site, &change), Ok(()));
    for action in [Action::AddProject, Action::ChangeSite, Action::ManagePeople] {
        assert_eq!(may(&admin, &action), Err(Denied::Forbidden));
        assert_eq!(may(&site, &action), Ok(()));
    }
    let somebody: UserId = "somebody".parse().unwrap();
    for who in [&stranger, &agent, &admin, &site] {
        let (own, others) =
            (Action::ManageTokens { owner: &who.id }, Action::ManageTokens { owner: &somebody });
        assert_eq!(may(who, &own), Ok(()));
        let expected = if who.site_admin { Ok(()) } else { Err(Denied::Forbidden) };
        assert_eq!(may(who, &others), expected);
    }
    assert_eq!(may(&agent, &Action::ChangeOwnPresence), Ok(()));
    assert_eq!(may(&admin, &Action::ChangeOwnPresence), Err(Denied::Forbidden));
}

#[test]
fn where_the_icon_stands() {
    let rows = [
        // setting                      chat on  chat off  no project
        (ShowHeaderIcons::Everywhere, true, false, true),
        (ShowHeaderIcons::ChatProjects, true, false, false),
        (ShowHeaderIcons::Nowhere, false, false, false),
    ];
    for (setting, on, off, none) in rows {
        assert_eq!(setting.shows(Some(true)), on, "{setting:?}");
        assert_eq!(setting.shows(Some(false)), off, "{setting:?}");
        assert_eq!(setting.shows(None), none, "{setting:?}");
        assert_eq!(ShowHeaderIcons::from_name(setting.name()), Some(setting));
    }
}
