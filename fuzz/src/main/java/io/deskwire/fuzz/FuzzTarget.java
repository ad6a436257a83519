package io.deskwire.fuzz;

import java.util.List;

/**
 * One thing that hostile bytes are thrown at.
 *
 * @param name names its folders of seeds and findings
 * @param type the class that the fuzzer is given
 * @param input takes one input; whatever it throws is a finding
 */
record FuzzTarget(String name, Class<?> type, Input input) {

    /** Takes the bytes of one trial. */
    @FunctionalInterface
    interface Input {
        void take(byte[] data) throws Exception;
    }

    /** Every target there is. */
    static List<FuzzTarget> all() {
        return List.of(
                new FuzzTarget("mail", MailTarget.class, MailTarget::fuzzerTestOneInput),
                new FuzzTarget("header", HeaderTarget.class, HeaderTarget::fuzzerTestOneInput),
                new FuzzTarget("part", PartTarget.class, PartTarget::fuzzerTestOneInput),
                new FuzzTarget("charset", CharsetTarget.class, CharsetTarget::fuzzerTestOneInput),
                new FuzzTarget("tnef", TnefTarget.class, TnefTarget::fuzzerTestOneInput),
                new FuzzTarget("text-file", TextFileTarget.class, TextFileTarget::fuzzerTestOneInput),
                new FuzzTarget("calendar", CalendarTarget.class, CalendarTarget::fuzzerTestOneInput),
                new FuzzTarget("html", HtmlTarget.class, HtmlTarget::fuzzerTestOneInput),
                new FuzzTarget("reply", ReplyTarget.class, ReplyTarget::fuzzerTestOneInput),
                new FuzzTarget("json", JsonTarget.class, JsonTarget::fuzzerTestOneInput),
                new FuzzTarget("rules", RulesTarget.class, RulesTarget::fuzzerTestOneInput),
                new FuzzTarget("mbox", MboxTarget.class, MboxTarget::fuzzerTestOneInput),
                new FuzzTarget("sendgrid", SendGridTarget.class, SendGridTarget::fuzzerTestOneInput),
                new FuzzTarget("mailgun", MailgunTarget.class, MailgunTarget::fuzzerTestOneInput),
                new FuzzTarget("postmark", PostmarkTarget.class, PostmarkTarget::fuzzerTestOneInput),
                new FuzzTarget("ses", SesTarget.class, SesTarget::fuzzerTestOneInput),
                new FuzzTarget("whatsapp", WhatsAppTarget.class, WhatsAppTarget::fuzzerTestOneInput),
                new FuzzTarget("twilio", TwilioTarget.class, TwilioTarget::fuzzerTestOneInput),
                new FuzzTarget("gmail-push", GmailPushTarget.class, GmailPushTarget::fuzzerTestOneInput),
                new FuzzTarget("graph", GraphTarget.class, GraphTarget::fuzzerTestOneInput));
    }
}
