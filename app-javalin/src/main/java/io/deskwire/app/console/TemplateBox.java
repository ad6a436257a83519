package io.deskwire.app.console;

import io.deskwire.message.MessageTemplate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a template is chosen and filled in.
 *
 * @param offered whether the channel knows templates at all
 * @param open whether the box is shown opened
 * @param choices those that can be sent, approved ones only
 * @param form the chosen one, or null
 * @param key makes a form that is sent twice send one message
 * @param problem why the last one was not sent, or null
 * @param sendAt the time that was typed
 */
record TemplateBox(
        boolean offered,
        boolean open,
        String address,
        List<Choice> choices,
        @Nullable TemplateForm form,
        String key,
        @Nullable String problem,
        String sendAt) {

    /** One that can be chosen. */
    record Choice(String value, String label, boolean chosen) {}

    TemplateBox {
        choices = List.copyOf(choices);
    }

    /**
     * @param window null where the channel has none; then it has no templates either
     */
    static TemplateBox of(
            @Nullable WindowView window, List<MessageTemplate> templates, TemplatePick pick, String ticketAddress) {
        List<Choice> choices = new ArrayList<>();
        for (MessageTemplate template : templates) {
            if (template.isApproved()) {
                String value = TemplateForm.choice(template);
                choices.add(
                        new Choice(value, template.name() + " · " + template.language(), value.equals(pick.choice())));
            }
        }
        TemplateForm form = TemplateForm.find(templates, pick.choice())
                .filter(MessageTemplate::isApproved)
                .map(template -> TemplateForm.of(template, pick.given()))
                .orElse(null);
        return new TemplateBox(
                window != null,
                form != null || pick.problem() != null || (window != null && !window.writable()),
                ticketAddress,
                choices,
                form,
                Randoms.token(),
                pick.problem(),
                pick.given().getOrDefault("send_at", ""));
    }
}
