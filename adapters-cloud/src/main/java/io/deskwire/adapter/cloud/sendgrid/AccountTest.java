package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.failure.ChannelException;
import io.deskwire.http.HttpCall;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The staged test: name, connection, key, verification, Inbound Parse, event webhook, domain, address. Changes nothing. */
final class AccountTest implements ConnectionTest {

    private final SendGridApi api;
    private final AccountChecks checks;
    private final EgressPolicy egress;

    AccountTest(SendGridApi api, AccountChecks checks, EgressPolicy egress) {
        this.api = api;
        this.checks = checks;
        this.egress = egress;
    }

    @Override
    public List<Stage> run(Consumer<Stage> progress) {
        Run run = new Run(progress);
        if (run.reach()) {
            run.account();
        }
        run.webhookAddress();
        return List.copyOf(run.stages);
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
                report("dns", true, base.getHost() + " has " + addresses + " address(es)", null);
            } catch (UnknownHostException e) {
                report(
                        "dns",
                        false,
                        "no address: " + e.getMessage(),
                        "Check api_base_url and this machine's name servers.");
                return false;
            }
            boolean tls = "https".equals(base.getScheme().toLowerCase(Locale.ROOT));
            String name = tls ? "tls" : "tcp";
            try {
                api.calls().answer(HttpCall.get(base));
                report(name, true, tls ? "connected, and the certificate is trusted" : "connected, unencrypted", null);
                return true;
            } catch (ChannelException e) {
                report(name, false, words(e), "Check api_base_url and that this machine may connect to it.");
                return false;
            }
        }

        void account() {
            for (AccountChecks.Check check : checks.all()) {
                try {
                    Finding finding = check.run();
                    report(check.name(), finding.ok(), finding.detail(), finding.hint());
                } catch (ChannelException e) {
                    report(check.name(), false, words(e), e.hint().orElse(null));
                    if (check.name().equals("key")) {
                        // Nothing else can be asked with a key that is not taken.
                        return;
                    }
                }
            }
        }

        void webhookAddress() {
            URI address = api.settings().webhookUrl();
            boolean real = "https".equalsIgnoreCase(api.settings().apiBase().getScheme());
            if (address == null) {
                report(
                        "webhook",
                        true,
                        "webhook_url is not given, so the addresses at SendGrid were not compared",
                        null);
            } else if (real && !"https".equalsIgnoreCase(address.getScheme())) {
                report("webhook", false, "webhook_url is not encrypted", "Use an address with https://.");
            } else {
                report("webhook", true, "webhook_url is usable", null);
            }
        }

        private void report(String name, boolean ok, String detail, @Nullable String hint) {
            Stage stage = new Stage("sendgrid." + name, ok, detail, hint);
            stages.add(stage);
            progress.accept(stage);
        }
    }

    private static String words(ChannelException e) {
        return Objects.requireNonNullElse(e.getMessage(), e.kind().name());
    }
}
