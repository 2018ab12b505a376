//! Bitmaps: for each value of each facet the services that have it, 64 to a word. Made of the columns on opening; no section of its own.
//!
//! A filter is then an "or" of words, and a count a number of bits, where looking up the values of each service took a large directory
//! several times as long. Words stand block by block: of the first 64 services those of all values of all facets, in the order of
//! [`Facet::ALL`] and of the values, behind each facet the services that state none; then of the next 64.

use super::ServiceId;
use super::columns::Columns;
use super::known::Labels;
use crate::geo::Area;
use crate::model::{Facet, ListedUnder, Places};
use std::ops::Range;

/// Services in a block: a bit of a word for each.
const BLOCK: usize = 64;

/// The block of a service, and its bit there.
#[must_use]
pub const fn at(service: ServiceId) -> (usize, u64) {
    (service.index() / BLOCK, 1 << (service.index() % BLOCK))
}

/// The words of all blocks.
#[derive(Debug)]
pub struct Bitmaps {
    /// Where each facet begins in a block, and where the last one ends.
    starts: Vec<usize>,
    words: Vec<u64>,
    /// Of each block the services that are the last of their actors.
    last: Vec<u64>,
}

impl Bitmaps {
    /// Of columns in which the values were not looked at yet: `None` if one has no label, or an area no place; or if they took more than
    /// so many bytes, which only happens with forged ones (ours take a fortieth of the blob).
    pub(super) fn new(columns: &Columns<'_>, labels: &Labels, places: &Places, most: usize) -> Option<Self> {
        let mut starts = vec![0];
        let mut width = 0;
        for &facet in Facet::ALL {
            width += 1 + facet.column().map_or(places.municipalities.len(), |_| labels.of(facet).len());
            starts.push(width);
        }
        let blocks = columns.services().div_ceil(BLOCK);
        let words = blocks.checked_mul(width).filter(|words| *words <= most / 8)?;
        let mut all = Self { starts, words: vec![0; words], last: vec![0; blocks] };
        for (block, bit) in columns.last_services().map(at) {
            *all.last.get_mut(block)? |= bit;
        }
        for &facet in Facet::ALL {
            let own = all.facet(facet);
            match facet.column() {
                Some(column) => {
                    for (service, values) in columns.facet(column).rows() {
                        let (block, bit) = at(service);
                        let words = all.words.get_mut(block * width..)?.get_mut(own.clone())?;
                        let (none, words) = words.split_last_mut()?;
                        *none |= if values.is_empty() { bit } else { 0 };
                        for value in values {
                            *words.get_mut(usize::from(u16::from_le_bytes(*value)))? |= bit;
                        }
                    }
                }
                None => all.places(columns, places, own)?,
            }
        }
        Some(all)
    }

    /// Who lives in a municipality is meant by its province, its region and all that is for everybody too.
    fn places(&mut self, columns: &Columns<'_>, places: &Places, own: Range<usize>) -> Option<()> {
        let mut areas = columns.all_areas().peekable();
        for (block, words) in self.words.chunks_mut((*self.starts.last()?).max(1)).enumerate() {
            let (none, words) = words.get_mut(own.clone())?.split_last_mut()?;
            let mut provinces = [0; ListedUnder::ALL.len()];
            while let Some((service, areas)) = areas.next_if(|(service, _)| at(*service).0 == block) {
                let (_, bit) = at(service);
                *none |= if areas.is_empty() { bit } else { 0 };
                for number in areas {
                    let area = Area::from_number(u16::from_le_bytes(*number))?;
                    if let Area::Municipality(id) = area {
                        *words.get_mut(id.index())? |= bit;
                    }
                    for (word, listed) in provinces.iter_mut().zip(ListedUnder::ALL) {
                        *word |= if area.covers_all_of(*listed) { bit } else { 0 };
                    }
                }
            }
            for (word, municipality) in words.iter_mut().zip(&places.municipalities) {
                *word |= provinces.get(municipality.listed_under as usize).unwrap_or(&0);
            }
        }
        Some(())
    }

    /// Where the words of a facet stand in a block: one for each value, and one for none.
    #[must_use]
    pub fn facet(&self, facet: Facet) -> Range<usize> {
        let start = |at: usize| self.starts.get(at).copied().unwrap_or(0);
        start(facet as usize)..start(facet as usize + 1)
    }

