package io.deskwire.adapter.cloud.ses;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a topic of Amazon SNS: {@code arn:aws:sns:eu-west-1:111122223333:desk-inbound}.
 *
 * @param text the whole name
 * @param partition {@code aws}, {@code aws-cn}, {@code aws-us-gov}, {@code aws-eusc}
 * @param region where the topic lives
 */
record TopicArn(String text, String partition, String region) {

    private static final Pattern ARN = Pattern.compile(
            "arn:(aws[a-z-]{0,20}):sns:([a-z]{2,5}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2}):[0-9]{12}:[A-Za-z0-9_-]{1,256}(?:\\.fifo)?");

    /** Empty when the text is no such name. */
    static Optional<TopicArn> of(String text) {
        Matcher matcher = ARN.matcher(text);
        return matcher.matches()
                ? Optional.of(new TopicArn(text, matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    /** The domain under which the partition's services are reached. */
    static String domain(String partition) {
        return switch (partition) {
            case "aws-cn" -> "amazonaws.com.cn";
            case "aws-eusc" -> "amazonaws.eu";
            default -> "amazonaws.com";
        };
    }

    /** The host of the topic's own service. */
    String host() {
        return "sns." + region + "." + domain(partition);
    }
}
