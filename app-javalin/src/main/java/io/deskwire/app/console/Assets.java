package io.deskwire.app.console;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Style sheet, scripts and icon, each under an address that carries a hash of its content, so that browsers may keep it
 * for ever and never show an old one.
 */
final class Assets {

    /** One file. */
    static final class Asset {

        private final String contentType;
        private final byte[] bytes;

        Asset(String contentType, byte[] bytes) {
            this.contentType = contentType;
            this.bytes = bytes;
        }

        void answer(Context ctx) {
            Protection.asset(ctx);
            ctx.contentType(contentType).result(bytes);
        }
    }

    /** The version in the build file; a test fails where the two differ. */
    private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js";

    private final Map<String, Asset> byName = new HashMap<>();
    private final String style;
    private final String script;
    private final String apiScript;
    private final String htmx;
    private final String icon;

    Assets() {
        this.style = add("console", ".css", "text/css; charset=utf-8", read("/console/console.css"));
        this.script = add("console", ".js", "text/javascript; charset=utf-8", read("/console/console.js"));
        this.apiScript = add("api", ".js", "text/javascript; charset=utf-8", read("/console/api.js"));
        this.htmx = add("htmx", ".js", "text/javascript; charset=utf-8", read(HTMX));
        this.icon = add("icon", ".svg", "image/svg+xml", read("/console/icon.svg"));
    }

    String style() {
        return style;
    }

    String script() {
        return script;
    }

    /** For the page of the API alone. */
    String apiScript() {
        return apiScript;
    }

    String htmx() {
        return htmx;
    }

    String icon() {
        return icon;
    }

    Optional<Asset> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    private String add(String name, String ending, String contentType, byte[] bytes) {
        String hashed = name + "-" + hash(bytes) + ending;
        byName.put(hashed, new Asset(contentType, bytes));
        return Addresses.ASSETS + hashed;
    }

    private static byte[] read(String resource) {
        try (InputStream in = open(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = Assets.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException("the console's file " + resource + " is missing from this build");
        }
        return in;
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
