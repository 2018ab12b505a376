//! Chance that can be repeated, for tests and benchmarks.

/// SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators"), from a seed.
pub struct Random(pub u64);

impl Random {
    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.bits() % end.max(1) as u64) as usize
    }

    /// A number from `least` up to and with `most`.
    pub fn within(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most + 1 - least)
    }

    /// From 0 up to 1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// True once in so many times.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of several.
    pub fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// So many of several, rarely all, each once, in their order.
    pub fn some_of<T: Clone>(&mut self, all: &[T], most: usize) -> Vec<T> {
        let wanted = self.below(most + 1);
        let mut left = wanted;
        all.iter()
            .enumerate()
            .filter(|(i, _)| {
                let take = left > 0 && self.below(all.len() - i) < left;
                left -= usize::from(take);
                take
            })
            .map(|(_, value)| value.clone())
            .collect()
    }
}
