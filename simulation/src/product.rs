//! What is simulated, seen from outside.

use crate::{
    happening::{Answer, Happening, Moment},
    reference::{Public, Row, Said},
};
use std::collections::BTreeMap;

/// A site that can be driven and looked at.
pub trait Product {
    /// Lets something happen.
    fn happen(&mut self, at: Moment, happening: &Happening) -> Answer;
    /// Whether something fell due that is not recorded.
    fn is_due(&self, at: Moment) -> bool;
    /// Lets the worker write what was heard of devices.
    fn write(&mut self, at: Moment);
    /// Lets the worker record what fell due.
    fn record(&mut self, at: Moment);
    /// Lets the worker tell what fell due, when it cannot record it.
    fn tell(&mut self, at: Moment);
    /// Those whose lease covers a project, as a reader sees them.
    fn rows(&self, project: usize, at: Moment) -> BTreeMap<usize, Row>;
    /// What the public sees of a project.
    fn public(&self, project: usize, at: Moment) -> Public;
    /// How many agents are available anywhere.
    fn counter(&self, at: Moment) -> usize;
    /// An agent's revision.
    fn revision(&self, person: usize, at: Moment) -> u64;
    /// What the ledger got since it was last read; `None` where it is not worth while yet.
    fn take_said(&mut self) -> Option<Vec<Said>>;
}
