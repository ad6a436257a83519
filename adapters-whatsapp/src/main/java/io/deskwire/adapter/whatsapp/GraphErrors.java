package io.deskwire.adapter.whatsapp;

import static io.deskwire.failure.FailureKind.PERMANENT;
import static io.deskwire.failure.FailureKind.UNSUPPORTED;
import static io.deskwire.failure.FailureKind.WINDOW_CLOSED;

import io.deskwire.failure.FailureKind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the error codes of the Cloud API mean, and those of Twilio and of the old On-Premises API, which share no number with
 * them. The same table reads refused calls and failures that statuses report later. Titles and texts of errors change without
 * notice; only the code is relied on.
 */
final class GraphErrors {

    /** What is wrong, as far as it tells who can mend it. */
    enum Category {
        /** The account, its number or its credentials; nothing can be sent until a person mends it. */
        AUTH(FailureKind.AUTH),
        /** Too fast or too much. */
        THROTTLED(FailureKind.THROTTLED),
        /** Free text while only templates pass. */
        WINDOW(WINDOW_CLOSED),
        /** This customer does not get this message. */
        RECIPIENT(PERMANENT),
        /** The template or its values. */
        TEMPLATE(PERMANENT),
        /** The file. */
        MEDIA(PERMANENT),
        /** Trouble on the provider's side. */
        TEMPORARY(FailureKind.TRANSIENT),
        /** The message, or the request itself. */
        REFUSED(PERMANENT);

        private final FailureKind kind;

        Category(FailureKind kind) {
            this.kind = kind;
        }
    }

    /**
     * One row of the table.
     *
     * @param kind what follows for this message
     * @param hint a sentence for an administrator
     */
    record Meaning(Category category, FailureKind kind, String hint) {}

    private static final Map<Integer, Meaning> TABLE = new HashMap<>();

    static {
        auth("Enter a new access token: the provider no longer takes this one.", 0, 190, 20003, 63001);
        auth(
                "Give the app the permissions whatsapp_business_messaging and whatsapp_business_management for this account.",
                3,
                10,
                131005);
        for (int permission = 200; permission <= 299; permission++) {
            auth("The app lacks a permission for this account, or it was taken away.", permission);
        }
        auth("Check phone_number_id: the number was deleted or belongs to another account.", 33);
        auth("The account is blocked for a time for breaking WhatsApp's policies; see WhatsApp Manager.", 368);
        auth("WhatsApp locked the account or the PIN is wrong; see WhatsApp Manager.", 131031);
        auth("The number's display name must be approved first; see WhatsApp Manager.", 131037);
        auth("Payment for the WhatsApp account needs attention; see its billing settings.", 131042, 131044);
        auth("Register the phone number with the Cloud API, with its two-step PIN.", 131045, 133010);
        auth(
                "The account reached its limit because templates were put into a wrong category; see WhatsApp Manager.",
                131064);
        auth("Deregister the phone number again: the last time was not finished.", 133000);
        auth("Verify the phone number and its two-step PIN in WhatsApp Manager.", 133005, 133006, 133008, 133009);
        auth("The number was deleted a moment ago; wait five minutes and register it again.", 133015);
        auth("Accept the terms of WhatsApp Payments in the account.", 134011);
        auth("The sender is unknown to Twilio; check phone_number and that it is a WhatsApp sender.", 63002, 63007);
        auth("The sender's Meta business account needs attention; see Twilio's console.", 63020);
        auth("Twilio does not know this account; check the account SID and api_base_url.", 20404);

        throttled("The app makes too many calls; sending slows down by itself.", 4, 17, 32, 613);
        throttled("The WhatsApp account makes too many calls; sending slows down by itself.", 80007);
        throttled("The phone number sends faster than its throughput; sending slows down by itself.", 130429, 63018);
        throttled(
                "Customers marked too much of this number's messages as spam; see its quality rating in WhatsApp Manager.",
                131048,
                471);
        throttled("Too many messages to this one customer; the next waits by itself.", 131056);
        throttled("The phone number was registered too often; wait some hours.", 133016);
        throttled("Too many messages; sending slows down by itself.", 63017, 20429);
        throttled("The sender reached its limit for today; see its messaging limit.", 63038);

        add(
                Category.WINDOW,
                WINDOW_CLOSED,
                "The customer last wrote more than 24 hours ago: send a template.",
                131047,
                470,
                63016);

        recipient(
                "WhatsApp tries something out with this customer's marketing messages; use another channel.",
                130472,
                472);
        recipient("The business may not message customers of this country.", 130497, 21408);
        recipient("The recipient is the sending number itself.", 131021, 63031);
        recipient(
                "The customer is not on WhatsApp, has an old version or has not accepted its terms; use another channel.",
                131026,
                1013,
                1026,
                63024,
                63003,
                21211);
        recipient("A test number only reaches recipients on its list; add the customer there.", 131030, 63015);
        recipient("WhatsApp holds back marketing for this customer; wait a day at least.", 131049, 63049);
        recipient("The customer stopped marketing messages.", 131050, 21610);
        recipient("This message needs the customer's phone number, which is not known.", 131062);
        recipient("The customer blocked the sender.", 63014, 63033);
        recipient("WhatsApp does not deliver this to the customer; use another channel.", 63032);
        recipient("The customer's identity changed; verify it before writing again.", 137000, 480);

        template("The template takes another number of values; the templates are read again.", 132000, 63028, 2000);
        template(
                "There is no approved template of this name and language; the templates are read again.",
                132001,
                63027,
                2001);
        template("The text is too long once the values stand in it; shorten the values.", 132005, 2004, 2005);
        template("The template's text or values break WhatsApp's rules.", 132007);
        template("A value of the template is not allowed: no line breaks, tabs or four spaces.", 132008, 132018, 2012);
        template("The values do not fit the template: its header, or named instead of numbered ones.", 132012);
        template("The template is paused because of its quality; wait or use another.", 132015, 63041);
        template("The template is disabled; make a new one.", 132016);
        template("The template is not approved.", 63040);
        template("The template's flow is blocked or throttled.", 132068, 132069);
        template("Marketing templates are switched off for this account in WhatsApp Manager.", 131063);
        template("Only marketing templates go this way.", 134100);
        template("The template is still being prepared or is not available; try in ten minutes.", 134101, 134102);
        template("The template's ContentSid or variables are wrong.", 21655, 21656);
        template("The customer's phone could not load the template.", 63029);
        template(
                "The template breaks the rules for its header, body, footer or variables.",
                2388019,
                2388040,
                2388047,
                2388072,
                2388073,
                2388293,
                2388299);

        media("The provider could not fetch the file; send it again.", 131014, 131052, 21620, 63019);
        media("WhatsApp cannot use the file: its type, coding or name; send it as a document.", 131053, 63037);
        media("The file is too large.", 63034);

        temporary("WhatsApp had a problem; the message is sent again by itself.", 1, 2, 131000, 131016, 133004);
        temporary("The account is in maintenance, for a few minutes at most.", 131057);
        temporary("Twilio had a problem; the message is sent again by itself.", 63009, 63010, 63012, 500, 1000);

        add(Category.REFUSED, UNSUPPORTED, "WhatsApp does not carry this kind of message.", 131051, 501);
        refused("WhatsApp refused a field of the message; details tell which.", 100, 131008, 131009, 1008, 1009);
        refused("The message is no longer kept: the number stores nothing.", 131035, 131036);
        refused("This way of sending is not allowed.", 131055);
        refused("The list is read from its start again.", 131059);
        refused("The message can only be seen in the phone's WhatsApp app.", 131060);
        refused("WhatsApp did not accept the message and does not say why.", 135000);
        refused("The group is unknown, closed, or cannot take this.", 131020, 131041);
        refused("The content was not accepted.", 63005, 63013, 63021);
        refused("What the message refers to is unknown.", 1006);
        refused("The phone app's history cannot be had.", 2593107, 2593108, 2593109);
        range("The group is unknown, closed, or cannot take this.", 131201, 131215);
        range("The call was refused.", 138000, 138018);
        range("Managing the flow was refused.", 139000, 139004);
        range("Blocking the customer was refused.", 139100, 139103);
        range("Managing the user name was refused.", 147001, 147005);
    }

