package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.MediaSource;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Content;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Files of customers' messages: asked for by id for an address that lives five minutes, then fetched from there. */
final class WhatsAppMedia implements MediaSource {

    private static final Pattern EXPIRY = Pattern.compile("(?:^|&)ext=([0-9]{9,11})(?:&|$)");
    // An address about to end is not worth the attempt.
    private static final long SECONDS_LEFT = 15;
    private static final Set<String> UNKNOWN_FILE = Set.of("100", "131009", "131052");

    /** Where a file lies now, and what the provider says about it. */
    private record Place(
            URI address,
            @Nullable String contentType,
            @Nullable String sha256) {}

    private final ProviderApi api;
    private final NumberId number;
    private final MediaHosts hosts;
    private final MediaDownload download;

    WhatsAppMedia(ProviderApi api, NumberId number) {
        this.api = api;
        this.number = number;
        this.hosts = new MediaHosts(api.settings());
        this.download = new MediaDownload(api, hosts);
    }

    @Override
    public Fetched fetch(Content raw, Map<String, String> meta, int index, Vault vault) throws ChannelException {
        MediaPart part = part(raw, meta, index);
        Place place = fresh(part);
        boolean fromWebhook = place != null;
        if (place == null) {
            place = lookUp(part);
        }
        Fetched fetched = attempt(place, part, vault);
        if (fetched == null && (fromWebhook || part.id() != null)) {
            place = lookUp(part);
            fetched = attempt(place, part, vault);
        }
        if (fetched == null) {
            throw ChannelException.of(FailureKind.NOT_FOUND, "the provider no longer has the file");
        }
        String expected = part.sha256() == null ? place.sha256() : part.sha256();
        if (expected == null || fetched.content().sha256().equals(expected)) {
            return fetched;
        }
        Fetched again = attempt(part.id() == null ? place : lookUp(part), part, vault);
        if (again != null && again.content().sha256().equals(expected)) {
            return again;
        }
        throw ChannelException.of(
                FailureKind.UNSUPPORTED,
                "the file's hash is not the one that was announced, and neither a second time");
    }

    private static MediaPart part(Content raw, Map<String, String> meta, int index) throws ChannelException {
        MediaPart part;
        try {
            part = InboundMedia.of(raw, meta, index);
        } catch (IOException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the stored message cannot be read", e);
        }
        if (part == null || (part.id() == null && part.url() == null)) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, "the message names no file at this place");
        }
        return part;
    }

    /** The address that came with the message, while it is good. */
    private @Nullable Place fresh(MediaPart part) {
        URI address = address(part.url());
        if (address == null || part.id() == null) {
            return null;
        }
        Matcher expiry = EXPIRY.matcher(Objects.requireNonNullElse(address.getRawQuery(), ""));
        // The time known here may be a little old; an address that has ended meanwhile is answered with 404.
        boolean good = expiry.find()
                && Long.parseLong(expiry.group(1)) > api.now().getEpochSecond() + SECONDS_LEFT
                && hosts.isAllowed(hosts.reachable(address));
        return good ? new Place(address, null, null) : null;
    }

    private Place lookUp(MediaPart part) throws ChannelException {
        if (part.id() == null) {
            URI address = address(part.url());
            if (address == null) {
                throw ChannelException.of(FailureKind.UNSUPPORTED, "the file's address cannot be called");
            }
            return new Place(address, null, null);
        }
        Map<String, Object> answer;
        try {
            answer = api.get(path(part.id()));
        } catch (ChannelException e) {
            throw isUnknown(e) || (isOutOfSight(e) && seesItsNumber())
                    ? ChannelException.of(FailureKind.NOT_FOUND, "the provider no longer has the file", e)
                    : e;
        }
        URI address = address(Tree.text(answer, "url"));
        if (address == null) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the provider gave no address for the file");
        }
        BigDecimal size = Tree.number(answer, "file_size");
        if (size != null && size.longValue() > MediaDownload.LARGEST) {
            throw ChannelException.of(
                    FailureKind.UNSUPPORTED, "the file is larger than " + (MediaDownload.LARGEST >> 20) + " MB");
        }
        String type = Tree.text(answer, "mime_type");
        return new Place(
                address, type == null ? null : SendableType.plain(type), MediaPart.hash(Tree.word(answer, "sha256")));
    }

    private String path(String id) {
        String path = "/" + ProviderApi.escaped(id);
        // With the number's id the provider also checks that the file is its own.
        return api.settings().flavour() == Flavour.META && number.known().isPresent()
                ? path + "?phone_number_id="
                        + ProviderApi.escaped(number.known().get())
                : path;
    }

    /** Told both of what is gone and of what the token may not see; the latter may be mended while the file is there. */
    private static boolean isOutOfSight(ChannelException e) {
        return e.kind() == FailureKind.AUTH && e.code().filter("100"::equals).isPresent();
    }

    /** Whether the token still sees its own number, so that what it does not see is gone. */
    private boolean seesItsNumber() {
        if (api.settings().flavour() != Flavour.META || number.known().isEmpty()) {
            return true;
        }
        try {
            api.get("/" + ProviderApi.escaped(number.known().get()) + "?fields=id");
            return true;
        } catch (ChannelException e) {
            return false;
        }
    }

    /** 400 with code 100, or 404: there is no such object. An expired token has codes of its own. */
    private static boolean isUnknown(ChannelException e) {
        boolean mayPass = e.kind().isRetryable() && e.kind() != FailureKind.NOT_FOUND;
        return !mayPass && (e.code().filter(UNKNOWN_FILE::contains).isPresent() || e.kind() == FailureKind.PERMANENT);
    }

    private @Nullable Fetched attempt(Place place, MediaPart part, Vault vault) throws ChannelException {
        MediaDownload.Got got = download.fetch(place.address(), part.contentType(), vault);
        if (!(got instanceof MediaDownload.Got.File file)) {
            return null;
        }
        String type = file.contentType() == null ? place.contentType() : file.contentType();
        return new Fetched(file.content(), type);
    }

    private static @Nullable URI address(@Nullable String url) {
        try {
            return url == null ? null : URI.create(url.strip());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
