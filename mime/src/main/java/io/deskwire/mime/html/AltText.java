package io.deskwire.mime.html;

/** What stands for a picture that is not shown. */
final class AltText {

    private static final int LONGEST_EMOJI = 8;

    private AltText() {}

    /** The description in brackets; an emoji, which mail programs send as pictures, as itself. */
    static String of(String description) {
        boolean emoji = description.length() <= LONGEST_EMOJI
                && description.codePoints().noneMatch(c -> Character.isLetterOrDigit(c) || c < 0x80);
        return emoji ? description : "[" + description + "]";
    }
}
