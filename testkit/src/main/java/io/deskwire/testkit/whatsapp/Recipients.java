package io.deskwire.testkit.whatsapp;

import java.util.regex.Pattern;

/** The two forms of addresses. */
final class Recipients {

    private static final Pattern USER_ID = Pattern.compile("[A-Z]{2}(\\.ENT)?\\.[A-Za-z0-9]{1,128}");
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9 ().-]{7,30}");

    private Recipients() {}

    static boolean isUserId(String text) {
        return USER_ID.matcher(text).matches();
    }

    static boolean isPhone(String text) {
        return PHONE.matcher(text).matches() && NumberSpec.digits(text).length() >= 7;
    }
}
