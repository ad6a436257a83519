package io.deskwire.testkit.whatsapp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The templates of one account. Every change but the first filling is told by webhook. Thread-safe. */
public final class SimulatedTemplates {

    private final String wabaId;
    private final SimulatorState state;
    private final List<SimulatedTemplate> templates = new ArrayList<>();

    SimulatedTemplates(String wabaId, SimulatorState state) {
        this.wabaId = wabaId;
        this.state = state;
    }

    /**
     * Adds a template, or replaces the one of the same name and language. No webhook.
     *
     * @return the template with its ids
     */
    public SimulatedTemplate add(SimulatedTemplate template) {
        SimulatedTemplate kept =
                template.withIds(state.ids().media(), state.ids().twilio("HX"));
        synchronized (templates) {
            templates.removeIf(t -> same(t, template.name(), template.language()));
            templates.add(kept);
        }
        return kept;
    }

    /** All of them, in the order of the listing. */
    public List<SimulatedTemplate> all() {
        synchronized (templates) {
            return List.copyOf(templates);
        }
    }

    /** One of them. */
    public Optional<SimulatedTemplate> find(String name, String language) {
        return all().stream().filter(t -> same(t, name, language)).findFirst();
    }

    /** Deletes a template and pushes the webhook about it. */
    public void remove(String name, String language) {
        SimulatedTemplate gone = change(name, language, t -> t);
        synchronized (templates) {
            templates.remove(gone);
        }
        tellStatus(gone, "DELETED", "NONE");
    }

    /**
     * Changes the status and pushes {@code message_template_status_update}.
     *
     * @param status {@code APPROVED}, {@code REJECTED}, {@code PAUSED}, {@code DISABLED} …
     */
    public void status(String name, String language, String status) {
        SimulatedTemplate changed = change(name, language, t -> t.withStatus(status));
        tellStatus(changed, status, status.equals("REJECTED") ? "INVALID_FORMAT" : "NONE");
    }

    /** Changes the category and pushes {@code template_category_update}. */
    public void category(String name, String language, String category) {
        String before = require(name, language).category();
        SimulatedTemplate changed = change(name, language, t -> t.withCategory(category));
        Map<String, Object> value = identity(changed);
        value.put("previous_category", before);
        value.put("new_category", category);
        push("template_category_update", value);
    }

    /** Changes the quality and pushes {@code message_template_quality_update}. */
    public void quality(String name, String language, String quality) {
        String before = require(name, language).quality();
        SimulatedTemplate changed = change(name, language, t -> t.withQuality(quality));
        Map<String, Object> value = Trees.of("previous_quality_score", before, "new_quality_score", quality);
        value.putAll(identity(changed));
        push("message_template_quality_update", value);
    }

    Optional<SimulatedTemplate> byContentSid(String contentSid) {
        return all().stream().filter(t -> t.contentSid().equals(contentSid)).findFirst();
    }

    private void tellStatus(SimulatedTemplate template, String event, String reason) {
        Map<String, Object> value = Trees.of("event", event);
        value.putAll(identity(template));
        value.put("message_template_category", template.category());
        value.put("reason", reason);
        if (event.equals("PAUSED")) {
            value.put(
                    "other_info",
                    Trees.of(
                            "title",
                            "FIRST_PAUSE",
                            "description",
                            "Template paused for 3 hours because of low quality."));
        }
        if (event.equals("REJECTED")) {
            value.put(
                    "rejection_info",
                    Trees.of(
                            "reason",
                            "Parameters placed next to each other",
                            "recommendation",
                            "Separate the parameters with text"));
        }
        push("message_template_status_update", value);
    }

    private static Map<String, Object> identity(SimulatedTemplate template) {
        return Trees.of(
                "message_template_id",
                Long.parseLong(template.id()),
                "message_template_name",
                template.name(),
                "message_template_language",
                template.language());
    }

    private void push(String field, Map<String, Object> value) {
        // One webhook for the account, however many numbers it has.
        state.number(spec -> spec.wabaId().equals(wabaId)).ifPresent(number -> number.pushAccountChange(field, value));
    }

    private SimulatedTemplate require(String name, String language) {
        return find(name, language)
                .orElseThrow(() -> new IllegalArgumentException("no template " + name + " in " + language));
    }

    private SimulatedTemplate change(String name, String language, UnaryOperator<SimulatedTemplate> how) {
        synchronized (templates) {
            SimulatedTemplate before = require(name, language);
            SimulatedTemplate after = how.apply(before);
            templates.set(templates.indexOf(before), after);
            return after;
        }
    }

    private static boolean same(SimulatedTemplate template, String name, String language) {
        return template.name().equals(name) && template.language().equals(language);
    }
}
