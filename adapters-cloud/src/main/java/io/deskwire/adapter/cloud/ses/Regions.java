package io.deskwire.adapter.cloud.ses;

import java.util.regex.Pattern;

/** What follows from the name of an Amazon region. */
final class Regions {

    private static final Pattern NAME = Pattern.compile("[a-z]{2,5}(-[a-z]{2,12}){1,3}-[0-9]{1,2}");

    private Regions() {}

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The domain under which the region's services are reached. */
    static String domain(String region) {
        if (region.startsWith("cn-")) {
            return TopicArn.domain("aws-cn");
        }
        return TopicArn.domain(region.startsWith("eusc-") ? "aws-eusc" : "aws");
    }

    /**
     * The Message-ID, without angle brackets, that recipients see in place of ours: SES puts its own name and host there
     * whatever it is given. Amazon promises no form; this is the one that is seen.
     */
    static String wireMessageId(String sesMessageId, String region) {
        return sesMessageId + "@" + (region.equals("us-east-1") ? "email" : region) + ".amazonses.com";
    }
}
