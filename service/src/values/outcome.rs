//! What came of adding something that may be there already.

/// What was found when something was to be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was not there, and is now.
    Added,
    /// It was there, and got the roles that it lacked.
    Extended,
    /// It was there just so: nothing has changed.
    Exists,
}
