package io.deskwire.testkit.gmail;

/** What may be wrong or unusual with a push. */
public enum PushFlaw {
    /** No {@code Authorization} at all. */
    NO_TOKEN,
    /** The token is for somebody else's endpoint. */
    WRONG_AUDIENCE,
    /** The token names another account. */
    WRONG_EMAIL,
    /** {@code email_verified} is false. */
    EMAIL_NOT_VERIFIED,
    /** The token was issued by somebody else. */
    WRONG_ISSUER,
    /** The token has run out. */
    EXPIRED,
    /** Signed by a key that Google does not publish, under the id of one that it does. */
    OTHER_KEY,
    /** Signed by a key that Google does not publish, under an id of its own. */
    UNKNOWN_KEY,
    /** The algorithm {@code none} and no signature. */
    UNSIGNED,
    /** No token, but something in its place. */
    GARBAGE_TOKEN,
    /** {@code data} is no base64. */
    GARBAGE_DATA,
    /** {@code data} is base64 of something that is not JSON. */
    NOT_JSON_DATA,
    /** {@code data} in the alphabet for URLs and without padding. */
    URL_SAFE_DATA,
    /** The body is what was published, without an envelope. */
    UNWRAPPED,
    /** {@code historyId} as a number instead of a text. */
    NUMBER_HISTORY_ID,
    /** The issuer without {@code https://}, which is right as well. */
    SHORT_ISSUER,
    /** Everything is posted twice. */
    DUPLICATE,
    /** Nothing is posted, and nobody hears of it. */
    SILENT
}
