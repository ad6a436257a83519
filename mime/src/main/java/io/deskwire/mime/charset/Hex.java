package io.deskwire.mime.charset;

/** Two hexadecimal digits. */
public final class Hex {

    private Hex() {}

    /** The byte two digits of either case stand for, or -1. */
    public static int value(int high, int low) {
        int h = digit(high);
        int l = digit(low);
        return h < 0 || l < 0 ? -1 : h << 4 | l;
    }

    private static int digit(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'A' && c <= 'F') {
            return c - 'A' + 10;
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}
