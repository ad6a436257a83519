package io.deskwire.benchmarks;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Mails of 20 KB as a Mailgun route posts them whole: a form, signed over time and token. */
final class MailgunPosts implements SignedPosts {

    static final String KEY = "signing-key-of-the-benchmark";
    private static final int SIZE = 20_000;
    private static final String ID = "order-0@mail.example.org";

    private final Mac mac;
    private final String series;
    private final String head;
    private final String tail;
    private long number;

    MailgunPosts(int series) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
        this.series = Long.toHexString(ProcessHandle.current().pid()) + "-" + Long.toHexString(System.nanoTime()) + "-"
                + series + "-";
        List<byte[]> mail = SampleMail.many(1, SIZE);
        String encoded = URLEncoder.encode(new String(mail.get(0), StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String id = URLEncoder.encode(ID, StandardCharsets.UTF_8);
        this.head = "recipient=support%40example.com&sender=customer-0%40example.org&body-mime="
                + encoded.substring(0, encoded.indexOf(id));
        this.tail = encoded.substring(encoded.indexOf(id) + id.length());
    }

    @Override
    public Post next() {
        String token = series + number++;
        String time = Long.toString(System.currentTimeMillis() / 1000);
        String signature = HexFormat.of().formatHex(mac.doFinal((time + token).getBytes(StandardCharsets.UTF_8)));
        String body = head + token + "%40mail.example.org" + tail + "&timestamp=" + time + "&token=" + token
                + "&signature=" + signature;
        return new Post("application/x-www-form-urlencoded", "", body.getBytes(StandardCharsets.US_ASCII));
    }
}
