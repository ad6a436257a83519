package io.deskwire.adapter.cloud.sendgrid;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares addresses that SendGrid was told to post to. */
final class PostAddress {

    private PostAddress() {}

    /** Whether an address is the wanted one; user name and password in it, which ours may lack, do not count. */
    static boolean isSame(@Nullable String told, URI wanted) {
        URI uri = uri(told);
        return uri != null
                && uri.getHost() != null
                && uri.getHost().equalsIgnoreCase(wanted.getHost())
                && uri.getPort() == wanted.getPort()
                && path(uri).equals(path(wanted))
                && Objects.equals(uri.getRawQuery(), wanted.getRawQuery());
    }

    /** The host alone: the rest may hold a password. */
    static String host(@Nullable String told) {
        URI uri = uri(told);
        String host = uri == null ? null : uri.getHost();
        return host == null ? "another address" : host.toLowerCase(Locale.ROOT);
    }

    private static String path(URI uri) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static @Nullable URI uri(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
