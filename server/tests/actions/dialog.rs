//! What the dialog does by them, one after the other.

use super::tools::{call, done, refusal};
use crate::support::{ADMIN, AGENT, BOTH, TestServer};
use app::refusal::Refusal;
use serde_json::json;

#[tokio::test]
async fn one_goes_online_extends_and_goes_offline_as_the_last_one() {
    let world = TestServer::new().await;
    let mut marta = world.agent("marta", "SUP").await;

    let nothing = call(&mut marta, "extend", &json!({ "form": { "extend_minutes": "30" } })).await;
    let Refusal::NotOnline(present) = refusal(&nothing) else { panic!("{}", nothing.body) };
    assert_eq!(present.revision.get(), 0);

    let wish = json!({ "form": { "length": "60", "scope": "all", "revision": 0 } });
    let online = done(&call(&mut marta, "go-online", &wish).await);
    assert_eq!((&online["status"], &online["revision"]), (&json!("online"), &json!(1)));
    let header = done(&call(&mut marta, "see-header", &json!({ "context": "SUP" })).await);
    assert_eq!(header["me"]["presence"], online);

    // What was decided about the state before is refused, with the present.
    let stale = call(&mut marta, "go-online", &wish).await;
    let Refusal::Stale(present) = refusal(&stale) else { panic!("{}", stale.body) };
    assert_eq!(present.revision.get(), 1);

    let by = json!({ "form": { "extend_minutes": "30", "revision": 1 } });
    let extended = done(&call(&mut marta, "extend", &by).await);
    assert_eq!(extended["revision"], json!(2));
    let Refusal::Stale(_) = refusal(&call(&mut marta, "extend", &by).await) else {
        panic!("stale")
    };

    let asked = done(&call(&mut marta, "go-offline", &json!({ "form": {} })).await);
    assert_eq!(asked, json!({ "LastOneOut": ["Project SUP"] }));
    let sure = json!({ "form": { "confirm": "yes" } });
    let gone = done(&call(&mut marta, "go-offline", &sure).await);
    assert_eq!(gone["Offline"]["status"], json!("offline"));

    let endless = json!({ "form": { "length": "none", "scope": "all" } });
    done(&call(&mut marta, "go-online", &endless).await);
    let again = json!({ "form": { "extend_minutes": "30", "revision": 4 } });
    let refused = call(&mut marta, "extend", &again).await;
    assert!(matches!(refusal(&refused), Refusal::NoEnd(_)), "{}", refused.body);
}

#[tokio::test]
async fn times_of_day_are_those_of_the_readers_zone() {
    let world = TestServer::new().await;
    let mut marta = world.agent("marta", "SUP").await;
    marta.cookies.insert("porchlight_zone".into(), "Asia/Kathmandu".into());
    let wish = json!({ "form": { "length": "until", "until": "18:00", "scope": "all" } });
    let online = done(&call(&mut marta, "go-online", &wish).await);
    assert_eq!(online["until"], json!("2025-11-24T12:15:00Z"), "noon in UTC is 17:45 there");
}

#[tokio::test]
async fn the_door_says_what_follows_and_decides_about_what_was_seen() {
    let world = TestServer::new().await;
    world.add_member("marta", "BIL", AGENT).await;
    let mut marta = world.agent("marta", "SUP").await;
    marta.go_online().await;
    let mut admin = world.member("ingrid", "SUP", ADMIN).await;
    let id = world.id("marta").to_string();

    let seen = done(&call(&mut admin, "see-door", &json!({ "agent": id })).await);
    assert_eq!(seen["name"], "marta");
    assert_eq!(seen["projects"], json!([{ "key": "SUP", "name": "Project SUP" }]));
    assert_eq!(seen["last_in"], json!(["Project SUP"]));
    // Where else somebody is, an admin learns of the projects that they see.
    assert_eq!(seen["stays_in"], json!([]));
    let jonas = world.agent("jonas", "SUP").await;
    jonas.clone().go_online().await;
    let seen = done(&call(&mut admin, "see-door", &json!({ "agent": id })).await);
    assert_eq!(seen["last_in"], json!([]));

    // Marta wishes anew meanwhile: the door does not undo what its user has not seen.
    marta.go_online().await;
    let use_door = |revision: &serde_json::Value, reason: &str| json!({ "form": { "agent": id, "projects": ["SUP"], "reason": reason, "revision": revision } });
    let before = world.truth().await;
    let refused = call(&mut admin, "put-offline", &use_door(&seen["revision"], "Lunch")).await;
    let Refusal::DoorMoved(door) = refusal(&refused) else { panic!("{}", refused.body) };
    assert_eq!(world.truth().await, before);
    let revision = json!(door.revision);
    let was = done(&call(&mut admin, "put-offline", &use_door(&revision, "Lunch")).await);
    assert_eq!(was, json!({ "name": "marta", "projects": ["Project SUP"] }));
    let mine = done(&call(&mut marta, "see-header", &json!({ "context": null })).await);
    let ended = &mine["me"]["presence"]["projects"][1]["ended"];
    assert_eq!((&ended["note"], &ended["by"]["name"]), (&json!("Lunch"), &json!("ingrid")));

    // Again: there is nothing left to do, and that is no failure.
    let seen = done(&call(&mut admin, "see-door", &json!({ "agent": id })).await);
    assert_eq!(seen["projects"], json!([]));
    let again = use_door(&seen["revision"], "");
    assert_eq!(done(&call(&mut admin, "put-offline", &again).await)["projects"], json!([]));
}

#[tokio::test]
async fn a_device_is_signed_out_by_its_owner_alone() {
    let world = TestServer::new().await;
    let mut laptop = world.member("lea", "SUP", BOTH).await;
    let mut phone = world.signed_in("lea").await;
    let mut jonas = world.agent("jonas", "SUP").await;
    let devices = done(&call(&mut laptop, "see-devices", &json!({})).await);
    let other = devices.as_array().unwrap().iter().find(|device| device["this"] == false).unwrap();
    let sign_out = json!({ "device": other["id"] });

    assert_eq!(refusal(&call(&mut jonas, "sign-out-device", &sign_out).await), Refusal::NotFound);
    done(&call(&mut phone, "see-devices", &json!({})).await);
    let left = done(&call(&mut laptop, "sign-out-device", &sign_out).await);
    assert_eq!(left.as_array().unwrap().len(), 1);
    assert_eq!(refusal(&call(&mut phone, "see-devices", &json!({})).await), Refusal::SignedOut);
}
