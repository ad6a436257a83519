package io.deskwire.adapter.cloud.sendgrid;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Whether bytes are two numbers that an ECDSA signature on P-256 can have, in DER. Java 15 to 17.0.2 take a signature of zeros
 * for anybody's (CVE-2022-21449), so this does not rest on the platform.
 */
final class EcdsaForm {

    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;

    private EcdsaForm() {}

    static boolean isSound(byte[] der) {
        if (der.length < 8 || der.length > 72 || der[0] != SEQUENCE || der[1] != der.length - 2) {
            return false;
        }
        int second = number(der, 2);
        return second > 0 && number(der, second) == der.length;
    }

    /** Where the number that begins here ends, or -1 when it is none between 0 and the curve's order. */
    private static int number(byte[] der, int at) {
        if (at + 2 > der.length || der[at] != INTEGER) {
            return -1;
        }
        int end = at + 2 + der[at + 1];
        if (der[at + 1] < 1 || end > der.length) {
            return -1;
        }
        BigInteger number = new BigInteger(Arrays.copyOfRange(der, at + 2, end));
        return number.signum() > 0 && number.compareTo(ORDER) < 0 ? end : -1;
    }
}
