package io.deskwire.adapter.whatsapp;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.http.MultipartForm;
import io.deskwire.http.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Uploads files, and remembers for a while what it uploaded, so that a message that fails after its upload is tried again
 * without it. A failed upload means that certainly nothing went out.
 */
final class Uploads {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    // The provider keeps an upload for 30 days; ours are used at once or not at all.
    private static final Duration REMEMBERED = Duration.ofHours(2);
    private static final int MOST_REMEMBERED = 500;

    private record Kept(String mediaId, Instant until) {}

    private final ProviderApi api;
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    Uploads(ProviderApi api) {
        this.api = api;
    }

    /**
     * The provider's id of a file.
     *
     * @param path where this number's files are posted
     */
    String upload(String path, SendableFile file) throws ChannelException {
        String key = key(path, file);
        Instant now = api.now();
        synchronized (kept) {
            Kept earlier = kept.get(key);
            if (earlier != null && now.isBefore(earlier.until())) {
                return earlier.mediaId();
            }
        }
        String mediaId = post(path, file);
        synchronized (kept) {
            kept.remove(key);
            kept.put(key, new Kept(mediaId, now.plus(REMEMBERED)));
            if (kept.size() > MOST_REMEMBERED) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return mediaId;
    }

    /** Forgets a file that the provider would not use. */
    void forget(String path, SendableFile file) {
        synchronized (kept) {
            kept.remove(key(path, file));
        }
    }

    private static String key(String path, SendableFile file) {
        return path + " " + file.type() + " " + file.attachment().content().sha256();
    }

    private String post(String path, SendableFile file) throws ChannelException {
        // Nobody can write a file that holds its own hash, so the hash separates the parts safely.
        MultipartForm form = MultipartForm.of(
                        "dw-" + file.attachment().content().sha256())
                .text("messaging_product", "whatsapp")
                .text("type", file.type().mediaType())
                .file(
                        "file",
                        file.uploadName(),
                        file.type().mediaType(),
                        file.attachment().content());
        HttpCall call =
                HttpCall.post(api.uri(path), form.contentType(), form.content()).withTimeout(TIMEOUT);
        HttpAnswer answer;
        try {
            answer = api.transport().send(api.signedIn(call));
        } catch (TransportException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the file was not uploaded: " + e.getMessage(), e);
        }
        if (!answer.isSuccess()) {
            throw Refusal.of(answer, api.now());
        }
        String mediaId = Tree.text(ProviderApi.object(answer), "id");
        if (mediaId == null) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the provider took the file but gave it no id");
        }
        return mediaId;
    }
}
