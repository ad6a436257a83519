package io.deskwire.testkit.whatsapp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Twilio's Messages resource below {@code /2010-04-01/Accounts/{sid}}. */
final class TwilioFace {

    private final SimulatorState state;
    private final TwilioSends sends;
    private final MediaRequests media;

    TwilioFace(SimulatorState state) {
        this.state = state;
        this.sends = new TwilioSends(state);
        this.media = new MediaRequests(state);
    }

    Answer answer(Call call) {
        List<String> path = call.from(1);
        try {
            if (path.size() < 3
                    || !path.get(0).equals("2010-04-01")
                    || !path.get(1).equals("Accounts")) {
                throw TwilioRefusal.notFound(call);
            }
            List<SimulatedNumber> numbers = authenticated(call, path.get(2));
            return route(call, numbers, path.subList(3, path.size()));
        } catch (TwilioRefusal refusal) {
            return refusal.answer();
        }
    }

    private Answer route(Call call, List<SimulatedNumber> numbers, List<String> path) {
        boolean ofMessages = !path.isEmpty() && path.get(0).startsWith("Messages");
        if (path.size() == 1 && path.get(0).equals("Messages.json")) {
            return call.is("POST") ? sends.send(numbers, call) : list(call, numbers);
        } else if (ofMessages && path.size() == 2 && call.is("GET")) {
            String sid = path.get(1).replaceAll("\\.json$", "");
            return Answer.json(200, TwilioSends.resource(require(call, numbers, sid)));
        } else if (ofMessages && path.size() == 4 && path.get(2).equals("Media")) {
            return medium(call, numbers, path.get(3).replaceAll("\\.json$", ""));
        }
        throw TwilioRefusal.notFound(call);
    }

    private Answer medium(Call call, List<SimulatedNumber> numbers, String id) {
        Optional<MediaShelf.Shelved> medium = state.media().find(id).filter(m -> numbers.contains(m.owner()));
        if (medium.isEmpty()) {
            throw TwilioRefusal.notFound(call);
        }
        if (call.is("DELETE")) {
            state.media().delete(id);
            return Answer.empty(204);
        }
        return media.redirect(medium.get(), 307);
    }

    private static Answer list(Call call, List<SimulatedNumber> numbers) {
        String to = call.query("To");
        String from = call.query("From");
        List<Map<String, Object>> messages = numbers.stream()
                .flatMap(n -> n.sent().stream())
                .map(TwilioSends::resource)
                .filter(m -> matches(m.get("to"), to) && matches(m.get("from"), from))
                .toList();
        return Answer.json(200, Trees.of("messages", messages, "page", 0, "page_size", 50));
    }

    private static boolean matches(@Nullable Object value, @Nullable String wanted) {
        return wanted == null || wanted.equals(value);
    }

    private static ReceivedMessage require(Call call, List<SimulatedNumber> numbers, String sid) {
        return numbers.stream()
                .flatMap(n -> n.sent(sid).stream())
                .findFirst()
                .orElseThrow(() -> TwilioRefusal.notFound(call));
    }

    private List<SimulatedNumber> authenticated(Call call, String sid) {
        String header = call.header("authorization");
        String given = "";
        if (header != null && header.startsWith("Basic ")) {
            try {
                given = new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                given = "";
            }
        }
        String credentials = given;
        List<SimulatedNumber> numbers = state.numbers().stream()
                .filter(n -> n.spec().accountSid().equals(sid))
                .filter(n -> Signatures.equal(
                        n.spec().accountSid() + ":" + n.spec().authToken().reveal(), credentials))
                .toList();
        if (numbers.isEmpty()) {
            throw new TwilioRefusal(401, 20003, "Authenticate");
        }
        return numbers;
    }
}
