package io.deskwire.testkit.whatsapp;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Upload, look-up, download and deletion of media, for the Graph and 360dialog faces. */
final class MediaRequests {

    private final SimulatorState state;

    MediaRequests(SimulatorState state) {
        this.state = state;
    }

    /** {@code POST …/media}. */
    Answer upload(SimulatedNumber number, Call call) {
        List<Multipart.Part> parts = Multipart.parse(call.header("content-type"), call.body());
        for (Multipart.Part part : parts) {
            if (!Set.of("messaging_product", "type", "file", "ttl_minutes").contains(part.name())) {
                throw GraphRefusal.parameter("Unexpected part \"" + part.name() + "\".");
            }
        }
        if (parts.stream().map(Multipart.Part::name).distinct().count() != parts.size()) {
            throw GraphRefusal.parameter("A part is given twice.");
        }
        if (!"whatsapp".equals(value(parts, "messaging_product"))) {
            throw GraphRefusal.parameter("The parameter messaging_product is required.");
        }
        String type = value(parts, "type");
        if (type == null) {
            throw GraphRefusal.parameter("The parameter type is required.");
        }
        Multipart.Part file = parts.get(parts.size() - 1);
        if (!file.name().equals("file")) {
            throw GraphRefusal.parameter("The parameter file is required and comes last.");
        }
        String fileName = Objects.requireNonNullElse(file.fileName(), "");
        String partType = Objects.requireNonNullElse(file.contentType(), "");
        Optional<String> fault = MediaRules.uploadFault(type, partType, fileName, file.body());
        if (fault.isPresent() && state.behaviour().refuseMediaAtUpload()) {
            throw GraphRefusal.parameter(fault.get());
        }
        MediaFile medium = MediaFile.ofOwn(file.body(), type, fileName.isEmpty() ? null : fileName);
        return Answer.metaJson(
                200,
                Trees.of(
                        "id",
                        state.media()
                                .uploaded(number, medium, fault.orElse(null))
                                .id()));
    }

    /** {@code GET /{media_id}}. */
    Answer describe(SimulatedNumber number, Call call, String id, String host) {
        String asked = call.query("phone_number_id");
        if (asked != null && !asked.equals(number.spec().phoneNumberId())) {
            throw GraphRefusal.unknownMedia(id);
        }
        MediaShelf.Shelved medium = require(number, id);
        return Answer.metaJson(
                200,
                Trees.of(
                        "messaging_product",
                        "whatsapp",
                        "url",
                        host + state.media().downloadPath(medium),
                        "mime_type",
                        medium.file().plainType(),
                        "sha256",
                        medium.file().sha256Hex(),
                        "file_size",
                        medium.file().size(),
                        "id",
                        id));
    }

    /** {@code DELETE /{media_id}}. */
    Answer delete(SimulatedNumber number, String id) {
        state.media().delete(require(number, id).id());
        return Answer.success();
    }

    /** The download itself, for a caller that has shown to own the number. */
    Answer download(SimulatedNumber number, Call call) {
        String id = Objects.requireNonNullElse(call.query("mid"), "");
        String expiry = Objects.requireNonNullElse(call.query("ext"), "");
        String hash = Objects.requireNonNullElse(call.query("hash"), "");
        Optional<MediaShelf.Shelved> medium = state.media().find(id).filter(m -> m.owner() == number);
        if (medium.isEmpty()
                || !state.media().urlGenuine(id, expiry, hash)
                || !state.media().urlAlive(expiry)) {
            return Answer.empty(404);
        }
        return deliver(medium.get());
    }

    /** The bytes, or a redirect to them on another host. */
    Answer deliver(MediaShelf.Shelved medium) {
        return state.behaviour().redirectDownloads() ? redirect(medium, 302) : bytes(medium);
    }

    Answer redirect(MediaShelf.Shelved medium, int status) {
        return Answer.empty(status)
                .header("Location", state.foreignBase() + state.media().downloadPath(medium));
    }

    /** The download on the other host, where the signed address is all that counts. */
    Answer foreign(Call call) {
        String id = Objects.requireNonNullElse(call.query("mid"), "");
        String expiry = Objects.requireNonNullElse(call.query("ext"), "");
        String hash = Objects.requireNonNullElse(call.query("hash"), "");
        boolean good =
                state.media().urlGenuine(id, expiry, hash) && state.media().urlAlive(expiry);
        return good
                ? state.media().find(id).map(MediaRequests::bytes).orElseGet(() -> Answer.empty(404))
                : Answer.empty(404);
    }

    boolean exists(SimulatedNumber number, String id) {
        return state.media().find(id).filter(m -> m.owner() == number).isPresent();
    }

    private static Answer bytes(MediaShelf.Shelved medium) {
        return Answer.bytes(200, medium.file().raw(), medium.file().contentType());
    }

    private MediaShelf.Shelved require(SimulatedNumber number, String id) {
        return state.media().find(id).filter(m -> m.owner() == number).orElseThrow(() -> GraphRefusal.unknownMedia(id));
    }

    private static @Nullable String value(List<Multipart.Part> parts, String name) {
        return parts.stream()
                .filter(p -> p.name().equals(name) && p.fileName() == null)
                .map(Multipart.Part::text)
                .findFirst()
                .orElse(null);
    }
}
