package io.deskwire.adapter.cloud.ses;

import io.deskwire.adapter.cloud.ses.SesAccount.Found;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.failure.ChannelException;
import io.deskwire.http.HttpCall;
import io.deskwire.http.TransportException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The staged test: name, connection, account, identity, events, subscription, bucket. Changes nothing. */
final class SesConnectionTest implements ConnectionTest {

    private final AwsCalls calls;
    private final EgressPolicy egress;
    private final SesAccount account;
    private final SesReceiving receiving;

    SesConnectionTest(AwsCalls calls, EgressPolicy egress, SesAccount account, SesReceiving receiving) {
        this.calls = calls;
        this.egress = egress;
        this.account = account;
        this.receiving = receiving;
    }

    /** One question to Amazon. */
    @FunctionalInterface
    private interface Look {
        Found ask() throws ChannelException;
    }

    @Override
    public List<Stage> run(Consumer<Stage> progress) {
        List<Stage> stages = new ArrayList<>();
        Consumer<Stage> ended = stage -> {
            stages.add(stage);
            progress.accept(stage);
        };
        if (isReachable(ended)) {
            look("account", account::sending, ended);
            look("identity", account::identity, ended);
            look("events", account::events, ended);
            look("subscription", receiving::subscriptions, ended);
            look("bucket", receiving::bucket, ended);
        }
        return List.copyOf(stages);
    }

    private boolean isReachable(Consumer<Stage> ended) {
        URI base = calls.settings().apiBase();
        try {
            int addresses = egress.resolve(base.getHost()).size();
            ended.accept(new Stage("dns", true, base.getHost() + " resolves, addresses: " + addresses, null));
        } catch (UnknownHostException e) {
            ended.accept(new Stage(
                    "dns", false, "no address: " + e.getMessage(), "Check region and this machine's name servers."));
            return false;
        }
        try {
            calls.transport().send(HttpCall.get(base));
            ended.accept(new Stage("connect", true, "connected", null));
            return true;
        } catch (TransportException e) {
            ended.accept(new Stage(
                    "connect",
                    false,
                    String.valueOf(e.getMessage()),
                    "Check region and that this machine may connect to Amazon."));
            return false;
        }
    }

    private static void look(String name, Look look, Consumer<Stage> ended) {
        try {
            Found found = look.ask();
            ended.accept(new Stage(name, found.problem() == null, found.words(), null));
        } catch (ChannelException e) {
            ended.accept(new Stage(
                    name, false, String.valueOf(e.getMessage()), e.hint().orElse(null)));
        }
    }
}
