//! A small sorted map, and sorting, each compiled once.
//!
//! Our maps have a handful of entries (languages, facets), and a page pays for every byte of code: `BTreeMap` costs 18 kB of wasm beside
//! this, and every `sort_by` of a type of its own another 3.5 kB.

use std::borrow::Borrow;
use std::cmp::Ordering;

/// Keys in order, each with its value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Map<K, V> {
    entries: Vec<(K, V)>,
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<K: Ord, V> Map<K, V> {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn at<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        self.entries.binary_search_by(|(k, _)| k.borrow().cmp(key))
    }

    /// Key and value.
    pub fn get_key_value<Q: Ord + ?Sized>(&self, key: &Q) -> Option<(&K, &V)>
    where
        K: Borrow<Q>,
    {
        self.at(key).ok().and_then(|i| self.entries.get(i)).map(|(k, v)| (k, v))
    }

    /// The value of a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.get_key_value(key).map(|(_, value)| value)
    }

    /// Whether there is such a key.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.at(key).is_ok()
    }

    /// Sets a value; gives the one before.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.at(&key) {
            Ok(i) => self.entries.get_mut(i).map(|entry| std::mem::replace(&mut entry.1, value)),
            Err(i) => {
                self.entries.insert(i, (key, value));
                None
            }
        }
    }

    /// Takes a key out.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.at(key).ok().map(|i| self.entries.remove(i).1)
    }

    /// Keeps what fits.
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        self.entries.retain_mut(|(key, value)| keep(key, value));
    }
}

impl<K, V> Map<K, V> {
    /// Entries in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> + Clone {
        self.entries.iter().map(|(key, value)| (key, value))
    }

    /// Keys in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> + Clone {
        self.entries.iter().map(|(key, _)| key)
    }

    /// Values in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + Clone {
        self.entries.iter().map(|(_, value)| value)
    }

    /// Number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        self.entries.clear();
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for Map<K, V> {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;
    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<'a, K, V> IntoIterator for &'a Map<K, V> {
    type Item = &'a (K, V);
    type IntoIter = std::slice::Iter<'a, (K, V)>;
    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter()
    }
}

/// Positions 0 to `count`, ordered by comparing two positions; equal ones stay in order.
pub fn sorted(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut from: Vec<usize> = (0..count).collect();
    let mut to = from.clone();
    // Merge sort from the bottom up: runs of 1, 2, 4 … are merged pairwise. The standard library's driftsort is faster on long lists
    // that are partly in order, and 4 kB.
    let mut run = 1;
    while run < count {
        let mut start = 0;
        while start < count {
            let (middle, end) = ((start + run).min(count), (start + 2 * run).min(count));
            let (mut left, mut right) = (start, middle);
            for slot in to.iter_mut().take(end).skip(start) {
                let (a, b) = (from.get(left).copied().unwrap_or(0), from.get(right).copied().unwrap_or(0));
                if left < middle && (right >= end || compare(a, b) != Ordering::Greater) {
                    *slot = a;
                    left += 1;
                } else {
                    *slot = b;
                    right += 1;
                }
            }
            start = end;
        }
        std::mem::swap(&mut from, &mut to);
        run *= 2;
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stay_in_order_and_are_found() {
        let mut map: Map<String, u8> = [("nl".to_owned(), 1), ("ar".to_owned(), 2), ("fr".to_owned(), 3)].into();
        assert_eq!(map.keys().collect::<Vec<_>>(), ["ar", "fr", "nl"]);
        assert_eq!((map.get("nl"), map.get("en")), (Some(&1), None));
        assert_eq!(map.insert("nl".to_owned(), 9), Some(1));
        assert_eq!(map.remove("ar"), Some(2));
        map.retain(|_, n| *n > 5);
        assert_eq!(map.len(), 1);
    }

    #[test]
    fn sorting_keeps_equals_in_order() {
        let values = [3, 1, 3, 0];
        assert_eq!(sorted(4, &mut |a, b| values[a].cmp(&values[b])), [3, 1, 0, 2]);
        for count in 0..70_usize {
            let key = |i: usize| (i * 7919 + count) % 13;
            let mut expected: Vec<usize> = (0..count).collect();
            expected.sort_by_key(|&i| key(i));
            assert_eq!(sorted(count, &mut |a, b| key(a).cmp(&key(b))), expected);
        }
    }
}
