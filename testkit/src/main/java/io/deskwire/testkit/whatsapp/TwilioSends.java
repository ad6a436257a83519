package io.deskwire.testkit.whatsapp;

import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST …/Messages.json}. */
final class TwilioSends {

    private static final int LONGEST_BODY = 1600;
    private static final Set<String> KNOWN = Set.of(
            "To",
            "From",
            "MessagingServiceSid",
            "Body",
            "MediaUrl",
            "StatusCallback",
            "ContentSid",
            "ContentVariables",
            "ValidityPeriod",
            "ProvideFeedback",
            "Attempt",
            "PersistentAction",
            "ShortenUrls",
            "SendAt",
            "ScheduleType");

    private final SimulatorState state;
    private final FollowUp followUp;

    TwilioSends(SimulatorState state) {
        this.state = state;
        this.followUp = new FollowUp(state);
    }

    Answer send(List<SimulatedNumber> numbers, Call call) {
        String type = call.header("content-type");
        if (type == null || !type.startsWith("application/x-www-form-urlencoded")) {
            throw new TwilioRefusal(400, 21604, "The request is not a form");
        }
        List<Map.Entry<String, String>> form = call.form();
        for (Map.Entry<String, String> field : form) {
            if (!KNOWN.contains(field.getKey())) {
                throw new TwilioRefusal(400, 20001, "Unknown parameter " + field.getKey());
            }
        }
        SimulatedNumber number = sender(numbers, form);
        SimulatedCustomer customer = recipient(number, Call.first(form, "To"));
        OutboundContent content = content(number, form);
        if (state.behaviour().pairRate() && !number.takeTurn(customer)) {
            throw new TwilioRefusal(429, 63018, "Rate limit exceeded for Channel");
        }
        content = twilios(WindowRule.applied(customer, content));
        if (content.fault() == 63016 && state.behaviour().refuseClosedWindowAtOnce()) {
            throw new TwilioRefusal(400, 63016, content.faultDetails());
        }
        String callback = Call.first(form, "StatusCallback");
        if (callback != null) {
            requireAddress(callback, 21609, "The StatusCallback URL is not a valid URL");
        }
        boolean files = content.link() != null;
        ReceivedMessage message = new ReceivedMessage(
                state.ids().twilio(files ? "MM" : "SM"),
                customer,
                Flavour.TWILIO,
                state.clock().instant(),
                content,
                null,
                null,
                callback == null ? null : URI.create(callback));
        number.addSent(message);
        return followUp.followedUp(Answer.json(201, resource(message)), message);
    }

    /** The Message resource. */
    static Map<String, Object> resource(ReceivedMessage message) {
        NumberSpec spec = message.number().spec();
        String date = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
                .format(message.at().atOffset(ZoneOffset.UTC));
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("sid", message.id());
        resource.put("account_sid", spec.accountSid());
        resource.put("messaging_service_sid", null);
        resource.put("to", message.customer().twilioAddress());
        resource.put("from", "whatsapp:+" + spec.displayDigits());
        resource.put("body", message.text());
        resource.put("num_media", message.content().link() == null ? "0" : "1");
        resource.put("num_segments", "1");
        resource.put("direction", "outbound-api");
        resource.put("date_created", date);
        resource.put("date_updated", date);
        resource.put("date_sent", null);
        resource.put("status", status(message));
        resource.put(
                "error_code",
                message.errorCode().isPresent() ? message.errorCode().getAsInt() : null);
        resource.put("error_message", null);
        resource.put("price", null);
        resource.put("price_unit", null);
        resource.put("api_version", "2010-04-01");
        resource.put("uri", "/2010-04-01/Accounts/" + spec.accountSid() + "/Messages/" + message.id() + ".json");
        return resource;
    }

    private static String status(ReceivedMessage message) {
        switch (message.status()) {
            case "accepted":
                return "queued";
            case "failed":
                return "undelivered";
            default:
                return message.status();
        }
    }

    private static SimulatedNumber sender(List<SimulatedNumber> numbers, List<Map.Entry<String, String>> form) {
        String service = Call.first(form, "MessagingServiceSid");
        String from = Call.first(form, "From");
        if (service != null && service.matches("MG[0-9a-f]{32}") && from == null) {
            return numbers.get(0);
        }
        if (from == null) {
            throw new TwilioRefusal(400, 21603, "A 'From' phone number is required");
        }
        return numbers.stream()
                .filter(n -> from.equals("whatsapp:+" + n.spec().displayDigits()))
                .findFirst()
                .orElseThrow(() -> new TwilioRefusal(
                        400, 63007, "Twilio could not find a Channel with the specified From address"));
    }

