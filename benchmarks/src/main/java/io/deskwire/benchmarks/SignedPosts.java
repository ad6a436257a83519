package io.deskwire.benchmarks;

/** A provider's webhooks, no two alike, each with its proof. One thread only. */
interface SignedPosts {

    /** The next one. */
    Post next();

    /**
     * @param header a whole header line that carries the proof, or empty
     */
    record Post(String contentType, String header, byte[] body) {}

    /**
     * @param provider {@code whatsapp} or {@code mailgun}
     * @param series tells apart who posts at once
     */
    static SignedPosts of(String provider, int series) {
        return switch (provider) {
            case "whatsapp" -> new SignedWebhooks(series);
            case "mailgun" -> new MailgunPosts(series);
            default -> throw new IllegalArgumentException("no webhooks of " + provider);
        };
    }
}
