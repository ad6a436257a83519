package io.deskwire.testkit.whatsapp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks {@code template} against its definition and fills it in. */
final class TemplateCheck {

    private static final int COUNT = 132000;
    private static final int FORMAT = 132012;
    private static final Pattern FORBIDDEN = Pattern.compile("[\\n\\r\\t]| {5,}");

    private final SimulatedNumber number;
    private final MediaReferences media;

    TemplateCheck(SimulatedNumber number, MediaReferences media) {
        this.number = number;
        this.media = media;
    }

    OutboundContent check(Fields request) {
        request.only("name", "language", "components");
        String name = request.text("name");
        Fields language = request.object("language").only("code", "policy");
        if (language.has("policy")) {
            language.oneOf("policy", 131009, "deterministic");
        }
        SimulatedTemplate template = sendable(number.templates().find(name, language.text("code")), name);
        OutboundContent content = OutboundContent.of("template", request.values(), "");

        Map<String, Fields> given = new HashMap<>();
        for (Fields component : request.objects("components")) {
            component.only("type", "sub_type", "index", "parameters");
            String type = component.oneOf("type", 131009, "header", "body", "button");
            String key = type.equals("button") ? type + " " + index(component) : type;
            if (!type.equals("button") && (component.has("sub_type") || component.has("index"))) {
                throw GraphRefusal.parameter("Only buttons have sub_type and index.");
            }
            if (given.put(key, component) != null) {
                throw GraphRefusal.parameter("Component " + key + " is given twice.");
            }
        }
        content = header(content, template, Optional.ofNullable(given.remove("header")));
        String header = content.text();
        String bodyText = Trees.text(template.component("BODY").get("text"), "");
        String body = texts(template, "body", bodyText, Optional.ofNullable(given.remove("body")));
        if (body.codePointCount(0, body.length()) > 1024) {
            throw GraphRefusal.of(132005, "The body is longer than 1024 characters with its parameters.");
        }
        buttons(template, given);
        String footer = Trees.text(template.component("FOOTER").get("text"), "");
        List<String> lines = new ArrayList<>(List.of(header, body, footer));
        lines.removeIf(String::isEmpty);
        return new OutboundContent(
                "template",
                content.body(),
                String.join("\n", lines),
                content.media(),
                content.link(),
                name,
                template.category(),
                content.fault(),
                content.faultDetails());
    }

    static SimulatedTemplate sendable(Optional<SimulatedTemplate> found, String name) {
        SimulatedTemplate template = found.orElseThrow(
                () -> GraphRefusal.of(132001, "template name (" + name + ") does not exist in that language"));
        switch (template.status()) {
            case "APPROVED":
                return template;
            case "PAUSED":
                throw GraphRefusal.of(132015, "template (" + name + ") is paused because of low quality");
            case "DISABLED":
                throw GraphRefusal.of(132016, "template (" + name + ") was paused too often and is disabled");
            default:
                throw GraphRefusal.of(132001, "template (" + name + ") is not approved");
        }
    }

    private OutboundContent header(OutboundContent content, SimulatedTemplate template, Optional<Fields> given) {
        Map<String, Object> definition = template.component("HEADER");
        String format = Trees.text(definition.get("format"), "");
        if (format.isEmpty() || format.equals("TEXT")) {
            String text = Trees.text(definition.get("text"), "");
            return OutboundContent.of("template", content.body(), texts(template, "header", text, given));
        }
        List<Fields> parameters = given.map(g -> g.objects("parameters")).orElse(List.of());
        if (parameters.size() != 1) {
            throw mismatch("header", parameters.size(), 1);
        }
        Fields parameter = parameters.get(0);
        String expected = format.toLowerCase(Locale.ROOT);
        if (!parameter.text("type").equals(expected)) {
            throw GraphRefusal.of(
                    FORMAT,
                    "header: Format mismatch, expected " + format + ", received "
                            + parameter.text("type").toUpperCase(Locale.ROOT));
        }
        parameter.only("type", expected);
        Fields object = parameter.object(expected);
        if (expected.equals("location")) {
            MessageCheck.location(object);
            return content;
        }
        if (expected.equals("document")) {
            object.only("id", "link", "filename");
        } else {
            object.only("id", "link");
        }
        return media.attach(content, object, expected, false);
    }

