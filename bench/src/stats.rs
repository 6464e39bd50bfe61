//! What is said of many measurements.

use std::time::Duration;

/// Measurements of one thing, in one unit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Samples(Vec<f64>);

impl Samples {
    /// The value that `share` of all (0 to 1) do not exceed, by nearest rank. Nothing measured is not a number.
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a rank is a small whole number"
        )]
        let rank = (share * sorted.len().to_f64()).ceil() as usize;
        sorted.get(rank.clamp(1, sorted.len().max(1)) - 1).copied().unwrap_or(f64::NAN)
    }

    pub(crate) fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    pub(crate) fn max(&self) -> f64 {
        self.quantile(1.0)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

impl FromIterator<f64> for Samples {
    fn from_iter<I: IntoIterator<Item = f64>>(samples: I) -> Self {
        Self(samples.into_iter().collect())
    }
}

impl Extend<f64> for Samples {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, samples: I) {
        self.0.extend(samples);
    }
}

/// A count as a number to divide. None here comes near 2^53.
pub(crate) trait ToF64 {
    /// The same number.
    fn to_f64(self) -> f64;
}

impl ToF64 for usize {
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53")]
    fn to_f64(self) -> f64 {
        self as f64
    }
}

impl ToF64 for u64 {
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53")]
    fn to_f64(self) -> f64 {
        self as f64
    }
}

/// A span of time in milliseconds.
pub(crate) fn milliseconds(span: Duration) -> f64 {
    span.as_secs_f64() * 1e3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_one_of_the_samples() {
        let samples: Samples = (1..=100).rev().map(f64::from).collect();
        for (share, value) in [(0.0, 1.0), (0.5, 50.0), (0.99, 99.0), (1.0, 100.0)] {
            assert!((samples.quantile(share) - value).abs() < 1e-9, "{share}");
        }
        assert!(Samples::default().median().is_nan());
    }
}
