package io.deskwire.rules;

/**
 * Looks for one text in another in linear time (Knuth, Morris, Pratt): what both of them hold is other people's choice, and
 * {@link String#contains} takes the product of their lengths on texts made for it.
 */
final class LiteralSearch {

    private final String wanted;
    private final int[] fallback;

    /**
     * @param wanted folded, not empty
     */
    LiteralSearch(String wanted) {
        this.wanted = wanted;
        this.fallback = new int[wanted.length()];
        int matched = 0;
        for (int i = 1; i < wanted.length(); i++) {
            while (matched > 0 && wanted.charAt(i) != wanted.charAt(matched)) {
                matched = fallback[matched - 1];
            }
            if (wanted.charAt(i) == wanted.charAt(matched)) {
                matched++;
            }
            fallback[i] = matched;
        }
    }

    boolean isIn(String text) {
        int matched = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            while (matched > 0 && c != wanted.charAt(matched)) {
                matched = fallback[matched - 1];
            }
            if (c == wanted.charAt(matched) && ++matched == wanted.length()) {
                return true;
            }
        }
        return false;
    }
}
