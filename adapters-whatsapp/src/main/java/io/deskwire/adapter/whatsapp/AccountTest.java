package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.failure.ChannelException;
import io.deskwire.http.HttpCall;
import io.deskwire.http.TransportException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The staged test: name, connection, credentials, number, subscription, templates, webhook address. Changes nothing. */
final class AccountTest implements ConnectionTest {

    private final ProviderApi api;
    private final EgressPolicy egress;
    private final NumberHealth health;
    private final Subscription subscription;
    private final TemplateCache.Source templates;

    AccountTest(
            ProviderApi api,
            EgressPolicy egress,
            NumberHealth health,
            Subscription subscription,
            TemplateCache.Source templates) {
        this.api = api;
        this.egress = egress;
        this.health = health;
        this.subscription = subscription;
        this.templates = templates;
    }

    @Override
    public List<Stage> run(Consumer<Stage> progress) {
        Run run = new Run(progress);
        run.reach();
        run.account();
        // What the document says stands apart from what the provider answers.
        run.webhookAddress();
        return List.copyOf(run.stages);
    }

    private final class Run {
        private final Consumer<Stage> progress;
        private final List<Stage> stages = new ArrayList<>();
        private boolean reachable;

        Run(Consumer<Stage> progress) {
            this.progress = progress;
        }

        void reach() {
            URI base = api.settings().apiBase();
            try {
                int addresses = egress.resolve(base.getHost()).size();
                passed("dns", base.getHost() + " has " + addresses + (addresses == 1 ? " address" : " addresses"));
            } catch (UnknownHostException e) {
                failed("dns", "no address: " + e.getMessage(), "Check api_base_url and this machine's name servers.");
                return;
            }
            boolean tls = "https".equals(base.getScheme().toLowerCase(Locale.ROOT));
            try {
                api.transport().send(HttpCall.get(base));
                reachable = true;
                passed(
                        tls ? "tls" : "tcp",
                        tls ? "connected, and the certificate is trusted" : "connected, unencrypted");
            } catch (TransportException e) {
                failed(
                        tls ? "tls" : "tcp",
                        Objects.requireNonNullElse(e.getMessage(), "no connection"),
                        "Check api_base_url and that this machine may connect to it.");
            }
        }

        void account() {
            if (!reachable) {
                return;
            }
            try {
                health.checkCredentials();
                passed("token", "the provider takes the credentials");
            } catch (ChannelException e) {
                failed("token", e);
                return;
            }
            try {
                Optional<String> problem = health.problem();
                finish("number", "the number can be used", problem);
            } catch (ChannelException e) {
                failed("number", e);
            }
            if (api.settings().flavour() == Flavour.TWILIO) {
                passed("subscription", "set at Twilio for the sender, where it cannot be looked at");
                return;
            }
            boolean blind =
                    api.settings().flavour() == Flavour.META && api.settings().accountId() == null;
            if (blind) {
                passed("subscription", "not looked at, and neither are templates: business_account_id is not given");
                return;
            }
            try {
                finish("subscription", "webhooks are sent", subscription.check());
            } catch (ChannelException e) {
                failed("subscription", e);
            }
            try {
                passed("templates", templates.read().size() + " templates");
            } catch (ChannelException e) {
                failed("templates", e);
            }
        }

        void webhookAddress() {
            URI address = api.settings().webhookUrl();
            if (address == null) {
                passed("webhook", "webhook_url is not given; the address must be entered at the provider by hand");
            } else if (!"https".equalsIgnoreCase(address.getScheme()) && isReal()) {
                failed("webhook", "webhook_url is not encrypted", "Providers call addresses with https:// alone.");
            } else if (address.toString().length() > 200) {
                failed("webhook", "webhook_url is longer than 200 characters", "Meta takes no longer ones.");
            } else {
                passed("webhook", "webhook_url is usable");
            }
        }

        /** A stand-in on this machine may well call without encryption. */
        private boolean isReal() {
            return "https".equalsIgnoreCase(api.settings().apiBase().getScheme());
        }

        private void finish(String name, String good, Optional<String> problem) {
            if (problem.isEmpty()) {
                passed(name, good);
            } else {
                failed(name, problem.get(), null);
            }
        }

        private void failed(String name, ChannelException e) {
            failed(
                    name,
                    Objects.requireNonNullElse(e.getMessage(), e.kind().name()),
                    e.hint().orElse(null));
        }

        private void failed(String name, String detail, @Nullable String hint) {
            report(new Stage("whatsapp." + name, false, detail, hint));
        }

        private void passed(String name, String detail) {
            report(new Stage("whatsapp." + name, true, detail, null));
        }

        private void report(Stage stage) {
            stages.add(stage);
            progress.accept(stage);
        }
    }
}
