package io.deskwire.testkit.whatsapp;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /simulator/messages}: playing the customer with curl. */
final class ControlFace {

    /** A request that makes no sense, said to a person. */
    private static final class Unclear extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unclear(String message) {
            super(message, null, false, false);
        }
    }

    private final SimulatorState state;

    ControlFace(SimulatorState state) {
        this.state = state;
    }

    Answer answer(Call call) {
        String host = Objects.requireNonNullElse(call.header("host"), "").replaceAll(":\\d+$", "");
        if (!List.of("127.0.0.1", "localhost").contains(host)) {
            return problem(403, "only this machine may play the customer");
        }
        if (!call.from(1).equals(List.of("messages"))) {
            return problem(404, "there is only /simulator/messages");
        }
        try {
            switch (call.method()) {
                case "GET":
                    return Answer.json(200, Trees.of("messages", received(call.query("to"))));
                case "POST":
                    return play(Fields.of(call.jsonOfAnyType()));
                default:
                    return problem(405, "GET and POST only");
            }
        } catch (Unclear e) {
            return problem(400, String.valueOf(e.getMessage()));
        } catch (GraphRefusal e) {
            return problem(400, e.details());
        }
    }

    private Answer play(Fields body) {
        body.only(
                "to",
                "from",
                "name",
                "text",
                "type",
                "base64",
                "content_type",
                "file_name",
                "caption",
                "latitude",
                "longitude",
                "address",
                "message_id",
                "emoji",
                "reply_to");
        SimulatedNumber number = number(body.optionalText("to"));
        String from = body.text("from");
        if (!Recipients.isPhone(from) && !Recipients.isUserId(from)) {
            throw new Unclear("from is a phone number with country code, or a user id such as US.1349");
        }
        String name = Objects.requireNonNullElse(body.optionalText("name"), "Customer " + from);
        SimulatedCustomer customer = number.customer(from, name);
        String quoted = body.optionalText("reply_to");
        String id = write(body, quoted == null ? customer : customer.replyingTo(quoted));
        String outcome = outcome(number, id);
        return Answer.json(200, Trees.of("id", id, "to", number.spec().displayPhoneNumber(), "webhook", outcome));
    }

    /** What became of the webhook with a message. */
    private static String outcome(SimulatedNumber number, String id) {
        String written = MetaJson.write(id);
        return number.pushes().stream()
                .filter(p -> p.text().contains(number.spec().flavour() == Flavour.TWILIO ? id : written))
                .findFirst()
                .map(p -> p.failure().orElseGet(() -> "answered " + p.status().orElse(0)))
                .orElse("the provider has no webhook for this");
    }

    private static String write(Fields body, CustomerMessages customer) {
        String type = Objects.requireNonNullElse(body.optionalText("type"), "text");
        String caption = body.optionalText("caption");
        switch (type) {
            case "text":
                return customer.text(body.text("text"));
            case "image":
                return customer.image(file(body, "image/jpeg"), caption);
            case "video":
                return customer.video(file(body, "video/mp4"), caption);
            case "voice":
                return customer.voice(file(body, "audio/ogg; codecs=opus"));
            case "audio":
                return customer.audio(file(body, "audio/mpeg"));
            case "document":
                return customer.document(file(body, "application/pdf"), caption);
            case "sticker":
                return customer.sticker(file(body, "image/webp"));
            case "location":
                return customer.location(
                        body.number("latitude", -90, 90),
                        body.number("longitude", -180, 180),
                        body.optionalText("text"),
                        body.optionalText("address"));
            case "reaction":
                return customer.reaction(body.text("message_id"), body.text("emoji"));
            default:
                throw new Unclear(
                        "type is one of text, image, video, voice, audio, document, sticker, location, reaction");
        }
    }

    private static MediaFile file(Fields body, String usualType) {
        String base64 = body.text("base64").replaceAll("\\s", "");
        if (base64.isEmpty()) {
            throw new Unclear("base64 is empty");
        }
        try {
            return MediaFile.of(
                    Base64.getDecoder().decode(base64),
                    Objects.requireNonNullElse(body.optionalText("content_type"), usualType),
                    body.optionalText("file_name"));
        } catch (IllegalArgumentException e) {
            throw new Unclear("base64 is not base 64");
        }
    }

    private SimulatedNumber number(@Nullable String to) {
        List<SimulatedNumber> numbers = state.numbers();
        if (to == null) {
            if (numbers.size() != 1) {
                throw new Unclear("to is needed: there are " + numbers.size() + " numbers");
            }
            return numbers.get(0);
        }
        String digits = NumberSpec.digits(to);
        Optional<SimulatedNumber> found = state.number(
                spec -> spec.phoneNumberId().equals(to) || spec.displayDigits().equals(digits));
        return found.orElseThrow(() -> new Unclear("no number " + to));
    }

    private List<Map<String, Object>> received(@Nullable String to) {
        return state.numbers().stream()
                .flatMap(number -> number.sent().stream())
                .filter(m -> to == null || m.customer().answersTo(to))
                .map(ControlFace::shown)
                .toList();
    }

    private static Map<String, Object> shown(ReceivedMessage message) {
        Optional<MediaFile> media = message.media();
        return Trees.of(
                "id",
                message.id(),
                "from",
                message.number().spec().displayPhoneNumber(),
                "to",
                message.customer()
                        .waId()
                        .map(d -> "+" + d)
                        .or(() -> message.customer().userId())
                        .orElse(null),
                "at",
                message.at().toString(),
                "type",
                message.type(),
                "text",
                message.text(),
                "template",
                message.templateName().orElse(null),
                "file_name",
                Trees.text(message.body().get("filename")),
                "content_type",
                media.map(MediaFile::contentType).orElse(null),
                "size",
                media.map(MediaFile::size).orElse(null),
                "reply_to",
                message.contextId().orElse(null),
                "status",
                message.status(),
                "error_code",
                message.errorCode().isPresent() ? message.errorCode().getAsInt() : null);
    }

    private static Answer problem(int status, String text) {
        return Answer.json(status, Trees.of("error", text));
    }
}
