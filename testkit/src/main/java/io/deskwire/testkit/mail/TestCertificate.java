package io.deskwire.testkit.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The certificate of all test mail servers; its private key is public, so it must never be trusted outside tests. */
final class TestCertificate {

    static final String STORE_PASSWORD = "test-only";

    private TestCertificate() {}

    static String pem() {
        return new String(bytes("test-only-cert.pem"), StandardCharsets.US_ASCII);
    }

    static String keyPem() {
        return new String(bytes("test-only-key.pem"), StandardCharsets.US_ASCII);
    }

    /** The key store as a file, deleted when the JVM ends. */
    static Path keyStore() {
        try {
            Path file = Files.createTempFile("deskwire-test", ".p12");
            file.toFile().deleteOnExit();
            return Files.write(file, bytes("test-only.p12"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String name) {
        try (InputStream in = TestCertificate.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
