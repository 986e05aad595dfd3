//! Codes that standards fix: countries, currencies, and the shape of language tags.

/// ISO 3166-1 alpha-2, with the user-assigned `XK` that telephone numbering uses for Kosovo.
const COUNTRIES: &str = "\
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT \
BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH \
ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT \
HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS \
LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI \
NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG \
SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG \
UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// ISO 4217 codes of money in use, and of some that were replaced of late and still stand in adverts.
const CURRENCIES: &str = "\
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN \
BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD \
FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS \
KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN \
MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR \
SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD \
USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT \
XSU XTS XUA XXX YER ZAR ZMW ZWG ZWL";

/// Every country code.
pub(super) fn countries() -> impl Iterator<Item = &'static str> {
    COUNTRIES.split(' ')
}

/// Every currency code.
pub(super) fn currencies() -> impl Iterator<Item = &'static str> {
    CURRENCIES.split(' ')
}

/// Whether a code is one of the list, in either case.
pub(super) fn is_listed(code: &str, mut list: impl Iterator<Item = &'static str>) -> bool {
    list.any(|known| known.eq_ignore_ascii_case(code))
}

/// The country that is meant by a code that is often written and not listed.
pub(super) fn meant_country(code: &str) -> Option<&'static str> {
    match code {
        "UK" | "ENG" | "GBR" => Some("GB"),
        "EL" => Some("GR"),
        _ => None,
    }
}

/// Whether a tag has the shape of BCP 47 (RFC 5646): letters first, then groups of up to eight letters or digits.
pub(super) fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    let is_primary = (2..=8).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic());
    is_primary
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_known_in_either_case() {
        assert!(countries().is_sorted() && currencies().is_sorted());
        for (code, expected) in [("GB", true), ("gb", true), ("UK", false), ("", false)] {
            assert_eq!(is_listed(code, countries()), expected, "{code}");
        }
        for (code, expected) in [("GBP", true), ("eur", true), ("EURO", false)] {
            assert_eq!(is_listed(code, currencies()), expected, "{code}");
        }
    }

    #[test]
    fn language_tags_have_the_shape_of_bcp_47() {
        for tag in ["en", "ckb", "pt-BR", "zh-Hant-TW", "sr-Latn", "de-1996"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for tag in ["e", "", "pt_BR", "en-", "english-languages", "12"] {
            assert!(!is_language_tag(tag), "{tag}");
        }
    }
}
