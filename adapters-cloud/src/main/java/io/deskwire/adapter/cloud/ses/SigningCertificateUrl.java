package io.deskwire.adapter.cloud.ses;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides from where a signing certificate may be taken. Whoever chooses the place chooses the key, so that nothing but the
 * region's own host of SNS counts: others have been talked into trusting a bucket of S3.
 */
final class SigningCertificateUrl {

    private static final Pattern HOST = Pattern.compile("sns\\.([a-z0-9-]{3,})\\.amazonaws\\.(com|com\\.cn|eu)");
    private static final Pattern PATH = Pattern.compile("/SimpleNotificationService-[A-Za-z0-9]{1,128}\\.pem");

    private final @Nullable URI standIn;

    /**
     * @param standIn replaces {@code https://sns.REGION.amazonaws.com}, or null
     */
    SigningCertificateUrl(@Nullable URI standIn) {
        this.standIn = standIn;
    }

    /**
     * The address to fetch, which is at the stand-in where there is one.
     *
     * @param topic the topic that the certificate is to speak for, whose region it must be from
     * @return empty when nothing may be fetched from there
     */
    Optional<URI> trusted(String url, TopicArn topic) {
        if (standIn != null && url.startsWith(standIn + "/")) {
            return PATH.matcher(url.substring(standIn.toString().length())).matches()
                    ? Optional.of(URI.create(url))
                    : Optional.empty();
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        boolean plain = "https".equals(uri.getScheme())
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && (uri.getPort() == -1 || uri.getPort() == 443)
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && uri.getRawPath() != null
                && PATH.matcher(uri.getRawPath()).matches();
        if (!plain || !isOf(topic, uri.getHost().toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        String origin = standIn == null ? "https://" + topic.host() : standIn.toString();
        return Optional.of(URI.create(origin + uri.getRawPath()));
    }

    private static boolean isOf(TopicArn topic, String host) {
        Matcher matcher = HOST.matcher(host);
        return matcher.matches() && host.equals(topic.host());
    }
}