    /** Checks the parameters of a text and fills them in. */
    private static String texts(SimulatedTemplate template, String place, String text, Optional<Fields> given) {
        List<String> variables = SimulatedTemplate.variables(text);
        List<Fields> parameters = given.map(g -> g.objects("parameters")).orElse(List.of());
        if (parameters.size() != variables.size()) {
            throw mismatch(place, parameters.size(), variables.size());
        }
        boolean named = template.parameterFormat().equals("NAMED");
        Map<String, String> values = new HashMap<>();
        Set<String> sorted = new HashSet<>(variables);
        for (int i = 0; i < parameters.size(); i++) {
            Fields parameter = parameters.get(i);
            String name = parameter.optionalText("parameter_name");
            if (named != (name != null)) {
                throw GraphRefusal.of(FORMAT, place + ": the template's parameters are " + template.parameterFormat());
            }
            // Positional parameters stand in the order of their numbers, wherever the text has them.
            String variable = name != null ? name : String.valueOf(i + 1);
            if (!sorted.remove(variable)) {
                throw GraphRefusal.of(FORMAT, place + ": parameter " + variable + " is not expected");
            }
            values.put(variable, value(parameter, place));
        }
        return SimulatedTemplate.filled(text, values);
    }

    private static String value(Fields parameter, String place) {
        String type = parameter.text("type");
        String value;
        switch (type) {
            case "text" ->
                value = parameter.only("type", "parameter_name", "text").text("text");
            case "currency" -> {
                Fields currency = parameter
                        .only("type", "parameter_name", "currency")
                        .object("currency")
                        .only("fallback_value", "code", "amount_1000");
                currency.text("code", 3, 131009);
                currency.number("amount_1000", -9e15, 9e15);
                value = currency.text("fallback_value");
            }
            case "date_time" ->
                value = parameter
                        .only("type", "parameter_name", "date_time")
                        .object("date_time")
                        .only("fallback_value")
                        .text("fallback_value");
            default -> throw GraphRefusal.of(FORMAT, place + ": a text cannot be filled with " + type);
        }
        if (value.isEmpty()) {
            throw GraphRefusal.of(131008, place + ": parameter of type text is missing text value");
        }
        if (FORBIDDEN.matcher(value).find()) {
            throw GraphRefusal.of(
                    132018,
                    place + ": param text cannot have new-line/tab characters or more than 4 consecutive spaces");
        }
        return value;
    }

    private static void buttons(SimulatedTemplate template, Map<String, Fields> given) {
        List<Map<String, Object>> buttons = template.buttons();
        for (int i = 0; i < buttons.size(); i++) {
            Map<String, Object> button = buttons.get(i);
            String type = Trees.text(button.get("type"), "");
            Fields component = given.remove("button " + i);
            boolean dynamic = type.equals("URL")
                    && !SimulatedTemplate.variables(Trees.text(button.get("url"), ""))
                            .isEmpty();
            if (component == null) {
                if (dynamic || type.equals("COPY_CODE")) {
                    throw GraphRefusal.of(
                            131008, "Button at index " + i + " of type " + type + " requires a parameter");
                }
                continue;
            }
            String subType = component.text("sub_type");
            if (!subType.equals(type.toLowerCase(Locale.ROOT)) || type.equals("URL") && !dynamic) {
                throw GraphRefusal.of(COUNT, "Button at index " + i + " takes no parameter of sub type " + subType);
            }
            List<Fields> parameters = component.objects("parameters");
            if (parameters.size() != 1) {
                throw mismatch("button " + i, parameters.size(), 1);
            }
            parameter(parameters.get(0), subType);
        }
        if (!given.isEmpty()) {
            throw GraphRefusal.of(
                    COUNT, "The template has no " + given.keySet().iterator().next());
        }
    }

    private static void parameter(Fields parameter, String subType) {
        switch (subType) {
            case "quick_reply" -> {
                parameter.only("type", "payload").oneOf("type", FORMAT, "payload");
                parameter.text("payload", 256, 131009);
            }
            case "url" -> {
                parameter.only("type", "text").oneOf("type", FORMAT, "text");
                parameter.text("text", 2000, 131009);
            }
            case "copy_code" -> {
                parameter.only("type", "coupon_code").oneOf("type", FORMAT, "coupon_code");
                parameter.text("coupon_code", 20, 131009);
            }
            default -> parameter.text("type");
        }
    }

    private static String index(Fields component) {
        component.text("sub_type");
        String index = Trees.text(component.raw("index"), "");
        if (!index.matches("[0-9]")) {
            throw GraphRefusal.of(131009, "Param " + component.at("index") + " must be 0 to 9.");
        }
        return index;
    }

    private static GraphRefusal mismatch(String place, int given, int expected) {
        return GraphRefusal.of(
                COUNT,
                place + ": number of localizable_params (" + given + ") does not match the expected number of params ("
                        + expected + ")");
    }
}