    private GraphErrors() {}

    /** The table's row, or null for a code that it does not know. */
    static @Nullable Meaning meaning(int code) {
        return TABLE.get(code);
    }

    /** What a code means for its message; an unknown one is for good, since trying it again for days helps nobody. */
    static FailureKind kind(int code) {
        Meaning meaning = TABLE.get(code);
        return meaning == null ? PERMANENT : meaning.kind();
    }

    /** What a code is about; an unknown one is about the message. */
    static Category category(int code) {
        Meaning meaning = TABLE.get(code);
        return meaning == null ? Category.REFUSED : meaning.category();
    }

    /** What an administrator can do, or null for a code that the table does not know. */
    static @Nullable String hint(int code) {
        Meaning meaning = TABLE.get(code);
        return meaning == null ? null : meaning.hint();
    }

    private static void auth(String hint, int... codes) {
        add(Category.AUTH, hint, codes);
    }

    private static void throttled(String hint, int... codes) {
        add(Category.THROTTLED, hint, codes);
    }

    private static void recipient(String hint, int... codes) {
        add(Category.RECIPIENT, hint, codes);
    }

    private static void template(String hint, int... codes) {
        add(Category.TEMPLATE, hint, codes);
    }

    private static void media(String hint, int... codes) {
        add(Category.MEDIA, hint, codes);
    }

    private static void temporary(String hint, int... codes) {
        add(Category.TEMPORARY, hint, codes);
    }

    private static void refused(String hint, int... codes) {
        add(Category.REFUSED, hint, codes);
    }

    private static void range(String hint, int first, int last) {
        for (int code = first; code <= last; code++) {
            refused(hint, code);
        }
    }

    private static void add(Category category, String hint, int... codes) {
        add(category, category.kind, hint, codes);
    }

    private static void add(Category category, FailureKind kind, String hint, int... codes) {
        for (int code : codes) {
            if (TABLE.put(code, new Meaning(category, kind, hint)) != null) {
                throw new IllegalStateException("error code " + code + " stands in the table twice");
            }
        }
    }
}
