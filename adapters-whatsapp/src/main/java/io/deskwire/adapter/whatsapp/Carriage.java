package io.deskwire.adapter.whatsapp;

import io.deskwire.adapter.whatsapp.SendableType.Kind;

/**
 * What one message can carry at each provider.
 *
 * @param longestText code points of a text; below the provider's limit, since nobody says in which units it counts
 * @param longestCaption code points below a file
 * @param richContent whether more than text, files and templates is carried
 * @param documentCaptions whether documents take text and a name
 * @param largestFile bytes, whatever the kind allows besides
 * @param fetched whether files are fetched from a public address instead of uploaded
 */
record Carriage(
        int longestText,
        int longestCaption,
        boolean richContent,
        boolean documentCaptions,
        long largestFile,
        boolean fetched) {

    private static final Carriage CLOUD = new Carriage(4000, 1024, true, true, 100L << 20, false);
    private static final Carriage TWILIO = new Carriage(1600, 1024, false, false, 16L << 20, true);

    static Carriage of(Flavour flavour) {
        return flavour == Flavour.TWILIO ? TWILIO : CLOUD;
    }

    /** Whether text can go with a file of this kind. */
    boolean captions(Kind kind) {
        return kind.captioned() && (kind != Kind.DOCUMENT || documentCaptions);
    }
}
