//! Figures beside their peer and their aim, as a table to read and to keep.

use crate::machine::Machine;
use anyhow::{Context, Result};
use std::{fmt::Write, fs, ops::Range, path::Path};

/// What a figure should be (the budgets).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Aim {
    /// Nothing was promised; the figure explains another one.
    None,
    /// Below this number.
    Under(f64),
    /// No more than the peer's.
    NoMoreThanPeer,
    /// No less than the peer's.
    NoLessThanPeer,
}

/// The columns of a table that stand on the right.
const NUMBERS: Range<usize> = 1..4;

/// One figure.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    pub(crate) what: String,
    pub(crate) unit: &'static str,
    pub(crate) ours: f64,
    pub(crate) peer: Option<f64>,
    pub(crate) aim: Aim,
}

/// The figures of one benchmark.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    /// Names it on the command line and in the markers of the document.
    pub(crate) name: &'static str,
    /// Who the peer is.
    pub(crate) peer: &'static str,
    pub(crate) figures: Vec<Figure>,
    /// What a reader of the figures should know about this run.
    pub(crate) notes: Vec<String>,
}

impl Figure {
    fn met(&self) -> Option<bool> {
        match (self.aim, self.peer) {
            (Aim::Under(limit), _) => Some(self.ours < limit),
            (Aim::NoMoreThanPeer, Some(peer)) => Some(self.ours <= peer),
            (Aim::NoLessThanPeer, Some(peer)) => Some(self.ours >= peer),
            _ => None,
        }
    }

    fn cells(&self) -> [String; 6] {
        let dash = || "–".to_owned();
        [
            self.what.clone(),
            number(self.ours, self.unit),
            self.peer.map_or_else(dash, |peer| number(peer, self.unit)),
            self.peer.map_or_else(dash, |peer| format!("{:.2}", self.ours / peer)),
            match self.aim {
                Aim::None => dash(),
                Aim::Under(limit) => format!("under {}", number(limit, self.unit)),
                Aim::NoMoreThanPeer => "no more than the peer".to_owned(),
                Aim::NoLessThanPeer => "no less than the peer".to_owned(),
            },
            match self.met() {
                None => String::new(),
                Some(true) => "met".to_owned(),
                Some(false) => "**missed**".to_owned(),
            },
        ]
    }
}

impl Section {
    /// The table in Markdown, which is readable as it is.
    pub(crate) fn table(&self, machine: &Machine) -> String {
        let head = ["", "Porchlight", self.peer, "ratio", "aim", ""].map(str::to_owned);
        let rows: Vec<_> = self.figures.iter().map(Figure::cells).collect();
        let widths: Vec<usize> = (0..head.len())
            .map(|column| {
                let cells = rows.iter().chain([&head]).map(|row| row[column].chars().count());
                cells.max().unwrap_or(0).max(3)
            })
            .collect();
        let line = |cells: [String; 6]| {
            let cells =
                cells.into_iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
                    let pad = " ".repeat(width - cell.chars().count());
                    if NUMBERS.contains(&column) { pad + &cell } else { cell + &pad }
                });
            format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
        };
        let rule: Vec<String> = (0..head.len())
            .map(|column| {
                let dashes = "-".repeat(widths[column] - 1);
                dashes + if NUMBERS.contains(&column) { ":" } else { "-" }
            })
            .collect();
        let mut table = line(head);
        let _infallible = writeln!(table, "| {} |", rule.join(" | "));
        table.extend(rows.into_iter().map(line));
        let _infallible = writeln!(table, "\n{}", machine.words());
        for note in &self.notes {
            let _infallible = writeln!(table, "{note}");
        }
        table
    }

    /// Puts the table between its markers in the document.
    pub(crate) fn write(&self, machine: &Machine, document: &Path) -> Result<()> {
        let text = fs::read_to_string(document)?;
        let text = between(&text, self.name, &self.table(machine))
            .with_context(|| format!("no markers for {} in the document", self.name))?;
        Ok(fs::write(document, text)?)
    }
}

/// The text with something new between `<!-- name -->` and `<!-- /name -->`.
fn between(text: &str, name: &str, new: &str) -> Option<String> {
    let (before, rest) = text.split_once(&format!("<!-- {name} -->\n"))?;
    let (_, after) = rest.split_once(&format!("<!-- /{name} -->\n"))?;
    Some(format!("{before}<!-- {name} -->\n{new}<!-- /{name} -->\n{after}"))
}

/// A number with three digits that count, and its unit.
fn number(value: f64, unit: &str) -> String {
    let digits = match value.abs() {
        small if small < 9.995 => 2,
        middle if middle < 99.95 => 1,
        _ => 0,
    };
    let plain = format!("{value:.digits$}");
    let (sign, plain) = plain.strip_prefix('-').map_or(("", &plain[..]), |plain| ("−", plain));
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let point = if fraction.is_empty() { "" } else { "." };
    let space = if unit.is_empty() { "" } else { " " };
    format!("{sign}{grouped}{point}{fraction}{space}{unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_exact_as_they_are_known() {
        for (value, words) in [
            (0.0512, "0.05 ms"),
            (-1.5, "−1.50 ms"),
            (12.34, "12.3 ms"),
            (999.6, "1,000 ms"),
            (1_234_567.0, "1,234,567 ms"),
        ] {
            assert_eq!(number(value, "ms"), words);
        }
    }

    #[test]
    fn an_aim_is_met_or_missed() {
        let figure = |ours, peer, aim| Figure { what: String::new(), unit: "", ours, peer, aim };
        for (figure, met) in [
            (figure(1.0, None, Aim::Under(2.0)), Some(true)),
            (figure(2.0, None, Aim::Under(2.0)), Some(false)),
            (figure(2.0, Some(2.0), Aim::NoMoreThanPeer), Some(true)),
            (figure(1.0, Some(2.0), Aim::NoLessThanPeer), Some(false)),
            (figure(1.0, None, Aim::NoMoreThanPeer), None),
            (figure(1.0, Some(2.0), Aim::None), None),
        ] {
            assert_eq!(figure.met(), met, "{figure:?}");
        }
    }

    #[test]
    fn only_what_stands_between_the_markers_is_replaced() {
        let text = "a\n<!-- x -->\nold\n<!-- /x -->\nb\n";
        let new = between(text, "x", "new\n").unwrap();
        assert_eq!(new, "a\n<!-- x -->\nnew\n<!-- /x -->\nb\n");
        assert_eq!(between(text, "y", ""), None);
    }
}
