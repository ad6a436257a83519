package io.deskwire.mime.kind;

/** Looks for any of several phrases. */
final class Phrases {

    private Phrases() {}

    /** The phrases of a list with bars between. */
    static String[] of(String separatedByBars) {
        return separatedByBars.split("\\|", -1);
    }

    static boolean in(String text, String[] phrases) {
        for (String phrase : phrases) {
            if (text.contains(phrase)) {
                return true;
            }
        }
        return false;
    }

    static boolean begins(String text, String[] phrases) {
        for (String phrase : phrases) {
            if (text.startsWith(phrase)) {
                return true;
            }
        }
        return false;
    }
}
