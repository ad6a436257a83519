package io.deskwire.adapter.imap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Which certificates are believed: the platform's authorities and those the tenant added. */
final class TlsTrust {

    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private final SSLSocketFactory factory;

    private TlsTrust(SSLSocketFactory factory) {
        this.factory = factory;
    }

    /**
     * @param extra further authorities, or server certificates trusted by themselves
     */
    static TlsTrust with(List<X509Certificate> extra) {
        try {
            SSLContext context = extra.isEmpty() ? SSLContext.getDefault() : contextWith(extra);
            return new TlsTrust(context.getSocketFactory());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java platform has no usable TLS", e);
        }
    }

    /** Reads the certificates of a PEM text; never an empty list. */
    static List<X509Certificate> parse(String pem) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        CertificateFactory reader = CertificateFactory.getInstance("X.509");
        byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
        for (Certificate certificate : reader.generateCertificates(new ByteArrayInputStream(bytes))) {
            certificates.add((X509Certificate) certificate);
        }
        if (certificates.isEmpty()) {
            throw new CertificateException("no certificate in it");
        }
        return certificates;
    }

    /**
     * Layers TLS 1.2 or newer over a connected socket and completes the handshake. The certificate must be for
     * {@code host}, the name the tenant configured, whatever it resolved to; the name is sent along (SNI).
     */
    MailSocket secure(MailSocket plain, String host) throws IOException {
        SSLSocket layered = (SSLSocket) factory.createSocket(plain.raw(), host, plain.getPort(), true);
        SSLParameters parameters = layered.getSSLParameters();
        parameters.setProtocols(VERSIONS);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        layered.setSSLParameters(parameters);
        layered.startHandshake();
        return plain.secured(layered);
    }

    private static SSLContext contextWith(List<X509Certificate> extra) throws GeneralSecurityException, IOException {
        KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
        all.load(null, null);
        int i = 0;
        for (X509Certificate authority : authorities(null)) {
            all.setCertificateEntry("platform-" + i++, authority);
        }
        for (X509Certificate authority : extra) {
            all.setCertificateEntry("tenant-" + i++, authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(all);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static List<X509Certificate> authorities(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory platform = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        platform.init(store);
        for (TrustManager manager : platform.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return List.of(x509.getAcceptedIssuers());
            }
        }
        return List.of();
    }
}
