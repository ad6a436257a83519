package io.deskwire.testkit.whatsapp;

/** What a person can be sent now, beyond what the request itself says. */
final class WindowRule {

    /** The code of a closed 24-hour window. */
    static final int CLOSED = 131047;

    private WindowRule() {}

    /** The content with the failure that the person's state brings, if any. */
    static OutboundContent applied(SimulatedCustomer customer, OutboundContent content) {
        if (!customer.reachable()) {
            return content.failing(131026, "Message Undeliverable.");
        }
        if (content.category() == null) {
            return customer.windowOpen()
                    ? content
                    : content.failing(
                            CLOSED,
                            "Message failed to send because more than 24 hours have passed since the customer last"
                                    + " replied to this number.");
        }
        return content.category().equals("MARKETING") && customer.refusesMarketing()
                ? content.failing(131050, "The recipient has stopped marketing messages from this business.")
                : content;
    }
}
