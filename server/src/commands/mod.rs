//! The operator's commands. They work beside a running server and are effective before they exit.

mod nodes;
mod restore;

use crate::{
    clock::SystemClock,
    config::{
        Command, DatabaseArgs, MemberCommand, ProjectCommand, Role, TokenCommand, UserCommand,
    },
};
use anyhow::{Context, bail};
use presence::{ProjectKey, Roles};
use service::{Outcome, Service, Store};
use std::{io::BufRead, sync::Arc};

/// Runs a command that is not `serve`.
#[expect(clippy::print_stdout, reason = "this is what the operator reads")]
pub async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(_) => unreachable!("main runs it"),
        Command::Demo(database) => {
            let service = open(&database).await?;
            let demo = service.fill_demo().await?;
            nodes::read_again(&service).await?;
            println!("A sample site was made. Everybody's password is: {}", demo.password);
            for account in demo.accounts {
                let mut roles: Vec<String> = account
                    .roles
                    .iter()
                    .map(|(key, roles)| match (roles.agent, roles.admin) {
                        (true, true) => format!("agent and admin of {key}"),
                        (false, true) => format!("admin of {key}"),
                        _ => format!("agent of {key}"),
                    })
                    .collect();
                if account.site_admin {
                    roles.insert(0, "site admin".to_owned());
                }
                println!("  {:<28} {:<18} {}", account.email, account.name, roles.join(", "));
            }
        }
        Command::User(UserCommand::Add { email, name, site_admin, database, .. }) => {
            let mut password = String::new();
            std::io::stdin().lock().read_line(&mut password).context("no password was given")?;
            let password = password.trim_end_matches(['\r', '\n']);
            let service = open(&database).await?;
            let outcome = service
                .operator_add_user(
                    &email.parse()?,
                    &name.parse()?,
                    site_admin,
                    Some(&password.parse()?),
                )
                .await?;
            nodes::read_again(&service).await?;
            match outcome {
                Outcome::Added => println!("{email} was added."),
                Outcome::Extended => println!("{email} exists already, and is a site admin now."),
                Outcome::Exists => println!("{email} exists already."),
            }
        }
        Command::Project(ProjectCommand::Add { key, name, chat, database }) => {
            let parsed: ProjectKey = key.parse()?;
            let service = open(&database).await?;
            let outcome = service.operator_add_project(&parsed, &name.parse()?, chat).await?;
            nodes::read_again(&service).await?;
            match outcome {
                Outcome::Added => println!("{parsed} was added."),
                Outcome::Extended | Outcome::Exists => println!("{parsed} exists already."),
            }
        }
        Command::Member(MemberCommand::Add { project, email, role, database }) => {
            let key: ProjectKey = project.parse()?;
            let roles = Roles { agent: role == Role::Agent, admin: role == Role::Admin };
            let service = open(&database).await?;
            let outcome = service.operator_add_member(&key, &email.parse()?, roles).await?;
            nodes::read_again(&service).await?;
            match outcome {
                Outcome::Added => println!("{email} is a member of {key}."),
                Outcome::Extended => {
                    println!("{email} exists already in {key}, and has that role as well now.");
                }
                Outcome::Exists => println!("{email} has that role in {key} already."),
            }
        }
        Command::Token(TokenCommand::Add { email, name, database }) => {
            let service = open(&database).await?;
            let token = service.operator_add_token(&email.parse()?, &name.parse()?).await?;
            println!("{}", token.reveal());
        }
        Command::Backup { file, database } => {
            if std::path::Path::new(&file).exists() {
                bail!("{file} exists already; a backup never overwrites");
            }
            let store = Store::open(database.database_url.reveal())
                .await
                .context("the database cannot be used")?;
            if store.engine() != service::Engine::Sqlite {
                bail!("this copies SQLite databases; for Postgres use pg_dump");
            }
            store.backup(file.as_ref()).await.with_context(|| format!("{file} was not written"))?;
            println!("{file} was written.");
        }
        Command::Restore { file: Some(file), database, .. } => {
            restore::from_file(&file, &database).await?;
        }
        Command::Restore { file: None, database, .. } => restore::in_place(&database).await?,
    }
    Ok(())
}

async fn open(database: &DatabaseArgs) -> anyhow::Result<Service> {
    let store =
        Store::open(database.database_url.reveal()).await.context("the database cannot be used")?;
    Ok(Service::start(store, database.vault(), Arc::new(SystemClock), Arc::new(())).await?)
}
