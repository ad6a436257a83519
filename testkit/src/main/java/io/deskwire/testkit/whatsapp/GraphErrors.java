package io.deskwire.testkit.whatsapp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Meta's error codes with the HTTP status and the title that go with them. */
final class GraphErrors {

    /** One code. */
    record Known(int status, String title) {}

    private static final Map<Integer, Known> KNOWN = new HashMap<>();

    static {
        known(0, 401, "AuthException");
        known(1, 400, "API Unknown");
        known(2, 503, "API Service");
        known(3, 500, "API Method");
        known(4, 400, "Application request limit reached");
        known(10, 403, "Permission denied");
        known(33, 400, "Parameter value is not valid");
        known(100, 400, "Invalid parameter");
        known(190, 401, "Access token has expired");
        known(200, 403, "API Permission");
        known(368, 403, "Temporarily blocked for policies violations");
        known(2200, 400, "Callback verification failed");
        known(80007, 400, "Rate limit issues");
        known(130429, 400, "Rate limit hit");
        known(130472, 400, "User's number is part of an experiment");
        known(130497, 403, "Business account is restricted from messaging users in this country.");
        known(131000, 500, "Something went wrong");
        known(131005, 403, "Access denied");
        known(131008, 400, "Required parameter is missing");
        known(131009, 400, "Parameter value is not valid");
        known(131016, 500, "Service unavailable");
        known(131021, 400, "Recipient cannot be sender");
        known(131026, 400, "Message undeliverable");
        known(131030, 400, "Recipient phone number not in allowed list");
        known(131031, 403, "Account has been locked");
        known(131037, 400, "WhatsApp provided number needs display name approval before message can be sent.");
        known(131042, 400, "Business eligibility payment issue");
        known(131045, 500, "Incorrect certificate");
        known(131047, 400, "Re-engagement message");
        known(131048, 400, "Spam rate limit hit");
        known(131049, 400, "This message was not delivered to maintain healthy ecosystem engagement.");
        known(131050, 400, "User has stopped marketing messages");
        known(131051, 400, "Unsupported message type");
        known(131052, 400, "Media download error");
        known(131053, 400, "Media upload error");
        known(131056, 400, "(Business Account, Consumer Account) pair rate limit hit");
        known(131057, 500, "Account in maintenance mode");
        known(131059, 400, "Invalid cursor");
        known(131060, 400, "This message is unavailable");
        known(131062, 400, "Business-scoped user id is not supported for this message");
        known(131063, 400, "Marketing templates are disabled");
        known(131064, 400, "Messaging limit reached");
        known(132000, 400, "Number of parameters does not match the expected number of params");
        known(132001, 404, "Template name does not exist in the translation");
        known(132005, 400, "Translated text too long");
        known(132007, 400, "Template format character policy violated");
        known(132012, 400, "Parameter format does not match format in the created template");
        known(132015, 400, "Template is paused");
        known(132016, 400, "Template is disabled");
        known(132018, 400, "Template parameter values are invalid");
        known(133004, 503, "Server temporarily unavailable");
        known(133005, 400, "Two step verification PIN mismatch");
        known(133010, 400, "Account not registered");
        known(133016, 400, "Account register deregister rate limit exceeded");
        known(135000, 400, "Generic user error");
        known(137000, 400, "Recipient identity key hash does not match");
    }

    private GraphErrors() {}

    private static void known(int code, int status, String title) {
        KNOWN.put(code, new Known(status, title));
    }

    /** What is known about a code; HTTP 400 and a plain title when nothing is. */
    static Known known(int code) {
        return KNOWN.getOrDefault(code, new Known(400, "Error " + code));
    }

    /** The form of an error inside a status or a message. */
    static Map<String, Object> inWebhook(int code, String details) {
        String title = known(code).title();
        return Trees.of(
                "code",
                code,
                "title",
                title,
                "message",
                title,
                "error_data",
                Trees.of("details", details),
                "href",
                "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/");
    }

    /** {@link #inWebhook} in the list it stands in. */
    static List<Map<String, Object>> listInWebhook(int code, String details) {
        return List.of(inWebhook(code, details));
    }
}
