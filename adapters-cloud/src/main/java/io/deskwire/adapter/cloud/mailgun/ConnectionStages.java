package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.failure.ChannelException;
import io.deskwire.http.HttpCall;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The staged test: name, connection, key, domain with its DNS records, routes, event webhooks, webhook address. */
final class ConnectionStages implements ConnectionTest {

    private final MailgunApi api;
    private final EgressPolicy egress;
    private final AccountLook look;

    ConnectionStages(MailgunApi api, EgressPolicy egress, AccountLook look) {
        this.api = api;
        this.egress = egress;
        this.look = look;
    }

    @Override
    public List<Stage> run(Consumer<Stage> progress) {
        Run run = new Run(progress);
        if (run.reach()) {
            run.account();
        }
        // What the document says stands apart from what the provider answers.
        run.webhookAddress();
        return List.copyOf(run.stages);
    }

    /** A look at one part of the account. */
    private interface Look {
        Optional<AccountLook.Finding> at() throws ChannelException;
    }

    private final class Run {
        private final Consumer<Stage> progress;
        private final List<Stage> stages = new ArrayList<>();

        Run(Consumer<Stage> progress) {
            this.progress = progress;
        }

        boolean reach() {
            URI base = api.settings().apiBase();
            try {
                int addresses = egress.resolve(base.getHost()).size();
                passed("dns", base.getHost() + " has " + addresses + (addresses == 1 ? " address" : " addresses"));
            } catch (UnknownHostException e) {
                failed("dns", "no address: " + e.getMessage(), "Check api_base_url and this machine's name servers.");
                return false;
            }
            boolean tls = "https".equalsIgnoreCase(base.getScheme());
            String name = tls ? "tls" : "tcp";
            try {
                api.calls().answer(HttpCall.get(base));
                passed(name, tls ? "connected, and the certificate is trusted" : "connected, unencrypted");
                return true;
            } catch (ChannelException e) {
                failed(name, e);
                return false;
            }
        }

        void account() {
            try {
                Optional<AccountLook.Finding> domain = look.domain();
                if (domain.isEmpty()) {
                    failed("key", AccountLook.noAccess());
                    return;
                }
                passed("key", "Mailgun takes the key");
                finish("domain", "active, and its DNS records are right", domain.get());
            } catch (ChannelException e) {
                failed("domain", e);
                return;
            }
            if (api.settings().webhookUrl() == null) {
                passed("routes", "not looked at, and neither are event webhooks: webhook_url is not given");
                return;
            }
            look("routes", "mail is forwarded to webhook_url", look::routes);
            look("events", "events are sent to webhook_url", look::webhooks);
        }

        private void look(String name, String good, Look at) {
            try {
                Optional<AccountLook.Finding> finding = at.at();
                if (finding.isEmpty()) {
                    failed(name, AccountLook.noAccess());
                } else {
                    finish(name, good, finding.get());
                }
            } catch (ChannelException e) {
                failed(name, e);
            }
        }

        void webhookAddress() {
            URI address = api.settings().webhookUrl();
            boolean real = "https".equalsIgnoreCase(api.settings().apiBase().getScheme());
            if (address == null) {
                passed("webhook", "webhook_url is not given; the address must be entered at Mailgun by hand");
            } else if (real && !"https".equalsIgnoreCase(address.getScheme())) {
                failed(
                        "webhook",
                        "webhook_url is not encrypted",
                        "Mailgun's signature does not cover mail; use https.");
            } else {
                passed("webhook", "webhook_url is usable");
            }
        }

        private void finish(String name, String good, AccountLook.Finding finding) {
            if (finding.problems().isEmpty()) {
                passed(name, good);
            } else {
                failed(name, String.join(" ", finding.problems()), (String) null);
            }
        }

        private void failed(String name, ChannelException e) {
            failed(
                    name,
                    Objects.requireNonNullElse(e.getMessage(), e.kind().name()),
                    e.hint().orElse(null));
        }

        private void failed(String name, String detail, @Nullable String hint) {
            report(new Stage("mailgun." + name, false, detail, hint));
        }

        private void passed(String name, String detail) {
            report(new Stage("mailgun." + name, true, detail, null));
        }

        private void report(Stage stage) {
            stages.add(stage);
            progress.accept(stage);
        }
    }
}
