package io.deskwire.adapter.whatsapp;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.MessageTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How templates are listed at each provider. */
final class TemplateSources {

    private static final int PAGE = 100;
    // An account holds 6000 templates at most.
    private static final int MOST_PAGES = 200;
    private static final String FIELDS = "id,name,status,category,language,parameter_format,quality_score,components";

    private TemplateSources() {}

    static TemplateCache.Source of(ProviderApi api) {
        return switch (api.settings().flavour()) {
            case META -> () -> graph(api);
            case DIALOG_360 -> () -> dialog360(api);
            // Twilio's contents are named by their SIDs and not listed.
            case TWILIO -> List::of;
        };
    }

    private static List<MessageTemplate> graph(ProviderApi api) throws ChannelException {
        String account = api.settings().accountId();
        if (account == null) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, "the templates cannot be listed")
                    .withHint("Enter business_account_id: templates belong to the account.");
        }
        String path = "/" + ProviderApi.escaped(account) + "/message_templates?fields=" + FIELDS + "&limit=" + PAGE;
        List<MessageTemplate> templates = new ArrayList<>();
        String after = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            Map<String, Object> answer = api.get(after == null ? path : path + "&after=" + ProviderApi.escaped(after));
            for (Object entry : Tree.list(answer, "data")) {
                TemplateTrees.listed(Tree.object(entry)).ifPresent(templates::add);
            }
            String next = Cursors.after(answer);
            if (next == null || next.equals(after)) {
                return templates;
            }
            after = next;
        }
        return templates;
    }

    private static List<MessageTemplate> dialog360(ProviderApi api) throws ChannelException {
        List<MessageTemplate> templates = new ArrayList<>();
        int read = 0;
        for (int page = 0; page < MOST_PAGES; page++) {
            Map<String, Object> answer = api.get("/v1/configs/templates?limit=" + PAGE + "&offset=" + read);
            List<?> entries = Tree.list(answer, "waba_templates");
            for (Object entry : entries) {
                TemplateTrees.listed(Tree.object(entry)).ifPresent(templates::add);
            }
            read += entries.size();
            boolean more =
                    answer.get("total") instanceof Number total ? read < total.longValue() : entries.size() >= PAGE;
            if (entries.isEmpty() || !more) {
                return templates;
            }
        }
        return templates;
    }
}
