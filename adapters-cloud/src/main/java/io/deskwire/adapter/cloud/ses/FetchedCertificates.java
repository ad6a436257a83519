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
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Certificates fetched once each and kept: they never change under their address, a new one gets a new address.
 *
 * <p>Anybody can post requests that name addresses which nobody met yet. So each address is fetched by one request, upon which
 * others that name it wait; no more than a few are being fetched at once, and requests beyond these do not wait at all; what
 * failed is not tried again for a while. Requests whose certificate is known wait for nothing.
 */
final class FetchedCertificates implements CertificateSource {

    /** How long a request waits. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Fetched at the same time; a channel's topics are signed with one certificate each. */
    static final int MOST_AT_ONCE = 4;

    /** How long an address is left alone under which there was no certificate. */
    static final Duration NONE_THERE = Duration.ofMinutes(1);

    /** How long when nobody answered: shorter than SNS takes between its tries, of which there are few. */
    static final Duration NO_ANSWER = Duration.ofSeconds(10);

    private static final int LONGEST = 64 << 10;
    private static final int MOST_KEPT = 32;
    private static final int MOST_FAILURES = 500;

    private final HttpTransport transport;
    private final InstantSource clock;

    // All three are guarded by this object, which is never held during a call.
    private final Map<URI, X509Certificate> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<URI, Failure> failures = new LinkedHashMap<>();
    private final Map<URI, CompletableFuture<X509Certificate>> flights = new HashMap<>();

    FetchedCertificates(HttpTransport transport, InstantSource clock) {
        this.transport = transport;
        this.clock = clock;
    }

    private record Failure(Instant until, String words) {}

    /** What was found out, and that it will stay so for a while. */
    private static final class NoneThereException extends IOException {
        private static final long serialVersionUID = 1L;

        NoneThereException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    @Override
    public X509Certificate at(URI address) throws IOException {
        CompletableFuture<X509Certificate> flight;
        boolean ours;
        synchronized (this) {
            X509Certificate known = kept.get(address);
            if (known != null) {
                return known;
            }
            CompletableFuture<X509Certificate> others = flights.get(address);
            ours = others == null;
            flight = others == null ? begin(address) : others;
        }
        return ours ? fetch(address, flight) : awaited(flight);
    }

    /** Held: this object. */
    private CompletableFuture<X509Certificate> begin(URI address) throws IOException {
        Failure failure = failures.get(address);
        if (failure != null && clock.instant().isBefore(failure.until())) {
            throw new IOException(failure.words());
        }
        if (flights.size() >= MOST_AT_ONCE) {
            throw new IOException("too many signing certificates are being fetched already");
        }
        CompletableFuture<X509Certificate> flight = new CompletableFuture<>();
        flights.put(address, flight);
        return flight;
    }

    private X509Certificate fetch(URI address, CompletableFuture<X509Certificate> flight) throws IOException {
        IOException failure = new IOException("the signing certificate could not be fetched");
        try {
            X509Certificate certificate = fetched(address);
            synchronized (this) {
                kept.put(address, certificate);
                failures.remove(address);
                forgetEldest(kept, MOST_KEPT);
            }
            flight.complete(certificate);
            return certificate;
        } catch (IOException e) {
            failure = e;
            Duration wait = e instanceof NoneThereException ? NONE_THERE : NO_ANSWER;
            Failure remembered = new Failure(clock.instant().plus(wait), String.valueOf(e.getMessage()));
            synchronized (this) {
                failures.remove(address);
                failures.put(address, remembered);
                forgetEldest(failures, MOST_FAILURES);
            }
            throw e;
        } finally {
            synchronized (this) {
                flights.remove(address);
            }
            flight.completeExceptionally(failure);
        }
    }

    private static <T> void forgetEldest(Map<URI, T> all, int most) {
        if (all.size() > most) {
            all.remove(all.keySet().iterator().next());
        }
    }

    private static X509Certificate awaited(CompletableFuture<X509Certificate> flight) throws IOException {
        try {
            return flight.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()), e);
        } catch (TimeoutException e) {
            throw new IOException("the signing certificate is still being fetched", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the signing certificate was being fetched", e);
        }
    }

    private X509Certificate fetched(URI address) throws IOException {
        HttpAnswer answer =
                transport.send(HttpCall.get(address).withTimeout(PATIENCE).withMaxAnswer(LONGEST));
        if (answer.status() != 200 || answer.completeness() != HttpAnswer.Completeness.WHOLE) {
            String words = "the signing certificate could not be fetched: HTTP " + answer.status();
            throw answer.status() < 500 ? new NoneThereException(words, null) : new IOException(words);
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
            throw new NoneThereException("what stands in the signing certificate's place is none", e);
        }
        throw new NoneThereException(
                "what stands in the signing certificate's place is not exactly one certificate", null);
    }
}
