package io.deskwire.testkit.whatsapp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The media of all numbers with their lifetimes. Thread-safe. */
final class MediaShelf {

    static final Duration URL_LIFETIME = Duration.ofMinutes(5);
    private static final Duration INBOUND_LIFETIME = Duration.ofDays(7);
    private static final Duration UPLOAD_LIFETIME = Duration.ofDays(30);

    /**
     * One medium.
     *
     * @param fault why a message with it will fail; null when it will not
     */
    record Shelved(
            String id,
            SimulatedNumber owner,
            MediaFile file,
            Instant expires,
            @Nullable String fault) {}

    private final Clock clock;
    private final SimulatorIds ids;
    private final Map<String, Shelved> media = new HashMap<>();

    MediaShelf(Clock clock, SimulatorIds ids) {
        this.clock = clock;
        this.ids = ids;
    }

    Shelved inbound(SimulatedNumber owner, MediaFile file) {
        return put(new Shelved(ids.media(), owner, file, clock.instant().plus(INBOUND_LIFETIME), null));
    }

    Shelved uploaded(SimulatedNumber owner, MediaFile file, @Nullable String fault) {
        return put(new Shelved(ids.media(), owner, file, clock.instant().plus(UPLOAD_LIFETIME), fault));
    }

    /** What has not expired. */
    synchronized Optional<Shelved> find(String id) {
        return Optional.ofNullable(media.get(id)).filter(m -> clock.instant().isBefore(m.expires()));
    }

    synchronized boolean delete(String id) {
        return media.remove(id) != null;
    }

    /** The moment at which a download address made now ends, in seconds. */
    long urlExpiry() {
        return clock.instant().plus(URL_LIFETIME).getEpochSecond();
    }

    boolean urlAlive(String expiry) {
        return expiry.matches("\\d{1,12}") && clock.instant().getEpochSecond() < Long.parseLong(expiry);
    }

    /** Path and query of a download address. */
    String downloadPath(Shelved medium) {
        long expiry = urlExpiry();
        return "/whatsapp_business/attachments/?mid=" + medium.id() + "&ext=" + expiry + "&hash="
                + ids.urlHash(medium.id(), expiry);
    }

    boolean urlGenuine(String mediaId, String expiry, String hash) {
        return expiry.matches("\\d{1,12}") && Signatures.equal(ids.urlHash(mediaId, Long.parseLong(expiry)), hash);
    }

    private synchronized Shelved put(Shelved medium) {
        media.put(medium.id(), medium);
        return medium;
    }
}
