package io.deskwire.adapter.cloud.ses;

import io.deskwire.adapter.cloud.common.ProviderCalls;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads Amazon's refusals: of SES (JSON, its kind often only in a header), of SNS and S3 (XML). The code decides, since
 * throttling comes as 400 as well as 429, and a wrong key as 403 as well as 400.
 */
final class AwsErrors implements ProviderCalls.Dialect {

    /** How long a spent daily quota is left alone; it counts the last 24 hours, so that some of it returns all the time. */
    private static final Duration QUOTA_WAIT = Duration.ofHours(2);

    private static final Pattern XML_CODE = Pattern.compile("<Code>([^<]{1,100})</Code>");
    private static final Pattern XML_MESSAGE = Pattern.compile("<Message>([^<]{1,1000})</Message>");

    /** What an answer says of itself. */
    record Refusal(@Nullable String code, @Nullable String message) {}

    @Override
    public ChannelException refusal(HttpAnswer answer, Instant now) {
        return refusal(answer, answer.body(), now);
    }

    /** Amazon's own word for too much at once, under whatever status, says that it took nothing; its other faults do not. */
    @Override
    public boolean isCertain(HttpAnswer answer) {
        String code = read(answer, answer.body()).code();
        return answer.status() < 500 || (code != null && kind(answer.status(), code, "") == FailureKind.THROTTLED);
    }

    /** The same for an answer whose body was read apart from its head. */
    static ChannelException refusal(HttpAnswer head, byte[] body, Instant now) {
        Refusal refusal = read(head, body);
        if (refusal.code() == null) {
            ChannelException general = ProviderCalls.general(head, now, refusal.message());
            return head.status() < 500
                    ? general.withHint("Check region and the base addresses: what answered names no error of Amazon's.")
                    : general;
        }
        String code = refusal.code();
        String said = refusal.message() == null ? "" : " (" + ProviderCalls.shortened(refusal.message()) + ")";
        String words = "Amazon refused with " + code + said;
        String lower = String.valueOf(refusal.message()).toLowerCase(Locale.ROOT);
        ChannelException failure = failure(head, code, words, lower, now).withCode(code);
        String hint = hint(code, lower);
        return hint == null ? failure : failure.withHint(hint);
    }

    private static ChannelException failure(HttpAnswer head, String code, String words, String said, Instant now) {
        FailureKind kind = kind(head.status(), code, said);
        if (kind != FailureKind.THROTTLED) {
            return ChannelException.of(kind, words);
        }
        boolean quota = said.contains("quota");
        return ChannelException.throttled(
                words, quota ? QUOTA_WAIT : head.retryAfter(now).orElse(null));
    }

    private static FailureKind kind(int status, String code, String said) {
        return switch (code) {
            case "TooManyRequestsException",
                    "ThrottlingException",
                    "Throttling",
                    "Throttled",
                    "SlowDown",
                    "RequestLimitExceeded" -> FailureKind.THROTTLED;
            case "InvalidSignatureException", "SignatureDoesNotMatch", "RequestExpired", "RequestTimeTooSkewed" ->
                isAboutTime(code, said) ? FailureKind.TRANSIENT : FailureKind.AUTH;
            case "UnrecognizedClientException",
                    "AccessDeniedException",
                    "AccessDenied",
                    "AuthorizationError",
                    "ExpiredTokenException",
                    "ExpiredToken",
                    "InvalidAccessKeyId",
                    "InvalidClientTokenId",
                    "InvalidToken",
                    "MissingAuthenticationToken",
                    "MissingAuthenticationTokenException",
                    "IncompleteSignature",
                    "IncompleteSignatureException",
                    // Nothing is sent while a person of Amazon or of the account says so; all of it waits for them.
                    "AccountSuspendedException",
                    "SendingPausedException" -> FailureKind.AUTH;
            case "NoSuchKey", "NoSuchBucket", "NotFoundException", "NotFound" -> FailureKind.NOT_FOUND;
            case "AuthorizationHeaderMalformed", "PermanentRedirect", "TemporaryRedirect" -> FailureKind.TRANSIENT;
            default ->
                status == 429
                        ? FailureKind.THROTTLED
                        : status >= 500 || status < 400 ? FailureKind.TRANSIENT : FailureKind.PERMANENT;
        };
    }

    private static boolean isAboutTime(String code, String said) {
        return code.startsWith("Request") || said.contains("signature expired") || said.contains("not yet current");
    }

    private static @Nullable String hint(String code, String said) {
        return switch (code) {
            case "InvalidSignatureException", "SignatureDoesNotMatch", "RequestTimeTooSkewed", "RequestExpired" ->
                isAboutTime(code, said)
                        ? "This machine's clock is wrong by minutes; set it, best by NTP."
                        : "Check secret_access_key and region, and this machine's clock.";
            case "UnrecognizedClientException", "InvalidAccessKeyId", "InvalidClientTokenId" ->
                "Check access_key_id; a temporary key needs its session_token too.";
            case "ExpiredTokenException", "ExpiredToken" -> "The session_token has expired; enter fresh credentials.";
            case "AccessDeniedException", "AccessDenied", "AuthorizationError" ->
                "The key may not do this; give its user the permission that the message names.";
            case "AccountSuspendedException" -> "Amazon suspended sending for the account; see the SES console.";
            case "SendingPausedException" ->
                "Sending is paused for the account or the configuration set; see the SES console.";
            case "MessageRejected" ->
                said.contains("not verified")
                        ? "Verify the sending address or domain in this region; in the sandbox recipients must be verified"
                                + " too."
                        : null;
            case "MailFromDomainNotVerifiedException" -> "Set up the MX record of the identity's MAIL FROM domain.";
            case "NotFoundException" -> "Check configuration_set and region.";
            case "NoSuchBucket" -> "Check s3_bucket.";
            case "AuthorizationHeaderMalformed", "PermanentRedirect", "TemporaryRedirect" ->
                "Check region: the bucket seems to be in another one.";
            default -> null;
        };
    }

    static Refusal read(HttpAnswer head, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.stripLeading().startsWith("<")) {
            return new Refusal(first(XML_CODE, text), first(XML_MESSAGE, text));
        }
        Map<String, Object> tree = tree(body);
        String code = head.header("x-amzn-errortype").orElse(null);
        if (code == null) {
            code = Tree.firstText(tree, "__type", "code", "Code");
        }
        return new Refusal(code == null ? null : plain(code), Tree.firstText(tree, "message", "Message"));
    }

    /** {@code namespace#Code:http://…} to the code alone. */
    private static String plain(String code) {
        String end = code.substring(code.lastIndexOf('#') + 1);
        int colon = end.indexOf(':');
        return (colon < 0 ? end : end.substring(0, colon)).strip();
    }

    private static Map<String, Object> tree(byte[] body) {
        try {
            return Json.lenient().parseObject(body);
        } catch (JsonException e) {
            return Map.of();
        }
    }

    static @Nullable String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }
}
