//! Setting up, signing in and out, passwords.

use super::{database::on_both, world::*};
use service::{SetUpError, SignInError};

on_both! {
    async fn the_first_visitor_with_the_code_becomes_site_admin(db) {
        let world = World::empty(&db).await;
        let old = world.service.set_up_code().await.unwrap().unwrap();
        let code = world.service.set_up_code().await.unwrap().unwrap();
        let set_up = async |code| {
            world.service.set_up_site(code, &name("Priya"), &email("priya"), &password(PASSWORD), "a test").await
        };
        assert!(matches!(set_up(&old).await, Err(SetUpError::WrongCode)));
        let signed_in = set_up(&code).await.unwrap();
        assert!(signed_in.identity.caller.site_admin);
        assert_eq!(world.service.session(&signed_in.secret).await.unwrap(), signed_in.identity);
        assert_eq!(world.service.site().name(&signed_in.identity.caller.id), "Priya");
        assert!(matches!(set_up(&code).await, Err(SetUpError::AlreadySetUp)));
        assert_eq!(world.service.set_up_code().await.unwrap(), None);
        assert_eq!(db.texts("select act from audit").await, ["set_up"]);
    }

    async fn signing_in_tells_no_stranger_why_not(db) {
        let world = World::new(&db).await;
        for (who, word) in [("priya", "another one"), ("nobody", PASSWORD)] {
            let refused = world.service.sign_in(&email(who), word, "a test").await;
            assert!(matches!(refused, Err(SignInError::Wrong)));
        }
        let marta = world.agent("marta", &["SUP"]).await;
        let online = world.service.go_online(&marta, &everywhere()).await.unwrap();
        assert!(online.lease.is_some());
        assert_eq!(world.service.see_projects(&marta)[0].available, 1);
    }
}
