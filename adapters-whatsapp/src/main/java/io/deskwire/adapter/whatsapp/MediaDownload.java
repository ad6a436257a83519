package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.MediaSource.Vault;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.http.TransportException;
import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fetches one file from one address into the vault, as it comes. Follows redirects by hand, to see where they lead. */
final class MediaDownload {

    static final long LARGEST = 100L << 20;

    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final int MOST_REDIRECTS = 3;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> SAYS_NOTHING = Set.of("", "application/octet-stream", "binary/octet-stream");

    /** What one address gave. */
    sealed interface Got {
        /** The file, kept. */
        record File(Content content, @Nullable String contentType) implements Got {}

        /** Nothing is there any more, or the address is not good any more. */
        record Gone() implements Got {}

        /** Somewhere else, perhaps. */
        record Elsewhere(String location) implements Got {}

        /** An object that describes the file or an error, in the place of the file. */
        record NoFile() implements Got {}

        /** Refused for good. */
        record Unfit(String why) implements Got {}

        /** An answer that means trouble. */
        record Trouble(HttpAnswer head) implements Got {}
    }

    private final ProviderApi api;
    private final MediaHosts hosts;

    MediaDownload(ProviderApi api, MediaHosts hosts) {
        this.api = api;
        this.hosts = hosts;
    }

    /**
     * Fetches it.
     *
     * @param announced the media type that the message named
     * @return {@link Got.File} or {@link Got.Gone}
     */
    Got fetch(URI from, String announced, Vault vault) throws ChannelException {
        URI address = hosts.reachable(from);
        if (!hosts.isAllowed(address)) {
            throw foreign(address);
        }
        boolean signedIn = true;
        for (int redirects = 0; ; redirects++) {
            Got got = call(address, signedIn, announced, vault);
            if (got instanceof Got.Unfit unfit) {
                throw ChannelException.of(FailureKind.UNSUPPORTED, unfit.why());
            } else if (got instanceof Got.Trouble trouble) {
                throw Refusal.of(trouble.head(), api.now());
            } else if (got instanceof Got.NoFile) {
                throw ChannelException.of(
                        FailureKind.TRANSIENT, "the file's address gave an object instead of the file");
            } else if (!(got instanceof Got.Elsewhere elsewhere)) {
                return got;
            } else if (redirects == MOST_REDIRECTS) {
                throw ChannelException.of(FailureKind.TRANSIENT, "the file's host redirects again and again");
            } else {
                URI next = target(address, elsewhere.location());
                if (!hosts.mayBeRedirectedTo(next)) {
                    throw foreign(next);
                }
                // Once it has left, the token stays at home, even if the way leads back.
                signedIn = signedIn && MediaHosts.isSamePlace(address, next);
                address = next;
            }
        }
    }

    private static ChannelException foreign(URI address) {
        return ChannelException.of(
                        FailureKind.UNSUPPORTED,
                        "the file lies at " + address.getHost() + ", where files are not fetched from")
                .withHint("If that host belongs to the provider, name it in media_hosts.");
    }

    private static URI target(URI from, String location) throws ChannelException {
        try {
            return from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the file's host redirects to what is no address");
        }
    }

    private Got call(URI address, boolean signedIn, String announced, Vault vault) throws ChannelException {
        try {
            HttpCall call = HttpCall.get(address).withTimeout(TIMEOUT);
            return api.transport()
                    .receive(signedIn ? api.signedIn(call) : call, (head, body) -> read(head, body, announced, vault));
        } catch (TransportException e) {
            throw Refusal.of(e);
        } catch (IOException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the file could not be kept", e);
        } catch (IllegalArgumentException e) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, "the file's address cannot be called");
        }
    }

    private static Got read(HttpAnswer head, InputStream body, String announced, Vault vault) throws IOException {
        Optional<String> location = head.header("location");
        if (REDIRECTS.contains(head.status()) && location.isPresent()) {
            return new Got.Elsewhere(location.get());
        } else if (head.status() == 404 || head.status() == 410) {
            return new Got.Gone();
        } else if (!head.isSuccess()) {
            return new Got.Trouble(head);
        }
        String contentType = SendableType.plain(head.header("content-type").orElse(""));
        if (contentType.equals("application/json") && !announced.endsWith("json")) {
            return new Got.NoFile();
        }
        String length = head.header("content-length").orElse("");
        if (length.matches("[0-9]{1,18}") && Long.parseLong(length) > LARGEST) {
            return tooLarge();
        }
        CappedStream bytes = new CappedStream(body, LARGEST);
        try {
            return new Got.File(vault.keep(bytes), SAYS_NOTHING.contains(contentType) ? null : contentType);
        } catch (IOException e) {
            if (bytes.exceeded()) {
                return tooLarge();
            }
            throw e;
        }
    }

    private static Got tooLarge() {
        return new Got.Unfit("the file is larger than " + (LARGEST >> 20) + " MB");
    }
}
