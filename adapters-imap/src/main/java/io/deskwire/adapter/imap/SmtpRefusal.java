package io.deskwire.adapter.imap;

/** The server answered with 4xx or 5xx where that ends what was being done. */
final class SmtpRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient SmtpReply reply;

    private SmtpRefusal(SmtpReply reply) {
        super(reply.shown());
        this.reply = reply;
    }

    static SmtpRefusal of(SmtpReply reply) {
        return new SmtpRefusal(reply);
    }

    SmtpReply reply() {
        return reply;
    }
}
