package io.deskwire.testkit.whatsapp;

import io.deskwire.config.Secret;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Meta's Graph API below {@code /vNN.N}. */
final class GraphFace {

    private final SimulatorState state;
    private final Sends sends;
    private final MediaRequests media;
    private final AccountRequests accounts;

    GraphFace(SimulatorState state) {
        this.state = state;
        this.sends = new Sends(state);
        this.media = new MediaRequests(state);
        this.accounts = new AccountRequests(state);
    }

    Answer answer(Call call) {
        try {
            return route(call, call.from(1));
        } catch (GraphRefusal refusal) {
            return Answer.metaJson(refusal.status(), refusal.body(state.ids().trace()))
                    .header("x-fb-trace-id", state.ids().trace());
        }
    }

    /** The download of a medium's address. */
    Answer download(Call call) {
        Optional<SimulatedNumber> owner = state.media()
                .find(Objects.requireNonNullElse(call.query("mid"), ""))
                .map(MediaShelf.Shelved::owner);
        String token = bearer(call);
        if (token == null || numbersOf(token).isEmpty()) {
            return Answer.empty(401);
        }
        return owner.filter(numbersOf(token)::contains)
                .map(number -> media.download(number, call))
                .orElseGet(() -> Answer.empty(404));
    }

    private Answer route(Call call, List<String> path) {
        String token = bearer(call);
        List<SimulatedNumber> mine = token == null ? List.of() : numbersOf(token);
        if (token == null || mine.isEmpty()) {
            throw GraphRefusal.token();
        }
        String proof = call.query("appsecret_proof");
        if (proof != null
                && !Signatures.equal(
                        Signatures.proof(mine.get(0).spec().appSecret().reveal(), token), proof)) {
            throw GraphRefusal.parameter("Invalid appsecret_proof provided in the API argument");
        }
        if (path.isEmpty() || path.size() > 2) {
            throw GraphRefusal.unknownObject(call.method(), String.join("/", path));
        }
        String id = path.get(0);
        String edge = path.size() == 2 ? path.get(1) : "";
        Optional<SimulatedNumber> number =
                mine.stream().filter(n -> n.spec().phoneNumberId().equals(id)).findFirst();
        if (number.isPresent()) {
            return ofNumber(call, number.get(), edge);
        }
        Optional<SimulatedNumber> ofAccount =
                mine.stream().filter(n -> n.spec().wabaId().equals(id)).findFirst();
        if (ofAccount.isPresent()) {
            return accounts.answer(call, ofAccount.get(), edge);
        }
        Optional<SimulatedNumber> owner =
                mine.stream().filter(n -> media.exists(n, id)).findFirst();
        if (edge.isEmpty() && call.is("GET")) {
            return media.describe(
                    owner.orElseThrow(() -> GraphRefusal.unknownMedia(id)), call, id, state.base() + "/lookaside");
        } else if (edge.isEmpty() && call.is("DELETE")) {
            return media.delete(owner.orElseThrow(() -> GraphRefusal.unknownMedia(id)), id);
        }
        throw GraphRefusal.unknownObject(call.method(), id);
    }

    private Answer ofNumber(Call call, SimulatedNumber number, String edge) {
        switch (call.method() + " " + edge) {
            case "POST messages":
                return sends.messages(number, Flavour.META, call);
            case "POST media":
                return media.upload(number, call);
            case "POST register":
                return register(number, Fields.of(call.json()));
            case "POST ":
                return accounts.overrideOfNumber(number, Fields.of(call.json()));
            case "GET ":
                return Answer.metaJson(200, AccountRequests.described(number, call.query("fields")));
            default:
                throw GraphRefusal.unknownObject(call.method(), number.spec().phoneNumberId() + "/" + edge);
        }
    }

    private static Answer register(SimulatedNumber number, Fields body) {
        MessageCheck.product(body);
        if (!body.only("messaging_product", "pin", "data_localization_region")
                .text("pin")
                .matches("\\d{6}")) {
            throw GraphRefusal.of(133005, "The PIN has six digits.");
        }
        number.register();
        return Answer.success();
    }

    private List<SimulatedNumber> numbersOf(String token) {
        return state.numbers().stream()
                .filter(n ->
                        n.spec().accessTokens().stream().map(Secret::reveal).anyMatch(t -> Signatures.equal(t, token)))
                .toList();
    }

    private static @Nullable String bearer(Call call) {
        String header = call.header("authorization");
        return header != null && header.startsWith("Bearer ") ? header.substring(7) : null;
    }
}