    /// The words of a block.
    #[must_use]
    pub fn block(&self, block: usize) -> &[u64] {
        let width = self.width();
        self.words.get(block * width..).and_then(|words| words.get(..width)).unwrap_or(&[])
    }

    /// Words in a block.
    #[must_use]
    pub fn width(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }

    /// The services, in rising order, block by block; between them what an [`ActorCounts`] needs to see, with no service.
    #[must_use]
    pub fn blocks(&self, services: impl Iterator<Item = ServiceId>) -> Vec<(usize, u64)> {
        let mut blocks: Vec<(usize, u64)> = Vec::new();
        let last = |block: usize| self.last.get(block).copied();
        // The services of an actor may go on in the next block.
        let goes_on = |block: usize| last(block).is_some_and(|last| last >> (BLOCK - 1) == 0);
        for (block, bit) in services.map(at) {
            while let Some(&(before, _)) = blocks.last().filter(|(before, _)| before + 1 < block && goes_on(*before)) {
                blocks.push((before + 1, 0));
            }
            match blocks.last_mut().filter(|(before, _)| *before == block) {
                Some((_, bits)) => *bits |= bit,
                None => blocks.push((block, bit)),
            }
        }
        while let Some(&(before, _)) = blocks.last().filter(|(before, _)| goes_on(*before)) {
            blocks.push((before + 1, 0));
        }
        blocks
    }

    /// Of a block the services that are the last of their actors.
    #[must_use]
    pub fn last(&self, block: usize) -> u64 {
        self.last.get(block).copied().unwrap_or(0)
    }
}

/// Counts of actors, each once however many of its services have a bit. What is counted is given block by block.
#[derive(Clone, Debug)]
pub struct ActorCounts {
    counts: Vec<u32>,
    /// Whether an actor that goes on in the next block has a bit already: 1 or 0.
    carried: Vec<u64>,
}

impl ActorCounts {
    /// So many counts.
    #[must_use]
    pub fn new(counts: usize) -> Self {
        Self { counts: vec![0; counts], carried: vec![0; counts] }
    }

    /// Adds services of a block to counts: for each the words that have a bit for every service with that value. The services of an
    /// actor are a field of bits that ends with its last service. Ones are added to all bits of a field below its last, so that any bit
    /// among them carries into the last one (Warren, Hacker's Delight, 6-1, with fields of any width).
    pub fn add(&mut self, from: usize, words: &[u64], services: u64, last: u64) {
        let ones = !last;
        let counts = self.counts.iter_mut().zip(&mut self.carried).skip(from);
        for ((count, carried), word) in counts.zip(words) {
            let bits = word & services;
            if bits | *carried == 0 {
                continue;
            }
            let (sum, over) = (bits & ones).overflowing_add(ones);
            let (sum, too) = sum.overflowing_add(*carried);
            *carried = u64::from(over | too);
            *count += ((sum | bits) & last).count_ones();
        }
    }

    /// The counts.
    #[must_use]
    pub fn done(self) -> Vec<u32> {
        self.counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_counts_once_wherever_blocks_end() {
        // Actors of 1 to 150 services, one behind the other, and services chosen by a simple rule.
        let (mut last, mut actor_of) = (Vec::new(), Vec::new());
        for (actor, services) in [1, 1, 3, 62, 1, 64, 2, 150, 63, 5, 130, 1, 40].into_iter().enumerate() {
            actor_of.extend(std::iter::repeat_n(actor, services));
            last.push(ServiceId(actor_of.len() as u32 - 1));
        }
        let blocks = actor_of.len().div_ceil(BLOCK);
        let mut bitmaps = Bitmaps { starts: vec![0, 1], words: vec![u64::MAX; blocks], last: vec![0; blocks] };
        for (block, bit) in last.into_iter().map(at) {
            bitmaps.last[block] |= bit;
        }
        for (step, shift) in (1..200).flat_map(|step| [0, 1, 7, 63, 64, 200].map(|shift| (step, shift))) {
            let services: Vec<usize> = (0..actor_of.len()).filter(|i| (i + shift) % step == 0).collect();
            let mut counts = ActorCounts::new(1);
            for (block, bits) in bitmaps.blocks(services.iter().map(|&i| ServiceId(i as u32))) {
                counts.add(0, bitmaps.block(block), bits, bitmaps.last(block));
            }
            let mut actors: Vec<usize> = services.iter().map(|&i| actor_of[i]).collect();
            actors.dedup();
            assert_eq!(counts.done(), [actors.len() as u32], "{step} {shift}");
        }
    }
}
