package io.deskwire.adapter.cloud.ses;

import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.http.HttpTransport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Certificates fetched once each and kept. They never change under their address: a new one gets a new address. At most one
 * is being fetched at a time, so that forged requests cannot make a crowd of calls; requests whose certificate is known do
 * not wait for that.
 */
final class FetchedCertificates implements CertificateSource {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LONGEST = 64 << 10;
    private static final int MOST = 32;

    private final HttpTransport transport;
    private final Object fetching = new Object();
    private final Map<URI, X509Certificate> kept = new LinkedHashMap<>(16, 0.75f, true);

    FetchedCertificates(HttpTransport transport) {
        this.transport = transport;
    }

    @Override
    public X509Certificate at(URI address) throws IOException {
        X509Certificate known = kept(address);
        if (known != null) {
            return known;
        }
        synchronized (fetching) {
            known = kept(address);
            if (known == null) {
                known = fetched(address);
                keep(address, known);
            }
            return known;
        }
    }

    private @Nullable X509Certificate kept(URI address) {
        synchronized (kept) {
            return kept.get(address);
        }
    }

    private void keep(URI address, X509Certificate certificate) {
        synchronized (kept) {
            kept.put(address, certificate);
            if (kept.size() > MOST) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
    }

    private X509Certificate fetched(URI address) throws IOException {
        HttpAnswer answer =
                transport.send(HttpCall.get(address).withTimeout(PATIENCE).withMaxAnswer(LONGEST));
        if (answer.status() != 200 || answer.completeness() != HttpAnswer.Completeness.WHOLE) {
            throw new IOException("the signing certificate could not be fetched: HTTP " + answer.status());
        }
        return read(answer.body());
    }

    /** Exactly one certificate. */
    static X509Certificate read(byte[] pem) throws IOException {
        try {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            if (all.size() == 1 && all.iterator().next() instanceof X509Certificate one) {
                return one;
            }
        } catch (CertificateException e) {
            throw new IOException("what stands in the signing certificate's place is none", e);
        }
        throw new IOException("what stands in the signing certificate's place is not exactly one certificate");
    }
}
