package io.deskwire.adapter.whatsapp;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where files may be fetched from, and who of them may see the access token. Addresses come from webhooks and answers. */
final class MediaHosts {

    private static final Set<String> META = Set.of("graph.facebook.com", "lookaside.fbsbx.com");
    private static final List<String> META_DOMAINS = List.of(".fbcdn.net", ".whatsapp.net");

    private final WhatsAppSettings settings;

    MediaHosts(WhatsAppSettings settings) {
        this.settings = settings;
    }

    /** Whether a file may be asked for there at all. */
    boolean isAllowed(URI address) {
        String host = host(address);
        if (host.isEmpty() || !isSafe(address)) {
            return false;
        }
        if (host.equals(host(settings.apiBase())) || settings.mediaHosts().contains(host)) {
            return true;
        }
        return switch (settings.flavour()) {
            case META -> META.contains(host) || META_DOMAINS.stream().anyMatch(host::endsWith);
            // The key is 360dialog's own: Meta's hosts have no use for it.
            case DIALOG_360 -> false;
            case TWILIO -> host.equals("api.twilio.com");
        };
    }

    /** Whether a redirect may be followed; without the token, unless it stays at the same place. */
    boolean mayBeRedirectedTo(URI address) {
        // Twilio hands files over to stores whose names change; the signed address proves all that they want to know.
        return settings.flavour() == Flavour.TWILIO ? !host(address).isEmpty() && isSafe(address) : isAllowed(address);
    }

    /** The address under which this provider gives a file that Meta named the address of. */
    URI reachable(URI address) {
        if (settings.flavour() != Flavour.DIALOG_360 || !host(address).equals("lookaside.fbsbx.com")) {
            return address;
        }
        String query = address.getRawQuery();
        return URI.create(settings.apiBase() + address.getRawPath() + (query == null ? "" : "?" + query));
    }

    static boolean isSamePlace(URI one, URI other) {
        return host(one).equals(host(other))
                && port(one) == port(other)
                && scheme(one).equals(scheme(other));
    }

    /** Plain HTTP only where the configured API itself is reached so: stand-ins in tests. */
    private boolean isSafe(URI address) {
        return scheme(address).equals("https")
                || (scheme(address).equals("http") && scheme(settings.apiBase()).equals("http"));
    }

    private static String host(URI address) {
        return lower(address.getHost());
    }

    private static String scheme(URI address) {
        return lower(address.getScheme());
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return scheme(address).equals("https") ? 443 : 80;
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
