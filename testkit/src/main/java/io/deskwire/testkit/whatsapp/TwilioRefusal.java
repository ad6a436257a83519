package io.deskwire.testkit.whatsapp;

/** A request that the Twilio face refuses. */
final class TwilioRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    TwilioRefusal(int status, int code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static TwilioRefusal notFound(Call call) {
        return new TwilioRefusal(
                404, 20404, "The requested resource " + call.request().path() + " was not found");
    }

    Answer answer() {
        return Answer.json(
                status,
                Trees.of(
                        "code",
                        code,
                        "message",
                        getMessage(),
                        "more_info",
                        "https://www.twilio.com/docs/errors/" + code,
                        "status",
                        status));
    }
}
