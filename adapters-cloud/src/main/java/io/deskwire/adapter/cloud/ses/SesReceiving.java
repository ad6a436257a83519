package io.deskwire.adapter.cloud.ses;

import io.deskwire.adapter.cloud.ses.SesAccount.Found;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks at what has to be set up for mail and events to come in: subscriptions and the bucket. */
final class SesReceiving {

    private static final Pattern MEMBER = Pattern.compile("<member>(.*?)</member>", Pattern.DOTALL);
    private static final Pattern ENDPOINT = Pattern.compile("<Endpoint>([^<]*)</Endpoint>");
    private static final Pattern ARN = Pattern.compile("<SubscriptionArn>([^<]*)</SubscriptionArn>");
    private static final Pattern NEXT = Pattern.compile("<NextToken>([^<]+)</NextToken>");
    private static final int MOST_PAGES = 10;

    private final AwsCalls calls;
    private final SubscriptionConfirmation confirmations;

    SesReceiving(AwsCalls calls, SubscriptionConfirmation confirmations) {
        this.calls = calls;
        this.confirmations = confirmations;
    }

    /** Whether every topic is subscribed to by us, and the subscription confirmed. */
    Found subscriptions() throws ChannelException {
        List<String> problems = new ArrayList<>();
        List<String> good = new ArrayList<>();
        for (String text : calls.settings().topicArns().stream().sorted().toList()) {
            TopicArn topic = TopicArn.of(text).orElseThrow();
            Found found = subscription(topic);
            (found.problem() == null ? good : problems).add(found.words());
        }
        return problems.isEmpty() ? Found.good(String.join("; ", good)) : Found.wrong(String.join(" ", problems));
    }

    private Found subscription(TopicArn topic) throws ChannelException {
        try {
            return listed(topic);
        } catch (ChannelException e) {
            if (e.kind() == FailureKind.NOT_FOUND) {
                return Found.wrong("The topic " + topic.text() + " does not exist.");
            }
            if (!SesAccount.isForbidden(e)) {
                throw e;
            }
        }
        return confirmations
                .known(topic)
                .map(known -> Found.good("confirmed from here; the key may not sns:ListSubscriptionsByTopic"))
                .orElseGet(() -> Found.good("not looked at: the key may not sns:ListSubscriptionsByTopic"));
    }

    private Found listed(TopicArn topic) throws ChannelException {
        URI wanted = calls.settings().webhookUrl();
        Optional<String> ours = confirmations.known(topic);
        boolean pending = false;
        String page = "";
        for (int i = 0; i < MOST_PAGES; i++) {
            String query = "Action=ListSubscriptionsByTopic&TopicArn=" + SigV4.encoded(topic.text())
                    + "&Version=2010-03-31" + page;
            String answer = calls.sns(topic, query);
            Matcher members = MEMBER.matcher(answer);
            while (members.find()) {
                String arn = unescaped(AwsErrors.first(ARN, members.group(1)));
                String endpoint = unescaped(AwsErrors.first(ENDPOINT, members.group(1)));
                boolean mine = (wanted != null && wanted.toString().equals(endpoint))
                        || ours.filter(arn::equals).isPresent();
                if (mine && arn.startsWith("arn:")) {
                    return Found.good("subscribed and confirmed");
                }
                pending |= mine;
            }
            String next = AwsErrors.first(NEXT, answer);
            if (next == null) {
                break;
            }
            page = "&NextToken=" + SigV4.encoded(unescaped(next));
        }
        if (pending) {
            return Found.wrong("The subscription of " + topic.text()
                    + " waits to be confirmed; it is, by itself, as soon as SNS reaches webhook_url.");
        }
        return wanted == null && ours.isEmpty()
                ? Found.good("not looked at: webhook_url is not given")
                : Found.wrong("Nothing of the topic " + topic.text()
                        + " comes here; subscribe webhook_url to it (HTTPS, raw message delivery off).");
    }

    private static String unescaped(@Nullable String xml) {
        return xml == null
                ? ""
                : xml.strip()
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&amp;", "&");
    }

    /** Whether mail can be read from the bucket; asks for the object that SES writes when a rule is saved. */
    Found bucket() throws ChannelException {
        String bucket = calls.settings().bucket();
        if (bucket == null) {
            return Found.good("not looked at: s3_bucket is not given, mail must come inline (up to 150 kB)");
        }
        try {
            calls.calls().ask(calls.object(calls.settings().prefix() + ReceivedMail.SETUP));
            return Found.good("the bucket can be read");
        } catch (ChannelException e) {
            String code = e.code().orElse("");
            if (code.equals("NoSuchKey")) {
                return Found.good("the bucket can be read; SES has written nothing below s3_prefix yet");
            }
            if (code.equals("NoSuchBucket")) {
                return Found.wrong("There is no bucket " + bucket + "; check s3_bucket.");
            }
            if (SesAccount.isForbidden(e)) {
                return Found.wrong(
                        "The key may not read the bucket, or nothing stands below s3_prefix and it may not list"
                                + " it; allow s3:GetObject and s3:ListBucket.");
            }
            throw e;
        }
    }
}
