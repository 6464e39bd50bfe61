//! The command line. `porchlight --help` is the reference; every flag has an environment variable.

use crate::site_url::{SiteUrl, SiteUrlError};
use clap::{Args, Parser, Subcommand};
use service::Vault;
use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

/// Tells customers whether somebody is really there.
#[derive(Debug, Parser)]
#[command(name = "porchlight", version, about, propagate_version = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What `porchlight` can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Runs the server until it is told to stop (Ctrl-C or SIGTERM).
    Serve(ServeArgs),
    /// Fills an empty database with a sample site and prints its accounts.
    Demo(DatabaseArgs),
    /// People.
    #[command(subcommand)]
    User(UserCommand),
    /// Projects.
    #[command(subcommand)]
    Project(ProjectCommand),
    /// Who is what in a project.
    #[command(subcommand)]
    Member(MemberCommand),
    /// API tokens.
    #[command(subcommand)]
    Token(TokenCommand),
    /// Writes a consistent copy of the `SQLite` database to FILE while it runs.
    Backup {
        /// The file to write; it must not exist.
        file: String,
        /// The database to copy.
        #[command(flatten)]
        database: DatabaseArgs,
    },
    /// Puts a copy of the `SQLite` database back, while no server runs.
    ///
    /// The copy is checked first: that it is whole, Porchlight's, and of no newer version. The database of before is
    /// kept under another name. Everybody is offline after it, every session and every link has ended, API
    /// tokens rest until their owner signs in, and letters that waited are not sent. The file is not changed.
    Restore {
        /// The copy, as `porchlight backup` writes it.
        #[arg(required_unless_present = "in_place", conflicts_with = "in_place")]
        file: Option<PathBuf>,
        /// The copy is in its place already: a Postgres dump that `pg_restore` read into the database, or a
        /// snapshot of the machine. Only what follows from it is done.
        #[arg(long)]
        in_place: bool,
        /// The database to replace.
        #[command(flatten)]
        database: DatabaseArgs,
    },
}

/// A setting that may hold a password. Nothing shows it: neither a log, nor what is said of one that is wrong.
/// So it is taken as it is, and understood where it is used.
#[derive(Clone)]
pub struct SecretText(String);

impl SecretText {
    /// The text, for what needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<&str> for SecretText {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl std::fmt::Debug for SecretText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretText(…)")
    }
}

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub struct DatabaseArgs {
    /// `sqlite://PATH` (a missing file is made) or `postgres://USER:PASSWORD@HOST/NAME`.
    #[arg(
        long,
        env = "PORCHLIGHT_DATABASE_URL",
        default_value = "sqlite://data/porchlight.db",
        hide_env_values = true
    )]
    pub database_url: SecretText,
    /// The file with the key under which secrets in letters that wait lie in the database; it is made if it
    /// is not there. Servers of one site share it. By default it lies beside an `SQLite` database, with the
    /// ending `.key`, and else is `data/porchlight.key`.
    #[arg(long, env = "PORCHLIGHT_SECRET_KEY_FILE")]
    pub secret_key_file: Option<PathBuf>,
}

impl DatabaseArgs {
    /// The keys of what is sealed in the database.
    pub fn vault(&self) -> Vault {
        let beside =
            || Some(service::sqlite_path(self.database_url.reveal())?.with_extension("key"));
        let file = self.secret_key_file.clone().or_else(beside);
        Vault::in_file(&file.unwrap_or_else(|| PathBuf::from("data/porchlight.key")))
    }
}

