//! Domain names in other scripts have two forms: `bücher.de` and, in ASCII, `xn--bcher-kva.de`. Takes any and gives
//! the one that people read, so that both are the same domain. Decodes Punycode (RFC 3492) and checks no more.

/// What an ASCII label in that form begins with.
const PREFIX: &str = "xn--";
/// Longest label (RFC 1035, section 2.3.4); longer ones are no domain name's, and stay as they are.
const LONGEST: usize = 63;

// The parameters of Punycode (RFC 3492, section 5).
const BASE: u32 = 36;
const FEWEST: u32 = 1;
const MOST: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const FIRST_BIAS: u32 = 72;
const FIRST_CODE: u32 = 0x80;

/// A domain name with its ASCII labels decoded; labels that are malformed stay as they are.
#[must_use]
pub(crate) fn decoded(domain: &str) -> String {
    let label = |label: &str| {
        let code = label.get(..PREFIX.len()).filter(|start| start.eq_ignore_ascii_case(PREFIX));
        code.and_then(|_| punycode(&label[PREFIX.len()..])).unwrap_or_else(|| label.to_owned())
    };
    domain.split('.').map(label).collect::<Vec<_>>().join(".")
}

/// What a label in Punycode stands for, in lower case (RFC 3492, section 6.2).
fn punycode(code: &str) -> Option<String> {
    if !code.is_ascii() || code.len() > LONGEST {
        return None;
    }
    let (basic, extended) = code.rsplit_once('-').unwrap_or(("", code));
    let mut letters: Vec<char> = basic.chars().collect();
    let (mut point, mut at, mut bias) = (FIRST_CODE, 0_u32, FIRST_BIAS);
    let mut digits = extended.bytes();
    while digits.len() > 0 {
        let before = at;
        at = before.checked_add(delta(&mut digits, bias)?)?;
        let count = u32::try_from(letters.len()).ok()? + 1;
        bias = adapted(at - before, count, before == 0);
        point = point.checked_add(at / count)?;
        at %= count;
        letters.insert(at as usize, char::from_u32(point)?);
        at += 1;
    }
    // What is ASCII throughout has no second form.
    let other = letters.iter().any(|c| !c.is_ascii());
    other.then(|| letters.into_iter().flat_map(char::to_lowercase).collect())
}

/// Reads one number of variable length.
fn delta(digits: &mut std::str::Bytes<'_>, bias: u32) -> Option<u32> {
    let (mut sum, mut weight, mut k) = (0_u32, 1_u32, BASE);
    loop {
        let digit = match digits.next()?.to_ascii_lowercase() {
            letter @ b'a'..=b'z' => u32::from(letter - b'a'),
            figure @ b'0'..=b'9' => u32::from(figure - b'0') + 26,
            _ => return None,
        };
        sum = sum.checked_add(digit.checked_mul(weight)?)?;
        let threshold = k.saturating_sub(bias).clamp(FEWEST, MOST);
        if digit < threshold {
            return Some(sum);
        }
        weight = weight.checked_mul(BASE - threshold)?;
        k += BASE;
    }
}

/// The next bias (RFC 3492, section 6.1).
fn adapted(delta: u32, count: u32, first: bool) -> u32 {
    let mut delta = if first { delta / DAMP } else { delta / 2 };
    delta += delta / count;
    let mut k = 0;
    while delta > (BASE - FEWEST) * MOST / 2 {
        delta /= BASE - FEWEST;
        k += BASE;
    }
    k + (BASE - FEWEST + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_one_domain() {
        for (ascii, meant) in [
            ("xn--bcher-kva.de", "bücher.de"),
            ("XN--BCHER-KVA.DE", "bücher.DE"),
            ("xn--e1afmkfd.xn--p1ai", "пример.рф"),
            ("www.xn--mgba3a4f16a", "www.ایران"),
            ("xn--fiqs8s", "中国"),
            ("xn--ls8h.la", "💩.la"),
            ("bücher.de", "bücher.de"),
            ("example.com", "example.com"),
            ("", ""),
            // Malformed, and nothing to decode.
            ("xn--", "xn--"),
            ("xn---", "xn---"),
            ("xn--a!", "xn--a!"),
            ("xn--example-", "xn--example-"),
            ("xn--99999999999", "xn--99999999999"),
        ] {
            assert_eq!(decoded(ascii), meant, "{ascii}");
        }
        let endless = format!("xn--{}", "z".repeat(100_000));
        assert_eq!(decoded(&endless), endless);
    }
}
