package io.deskwire.ledger.server;

import io.deskwire.Stores;
import io.deskwire.app.PortWrapping;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.InboundChannel;
import io.deskwire.channel.MediaSource;
import io.deskwire.channel.Outbound;
import io.deskwire.delivery.Outbox;
import io.deskwire.intake.Inbox;
import io.deskwire.intake.IntakeBatch;
import io.deskwire.intake.MediaQueue;
import io.deskwire.ticket.Deliveries;
import io.deskwire.ticket.TicketSink;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Every port, with a named step before and after each call: {@code outbox.settle.before}, {@code outbox.settle.after}. */
public final class FaultyPorts implements PortWrapping {

    /** What is wrapped wherever a port gives it out, by its name in steps. */
    private static final Map<Class<?>, String> PORTS = new LinkedHashMap<>();

    static {
        PORTS.put(Inbox.class, "inbox");
        PORTS.put(Deliveries.class, "deliveries");
        PORTS.put(Outbox.class, "outbox");
        PORTS.put(MediaQueue.class, "media");
        PORTS.put(Channel.class, "channel");
        PORTS.put(InboundChannel.class, "inbound");
        PORTS.put(Outbound.class, "outbound");
        PORTS.put(Outbound.SentLookup.class, "lookup");
        PORTS.put(Outbound.AfterSend.class, "aftersend");
        PORTS.put(MediaSource.class, "files");
    }

    private final FaultPoint point;

    /** Ports of a process that has this point. */
    public FaultyPorts(FaultPoint point) {
        this.point = point;
    }

    @Override
    public Stores stores(Stores stores) {
        return around(Stores.class, "stores", stores);
    }

    @Override
    public ChannelType channelType(ChannelType type) {
        return around(ChannelType.class, "type", type);
    }

    @Override
    public TicketSink sink(TicketSink sink) {
        return around(TicketSink.class, "sink", sink);
    }

    private <T> T around(Class<T> port, String name, T target) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            if (method.getDeclaringClass() == Object.class) {
                return method.invoke(target, args);
            }
            String step = prefix(name, args) + "." + method.getName();
            point.pass(step + ".before");
            Object result;
            try {
                result = method.invoke(target, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            return passed(step + ".after", result);
        }));
    }

    /** What webhooks and fetches bring is stored by the same call, but answered for differently. */
    private static String prefix(String name, Object @Nullable [] args) {
        if (args != null && args.length > 0 && args[0] instanceof IntakeBatch batch) {
            return batch.next() == null ? "webhook" : "fetch";
        }
        return name;
    }

    private @Nullable Object passed(String step, @Nullable Object result) {
        if (result instanceof CompletionStage<?> stage) {
            // After the commit, before anybody hears of it.
            return stage.thenApply(value -> {
                point.pass(step);
                return value;
            });
        }
        // To have claimed nothing is no step.
        if (!(result instanceof Collection<?> some && some.isEmpty())) {
            point.pass(step);
        }
        if (result instanceof Optional<?> some && some.isPresent()) {
            return Optional.of(wrapped(some.get()));
        }
        return result == null ? null : wrapped(result);
    }

    private Object wrapped(Object value) {
        for (Map.Entry<Class<?>, String> port : PORTS.entrySet()) {
            if (port.getKey().isInstance(value) && !Proxy.isProxyClass(value.getClass())) {
                return wrapped(port.getKey(), port.getValue(), value);
            }
        }
        return value;
    }

    private <T> Object wrapped(Class<T> port, String name, Object value) {
        return around(port, name, port.cast(value));
    }
}
