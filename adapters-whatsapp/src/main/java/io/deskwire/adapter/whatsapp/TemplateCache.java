package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.ChannelMemory;
import io.deskwire.channel.MessageTemplates;
import io.deskwire.failure.ChannelException;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.MessageTemplate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The account's templates, read from the provider now and then and kept for all nodes in the channel's memory. */
final class TemplateCache implements MessageTemplates {

    private static final String KEPT = "templates";
    private static final int MOST_KEPT = 400_000;

    /** Reads all templates from the provider. */
    @FunctionalInterface
    interface Source {
        List<MessageTemplate> read() throws ChannelException;
    }

    /**
     * @param at when they were read
     * @param stale whether something is known to have changed since
     */
    private record Known(@Nullable Instant at, boolean stale, List<MessageTemplate> templates) {}

    private final WhatsAppSettings settings;
    private final ChannelMemory memory;
    private final Source source;

    TemplateCache(WhatsAppSettings settings, ChannelMemory memory, Source source) {
        this.settings = settings;
        this.memory = memory;
        this.source = source;
    }

    @Override
    public List<MessageTemplate> known() {
        return load().templates();
    }

    @Override
    public List<MessageTemplate> refresh(Instant now) throws ChannelException {
        List<MessageTemplate> read = List.copyOf(source.read());
        keep(new Known(now, false, read));
        return read;
    }

    /** When they were last read; empty when never. */
    Optional<Instant> readAt() {
        return Optional.ofNullable(load().at());
    }

    /** Whether they were read at all. */
    boolean isRead() {
        return load().at() != null;
    }

    /** Whether something is known to have changed since they were read. */
    boolean isStale() {
        return load().stale();
    }

    /** Notes that something changed that only the provider can tell. */
    void markStale() {
        Known known = load();
        if (known.at() != null && !known.stale()) {
            keep(new Known(known.at(), true, known.templates()));
        }
    }

    Optional<MessageTemplate> find(String name, String language) {
        return known().stream()
                .filter(t -> t.name().equals(name) && t.language().equals(language))
                .findFirst();
    }

    /**
     * Changes one template.
     *
     * @param change null takes it away
     * @return whether it was known
     */
    boolean change(String name, String language, @Nullable UnaryOperator<MessageTemplate> change) {
        Known known = load();
        List<MessageTemplate> changed = new ArrayList<>();
        boolean found = false;
        for (MessageTemplate template : known.templates()) {
            boolean meant = template.name().equals(name) && template.language().equals(language);
            found |= meant;
            if (!meant) {
                changed.add(template);
            } else if (change != null) {
                changed.add(change.apply(template));
            }
        }
        if (found) {
            keep(new Known(known.at(), known.stale(), changed));
        }
        return found;
    }

    private Known load() {
        Optional<String> kept = memory.find(settings.tenantId(), settings.channelId(), KEPT);
        if (kept.isEmpty()) {
            return new Known(null, false, List.of());
        }
        try {
            Map<String, Object> tree = Json.lenient().parseObject(kept.get());
            // Templates belong to an account; after a change of the document they are another's.
            if (!account().equals(Tree.text(tree, "account"))) {
                return new Known(null, false, List.of());
            }
            List<MessageTemplate> templates = new ArrayList<>();
            for (Object entry : Tree.list(tree, "templates")) {
                TemplateTrees.restored(Tree.object(entry)).ifPresent(templates::add);
            }
            String at = Tree.text(tree, "at");
            return new Known(at == null ? null : Instant.parse(at), Tree.isTrue(tree, "stale"), List.copyOf(templates));
        } catch (JsonException | DateTimeException e) {
            return new Known(null, false, List.of());
        }
    }

    private void keep(Known known) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("account", account());
        tree.put("at", known.at() == null ? null : known.at().toString());
        tree.put("stale", known.stale());
        tree.put(
                "templates", known.templates().stream().map(TemplateTrees::kept).toList());
        String text = Json.write(tree);
        if (text.length() > MOST_KEPT) {
            // What cannot be sent is the first to go; the memory is for small things.
            tree.put(
                    "templates",
                    known.templates().stream()
                            .filter(MessageTemplate::isApproved)
                            .map(TemplateTrees::kept)
                            .toList());
            text = Json.write(tree);
        }
        memory.put(settings.tenantId(), settings.channelId(), KEPT, text);
    }

    private String account() {
        return settings.accountId() == null ? settings.displayNumber() : settings.accountId();
    }
}
