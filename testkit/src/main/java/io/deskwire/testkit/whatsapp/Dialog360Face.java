package io.deskwire.testkit.whatsapp;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** 360dialog's API (Cloud): Meta's bodies, one key for each number, no version and no phone number id in the paths. */
final class Dialog360Face {

    /** The host that stands in the addresses of media and that callers replace by the API's own. */
    private static final String LOOKASIDE = "https://lookaside.fbsbx.com";

    private final SimulatorState state;
    private final Sends sends;
    private final MediaRequests media;

    Dialog360Face(SimulatorState state) {
        this.state = state;
        this.sends = new Sends(state);
        this.media = new MediaRequests(state);
    }

    Answer answer(Call call) {
        String key = call.header("d360-api-key");
        Optional<SimulatedNumber> number = key == null
                ? Optional.empty()
                : state.number(spec -> Signatures.equal(spec.dialog360ApiKey().reveal(), key));
        if (number.isEmpty()) {
            return gateway(401, "Invalid api key");
        }
        try {
            return route(call, number.get(), String.join("/", call.from(1)));
        } catch (GraphRefusal refusal) {
            return refused(refusal);
        }
    }

    private Answer route(Call call, SimulatedNumber number, String path) {
        switch (call.method() + " " + path) {
            case "POST messages":
                return sends.messages(number, Flavour.DIALOG360, call);
            case "POST media":
                return media.upload(number, call);
            case "POST v1/configs/webhook":
                return configure(number, Fields.of(call.json()));
            case "GET v1/configs/webhook":
                return Answer.json(200, webhook(number));
            case "GET v1/configs/templates":
                return templates(call, number);
            case "GET whatsapp_business/attachments":
                return media.download(number, call);
            default:
                if (path.matches("\\d+") && call.is("GET")) {
                    return media.describe(number, call, path, LOOKASIDE);
                } else if (path.matches("\\d+") && call.is("DELETE")) {
                    return media.delete(number, path);
                }
                return gateway(404, "Not found");
        }
    }

    private static Answer configure(SimulatedNumber number, Fields body) {
        body.only("url", "headers");
        String url = body.text("url");
        MediaReferences.requireWebAddress("url", url);
        Map<String, String> headers = new LinkedHashMap<>();
        Fields given = body.optionalObject("headers");
        if (given != null) {
            given.values().keySet().forEach(name -> headers.put(name, given.text(name)));
        }
        number.override(URI.create(url), headers);
        return Answer.json(200, webhook(number));
    }

    private static Map<String, Object> webhook(SimulatedNumber number) {
        @Nullable URI url = number.webhookUrl();
        return Trees.of(
                "url",
                url == null ? "" : url.toString(),
                "headers",
                new LinkedHashMap<String, Object>(number.webhookHeaders()));
    }

    private Answer templates(Call call, SimulatedNumber number) {
        List<SimulatedTemplate> all = number.templates().all();
        int offset = Math.min(number(call.query("offset"), 0), all.size());
        int limit =
                Math.min(number(call.query("limit"), 1000), state.behaviour().templatePageSize());
        List<Map<String, Object>> page = all.subList(offset, Math.min(all.size(), offset + limit)).stream()
                .map(t -> t.listed(true))
                .toList();
        return Answer.json(
                200,
                Trees.of(
                        "waba_templates",
                        page,
                        "total",
                        all.size(),
                        "count",
                        page.size(),
                        "offset",
                        offset,
                        "limit",
                        limit));
    }

    private static int number(@Nullable String text, int otherwise) {
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,6}")) {
            throw GraphRefusal.parameter("limit and offset are numbers.");
        }
        return Integer.parseInt(text);
    }

    private Answer refused(GraphRefusal refusal) {
        switch (state.behaviour().dialog360Errors()) {
            case GATEWAY:
                return gateway(refusal.status(), refusal.details());
            case ON_PREMISES:
                return Answer.json(
                        refusal.status(),
                        Trees.of(
                                "errors",
                                List.of(Trees.of(
                                        "code",
                                        refusal.code(),
                                        "title",
                                        GraphErrors.known(refusal.code()).title(),
                                        "details",
                                        refusal.details()))));
            default:
                return Answer.metaJson(
                        refusal.status(), refusal.body(state.ids().trace()));
        }
    }

    private static Answer gateway(int status, String message) {
        return Answer.json(
                status,
                Trees.of("meta", Trees.of("success", false, "http_code", status, "developer_message", message)));
    }
}
