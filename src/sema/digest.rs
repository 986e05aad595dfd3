//! The digest of a package: the same for the same files, on any machine.

use sha2::{Digest, Sha256};

/// SHA-256 over paths and bytes, sorted by path, each preceded by its length so that no two packages run together; in lower-case hexadecimal.
pub(super) fn digest<'p>(files: impl IntoIterator<Item = (&'p str, &'p [u8])>) -> String {
    let mut files: Vec<(&str, &[u8])> = files.into_iter().collect();
    files.sort_unstable();
    let mut hasher = Sha256::new();
    for (path, bytes) in files {
        for part in [path.as_bytes(), bytes] {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_depends_on_paths_and_bytes_and_not_on_their_order() {
        let one = digest([("a", &b"1"[..]), ("b", b"2")]);
        assert_eq!(one, digest([("b", &b"2"[..]), ("a", b"1")]));
        assert_ne!(one, digest([("a", &b"12"[..]), ("b", b"")]));
        assert_ne!(one, digest([("a1", &b""[..]), ("b", b"2")]));
        assert_eq!(one.len(), 64);
    }
}
