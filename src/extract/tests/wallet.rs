//! Addresses of wallets.

use super::{Row, attributes, check};
use crate::extract::Extractor::Wallet;

/// Of Bitcoin: a public key's, a script's, Bech32, Bech32m. From BIP 173, BIP 350 and the first block.
const KEY: &str = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa";
const SCRIPT: &str = "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy";
const SEGWIT: &str = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
const TAPROOT: &str = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0";
/// Of Ethereum, from ERC-55.
const ETHER: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
/// Of TRON: the contract of a coin.
const TRON: &str = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";

const ROWS: &[Row<'_>] = &[
    (KEY, &[(KEY, KEY)]),
    (SCRIPT, &[(SCRIPT, SCRIPT)]),
    (SEGWIT, &[(SEGWIT, SEGWIT)]),
    (TAPROOT, &[(TAPROOT, TAPROOT)]),
    (ETHER, &[(ETHER, ETHER)]),
    (TRON, &[(TRON, TRON)]),
    (
        "1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
        &[("1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT")],
    ),
    ("1111111111111111111114oLvT2", &[("1111111111111111111114oLvT2", "1111111111111111111114oLvT2")]),
    ("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", &[("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", SEGWIT)]),
    (
        "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3",
        &[(
            "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3",
            "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3",
        )],
    ),
    ("bc1pfeessrawgf", &[("bc1pfeessrawgf", "bc1pfeessrawgf")]),
    ("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", &[("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", ETHER)]),
    ("0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED", &[("0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED", ETHER)]),
    ("0X5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED", &[("0X5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED", ETHER)]),
    (
        "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
        &[("0x8617E340B3D01FA5F11F306F4090FD50E238070D", "0x8617E340B3D01FA5F11F306F4090FD50E238070D")],
    ),
    (
        "0xde709f2102306220921060314715629080e2fb77",
        &[("0xde709f2102306220921060314715629080e2fb77", "0xde709f2102306220921060314715629080e2fb77")],
    ),
    ("BTC: 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa.", &[(KEY, KEY)]),
    ("(TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t)", &[(TRON, TRON)]),
    ("USDT(TRC20):TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", &[(TRON, TRON)]),
    ("bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa?amount=0.1", &[(KEY, KEY)]),
    ("ethereum:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed@1", &[(ETHER, ETHER)]),
    ("https://etherscan.io/address/0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed#tokentxns", &[(ETHER, ETHER)]),
    ("https://tronscan.org/#/address/TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", &[(TRON, TRON)]),
    ("blockchain.com/btc/address/3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", &[(SCRIPT, SCRIPT)]),
    ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", &[(KEY, KEY), (TRON, TRON)]),
    ("👉1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa👈", &[(KEY, KEY)]),
    ("地址1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa。", &[(KEY, KEY)]),
    ("#1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", &[(KEY, KEY)]),
    ("pay_1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa_now", &[(KEY, KEY)]),
    ("1A1zP1eP5QGefi2DMPT\u{200B}fTL5SLmv7DivfNa", &[("1A1zP1eP5QGefi2DMPT\u{200B}fTL5SLmv7DivfNa", KEY)]),
    ("\u{202D}TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t\u{202C}", &[(TRON, TRON)]),
    ("１A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", &[("１A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", KEY)]),
    // A wrong character.
    ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", &[]),
    ("3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLz", &[]),
    ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", &[]),
    ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj1", &[]),
    ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", &[]),
    ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u", &[]),
    // Letters that Base58 has not, and another order.
    ("1A1zP1eP5QGefi2DMPTfTL5SLmv7Div0Na", &[]),
    ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivlNa", &[]),
    ("A11zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", &[]),
    // Case broken.
    ("1a1zp1ep5qgefi2dmptftl5slmv7divfna", &[]),
    ("TR7NHQJEKQXGTCI8Q8ZY4PL8OTSZGJLJ6T", &[]),
    ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3T4", &[]),
    ("Bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", &[]),
    // Too short, too long, within a word.
    ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN", &[]),
    ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNaa", &[]),
    ("x1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", &[]),
    ("é1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", &[]),
    ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNaя", &[]),
    ("1A1zP1eP5QGefi2D MPTfTL5SLmv7DivfNa", &[]),
    ("1A1zP1eP5QGefi2D\nMPTfTL5SLmv7DivfNa", &[]),
    ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe", &[]),
    ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAedd", &[]),
    ("5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", &[]),
    ("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaeg", &[]),
    ("0x5aAe...BeAed", &[]),
    ("x0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", &[]),
    // Bech32 where Bech32m belongs, and a version that is none (BIP 350).
    ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd", &[]),
    ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh", &[]),
    ("BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R", &[]),
    // Other networks: test addresses, Litecoin, Dogecoin, a lightning invoice.
    ("moBVJU7o3WWBaajUGBLaR1xFQJSi2MD1U1", &[]),
    ("2MzukzhTHPqtf6RaqLqefdg67uBLtUWPDwE", &[]),
    ("tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", &[]),
    ("LStVGdLeK9Jz4Gx1ikMVs7ogkXDHGysFxw", &[]),
    ("DCodYfyTXtyDLUSTHCMm8ruXRSaJQH6UgA", &[]),
    ("lnbc2500u1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypq", &[]),
    // Keys: a private one, an extended public one.
    ("5JogiQCsfaeYnavNd4FaobTSKBqUHP3wxHz6o93pEb62Jqb81LZ", &[]),
    (
        "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8",
        &[],
    ),
    // Hashes, transactions, identifiers.
    ("0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b", &[]),
    ("f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16", &[]),
    ("94a353c1d8f0a6b7c2e45f3990ab12cd34ef56ab", &[]),
    ("d41d8cd98f00b204e9800998ecf8427e", &[]),
    ("123e4567-e89b-12d3-a456-426614174000", &[]),
    ("TWFuIGlzIGRpc3Rpbmd1aXNoZWQsIG5vdCBvbmx5IGJ5", &[]),
    ("QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPbdG", &[]),
    ("GB29NWBK60161331926819", &[]),
    ("DE89370400440532013000", &[]),
    ("ISBN 978-0-306-40615-7", &[]),
    ("+447700900123", &[]),
    ("3000", &[]),
    ("0x1F6A4", &[]),
    ("Tonight", &[]),
    ("The1stBoatLeavesAtMidnightFromCalais", &[]),
    ("13333333333333333333333333333333", &[]),
    ("TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT", &[]),
    ("@1A1zP1", &[]),
    ("", &[]),
];

#[test]
fn addresses_and_what_is_none() {
    check(Wallet, None, ROWS);
}

#[test]
fn addresses_have_a_chain() {
    let all = [KEY, SCRIPT, SEGWIT, TAPROOT, ETHER, TRON].join(" ");
    assert_eq!(attributes(Wallet, &all), "chain=btc; chain=btc; chain=btc; chain=btc; chain=eth; chain=tron");
}
