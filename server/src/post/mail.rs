//! Mail over SMTP: links for invitations and new passwords.

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use std::time::Duration;
use url::Url;

/// Sends mail.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// A letter to one person, in plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The recipient's address.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// The text.
    pub body: String,
}

/// Why a letter was not sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The setting is no SMTP URL, or the sender no address.
    #[error("the mail settings are wrong: {0}")]
    Settings(String),
    /// An address or a header cannot be written.
    #[error("the letter cannot be written: {0}")]
    Letter(#[from] lettre::error::Error),
    /// The recipient's address cannot be written.
    #[error("the address cannot be written: {0}")]
    Address(#[from] lettre::address::AddressError),
    /// The server did not take it.
    #[error("the mail server did not take the letter: {0}")]
    Smtp(#[from] lettre::transport::smtp::Error),
}

impl MailError {
    /// What went wrong, without the address or anything that the mail server said of it.
    pub fn kind(&self) -> String {
        match self {
            Self::Settings(_) => "the mail settings are wrong".to_owned(),
            Self::Letter(_) => "the letter cannot be written".to_owned(),
            Self::Address(_) => "the address cannot be written".to_owned(),
            Self::Smtp(error) => match error.status() {
                Some(code) => format!("the mail server answered {code}"),
                None if error.is_timeout() => "the mail server took too long".to_owned(),
                None => {
                    "the mail server cannot be reached, or does not speak as it should".to_owned()
                }
            },
        }
    }
}

impl Mailer {
    /// A mailer for `smtp://`, `smtp+starttls://` (as `smtp://…?tls=required`) or `smtps://`.
    pub fn new(url: &Url, from: &str) -> Result<Self, MailError> {
        let text = match url.as_str().strip_prefix("smtp+starttls://") {
            Some(rest) => format!("smtp://{rest}?tls=required"),
            None => url.to_string(),
        };
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&text)
            // The URL holds a password: the error alone is told.
            .map_err(|error| MailError::Settings(error.to_string()))?
            .timeout(Some(Duration::from_secs(10)))
            .build();
        let from = from.parse().map_err(|_| {
            MailError::Settings("the sender is written as Name <address>".to_owned())
        })?;
        Ok(Self { transport, from })
    }

    /// Sends a letter; nobody waits for it. What is logged when it fails tells nothing of who it was for.
    pub fn post(&self, letter: Letter) {
        let mailer = self.clone();
        tokio::spawn(async move {
            if let Err(error) = mailer.send(&letter).await {
                tracing::error!(cause = error.kind(), "a letter was not sent");
            }
        });
    }

    /// Sends a letter.
    pub async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, letter.to.parse()?))
            .subject(letter.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body.clone())?;
        self.transport.send(message).await?;
        Ok(())
    }
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mailer")
    }
}
