package io.deskwire.adapter.cloud.ses;

import io.deskwire.channel.WebhookRequest;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a request comes from one of the channel's own topics. A valid signature alone proves only that some
 * customer of Amazon sent it.
 */
final class SnsProof {

    private static final Logger LOG = LoggerFactory.getLogger(SnsProof.class);

    /** SNS repeats for an hour at most. */
    private static final Duration OLDEST = Duration.ofHours(2);

    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final Map<String, String> ALGORITHMS = Map.of("1", "SHA1withRSA", "2", "SHA256withRSA");

    private final Set<String> topics;
    private final boolean onlyVersion2;
    private final SigningCertificateUrl place;
    private final CertificateSource certificates;

    SnsProof(SesSettings settings, CertificateSource certificates) {
        this.topics = settings.topicArns();
        this.onlyVersion2 = settings.requireSignatureV2();
        this.place = new SigningCertificateUrl(settings.snsBase());
        this.certificates = certificates;
    }

    /** The certificate cannot be had now, which is nobody's forgery. */
    static final class NoCertificateException extends Exception {
        private static final long serialVersionUID = 1L;

        NoCertificateException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * Why a request is not believed, in words for the operator; empty when it is. What costs nothing is looked at first.
     *
     * @throws NoCertificateException when the certificate cannot be fetched
     */
    Optional<String> objection(WebhookRequest request, SnsEnvelope envelope) throws NoCertificateException {
        Optional<TopicArn> topic = TopicArn.of(envelope.topicArn());
        if (topic.isEmpty() || !topics.contains(envelope.topicArn())) {
            return Optional.of("the topic is none of topic_arn");
        }
        String doubt = headers(request, envelope);
        if (doubt == null) {
            doubt = age(envelope, request.receivedAt());
        }
        String algorithm = ALGORITHMS.get(envelope.signatureVersion());
        if (doubt == null && algorithm == null) {
            doubt = "the signature's version is unknown";
        } else if (doubt == null && onlyVersion2 && !envelope.signatureVersion().equals("2")) {
            doubt = "the signature is of version 1; set the topic's attribute SignatureVersion to 2";
        }
        Optional<URI> address = place.trusted(envelope.signingCertUrl(), topic.get());
        if (doubt == null && address.isEmpty()) {
            doubt = "the signing certificate lies where Amazon keeps none";
        }
        if (doubt != null || algorithm == null || address.isEmpty()) {
            return Optional.ofNullable(doubt);
        }
        X509Certificate certificate = certificate(address.get());
        doubt = validity(certificate, request.receivedAt());
        if (doubt != null) {
            return Optional.of(doubt);
        }
        warnOfName(certificate, topic.get());
        return verifies(envelope, certificate, algorithm)
                ? Optional.empty()
                : Optional.of("the signature does not fit the body");
    }

    /** Headers are not signed; honest ones say what the body says. */
    private static @Nullable String headers(WebhookRequest request, SnsEnvelope envelope) {
        if (request.headers().containsKey("x-amz-sns-rawdelivery")) {
            return "raw message delivery carries no signature; switch it off for the subscription";
        }
        boolean same = agrees(request, "x-amz-sns-message-type", envelope.type())
                && agrees(request, "x-amz-sns-message-id", envelope.messageId())
                && agrees(request, "x-amz-sns-topic-arn", envelope.topicArn());
        return same ? null : "its headers and its body name different things";
    }

    private static boolean agrees(WebhookRequest request, String name, String inBody) {
        return request.headers().getOrDefault(name, List.of()).stream().allMatch(inBody::equals);
    }

    private static @Nullable String age(SnsEnvelope envelope, Instant receivedAt) {
        Instant signedAt;
        try {
            signedAt = Instant.parse(envelope.timestamp());
        } catch (DateTimeParseException e) {
            return "its timestamp cannot be read";
        }
        if (signedAt.isBefore(receivedAt.minus(OLDEST))) {
            return "it was signed more than two hours ago";
        }
        return signedAt.isAfter(receivedAt.plus(AHEAD))
                ? "it was signed in the future; this machine's clock may be slow"
                : null;
    }

    private X509Certificate certificate(URI address) throws NoCertificateException {
        try {
            return certificates.at(address);
        } catch (IOException e) {
            throw new NoCertificateException(e);
        }
    }

    private static @Nullable String validity(X509Certificate certificate, Instant now) {
        try {
            certificate.checkValidity(Date.from(now));
            return null;
        } catch (CertificateExpiredException e) {
            return "the signing certificate has expired";
        } catch (CertificateNotYetValidException e) {
            return "the signing certificate is not valid yet";
        }
    }

    /** Only a warning: Amazon adds regions, with names of their own, faster than lists of them are kept. */
    private static void warnOfName(X509Certificate certificate, TopicArn topic) {
        Set<String> expected = Set.of(
                "sns.amazonaws.com",
                "sns-signing." + topic.region() + "." + TopicArn.domain(topic.partition()),
                "sns-" + topic.region() + "." + TopicArn.domain(topic.partition()),
                "sns-us-gov-west-1.amazonaws.com");
        if (names(certificate).stream().noneMatch(expected::contains)) {
            LOG.warn("the SNS signing certificate of region {} carries a name that is not known", topic.region());
        }
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        for (String part : certificate.getSubjectX500Principal().getName().split(",", -1)) {
            if (part.toLowerCase(Locale.ROOT).startsWith("cn=")) {
                names.add(part.substring(3).toLowerCase(Locale.ROOT));
            }
        }
        try {
            Collection<List<?>> others = certificate.getSubjectAlternativeNames();
            if (others != null) {
                others.forEach(other -> names.add(String.valueOf(other.get(1)).toLowerCase(Locale.ROOT)));
            }
        } catch (CertificateParsingException e) {
            return names;
        }
        return names;
    }

    private static boolean verifies(SnsEnvelope envelope, X509Certificate certificate, String algorithm) {
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(envelope.signedBytes());
            return verifier.verify(Base64.getDecoder().decode(envelope.signature()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
