//! `porchlight`: one binary for serving and for the operator's commands.

use clap::Parser;
use server::{
    commands,
    config::{Cli, Command},
    serve,
};
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_env("PORCHLIGHT_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,server=info,service=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // To complain that standard error is closed it would write there, and panic.
        .log_internal_errors(false)
        .init();
    match cli.command {
        Command::Serve(config) => serve::run(config).await,
        command => commands::run(command).await,
    }
}
