package io.deskwire.http;

import io.deskwire.config.Secret;
import io.deskwire.message.Content;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Posts JSON signed by the Standard Webhooks specification, to addresses that others name: headers {@code webhook-id},
 * {@code webhook-timestamp}, {@code webhook-signature}. Redirects are not followed, and what is answered is not read beyond its
 * head.
 */
public final class SignedPost {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int MAX_ANSWER = 16 * 1024;

    private final HttpTransport transport;

    /** @param transport decides which addresses may be called */
    public SignedPost(HttpTransport transport) {
        this.transport = transport;
    }

    /**
     * What was answered.
     *
     * @param status of HTTP
     * @param retryAfter what the answer asks for, or null
     */
    public record Answer(int status, @Nullable Duration retryAfter) {}

    /**
     * Checks what somebody sets up.
     *
     * @throws IllegalArgumentException when the address cannot be posted to, or a secret cannot sign; the message names no
     *     secret
     */
    public static void requireUsable(URI url, List<Secret> secrets) {
        HttpCall.requireCallable(url);
        if (!secrets.isEmpty()) {
            requireUsable(secrets);
        }
    }

    private static void requireUsable(List<Secret> secrets) {
        new StandardWebhooks(secrets);
    }

    /**
     * Posts a body once.
     *
     * @param secrets the current one first; it is signed with each
     * @param id the same at every attempt: the receiver's key against repeats
     * @param now stands in the signature
     * @throws TransportException when there was no answer
     */
    public Answer post(URI url, List<Secret> secrets, String id, Instant now, byte[] body) throws TransportException {
        HttpCall call = HttpCall.post(url, "application/json", Content.of(body))
                .withTimeout(TIMEOUT)
                .withMaxAnswer(MAX_ANSWER);
        HttpAnswer answer = transport.send(new StandardWebhooks(secrets).signed(call, id, now, body));
        return new Answer(answer.status(), answer.retryAfter(now).orElse(null));
    }
}
