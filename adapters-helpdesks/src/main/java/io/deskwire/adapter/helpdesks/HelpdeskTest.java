package io.deskwire.adapter.helpdesks;

import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.failure.ChannelException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The staged test of a helpdesk: its name, then questions to its API in order, of which the first one that fails ends it; then
 * whether webhooks can be proven. Changes nothing. For this module's packages.
 */
public final class HelpdeskTest implements ConnectionTest {

    /** One question; answers in words what was found. */
    @FunctionalInterface
    public interface Question {
        String ask() throws ChannelException;
    }

    private final String kind;
    private final URI base;
    private final EgressPolicy egress;
    private final Map<String, Question> questions = new LinkedHashMap<>();
    private final @Nullable Boolean webhooks;

    /**
     * @param kind begins the stages' names
     * @param webhooks whether posts can be proven; null for a helpdesk that does not post
     */
    public HelpdeskTest(String kind, URI base, EgressPolicy egress, @Nullable Boolean webhooks) {
        this.kind = kind;
        this.base = base;
        this.egress = egress;
        this.webhooks = webhooks;
    }

    /** With one more question. */
    public HelpdeskTest ask(String stage, Question question) {
        questions.put(stage, question);
        return this;
    }

    @Override
    public List<Stage> run(Consumer<Stage> progress) {
        List<Stage> stages = new ArrayList<>();
        Consumer<Stage> report = stage -> {
            stages.add(stage);
            progress.accept(stage);
        };
        if (name(report)) {
            questions(report);
        }
        if (webhooks != null) {
            report.accept(
                    webhooks
                            ? new Stage(kind + ".webhook", true, "posts are proven by webhook_secret", null)
                            : new Stage(
                                    kind + ".webhook",
                                    false,
                                    "without webhook_secret no post is taken; answers come with the next poll",
                                    "Enter the secret that the helpdesk signs its webhooks with."));
        }
        return List.copyOf(stages);
    }

    private boolean name(Consumer<Stage> report) {
        try {
            int addresses = egress.resolve(base.getHost()).size();
            report.accept(new Stage(kind + ".dns", true, base.getHost() + " has " + addresses + " address(es)", null));
            return true;
        } catch (UnknownHostException e) {
            report.accept(new Stage(
                    kind + ".dns",
                    false,
                    "no address: " + e.getMessage(),
                    "Check api_base_url and this machine's name servers."));
            return false;
        }
    }

    private void questions(Consumer<Stage> report) {
        for (Map.Entry<String, Question> question : questions.entrySet()) {
            String name = kind + "." + question.getKey();
            try {
                report.accept(new Stage(name, true, question.getValue().ask(), null));
            } catch (ChannelException e) {
                report.accept(new Stage(
                        name,
                        false,
                        Objects.requireNonNullElse(e.getMessage(), e.kind().name()),
                        e.hint().orElse(null)));
                return;
            }
        }
    }
}
