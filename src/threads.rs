//! Independent work on every core. Items go in, what each becomes comes out in the same order, so that nobody can tell
//! how many threads there were.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Work smaller than this, in bytes of text, takes about as long as starting a thread for it.
const WORTH_A_THREAD: usize = 32 << 10;

/// Does independent work for each item. `size` is about how many bytes of text an item takes to read: the largest come
/// first, so that no thread is left alone with one of them in the end.
pub(crate) fn map<T: Sync, R: Send>(
    items: &[T],
    size: impl Fn(&T) -> usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let mut order: Vec<(usize, usize)> = items.iter().map(&size).zip(0..).collect();
    let total: usize = order.iter().map(|(size, _)| size).sum();
    let cores = if total < 2 * WORTH_A_THREAD { 1 } else { cores() };
    let threads = cores.min(items.len()).min(total / WORTH_A_THREAD);
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    order.sort_unstable_by(|left, right| right.cmp(left));
    let next = AtomicUsize::new(0);
    let some = || {
        let mut done = Vec::new();
        while let Some(&(_, at)) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push((at, work(&items[at])));
        }
        done
    };
    let mut done = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(some)).collect();
        let mut done = some();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Does two pieces of independent work at once. `size` is about how many bytes of text the smaller takes to read.
pub(crate) fn both<A: Send, B>(
    size: usize,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B,
) -> (A, B) {
    if size < WORTH_A_THREAD || cores() < 2 {
        return (one(), other());
    }
    std::thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), other)
    })
}

/// Does a few large pieces of work at once, each in a thread of its own.
pub(crate) fn each<T: Send, R: Send>(mut items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let Some(last) = items.pop() else { return Vec::new() };
    if items.is_empty() {
        return vec![work(last)];
    }
    std::thread::scope(|scope| {
        let work = &work;
        let others: Vec<_> = items.into_iter().map(|item| scope.spawn(move || work(item))).collect();
        let last = work(last);
        let mut done: Vec<R> = others
            .into_iter()
            .map(|other| other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect();
        done.push(last);
        done
    })
}

/// How many threads this process may run at once.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn results_stand_in_the_order_of_items() {
        let items: Vec<usize> = (0..1000).map(|item| item * 7 % 1000).collect();
        for size in [1, super::WORTH_A_THREAD] {
            let doubled = map(&items, |item| item * size, |item| item * 2);
            assert!(items.iter().zip(&doubled).all(|(item, double)| item * 2 == *double));
        }
        assert!(map(&[] as &[u8], |_| 0, |_| 0).is_empty());
    }
}