    private static SimulatedCustomer recipient(SimulatedNumber number, @Nullable String to) {
        if (to == null) {
            throw new TwilioRefusal(400, 21604, "A 'To' phone number is required");
        }
        String address = to.startsWith("whatsapp:") ? to.substring("whatsapp:".length()) : "";
        if (Recipients.isUserId(address)) {
            return number.find(address).orElseGet(() -> new SimulatedCustomer(number, address, "nobody").unreachable());
        }
        if (!address.matches("\\+[0-9]{7,15}")) {
            throw new TwilioRefusal(400, 21211, "Invalid 'To' Phone Number");
        }
        if (NumberSpec.digits(address).equals(number.spec().displayDigits())) {
            throw new TwilioRefusal(400, 63031, "Channels message cannot have same From and To");
        }
        return number.find(address).orElseGet(() -> number.customer(address, "Somebody"));
    }

    private static OutboundContent content(SimulatedNumber number, List<Map.Entry<String, String>> form) {
        Map<String, Object> fields = new LinkedHashMap<>();
        form.forEach(f -> fields.put(f.getKey(), f.getValue()));
        String contentSid = Call.first(form, "ContentSid");
        if (contentSid != null) {
            return template(number, contentSid, Call.first(form, "ContentVariables"), fields);
        }
        if (fields.containsKey("ContentVariables")) {
            throw new TwilioRefusal(400, 21656, "ContentVariables without ContentSid");
        }
        String body = Call.first(form, "Body");
        List<String> links = form.stream()
                .filter(f -> f.getKey().equals("MediaUrl"))
                .map(Map.Entry::getValue)
                .toList();
        if ((body == null || body.isEmpty()) && links.isEmpty()) {
            throw new TwilioRefusal(400, 21602, "Message body is required");
        }
        if (body != null && body.codePointCount(0, body.length()) > LONGEST_BODY) {
            throw new TwilioRefusal(400, 21617, "The concatenated message body exceeds the 1600 character limit");
        }
        if (links.size() > 1) {
            throw new TwilioRefusal(400, 21623, "Number of media files exceeds allowed limit");
        }
        String text = body == null ? "" : body;
        if (links.isEmpty()) {
            return OutboundContent.of("text", fields, text);
        }
        requireAddress(links.get(0), 21620, "Invalid media URL(s)");
        return OutboundContent.of("media", fields, text).withMedia(null, links.get(0));
    }

    private static OutboundContent template(
            SimulatedNumber number, String contentSid, @Nullable String variables, Map<String, Object> fields) {
        SimulatedTemplate template = number.templates()
                .byContentSid(contentSid)
                .orElseThrow(() -> new TwilioRefusal(400, 21655, "The ContentSid is Invalid"));
        Map<String, String> values = new HashMap<>();
        if (variables != null && !variables.isEmpty()) {
            try {
                Json.strict().parseObject(variables).forEach((name, value) -> {
                    if (!(value instanceof String text)) {
                        throw new TwilioRefusal(400, 21656, "The ContentVariables Parameter is invalid");
                    }
                    values.put(name, text);
                });
            } catch (JsonException e) {
                throw new TwilioRefusal(400, 21656, "The ContentVariables Parameter is invalid");
            }
        }
        String pattern = Trees.text(template.component("BODY").get("text"), "");
        OutboundContent content = OutboundContent.of("template", fields, SimulatedTemplate.filled(pattern, values))
                .ofTemplate(template.name(), template.category());
        if (!values.keySet().containsAll(SimulatedTemplate.variables(pattern))) {
            return content.failing(
                    63028, "Number of parameters provided does not match the expected number of parameters");
        }
        if (!template.status().equals("APPROVED")) {
            return content.failing(
                    template.status().equals("PAUSED") ? 63041 : 63040, "Template is not approved or paused");
        }
        return content;
    }

    /** The content with Meta's codes replaced by Twilio's. */
    private static OutboundContent twilios(OutboundContent content) {
        int code;
        switch (content.fault()) {
            case 131047 -> code = 63016;
            case 131026 -> code = 63024;
            case 131050 -> code = 63049;
            default -> {
                return content;
            }
        }
        return new OutboundContent(
                content.type(),
                content.body(),
                content.text(),
                content.media(),
                content.link(),
                content.template(),
                content.category(),
                code,
                content.faultDetails());
    }

    private static void requireAddress(String url, int code, String message) {
        try {
            MediaReferences.requireWebAddress("url", url);
        } catch (GraphRefusal e) {
            throw new TwilioRefusal(400, code, message);
        }
    }
}
