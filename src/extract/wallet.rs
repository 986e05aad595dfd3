//! Addresses of wallets: Bitcoin (Base58Check, Bech32 and Bech32m), Ethereum (and the chains that share its form) and TRON.
//! Nothing but a right checksum makes an address of a word, so that hashes, keys and codes are none; an Ethereum address
//! in one case of letters has no checksum (ERC-55), and `0x` before forty hexadecimal digits speaks for itself. Only
//! addresses where there is money: those of test networks are left out.
//!
//! An address stands alone or in a link (`etherscan.io/address/0x…`, `bitcoin:1…`), never within a longer word. Its value is
//! as written in Base58, in lower case in Bech32, in the case of the checksum in Ethereum.

use std::ops::Range;

use bech32::primitives::decode::SegwitHrpstring;
use sha3::{Digest, Keccak256};

use super::chars::{ignorable, plain, unspaced};
use super::{Attribute, AttributeValue, Found};

/// The longest address: a Bech32 string (BIP 173); longer words are none, whatever they are.
const LONGEST: usize = 90;

/// The shortest address: a Bech32 string of a two-byte program (BIP 350); shorter words are none.
const SHORTEST: usize = 14;

/// Hexadecimal digits of an Ethereum address.
const ETHEREUM_DIGITS: usize = 40;

/// A version and a hash of twenty bytes: what Base58Check holds.
const BASE58_BYTES: usize = 21;

/// The version byte of each kind of Base58Check address, and its chain: public key and script of Bitcoin, TRON.
const VERSIONS: [(u8, &str); 3] = [(0x00, "btc"), (0x05, "btc"), (0x41, "tron")];

/// All chains there are.
pub(super) const CHAINS: [&str; 3] = ["btc", "eth", "tron"];

/// Finds addresses of wallets.
pub(super) fn find(original: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut word = Word::default();
    for stretch in long_stretches(original) {
        for (offset, c) in original[stretch.clone()].char_indices().filter(|(_, c)| !ignorable(*c)) {
            let (at, shown) = (stretch.start + offset, plain(c));
            if shown.is_alphanumeric() && !unspaced(c) {
                word.push(shown, at, at + c.len_utf8());
            } else {
                word.finish(&mut found);
            }
        }
        word.finish(&mut found);
    }
    found
}

/// The stretches without ASCII signs and blanks in which enough characters may be those of an address.
fn long_stretches(original: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = original.as_bytes();
    let is_inside = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            let length = bytes[start..].iter().take_while(|byte| is_inside(byte)).count();
            at = start + length + 1;
            let stretch = start..start + length;
            if length >= SHORTEST && shown(&original[stretch.clone()]) >= SHORTEST {
                return Some(stretch);
            }
        }
        None
    })
}

/// How many characters of a stretch may be ASCII as they are meant.
fn shown(stretch: &str) -> usize {
    stretch.chars().filter(|&c| c.is_ascii() || plain(c).is_ascii()).count()
}

/// Letters and digits in a row, as they are meant.
#[derive(Default)]
struct Word {
    text: String,
    start: usize,
    end: usize,
}

impl Word {
    fn push(&mut self, c: char, start: usize, end: usize) {
        if self.text.is_empty() {
            self.start = start;
        }
        // Past the limit only enough is kept to see that it is passed.
        if self.text.len() <= LONGEST {
            self.text.push(c);
        }
        self.end = end;
    }

    fn finish(&mut self, found: &mut Vec<Found>) {
        if let Some((chain, value)) = address(&self.text) {
            let chain = (Attribute::Chain, AttributeValue::Text(chain.to_owned()));
            found.push(Found::new(self.start, self.end, value, vec![chain]));
        }
        self.text.clear();
    }
}

/// The chain of an address and its value, if a word is one.
fn address(word: &str) -> Option<(&'static str, String)> {
    if !(SHORTEST..=LONGEST).contains(&word.len()) || !word.is_ascii() {
        return None;
    }
    match word.as_bytes() {
        [b'0', b'x' | b'X', digits @ ..] => ethereum(digits).map(|value| ("eth", value)),
        [b'b' | b'B', b'c' | b'C', b'1', ..] => segwit(word).map(|value| ("btc", value)),
        [b'1' | b'3' | b'T', ..] => base58(word).map(|chain| (chain, word.to_owned())),
        _ => None,
    }
}

/// The chain of a Base58Check address.
fn base58(word: &str) -> Option<&'static str> {
    // The checksum is read along with the rest.
    let mut bytes = [0; BASE58_BYTES + 4];
    let length = bs58::decode(word).with_check(None).onto(&mut bytes).ok()?;
    let version = VERSIONS.iter().find(|(version, _)| *version == bytes[0]);
    version.filter(|_| length == BASE58_BYTES).map(|(_, chain)| *chain)
}

/// A Bech32 address of Bitcoin (BIP 173) or a Bech32m one (BIP 350), in lower case.
fn segwit(word: &str) -> Option<String> {
    let address = SegwitHrpstring::new(word).ok()?;
    address.hrp().is_valid_on_mainnet().then(|| word.to_ascii_lowercase())
}

/// An Ethereum address in the case of its checksum: right where it is in both cases (ERC-55), any where it is in one.
fn ethereum(digits: &[u8]) -> Option<String> {
    if digits.len() != ETHEREUM_DIGITS || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let mut checked = digits.to_ascii_lowercase();
    let hash = Keccak256::digest(&checked);
    for (index, digit) in checked.iter_mut().enumerate() {
        let nibble = if index % 2 == 0 { hash[index / 2] >> 4 } else { hash[index / 2] & 0xF };
        if nibble >= 8 {
            digit.make_ascii_uppercase();
        }
    }
    let one_case = !digits.iter().any(u8::is_ascii_lowercase) || !digits.iter().any(u8::is_ascii_uppercase);
    if !one_case && digits != checked {
        return None;
    }
    Some("0x".chars().chain(checked.into_iter().map(char::from)).collect())
}
