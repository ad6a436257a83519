package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.ProviderCalls;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Postmark means by an answer outside of 2xx: {@code {"ErrorCode":n,"Message":"…"}}. */
final class Refusals implements ProviderCalls.Dialect {

    @Override
    public ChannelException refusal(HttpAnswer answer, Instant now) {
        Map<String, Object> body = body(answer);
        String code = Tree.word(body, "ErrorCode");
        String said = withoutAddresses(Tree.text(body, "Message"));
        return switch (answer.status()) {
            case 401 ->
                ProviderCalls.general(answer, now, said)
                        .withHint("Check api_key: Postmark does not take it. It must be a server token.");
            case 403 ->
                ProviderCalls.general(answer, now, said)
                        .withHint("Postmark's edge does not let this machine through; ask Postmark's support.");
            case 404, 405, 415 ->
                ProviderCalls.general(answer, now, said)
                        .withHint("Check api_base_url: something else than Postmark's API may have answered.");
            case 413 ->
                ChannelException.of(FailureKind.PERMANENT, "the message is too large for Postmark")
                        .withCode("413")
                        .withHint("Send large files as links.");
            case 422 -> invalid(answer, now, code, said);
            default -> ProviderCalls.general(answer, now, said);
        };
    }

    /** Error 100 says that the API is closed for maintenance. */
    @Override
    public boolean isCertain(HttpAnswer answer) {
        return answer.status() < 500 || "100".equals(Tree.word(body(answer), "ErrorCode"));
    }

    /** What ails the account rather than the message lets messages wait until somebody has put it right. */
    private static ChannelException invalid(
            HttpAnswer answer, Instant now, @Nullable String code, @Nullable String said) {
        if (code == null) {
            return ProviderCalls.general(answer, now, said);
        }
        return switch (code) {
            case "10" -> account(code, said, "Check api_key: Postmark does not take it.");
            case "400" ->
                account(code, said, "Add the sender's address as a sender signature, or its domain, at Postmark.");
            case "401" ->
                account(code, said, "Confirm the sender signature: Postmark sent the sender's address a link.");
            case "405" -> account(code, said, "The account at Postmark may not send, or its credits are used up.");
            case "412" ->
                account(
                        code,
                        said,
                        "Postmark has not approved the account yet; until then it only sends to addresses of its own"
                                + " domain.");
            case "413" -> account(code, said, "Postmark does not let the account send; ask Postmark's support.");
            case "411" ->
                refused(code, said, "Postmark takes no files of this type; send them in an archive or as links.");
            default -> refused(code, said, null);
        };
    }

    private static ChannelException account(String code, @Nullable String said, String hint) {
        return ChannelException.of(FailureKind.AUTH, words(code, said))
                .withCode(code)
                .withHint(hint);
    }

    private static ChannelException refused(String code, @Nullable String said, @Nullable String hint) {
        ChannelException refused =
                ChannelException.of(FailureKind.PERMANENT, words(code, said)).withCode(code);
        return hint == null ? refused : refused.withHint(hint);
    }

    private static String words(String code, @Nullable String said) {
        return "Postmark refused it with error code " + ProviderCalls.shortened(code)
                + (said == null ? "" : " (" + ProviderCalls.shortened(said) + ")");
    }

    /** The object in an answer; empty for a page of a proxy's. */
    static Map<String, Object> body(HttpAnswer answer) {
        try {
            return Tree.object(Json.lenient().parse(answer.body()));
        } catch (JsonException e) {
            return Map.of();
        }
    }

    /** Errors repeat addresses, which have no place in logs and exceptions. */
    static @Nullable String withoutAddresses(@Nullable String said) {
        return said == null ? null : said.replaceAll("[^\\s<>\"',;]+@[^\\s<>\"',;]+", "…");
    }
}
