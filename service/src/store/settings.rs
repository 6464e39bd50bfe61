//! The site's settings, a name and a value each.

use crate::error::StoreError;
use presence::{
    AttendanceSettings, BreakReasons, DoorRule, KeepHistory, ShowHeaderIcons, SiteSettings,
};
use sqlx::AnyConnection;

/// The value of a setting.
pub(crate) async fn get(
    connection: &mut AnyConnection,
    name: &str,
) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar("select value from settings where name = $1")
        .bind(name)
        .fetch_optional(connection)
        .await?)
}

/// Gives a setting a value.
pub(crate) async fn set(
    connection: &mut AnyConnection,
    name: &str,
    value: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into settings (name, value) values ($1, $2) \
         on conflict (name) do update set value = excluded.value",
    )
    .bind(name)
    .bind(value)
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets a setting.
pub(crate) async fn unset(connection: &mut AnyConnection, name: &str) -> Result<(), StoreError> {
    sqlx::query("delete from settings where name = $1").bind(name).execute(connection).await?;
    Ok(())
}

/// Waits until no other node writes, until the end of this transaction: on Postgres this row is the turn.
pub(crate) async fn take_turn(connection: &mut AnyConnection) -> Result<(), StoreError> {
    set(connection, "turn", "").await
}

/// What the rules read; a setting never made has its default.
pub(crate) async fn load_site(connection: &mut AnyConnection) -> Result<SiteSettings, StoreError> {
    let icons = get(connection, "show_header_icons").await?;
    let door = get(connection, "door_rule").await?;
    let attendance = get(connection, "attendance").await?;
    let keep_history = get(connection, "keep_history_days").await?;
    Ok(SiteSettings {
        show_header_icons: icons
            .as_deref()
            .and_then(ShowHeaderIcons::from_name)
            .unwrap_or_default(),
        door_rule: door.as_deref().and_then(DoorRule::from_name).unwrap_or_default(),
        attendance: match attendance {
            Some(text) => serde_json::from_str(&text)
                .map_err(|error| StoreError::Corrupt(format!("attendance: {error}")))?,
            None => AttendanceSettings::default(),
        },
        keep_history: keep_history
            .and_then(|days| days.parse().ok())
            .and_then(KeepHistory::days)
            .unwrap_or_default(),
        break_reasons: match get(connection, "break_reasons").await? {
            Some(text) => serde_json::from_str(&text)
                .map_err(|error| StoreError::Corrupt(format!("break reasons: {error}")))?,
            None => BreakReasons::default(),
        },
    })
}

/// Saves what the rules read.
pub(crate) async fn save_site(
    connection: &mut AnyConnection,
    settings: &SiteSettings,
) -> Result<(), StoreError> {
    set(connection, "show_header_icons", settings.show_header_icons.name()).await?;
    set(connection, "door_rule", settings.door_rule.name()).await?;
    let attendance = serde_json::to_string(&settings.attendance)
        .map_err(|error| StoreError::Corrupt(format!("attendance: {error}")))?;
    set(connection, "attendance", &attendance).await?;
    let days = settings.keep_history.get().to_string();
    set(connection, "keep_history_days", &days).await?;
    let reasons = serde_json::to_string(&settings.break_reasons)
        .map_err(|error| StoreError::Corrupt(format!("break reasons: {error}")))?;
    set(connection, "break_reasons", &reasons).await
}
