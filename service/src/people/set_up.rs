//! The first visit: an empty site gets its first site admin, behind a one-time code.

use crate::{
    Email, Name, Password, Secret, Service, SignedIn, StoreError,
    store::{audit::Act, settings, users},
};
use sqlx::AnyConnection;

/// The setting that holds the code's hash.
pub(crate) const CODE: &str = "set_up_code";

/// Why the site was not set up.
#[derive(Debug, thiserror::Error)]
pub enum SetUpRefused {
    /// There is somebody already.
    #[error("the site is set up")]
    AlreadySetUp,
    /// The code is not the one that the server printed last.
    #[error("the code is not the one that the server printed last")]
    WrongCode,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Service {
    /// A new one-time code for setting up an empty site, in place of an older one; `None` when the site
    /// is set up.
    pub async fn set_up_code(&self) -> Result<Option<Secret>, StoreError> {
        let mut turn = self.turn().await?;
        if users::any(turn.tx()).await? {
            return Ok(None);
        }
        let code = Secret::random();
        settings::set(turn.tx(), CODE, &code.hash()).await?;
        turn.commit().await?;
        Ok(Some(code))
    }

    /// Whether nobody has an account yet.
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(!users::any(&mut *self.0.store.reader().await?).await?)
    }

    /// Whether this code would set up the site now.
    pub async fn may_set_up(&self, code: &Secret) -> Result<(), SetUpRefused> {
        check(&mut *self.0.store.reader().await?, code).await
    }

    /// Creates the first site admin and signs them in. Of two who try at once, one is the first.
    pub async fn set_up_site(
        &self,
        code: &Secret,
        name: &Name,
        email: &Email,
        password: &Password,
        user_agent: &str,
    ) -> Result<SignedIn, SetUpRefused> {
        // Before the work of hashing, which is not for everybody to ask for.
        self.may_set_up(code).await?;
        let hash = self.0.hasher.hash(password).await;
        let mut writing = self.begin().await?;
        check(writing.tx(), code).await?;
        let user = writing
            .add_user(email, name, Some(hash), true)
            .await?
            .ok_or(SetUpRefused::AlreadySetUp)?;
        settings::unset(writing.tx(), CODE).await?;
        writing.audit(Some(&user), Act::SetUp, user.as_str(), email.as_str()).await?;
        let signed_in = writing.start_session(&user, user_agent).await?;
        writing.commit().await?;
        Ok(signed_in)
    }
}

async fn check(connection: &mut AnyConnection, code: &Secret) -> Result<(), SetUpRefused> {
    // The code goes when the first person comes. Read in this order, a code that has just gone is never
    // taken for a wrong one.
    let fits = settings::get(connection, CODE).await?.is_some_and(|hash| hash == code.hash());
    if users::any(connection).await? {
        return Err(SetUpRefused::AlreadySetUp);
    }
    if fits { Ok(()) } else { Err(SetUpRefused::WrongCode) }
}
