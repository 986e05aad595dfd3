//! The letters Unicode has no mapping for: strokes, enclosed letters without a decomposition, variants of Arabic
//! letters and Ethiopic homophones.

/// A lower-case letter without its stroke.
pub fn unstroked(c: char) -> Option<char> {
    const STROKED: &[(&str, char)] = &[
        ("ⱥ", 'a'),
        ("ƀ", 'b'),
        ("ȼꞓ", 'c'),
        ("đ", 'd'),
        ("ɇ", 'e'),
        ("ǥꞡ", 'g'),
        ("ħ", 'h'),
        ("ɨᵻ", 'i'),
        ("ɉɟ", 'j'),
        ("ꝁꞣ", 'k'),
        ("łƚꝉ", 'l'),
        ("ꞥ", 'n'),
        ("øɵ", 'o'),
        ("ᵽꝑ", 'p'),
        ("ꝗ", 'q'),
        ("ɍꞧ", 'r'),
        ("ꞩ", 's'),
        ("ŧⱦ", 't'),
        ("ʉᵾ", 'u'),
        ("ꝟ", 'v'),
        ("ɏ", 'y'),
        ("ƶ", 'z'),
        ("ϼ", 'ρ'),
        ("ғ", 'г'),
        ("ҝҟ", 'к'),
        ("ұ", 'ү'),
        ("ӿ", 'х'),
        ("ҹ", 'ч'),
        ("ө", 'о'),
    ];
    STROKED.iter().find(|(stroked, _)| stroked.contains(c)).map(|&(_, base)| base)
}

/// Dotless letters, and steps 5's variants: the first of each class.
pub fn variant(c: char) -> char {
    match c {
        'ı' => 'i',
        'ȷ' => 'j',
        'ٱ' => 'ا',
        'ى' | 'ی' | 'ې' | 'ۍ' | 'ے' | 'ێ' => 'ي',
        'ک' | 'ڪ' => 'ك',
        'ة' | 'ە' | 'ہ' | 'ھ' | 'ۃ' => 'ه',
        'ۆ' | 'ۇ' => 'و',
        _ => ethiopic(c).unwrap_or(c),
    }
}

/// Homophones keep their vowel order, the place in a row of seven.
fn ethiopic(c: char) -> Option<char> {
    const ROWS: &[(u32, u32)] = &[
        (0x1210, 0x1200),
        (0x1280, 0x1200),
        (0x12B8, 0x1200),
        (0x1220, 0x1230),
        (0x12D0, 0x12A0),
        (0x1340, 0x1338),
    ];
    if matches!(c, 'ኣ' | 'ዓ') {
        return Some('አ');
    }
    let c = c as u32;
    let &(row, base) = ROWS.iter().find(|(row, _)| (*row..row + 7).contains(&c))?;
    char::from_u32(c - row + base)
}

/// Circled and squared letters and digits that Unicode does not decompose.
pub fn enclosed(c: char) -> Option<char> {
    let from = |first: u32, base: char| char::from_u32(c as u32 - first + base as u32);
    match c as u32 {
        0x1F150..=0x1F169 => from(0x1F150, 'a'),
        0x1F170..=0x1F189 => from(0x1F170, 'a'),
        0x1F18A => Some('p'),
        0x24F5..=0x24FD => from(0x24F5, '1'),
        0x2776..=0x277E => from(0x2776, '1'),
        0x2780..=0x2788 => from(0x2780, '1'),
        0x278A..=0x2792 => from(0x278A, '1'),
        0x24FF | 0x1F10B | 0x1F10C => Some('0'),
        _ => None,
    }
}

/// Small capitals are the letters they are drawn as.
pub const SMALL_CAPITALS: &str = "ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpꞯqʀrꜱsᴛtᴜuᴠvᴡwʏyᴢz";
