package io.deskwire.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** WhatsApp webhooks of one text message each, no two alike. One thread only. */
final class SignedWebhooks implements SignedPosts {

    static final String PHONE_NUMBER_ID = "106540352242922";
    static final String ACCOUNT_ID = "102290129340398";

    private static final String HEAD = "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"" + ACCOUNT_ID
            + "\",\"changes\":[{\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{\"display_phone_number\":"
            + "\"15550783881\",\"phone_number_id\":\"" + PHONE_NUMBER_ID + "\"},\"contacts\":[{\"profile\":{\"name\":"
            + "\"Sheena Nelson\"},\"wa_id\":\"16505551234\",\"user_id\":\"US.13491208655302741918\"}],\"messages\":[";
    private static final String MESSAGE =
            "{\"from\":\"16505551234\",\"from_user_id\":\"US.13491208655302741918\",\"id\":\"wamid.%s\",\"timestamp\":"
                    + "\"1749416383\",\"type\":\"text\",\"text\":{\"body\":\"Does it come in another color?\"}}";
    private static final String TAIL = "]},\"field\":\"messages\"}]}]}";

    static final String SECRET = "secret-of-the-benchmark";

    private final Mac mac;
    private final String series;
    private long number;

    SignedWebhooks(int series) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
        // Another process made other messages a moment ago.
        this.series = Long.toHexString(ProcessHandle.current().pid()) + "-" + Long.toHexString(System.nanoTime()) + "-"
                + series + "-";
    }

    @Override
    public Post next() {
        byte[] body = next(1);
        return new Post("application/json", "X-Hub-Signature-256: " + signature(body) + "\r\n", body);
    }

    /** So many messages in one body. */
    byte[] next(int messages) {
        StringBuilder body = new StringBuilder(HEAD);
        for (int i = 0; i < messages; i++) {
            body.append(i == 0 ? "" : ",").append(MESSAGE.replace("%s", series + number++));
        }
        return body.append(TAIL).toString().getBytes(StandardCharsets.UTF_8);
    }

    String signature(byte[] body) {
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    }
}