/// `porchlight serve`.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// The data.
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// The address and port to listen on; port 0 takes a free one.
    #[arg(long, env = "PORCHLIGHT_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// The address under which people reach this server, such as `https://desk.example.com`; links in mails
    /// use it. Scheme, host and port alone. By default `http://` and the listening address.
    #[arg(long, env = "PORCHLIGHT_PUBLIC_URL")]
    pub public_url: Option<SecretText>,
    /// Accept an `http://` public URL that is not on this machine. Passwords and sessions then cross the
    /// network in the clear, for anybody on the way to read and use.
    #[arg(long, env = "PORCHLIGHT_RISK_PLAIN_HTTP")]
    pub risk_plain_http: bool,
    /// `smtp://`, `smtp+starttls://` or `smtps://` with user, password and host. Without it, links for
    /// invitations and new passwords are shown to the admin instead of mailed. Others on this machine see the
    /// flags of a process, and not its environment.
    #[arg(long, env = "PORCHLIGHT_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<SecretText>,
    /// The sender of mails.
    #[arg(long, env = "PORCHLIGHT_MAIL_FROM", default_value = "Porchlight <porchlight@localhost>")]
    pub mail_from: String,
    /// Addresses of reverse proxies whose `X-Forwarded-For` is believed. Repeat or part by commas.
    #[arg(long, env = "PORCHLIGHT_TRUSTED_PROXY", value_delimiter = ',')]
    pub trusted_proxy: Vec<IpAddr>,
    /// How often one address may fail to sign in within a minute; five times as often may all of them on one
    /// account. Browsers with which its owner has signed in before are not held up by others.
    #[arg(long, env = "PORCHLIGHT_SIGN_IN_LIMIT", default_value_t = 20)]
    pub sign_in_limit: u32,
    /// Connections that one network (an IPv4 address, an IPv6 /64) may have, and at least `--stream-limit`.
    /// Trusted proxies may have as many as they need; each request that they pass on counts, while it is
    /// answered, as a connection of the network that it is forwarded for. One network never gets all that the
    /// limit of open files allows; the log says at the start what it came to.
    #[arg(long, env = "PORCHLIGHT_CONNECTION_LIMIT", default_value_t = 600)]
    pub connection_limit: u32,
    /// Event streams that one network may hold open.
    #[arg(long, env = "PORCHLIGHT_STREAM_LIMIT", default_value_t = 500)]
    pub stream_limit: u32,
    /// Event streams that this node holds open at most.
    #[arg(long, env = "PORCHLIGHT_TOTAL_STREAM_LIMIT", default_value_t = 18_000)]
    pub total_stream_limit: u32,
    /// An address and port on which `/metrics` is served to Prometheus, such as `127.0.0.1:9100`, and nothing
    /// else is. Beyond this machine it needs a token.
    #[arg(long, env = "PORCHLIGHT_METRICS_LISTEN")]
    pub metrics_listen: Option<SocketAddr>,
    /// What Prometheus sends as its bearer token. With it, `/metrics` is served on the public address as well.
    #[arg(long, env = "PORCHLIGHT_METRICS_TOKEN", hide_env_values = true)]
    pub metrics_token: Option<SecretText>,
    /// A server that stands still for so many seconds, with its machine or alone, takes that time neither for
    /// silence nor for idleness, as after a restart; 0 is never.
    #[arg(long, env = "PORCHLIGHT_SUSPEND_GAP", default_value_t = 10)]
    pub suspend_gap: u32,
    /// The largest request body, in bytes.
    #[arg(long, env = "PORCHLIGHT_BODY_LIMIT", default_value_t = 64 * 1024)]
    pub body_limit: usize,
}

impl ServeArgs {
    /// The public URL when the server listens on `listening`.
    pub fn public_url_at(&self, listening: SocketAddr) -> Result<SiteUrl, SiteUrlError> {
        match &self.public_url {
            Some(url) => url.reveal().parse(),
            None if listening.ip().is_unspecified() => {
                format!("http://127.0.0.1:{}", listening.port()).parse()
            }
            None => format!("http://{listening}").parse(),
        }
    }
}

/// `porchlight user …`.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Adds a person; says so when they exist already.
    Add {
        /// Their e-mail address.
        #[arg(long)]
        email: String,
        /// Their name.
        #[arg(long)]
        name: String,
        /// They may change the site.
        #[arg(long)]
        site_admin: bool,
        /// Read the password from standard input: one line.
        #[arg(long, required = true)]
        password_stdin: bool,
        /// The data.
        #[command(flatten)]
        database: DatabaseArgs,
    },
}

/// `porchlight project …`.
#[derive(Debug, Subcommand)]
pub enum ProjectCommand {
    /// Adds a project; says so when its key exists already.
    Add {
        /// The key, such as SUP.
        #[arg(long)]
        key: String,
        /// The name.
        #[arg(long)]
        name: String,
        /// Give it a header icon and a portal.
        #[arg(long)]
        chat: bool,
        /// The data.
        #[command(flatten)]
        database: DatabaseArgs,
    },
}

/// A role in a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Role {
    /// Talks to customers, and is counted.
    Agent,
    /// May change the project and its members.
    Admin,
}

/// `porchlight member …`.
#[derive(Debug, Subcommand)]
pub enum MemberCommand {
    /// Gives a person a role in a project; roles add up.
    Add {
        /// The project's key.
        #[arg(long)]
        project: String,
        /// The person's e-mail address.
        #[arg(long)]
        email: String,
        /// The role.
        #[arg(long)]
        role: Role,
        /// The data.
        #[command(flatten)]
        database: DatabaseArgs,
    },
}

/// `porchlight token …`.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Makes an API token and prints it, this once.
    Add {
        /// Whose.
        #[arg(long)]
        email: String,
        /// What it is for.
        #[arg(long)]
        name: String,
        /// The data.
        #[command(flatten)]
        database: DatabaseArgs,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }

    #[test]
    fn nothing_shows_what_may_hold_a_password() {
        let cli = Cli::parse_from([
            "porchlight",
            "serve",
            "--database-url",
            "postgres://desk:hunter2@db/desk",
            "--smtp-url",
            "smtps://desk:hunter2@mail.example.com:no",
            "--public-url",
            "https://desk:hunter2@desk.example.com",
        ]);
        let shown = format!("{cli:?} {cli:#?}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
