package io.deskwire.testkit.whatsapp;

/**
 * The switches of a simulator, all with the value the real service shows most of the time. Each method changes one, for what
 * happens from then on, and gives this object back. Thread-safe.
 */
public final class Behaviour {

    /** In which of its three shapes 360dialog refuses. */
    public enum Dialog360Errors {
        /** Meta's {@code {"error":{…}}}; a wrong key is refused in the shape {@link #GATEWAY} all the same. */
        META,
        /** {@code {"meta":{"success":false,"http_code":…,"developer_message":…}}}. */
        GATEWAY,
        /** {@code {"errors":[{"code":…,"title":…,"details":…}]}} as the old on-premises client had it. */
        ON_PREMISES
    }

    private volatile boolean automaticStatuses = true;
    private volatile boolean reverseStatuses;
    private volatile boolean statusBeforeResponse;
    private volatile int statusCopies = 1;
    private volatile boolean refuseClosedWindowAtOnce;
    private volatile boolean pairRate = true;
    private volatile boolean refuseMediaAtUpload = true;
    private volatile boolean fetchLinks = true;
    private volatile boolean publicLinksOnly;
    private volatile int templatePageSize = 100;
    private volatile boolean redirectDownloads;
    private volatile Dialog360Errors dialog360Errors = Dialog360Errors.META;
    private volatile boolean dialog360SignatureInBase64;

    Behaviour() {}

    /** Whether {@code sent} and {@code delivered} follow every accepted message by themselves. Default: yes. */
    public Behaviour automaticStatuses(boolean on) {
        automaticStatuses = on;
        return this;
    }

    /** Whether {@code delivered} comes before {@code sent}. Default: no. */
    public Behaviour reverseStatuses(boolean on) {
        reverseStatuses = on;
        return this;
    }

    /** Whether the automatic statuses are pushed before the send itself is answered. Default: no. */
    public Behaviour statusBeforeResponse(boolean on) {
        statusBeforeResponse = on;
        return this;
    }

    /** How often every status is pushed. Default: once. */
    public Behaviour statusCopies(int copies) {
        if (copies < 1) {
            throw new IllegalArgumentException("copies is at least 1");
        }
        statusCopies = copies;
        return this;
    }

    /**
     * Whether free text outside the 24-hour window is refused with HTTP 400 (131047, Twilio 63016). Default: no, it is
     * accepted and a {@code failed} status follows.
     */
    public Behaviour refuseClosedWindowAtOnce(boolean on) {
        refuseClosedWindowAtOnce = on;
        return this;
    }

    /** Whether more than one message in 6 s to one person, beyond a burst of 45, is refused (131056). Default: yes. */
    public Behaviour pairRate(boolean on) {
        pairRate = on;
        return this;
    }

    /**
     * Whether an upload whose name, type, bytes or size do not fit is refused. Default: yes. Otherwise it gets an id, and the
     * message that uses it a {@code failed} status (131053).
     */
    public Behaviour refuseMediaAtUpload(boolean on) {
        refuseMediaAtUpload = on;
        return this;
    }

    /** Whether media links are fetched; one that cannot be makes the message fail. Default: yes. */
    public Behaviour fetchLinks(boolean on) {
        fetchLinks = on;
        return this;
    }

    /** Whether links to loopback and private addresses cannot be fetched, as in reality. Default: no. */
    public Behaviour publicLinksOnly(boolean on) {
        publicLinksOnly = on;
        return this;
    }

    /** The most templates in one page, whatever the caller's limit. Default: 100. */
    public Behaviour templatePageSize(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("size is at least 1");
        }
        templatePageSize = size;
        return this;
    }

    /**
     * Whether a download is answered with a redirect to another host ({@code localhost} instead of {@code 127.0.0.1}), as
     * Twilio always does. What arrives there stands in {@link WhatsAppSimulator#foreignRequests}. Default: no.
     */
    public Behaviour redirectDownloads(boolean on) {
        redirectDownloads = on;
        return this;
    }

    /** The shape of 360dialog's refusals. Default: Meta's. */
    public Behaviour dialog360Errors(Dialog360Errors shape) {
        dialog360Errors = shape;
        return this;
    }

    /** Whether {@code x-360dialog-signature} is in base 64. Default: hex. */
    public Behaviour dialog360SignatureInBase64(boolean on) {
        dialog360SignatureInBase64 = on;
        return this;
    }

    boolean automaticStatuses() {
        return automaticStatuses;
    }

    boolean reverseStatuses() {
        return reverseStatuses;
    }

    boolean statusBeforeResponse() {
        return statusBeforeResponse;
    }

    int statusCopies() {
        return statusCopies;
    }

    boolean refuseClosedWindowAtOnce() {
        return refuseClosedWindowAtOnce;
    }

    boolean pairRate() {
        return pairRate;
    }

    boolean refuseMediaAtUpload() {
        return refuseMediaAtUpload;
    }

    boolean fetchLinks() {
        return fetchLinks;
    }

    boolean publicLinksOnly() {
        return publicLinksOnly;
    }

    int templatePageSize() {
        return templatePageSize;
    }

    boolean redirectDownloads() {
        return redirectDownloads;
    }

    Dialog360Errors dialog360Errors() {
        return dialog360Errors;
    }

    boolean dialog360SignatureInBase64() {
        return dialog360SignatureInBase64;
    }
}
